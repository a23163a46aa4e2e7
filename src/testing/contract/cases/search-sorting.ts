import assert from 'node:assert/strict';
import { SORT_LIMIT } from '../../../facade/search/page-source.ts';
import { filters } from '../../../model/filter.ts';
import type { Row } from '../../../model/row.ts';
import type { SortKey } from '../../../spi/operations.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { oracleOrder, oracleValues } from '../oracle.ts';
import { among, assertSameObjects, assertSameOrder, pageScale, populatedCases, populationRows } from './class-cases.ts';

/**
 * Sorts: by every attribute that is declared sortable, by several, in pages and with a filter, held against an oracle; and by an attribute
 * that is not sortable, which the framework sorts within its limit out of what the connector yields. That it refuses to
 * do so without one is the framework's own promise.
 *
 * @example
 * for (const each of sorting(subject)) await each.run();
 */
export function* sorting(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const { objectClass } = subject;
  const make = populatedCases(subject, population, 'sort', 'search');
  const ordered = Object.entries(objectClass.attributes).filter(
    ([, { type, readable, subtype }]) =>
      readable !== false && !['map', 'reference', 'secret', 'secretBytes'].includes(type) && subtype !== 'ldapDn' && subtype !== 'json',
  );
  const sortable = ordered.filter(([, info]) => info.sortable).map(([name]) => name);
  const unsortable = ordered.filter(([, info]) => !info.sortable).map(([name]) => name);
  const noneSortable = sortable.length === 0 ? 'no attribute is declared sortable' : undefined;

  /** Found are the rows of the population, none of them before one that should come first. */
  const assertSorted = async (found: readonly Row[], sort: readonly SortKey[], expected?: readonly Row[]) => {
    const rows = expected ?? (await population());
    const known = among(found, rows).map((row) => rows.find(({ uid }) => uid === row.uid) as Row);
    const text = sort.map(({ attribute, ascending = true }) => `${attribute} ${ascending ? 'ascending' : 'descending'}`).join(', ');
    assertSameObjects(known, rows, `a search sorted by ${text}`);
    const order = oracleOrder(sort, objectClass);
    for (const [i, row] of known.entries()) {
      const next = known[i + 1];
      if (next === undefined || order(row, next) <= 0) continue;
      assert.fail(`sorted by ${text}, ${told(next, sort)} should come before ${told(row, sort)}, and came after it`);
    }
  };
  const run = async (sort: readonly SortKey[], query: object = {}) =>
    (await subject.operations()).search({ ...query, sort: sort as readonly SortKey<never>[] });
  /** A second criterion that tells apart what the first does not. */
  const second = (name: string) => sortable.find((each) => each !== name);

  yield make(
    'sort/single',
    `each sortable attribute sorts in both directions (${sortable.join(', ')})`,
    async () => {
      for (const attribute of sortable) {
        for (const ascending of [true, false]) {
          const sort = [{ attribute, ascending }];
          await assertSorted(await (await run(sort)).toArray(), sort);
        }
      }
    },
    noneSortable,
  );

  yield make(
    'sort/several',
    'further criteria sort what the first leaves equal',
    async () => {
      for (const attribute of sortable) {
        const other = second(attribute);
        if (other === undefined) continue;
        for (const [first, then] of [
          [true, true],
          [true, false],
          [false, true],
        ] as const) {
          const sort = [
            { attribute, ascending: first },
            { attribute: other, ascending: then },
          ];
          await assertSorted(await (await run(sort)).toArray(), sort);
        }
      }
    },
    sortable.length < 2 ? 'fewer than two attributes are declared sortable' : undefined,
  );

  yield make(
    'sort/paging',
    'pages of a sorted search go on where the one before ended, by their cursors too',
    async () => {
      for (const attribute of sortable) {
        for (const ascending of [true, false]) {
          const sort = [{ attribute, ascending }];
          const whole = await (await run(sort)).toArray();
          const pageSize = Math.max(2, Math.ceil(whole.length / 10));
          const paged: Row[] = [];
          let cursor: string | undefined;
          do {
            const page = await (await run(sort, { pageSize, cursor })).page();
            assert.ok(page.rows.length > 0 || page.cursor === undefined, 'a sorted page without rows should be the last');
            paged.push(...page.rows);
            cursor = page.cursor;
          } while (cursor !== undefined && paged.length <= whole.length);
          await assertSorted(paged, sort);
          // Objects that the sort leaves equal may come in any order, but always in the same.
          assertSameOrder(paged, whole, `a search sorted by ${attribute} in pages of ${pageSize}, each asked for by itself,`);
        }
      }
    },
    noneSortable,
  );

  yield make(
    'sort/filter',
    'a filtered search is sorted',
    async () => {
      const rows = await population();
      const [left, ...rest] = rows;
      const filter = filters.and(filters.present('__NAME__'), filters.not(filters.equals('__UID__', left?.uid ?? 'none')));
      const pageSize = 2 * (await scale());
      for (const attribute of sortable) {
        const sort = [{ attribute, ascending: false }];
        const found: Row[] = [];
        for await (const page of (await run(sort, { filter, pageSize, attributes: [] })).pages()) found.push(...page.rows);
        assertSameObjects(among(found, rows), rest, 'a filtered and sorted search');
        await assertSorted(found, sort, rest);
      }
    },
    noneSortable,
  );

  yield make(
    'sort/unsortable',
    `within a limit, what the connector cannot sort is sorted too (${unsortable.join(', ')})`,
    async () => {
      for (const attribute of unsortable) {
        for (const ascending of [true, false]) {
          const sort = [{ attribute, ascending }];
          await assertSorted(await (await run(sort, { limit: SORT_LIMIT, attributes: [] })).toArray(), sort);
        }
      }
    },
    unsortable.length === 0 ? 'every attribute is declared sortable' : undefined,
  );
}

/** An object and the values that it is sorted by. */
function told(row: Row, sort: readonly SortKey[]): string {
  const values = sort.map(({ attribute }) => `${attribute} ${oracleValues(attribute, row).map(String).join(' and ') || 'absent'}`);
  return `${row.name} (${values.join(', ')})`;
}
