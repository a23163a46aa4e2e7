import { compileNormalized } from '../../model/compile-filter.ts';
import { compileSort } from '../../model/compile-sort.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import { type Filter, filters } from '../../model/filter.ts';
import { filterAttributes, normalizeFilter } from '../../model/normalize-filter.ts';
import { findAttribute, type ObjectClass } from '../../model/object-class.ts';
import { parseFilter } from '../../model/parse-filter.ts';
import type { Row } from '../../model/row.ts';
import { printable, similarName } from '../../model/wording.ts';
import type { ConnectorObject, SortKey } from '../../spi/operations.ts';
import { badArguments } from '../classes/connector-class.ts';
import { projectedNames } from '../classes/projection.ts';
import { rowMaker } from '../classes/row-maker.ts';
import { decodeCursor, fingerprint, type Position } from './cursor.ts';
import { SORT_LIMIT } from './page-source.ts';
import type { Query } from './query.ts';

/** A query after checking, in the terms of the schema. */
export interface PreparedSearch {
  /** Undefined: everything. */
  readonly filter: Filter | undefined;
  /** Nothing can match, so the connector need not be asked. */
  readonly nothing: boolean;
  readonly matches: ((object: ConnectorObject) => boolean) | undefined;
  readonly attributesToGet: ReadonlySet<string>;
  readonly row: (object: ConnectorObject) => Row;
  /** What the connector sorts by; empty when the framework sorts. */
  readonly sort: readonly SortKey[];
  /** How the framework sorts; undefined when the connector does, or nobody. */
  readonly order: ((a: ConnectorObject, b: ConnectorObject) => number) | undefined;
  readonly pageSize: number;
  readonly start: Position;
  readonly offset: number;
  readonly limit: number;
  readonly total: 'none' | 'estimate' | 'exact';
  /** Made when a cursor is read or written. */
  readonly fingerprint: () => string;
}

/**
 * Checks a query against the schema.
 *
 * @param what  The operation, for messages.
 * @param options  The connector's options, checked already.
 * @param problems  What is known to be wrong already, so that all of it is said at once.
 * @throws ConnectorError `InvalidArgument` naming every problem; `UnsupportedOperation` for a sort that neither the connector nor a bounded buffer can do.
 */
export function prepareSearch(
  objectClass: ObjectClass,
  query: Query,
  what: string,
  defaultPageSize: number,
  options: Readonly<Record<string, unknown>>,
  problems: Problem[],
): PreparedSearch {
  unknownKeys(query, problems);
  const names = projectedNames(objectClass, query.attributes as readonly string[] | undefined, problems);
  const filter = readFilter(objectClass, query.filter, problems);
  const sort = readSort(objectClass, query.sort, problems);
  const pageSize = whole(query.pageSize, 'pageSize', 1, problems) ?? defaultPageSize;
  const limit = whole(query.limit, 'limit', 0, problems) ?? Number.POSITIVE_INFINITY;
  const offset = whole(query.offset, 'offset', 0, problems) ?? 0;
  const total = query.total ?? 'none';
  if (!['none', 'estimate', 'exact'].includes(total))
    problems.push({ path: 'total', message: `must be none, estimate or exact (got ${printable(total)})` });
  if (query.cursor !== undefined && query.offset !== undefined) {
    problems.push({ path: 'offset', message: 'cannot be used with a cursor, which says already where the page begins' });
  }
  let printed: string | undefined;
  const print = () => {
    printed ??= fingerprint(objectClass.name, filter, sort, options);
    return printed;
  };
  let start: Position = { cursor: undefined, skip: 0 };
  if (query.cursor !== undefined) start = readCursor(query.cursor, print, problems) ?? start;
  if (problems.length > 0) throw badArguments(what, problems);

  const sortable = sort.every(({ attribute }) => objectClass.attributes[attribute]?.sortable === true);
  if (!sortable) checkSortLimit(offset + start.skip + limit, sort, what);
  const needed = new Set(names);
  for (const name of filter ? filterAttributes(filter) : []) needed.add(name);
  for (const { attribute } of sort) needed.add(attribute);
  needed.delete('__NAME__');
  needed.delete('__UID__');
  return {
    filter,
    nothing: filter?.op === 'or' && filter.filters.length === 0,
    matches: filter && compileNormalized(filter, objectClass),
    attributesToGet: needed,
    row: rowMaker(objectClass, names),
    sort: sortable ? sort : [],
    order: sortable ? undefined : orderOf(sort, objectClass),
    pageSize,
    start,
    offset,
    limit,
    total,
    fingerprint: print,
  };
}

