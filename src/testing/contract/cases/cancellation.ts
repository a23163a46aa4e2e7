import assert from 'node:assert/strict';
import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Row } from '../../../model/row.ts';
import type { Operations, SearchCall } from '../../../spi/operations.ts';
import { bounded } from '../bounded.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { cancelledWrites } from './cancellation-writes.ts';
import { inVariant, pagesOf } from './changed-connector.ts';
import { among, assertSameObjects, pageScale, populatedCases, populationRows } from './class-cases.ts';

/** How long something may go on that was told to stop, in milliseconds. */
const patience = 3000;

/**
 * What a connector does when a call is aborted: it lets go of a search, leaves other calls alone, and says of a write what became of it.
 * That the caller hears of it, in time and with the right code, is the facade's own promise and tested there.
 *
 * @example
 * for (const each of cancellation(subject)) await each.run();
 */
export function* cancellation(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const make = populatedCases(subject, population, 'cancellation', 'search');

  yield make('cancel/search', 'a search that is aborted ends in the connector', async () => {
    for (const last of [1, 2]) {
      const controller = new AbortController();
      const waited: Promise<unknown>[] = [];
      let asked = Number.NEGATIVE_INFINITY;
      const change = (own: Operations) => ({
        search: (call: SearchCall<ObjectClass>) => {
          const iterator = pagesOf(own, call)[Symbol.asyncIterator]();
          const noted = <T>(answer: Promise<T>) => {
            waited.push(answer.catch(() => {}));
            return answer;
          };
          const next = () => {
            const answer = noted((async () => iterator.next())());
            if (++asked === last) queueMicrotask(() => controller.abort());
            return answer;
          };
          return { [Symbol.asyncIterator]: () => ({ next, return: () => noted((async () => (await iterator.return?.()) ?? over)()) }) };
        },
      });
      await inVariant(subject, change, async ({ operations }) => {
        asked = 0;
        const failure = await operations
          .search({ pageSize: 1, signal: controller.signal })
          .toArray()
          .catch((error: unknown) => error);
        if (!controller.signal.aborted) return;
        assert.ok(
          ConnectorError.is(failure) && failure.code === 'OperationAborted',
          `an aborted search should fail with OperationAborted, not ${String(failure)}`,
        );
        await bounded(() => Promise.all(waited), patience, `what the connector did for a search that was aborted at page ${last}`);
      });
    }
  });

  yield make('cancel/isolated', 'other calls go on when one is aborted, and later ones work', async () => {
    const operations = await subject.operations();
    const controller = new AbortController();
    const pageSize = await scale();
    const aborted = operations.search({ pageSize, signal: controller.signal })[Symbol.asyncIterator]();
    const other = operations.search({ pageSize })[Symbol.asyncIterator]();
    await aborted.next();
    const rows: Row[] = [];
    for (let result = await other.next(); !result.done; result = await other.next()) {
      rows.push(result.value);
      if (rows.length > 1) continue;
      controller.abort();
      await aborted.next().catch(() => {});
    }
    assertSameObjects(among(rows, await population()), await population(), 'a search during which another was aborted');
    const later = await operations.search().toArray();
    assertSameObjects(among(later, await population()), await population(), 'a search after another was aborted');
    const [first] = await population();
    if (first) assert.equal((await operations.get(first.uid))?.uid, first.uid, 'get should work after a search was aborted');
  });

  yield* cancelledWrites(subject);
}

const over = { done: true, value: undefined } as const;
