import assert from 'node:assert/strict';
import type { DynamicObjectClass } from '../../../facade/classes/object-class-operations.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Row } from '../../../model/row.ts';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { bounded } from '../bounded.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { inVariant, pagesOf } from './changed-connector.ts';
import { among, assertSameObjects, pageScale, populatedCases, populationRows } from './class-cases.ts';

/** How long something may take that should be over at once, in milliseconds: far longer than a slow machine needs. */
const patience = 3000;

/**
 * How searches are used: left early by break, by a thrown error and between pages, and several at a time. The facade returns the
 * connector's iterator whichever way a search is left; here it is seen whether that ends it.
 *
 * @example
 * for (const each of searchUse(subject)) await each.run();
 */
export function* searchUse(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const make = populatedCases(subject, population, 'use', 'search');

  const leavings: readonly (readonly [string, (operations: DynamicObjectClass) => Promise<void>])[] = [
    [
      'by break',
      async (operations) => {
        for await (const row of operations.search({ pageSize: 1 })) {
          assert.ok(row.uid);
          break;
        }
      },
    ],
    [
      'by an error of whoever reads it',
      async (operations) => {
        const reading = async () => {
          for await (const row of operations.search({ pageSize: 1 })) throw new ReadingStopped(row.uid);
        };
        await reading().catch((error: unknown) => {
          if (!(error instanceof ReadingStopped)) throw error;
        });
      },
    ],
    [
      'between pages',
      async (operations) => {
        for await (const page of operations.search({ pageSize: 1 }).pages()) {
          assert.ok(page.rows.length <= 1);
          break;
        }
      },
    ],
    ['by first()', async (operations) => void (await operations.search({ pageSize: 1 }).first())],
  ];
  for (const [way, leave] of leavings) {
    yield make('use/early-exit', `a search that is left ${way} has ended in the connector too`, async () => {
      const begun: AsyncIterator<Page>[] = [];
      await inVariant(
        subject,
        (own) => ({
          search: (call: SearchCall<ObjectClass>) => {
            const iterator = pagesOf(own, call)[Symbol.asyncIterator]();
            begun.push(iterator);
            return { [Symbol.asyncIterator]: () => iterator };
          },
        }),
        async ({ operations }) => {
          begun.length = 0;
          await bounded(() => leave(operations), patience, `leaving a search ${way}`);
          for (const iterator of begun) {
            const after = await bounded(async () => iterator.next(), patience, 'the next page of a search that was left');
            assert.equal(after.done, true, `a search that was left ${way} should yield nothing more: its generator went on after return()`);
          }
        },
      );
    });
  }

  yield make('use/overlapping', 'searches that run at the same time do not disturb each other', async () => {
    const operations = await subject.operations();
    const unit = await scale();
    const sizes = [1, 2, 3].map((size) => size * unit);
    const iterators = sizes.map((pageSize) => operations.search({ pageSize })[Symbol.asyncIterator]());
    const found: Row[][] = sizes.map(() => []);
    const open = new Set(iterators.keys());
    while (open.size > 0) {
      for (const i of open) {
        const result = await (iterators[i] as AsyncIterator<Row>).next();
        if (result.done) open.delete(i);
        else found[i]?.push(result.value);
      }
    }
    for (const [i, size] of sizes.entries())
      assertSameObjects(among(found[i] ?? [], await population()), await population(), `one of three searches at a time, in pages of ${size},`);
    const parallel = await Promise.all(sizes.map((pageSize) => operations.search({ pageSize }).toArray()));
    for (const rows of parallel) assertSameObjects(among(rows, await population()), await population(), 'one of three searches in parallel');
  });
}

/** What a reader throws to leave a search. */
class ReadingStopped extends Error {}
