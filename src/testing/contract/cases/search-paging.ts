import assert from 'node:assert/strict';
import { ConnectorError } from '../../../model/errors.ts';
import { filters } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Row } from '../../../model/row.ts';
import { derive } from '../../../spi/call.ts';
import type { SearchCall } from '../../../spi/operations.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { NotApplicable } from '../not-applicable.ts';
import { oracleMatches } from '../oracle.ts';
import { inVariant, pagesOf, withPopulation } from './changed-connector.ts';
import { among, assertSameObjects, assertSameOrder, few, pageScale, populatedCases, populationRows, shown } from './class-cases.ts';

/**
 * Pages: nothing lost and nothing twice whatever their size, cursors that hold in another use and another opening, offset, limit and counts.
 *
 * That a cursor of another query is refused is the facade's own promise and tested there; that a cursor which the connector never gave is
 * refused is the connector's, and tested here.
 *
 * @example
 * for (const each of paging(subject)) await each.run();
 */
export function* paging(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const make = populatedCases(subject, population, 'paging', 'search');
  /** All rows in the order in which the connector brings them: what pages are cut out of. */
  const inOrder = async () => {
    const all = await (await subject.operations()).search().toArray();
    assertSameObjects(among(all, await population()), await population(), 'a search without paging');
    return all;
  };
  const sizes = (count: number) =>
    [...new Set([...(count <= few ? [1, 2] : [Math.ceil(count / 3)]), count - 1, count, count + 1])].filter((size) => size > 0);

  yield make('paging/page-size', 'pages of any size bring every object once', async () => {
    const operations = await subject.operations();
    const all = await inOrder();
    for (const pageSize of sizes(all.length)) {
      const rows: Row[] = [];
      for await (const page of operations.search({ pageSize }).pages()) {
        assert.ok(page.rows.length <= pageSize, `a page of at most ${pageSize} rows should not have ${page.rows.length}`);
        rows.push(...page.rows);
      }
      assertSameOrder(rows, all, `a search in pages of ${pageSize}`);
    }
  });

  yield make('paging/filter', 'pages of a filtered search bring every match once', async () => {
    const operations = await subject.operations();
    const rows = await population();
    const pageSize = 3 * (await scale());
    for (const { uid } of rows.slice(0, 2)) {
      const filter = filters.and(filters.not(filters.equals('__UID__', uid)), filters.present('__NAME__'));
      const found: Row[] = [];
      for await (const page of operations.search({ filter, pageSize }).pages()) found.push(...page.rows);
      const expected = rows.filter((row) => oracleMatches(filter, row, subject.objectClass));
      assertSameObjects(among(found, rows), expected, `pages of ${pageSize} of ${shown(filter)}`);
    }
  });

  yield make('paging/cursor', 'every cursor names the rest, and the same rest when it is used again', async () => {
    const operations = await subject.operations();
    const all = await inOrder();
    const pageSize = Math.max(2, Math.ceil(all.length / 10));
    let read = 0;
    for await (const { rows, cursor } of operations.search({ pageSize }).pages()) {
      read += rows.length;
      if (cursor === undefined) break;
      for (const use of ['first', 'second'])
        assertSameOrder(await operations.search({ pageSize, cursor }).toArray(), all.slice(read), `the ${use} use of the cursor after ${read} rows`);
    }
  });

  yield make('paging/cursor-chain', 'pages that are asked for one by one, each by the cursor of the one before, come to an end', async () => {
    const operations = await subject.operations();
    const all = await inOrder();
    const pageSize = Math.max(2, Math.ceil(all.length / 5));
    const rows: Row[] = [];
    let cursor: string | undefined;
    // A system that cannot tell may name one page more, which is empty.
    for (let pages = 0; pages === 0 || cursor !== undefined; pages++) {
      assert.ok(
        pages <= Math.ceil(all.length / pageSize) + 1,
        `${all.length} rows in pages of ${pageSize} should end; page ${pages} has a cursor still`,
      );
      const page = await operations.search({ pageSize, ...(cursor !== undefined && { cursor }) }).page();
      rows.push(...page.rows);
      cursor = page.cursor;
    }
    assertSameOrder(rows, all, `pages of ${pageSize}, asked for one by one,`);
  });

  yield make('paging/cursor-elsewhere', 'a cursor holds in another opening of the connector', async () => {
    await withPopulation(subject, await subject.openAgain(), async ({ operations: there, isShared }) => {
      if (!isShared) throw new NotApplicable('each opening of this connector has objects of its own');
      const operations = await subject.operations();
      const all = await inOrder();
      const pageSize = 2 * (await scale());
      const { cursor } = await operations.search({ pageSize }).page();
      if (cursor === undefined) return;
      assertSameOrder(await there.search({ pageSize, cursor }).toArray(), all.slice(pageSize), 'a cursor, used in another opening,');
    });
  });

  yield make('paging/cursor-unknown', 'a cursor that the connector never gave is refused with InvalidArgument', async () => {
    let forge = false;
    let given = false;
    const garbage = 'no cursor of this system: %00 {"x":1}';
    await inVariant(
      subject,
      (own) => ({
        async *search(call: SearchCall<ObjectClass>) {
          for await (const page of pagesOf(own, forge ? derive(call, { cursor: garbage }) : call)) {
            given ||= page.cursor !== undefined;
            yield page;
          }
        },
      }),
      async ({ operations }) => {
        await operations.search({ pageSize: await scale() }).toArray();
        forge = true;
        const failure = await operations
          .search({ pageSize: 2 })
          .toArray()
          .then(
            (rows) => {
              if (!given) throw new NotApplicable('the connector gives no cursors, and takes none');
              assert.fail(`a search from the cursor ${JSON.stringify(garbage)} should be refused, and brought ${rows.length} rows`);
            },
            (error: unknown) => error,
          );
        if (failure instanceof assert.AssertionError) throw failure;
        assert.ok(
          ConnectorError.is(failure) && failure.code === 'InvalidArgument',
          `a cursor that is none should be refused with InvalidArgument, not with ${String(failure)}`,
        );
      },
    );
  });

  yield make('paging/offset', 'an offset leaves out the rows that would have come first', async () => {
    const operations = await subject.operations();
    const all = await inOrder();
    const unit = await scale();
    for (const offset of [0, 1, 2, all.length - 1, all.length, all.length + 1].filter((each) => each >= 0))
      assertSameOrder(
        await operations.search({ offset, pageSize: (2 + offset) * unit }).toArray(),
        all.slice(offset),
        `a search with offset ${offset}`,
      );
  });

  yield make('paging/limit', 'a limit ends the search, within a page too, and its cursor goes on from there', async () => {
    const operations = await subject.operations();
    const all = await inOrder();
    for (const limit of [...new Set([0, 1, 3, all.length - 1, all.length, all.length + 1])].filter((each) => each >= 0)) {
      const rows: Row[] = [];
      let cursor: string | undefined;
      const pageSize = Math.max(2, Math.ceil(all.length / 10));
      for await (const page of operations.search({ limit, pageSize }).pages()) {
        rows.push(...page.rows);
        cursor = page.cursor;
      }
      assertSameOrder(rows, all.slice(0, limit), `a search with limit ${limit}`);
      if (limit === 0) continue;
      // The caller may change the size of the pages on the way.
      for (const size of [pageSize, Math.max(1, Math.floor(pageSize / 2)), 3 * pageSize]) {
        const rest = cursor === undefined ? [] : await operations.search({ cursor, pageSize: size }).toArray();
        assertSameOrder([...rows, ...rest], all, `a search with limit ${limit} and what follows its cursor, by pages of ${size},`);
      }
    }
  });

  yield make('paging/counts', 'what pages say of the total and of what remains is right', async () => {
    const operations = await subject.operations();
    const all = await inOrder();
    const filter = filters.present('__NAME__');
    for (const query of [{}, { filter }]) {
      for (const total of ['none', 'estimate', 'exact'] as const) {
        let read = 0;
        for await (const page of operations.search({ ...query, total, pageSize: Math.max(2, Math.ceil(all.length / 4)) }).pages()) {
          read += page.rows.length;
          if (page.total !== undefined && !page.totalIsEstimate)
            assert.equal(page.total, all.length, `total should be ${all.length} with total: ${total}`);
          if (page.totalIsEstimate && total === 'exact') assert.fail('an exact total was asked for, and an estimate given');
          if (page.remaining !== undefined)
            assert.equal(page.remaining, all.length - read, `remaining should be ${all.length - read} after ${read} rows`);
        }
      }
    }
  });
}
