import type { Problem } from '../../model/errors.ts';
import type { Row } from '../../model/row.ts';
import { printable } from '../../model/wording.ts';
import type { ConnectorObject, NamesToGet, Page } from '../../spi/operations.ts';
import { Budget } from '../calls/budget.ts';
import { translateError } from '../calls/translate-error.ts';
import { badArguments, type ConnectorClass, callProblems } from '../classes/connector-class.ts';
import { getObject } from '../classes/get-object.ts';
import { ConnectorPages, type PageSource, SolePage, SortedPage } from './page-source.ts';
import { type PreparedSearch, prepareSearch } from './prepared-search.ts';
import type { Query } from './query.ts';
import { SearchReader } from './search-reader.ts';
import type { SearchRun } from './search-use.ts';

/** Checks a query and begins a run of it; nothing is read yet. */
export function beginSearch(cls: ConnectorClass, query: Query): SearchRun<Row> {
  const { opened } = cls;
  const what = cls.title('search');
  const trace = opened.tracing.stream('search', cls.objectClass.name);
  try {
    opened.assertOpen(what);
    cls.demand('search');
    if (typeof query !== 'object' || query === null)
      throw badArguments(what, [{ path: '', message: `a query must be an object (got ${printable(query)})` }]);
    const problems: Problem[] = [];
    callProblems(query, problems);
    const budget = new Budget(what, query, opened.timeout, 'page');
    const { reader, search } = beginRun(cls, query, budget, query.options, problems);
    const { row, pageSize, fingerprint } = search;
    return { reader, budget, row, pageSize, fingerprint, trace, translate: (error) => translateError(error, what) };
  } catch (error) {
    trace?.finish(0, error);
    throw error;
  }
}

/** Begins a run on a budget that somebody else owns. */
export function beginRun(
  cls: ConnectorClass,
  query: Query,
  budget: Budget,
  given: unknown,
  problems: Problem[] = [],
): { readonly reader: SearchReader; readonly search: PreparedSearch } {
  const what = cls.title('search');
  const options = cls.readOptions('search', given, problems);
  const search = prepareSearch(cls.objectClass, query, what, cls.opened.pageSize, options, problems);
  const { order, start, matches } = search;
  const source = pagesOf(cls, query, search, budget, given);
  const accepts = (object: ConnectorObject, page: Page) => page.exact || !matches || matches(object);
  const plan = { matches, skip: start.skip, offset: search.offset, limit: search.limit, allowsPartial: options.ALLOW_PARTIAL_RESULTS === true, what };
  // One more than can be given: it tells whether a cursor is due.
  const count = start.skip + search.offset + search.limit + 1;
  const reader = new SearchReader(order ? new SortedPage(source, count, accepts, order) : source, plan, budget);
  return { reader, search };
}

function pagesOf(cls: ConnectorClass, query: Query, search: PreparedSearch, budget: Budget, given: unknown): PageSource {
  if (search.nothing) return new SolePage(() => ({ objects: [], exact: true, total: 0, remaining: 0 }));
  const uid = soleUid(cls, query, search);
  if (uid !== undefined) return new SolePage(() => one(cls, budget, uid, search.attributesToGet));
  const { filter, sort, pageSize, total } = search;
  const attributesToGet = search.attributesToGet as NamesToGet<never>;
  const pages = (cursor: string | undefined, session: unknown, size: number) =>
    cls.ask('search', session, budget, { filter, attributesToGet, sort, pageSize: size, cursor, total }, given);
  return new ConnectorPages(pages, search.start, pageSize, cls.stream('search', budget), cls.title('search'));
}

/** The uid, when the search is for exactly one and the connector has a get, which reads it live. */
function soleUid(cls: ConnectorClass, query: Query, { filter }: PreparedSearch): string | undefined {
  if (filter?.op !== 'equals' || filter.attribute !== '__UID__' || typeof filter.value !== 'string') return undefined;
  const plain = query.cursor === undefined && !query.offset && query.options === undefined && (query.total ?? 'none') === 'none';
  return plain && cls.implements('get') ? filter.value : undefined;
}

async function one(cls: ConnectorClass, budget: Budget, uid: string, names: ReadonlySet<string>): Promise<Page> {
  const object = await getObject(cls, budget, uid, names, undefined);
  return { objects: object ? [object] : [] };
}