function readFilter(objectClass: ObjectClass, asked: Query['filter'], problems: Problem[]): Filter | undefined {
  if (asked === undefined) return undefined;
  try {
    const data = typeof asked === 'string' ? parseFilter(asked) : typeof asked === 'function' ? asked(filters) : asked;
    const filter = normalizeFilter(data, objectClass);
    return filter.op === 'and' && filter.filters.length === 0 ? undefined : filter;
  } catch (error) {
    if (!ConnectorError.is(error)) {
      const kind = error instanceof Error ? `${error.name}: ${error.message}` : printable(error);
      problems.push({ path: 'filter', message: `is a function that failed (${kind})` });
    } else problems.push(...(error.problems.length > 0 ? error.problems : [{ path: 'filter', message: error.message }]));
    return undefined;
  }
}

function readSort(objectClass: ObjectClass, asked: readonly SortKey[] | undefined, problems: Problem[]): SortKey[] {
  if (asked === undefined) return [];
  if (!Array.isArray(asked) || asked.some((key) => typeof key?.attribute !== 'string')) {
    problems.push({ path: 'sort', message: `must be a list of { attribute, ascending } (got ${printable(asked)})` });
    return [];
  }
  for (const [index, { ascending }] of asked.entries()) {
    if (ascending === undefined || typeof ascending === 'boolean') continue;
    problems.push({ path: `sort[${index}].ascending`, message: `must be true or false (got ${printable(ascending)})` });
  }
  try {
    compileSort(asked, objectClass);
  } catch (error) {
    if (!ConnectorError.is(error)) throw error;
    problems.push(...error.problems);
    return [];
  }
  return asked.map(({ attribute, ascending = true }) => ({ attribute: findAttribute(objectClass, attribute)?.[0] ?? '__UID__', ascending }));
}

function whole(value: number | undefined, path: string, least: number, problems: Problem[]): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  problems.push({ path, message: `must be a whole number of at least ${least} (got ${printable(value)})` });
  return undefined;
}

function readCursor(text: unknown, print: () => string, problems: Problem[]): Position | undefined {
  const bookmark = decodeCursor(text);
  if (!bookmark) problems.push({ path: 'cursor', message: 'is not one that this library made; pass the `cursor` of an earlier page unchanged' });
  // Beside other problems nobody can tell which query was meant.
  else if (problems.length === 0 && bookmark.print !== print()) {
    problems.push({
      path: 'cursor',
      message: 'belongs to another query; object class, filter, sort and options must be those of the page that it came from',
    });
  }
  return bookmark?.position;
}

const queryKeys: readonly string[] = [
  'filter',
  'attributes',
  'sort',
  'pageSize',
  'cursor',
  'offset',
  'limit',
  'total',
  'options',
  'timeout',
  'signal',
];

/** A misspelt filter that is silently ignored would find everything. */
function unknownKeys(query: Query, problems: Problem[]): void {
  for (const key of Object.keys(query)) {
    if (queryKeys.includes(key)) continue;
    const near = similarName(key, queryKeys);
    problems.push({ path: key, message: `is not a part of a query${near ? `; did you mean "${near}"?` : ''}` });
  }
}

function checkSortLimit(rows: number, sort: readonly SortKey[], what: string): void {
  if (rows <= SORT_LIMIT) return;
  const names = sort.map(({ attribute }) => attribute).join(', ');
  const bound = `sort with a limit, so that offset, rows already read and limit are at most ${SORT_LIMIT} together (got ${Number.isFinite(rows) ? rows : 'no limit'})`;
  throw new ConnectorError('UnsupportedOperation', `${what}: the connector cannot sort by ${names}; ${bound}`, {
    problems: [{ path: 'sort', message: `the connector cannot sort by ${names}` }],
  });
}

/** The uid decides between equals, so that a page that is cut out of the same objects again is the same page. */
function orderOf(sort: readonly SortKey[], objectClass: ObjectClass): (a: ConnectorObject, b: ConnectorObject) => number {
  return compileSort([...sort, { attribute: '__UID__' }], objectClass) as (a: ConnectorObject, b: ConnectorObject) => number;
}
