import type { AttributeInfo } from '../../../model/attribute.ts';
import type { Comparison, Filter } from '../../../model/filter.ts';
import { filters } from '../../../model/filter.ts';
import type { Row } from '../../../model/row.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { oracleMatches } from '../oracle.ts';
import { among, assertSameObjects, pageScale, populatedCases, populationRows, shown } from './class-cases.ts';
import { comparedValues, families, filterable, listsOf, orderedValues, partsOf } from './search-filter-values.ts';

const ordering: readonly Comparison[] = ['greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual'];
const parts: readonly Comparison[] = ['startsWith', 'endsWith', 'contains'];

/**
 * Every comparison against every kind of attribute that can be read, with values that are there and values that are not, held against an
 * oracle; and `not`, `and`, `or`, and filters on attributes that are not asked for.
 *
 * @example
 * for (const each of filterMatrix(subject)) await each.run();
 */
export function* filterMatrix(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const { objectClass } = subject;
  const make = populatedCases(subject, population, 'search', 'search');

  const check = async (filter: Filter, query: { readonly attributes?: readonly never[] } = {}) => {
    const operations = await subject.operations();
    const rows = await population();
    const unit = await scale();
    // Hundreds of filters over thousands of objects: in large pages, which is no part of what is asked here.
    const found = await operations.search({ ...query, filter, ...(unit > 1 && { pageSize: 10 * unit }) }).toArray();
    assertSameObjects(
      among(found, rows),
      rows.filter((row) => oracleMatches(filter, row, objectClass)),
      shown(filter),
    );
  };

  for (const [family, attributes] of families(objectClass)) {
    const each = async (build: (name: string, info: AttributeInfo, rows: readonly Row[]) => readonly Filter[]) => {
      const rows = await population();
      for (const [name, info] of attributes) for (const filter of build(name, info, rows)) await check(filter);
    };
    const named = (operator: string) => `${operator} on ${family} finds what it should (${attributes.map(([name]) => name).join(', ')})`;
    const many = attributes.filter(([, info]) => info.multiValued);

    yield make('search/filter-equals', named('equals'), () =>
      each((name, info, rows) => [
        ...comparedValues(name, info, rows).map((value) => filters.equals(name, value as string)),
        ...(info.multiValued ? listsOf(name, info, rows).map((list) => filters.equals(name, list as string[])) : []),
      ]),
    );
    if (['text', 'numbers', 'dates', 'decimals'].includes(family)) {
      for (const op of ordering) {
        yield make(`search/filter-${op}`, named(op), () =>
          each((name, info, rows) => orderedValues(name, info, rows).map((value) => ({ op, attribute: name, value }))),
        );
      }
    }
    if (family === 'text') {
      for (const op of parts) {
        yield make(`search/filter-${op}`, named(op), () =>
          each((name, info, rows) => partsOf(op, name, info, rows).map((value) => ({ op, attribute: name, value }))),
        );
      }
      yield make('search/filter-equalsIgnoreCase', named('equalsIgnoreCase'), () =>
        each((name, info, rows) => comparedValues(name, info, rows).map((value) => filters.equalsIgnoreCase(name, value as string))),
      );
    }
    if (many.length > 0) {
      yield make('search/filter-containsAllValues', named('containsAllValues'), () =>
        each((name, info, rows) =>
          info.multiValued ? listsOf(name, info, rows).map((value) => ({ op: 'containsAllValues', attribute: name, value })) : [],
        ),
      );
    }
  }

  const names = filterable(objectClass).map(([name]) => name);
  yield make('search/filter-present', 'present finds what has a value', async () => {
    for (const name of names) await check(filters.present(name));
  });

  /** One filter of each attribute, by a value that is there. */
  const leaves = async (): Promise<Filter[]> => {
    const rows = await population();
    return filterable(objectClass).flatMap(([name, info]) =>
      comparedValues(name, info, rows)
        .slice(0, 1)
        .map((value) => filters.equals(name, value as string)),
    );
  };
  yield make('search/filter-not', 'not finds the others, those without a value among them', async () => {
    for (const leaf of await leaves()) await check(filters.not(leaf));
    for (const name of names) await check(filters.not(filters.present(name)));
  });
  yield make('search/filter-and', 'and finds what matches all its parts', () => pairs(leaves, (a, b) => check(filters.and(a, b))));
  yield make('search/filter-or', 'or finds what matches any of its parts', () => pairs(leaves, (a, b) => check(filters.or(a, b))));
  yield make('search/filter-nested', 'and, or and not inside each other find what they should', () =>
    pairs(leaves, async (a, b) => {
      await check(filters.not(filters.and(a, b)));
      await check(filters.not(filters.or(a, filters.not(b))));
      await check(filters.or(filters.and(a, filters.not(b)), filters.and(filters.not(a), b)));
    }),
  );
  yield make('search/filter-unprojected', 'a filter looks at attributes that are not asked for', async () => {
    for (const leaf of await leaves()) await check(leaf, { attributes: [] });
    for (const name of names) await check(filters.present(name), { attributes: [] });
  });
}

/** Neighbours, and the first with the last: enough to meet every leaf twice. */
async function pairs(leaves: () => Promise<readonly Filter[]>, use: (a: Filter, b: Filter) => Promise<void>): Promise<void> {
  const all = await leaves();
  for (const [i, leaf] of all.entries()) await use(leaf, all[(i + 1) % all.length] as Filter);
}
