import { lentRows } from '../../facade/search/lent-rows.ts';
import type { Query } from '../../facade/search/query.ts';
import type { RowPage } from '../../facade/search/search-stream.ts';
import type { Filter } from '../../model/filter.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Row } from '../../model/row.ts';
import { CrestError } from '../crest/crest-error.ts';
import { exactJson } from '../crest/exact-json.ts';
import { type PagingParameters, pagingParameters } from '../crest/query-parameters.ts';
import { queryAttribute } from '../systems/query-attribute.ts';
import { queryFilter } from '../systems/query-filter.ts';
import type { Answer } from './answer.ts';
import { callOf, demand, type ObjectRequest } from './object-request.ts';
import { queryStream } from './query-stream.ts';
import { shown } from './read-object.ts';

/** Rows that are asked for at a time where the caller wants all. Of larger pages more is still in use when young objects are collected, and then kept. */
const ROWS_AT_ONCE = 100;

/** The most rows that the framework sorts where the connector cannot. */
const MOST_SORTED = 10_000;

/**
 * Queries objects by `_queryFilter` or `_queryId`. With `_pageSize` one page, without it all rows, written as they come.
 *
 * Nothing is written before the first rows are there, so what is wrong with a query has its own status. What fails later ends the same JSON
 * with a member `error`, as CREST does: the status is sent by then.
 *
 * @throws CrestError 400; what the connector throws before its first row.
 */
export async function queryObjects(request: ObjectRequest): Promise<Answer> {
  const { form, parameters } = request;
  const call = callOf(request, 'SEARCH');
  await demand(request, 'search');
  const { filter, idsOnly } = filterOf(request);
  const paging = pagingParameters(parameters);
  const sort = paging.sort.map(({ attribute, ...order }) => ({
    ...order,
    attribute: queryAttribute(attribute, form.type) ?? form.field(attribute).attribute,
  }));
  const sortsItself = sort.every(({ attribute }) => form.type.objectClass?.attributes[attribute]?.sortable === true);
  const { fields } = request;
  const attributes = idsOnly ? [] : form.attributesFor(fields?.names ?? new Set(), fields?.defaults ?? true);
  const query: Query<ObjectClass, string> = { ...call, filter, attributes, sort, offset: paging.offset, total: paging.total };
  if (paging.pageSize === undefined && paging.cookie === undefined && sortsItself)
    return {
      status: 200,
      stream: await queryStream({
        begin: (signal) => lentRows(request.operations, { ...query, signal, pageSize: ROWS_AT_ONCE }).pages(),
        signal: call.signal,
        write: idsOnly ? (row, to) => to.json(exactJson({ _id: row.uid })) : form.writer(fields),
        // Where the first page ends says nothing about an answer that has them all.
        counts: (first, count) => countsOf(first && { ...first, cursor: undefined, remaining: undefined }, count, paging),
      }),
    };
  const pageSize = paging.pageSize ?? (sortsItself ? undefined : MOST_SORTED);
  const limit = sortsItself ? undefined : pageSize;
  const page = await request.operations.search({ ...query, pageSize, limit, cursor: paging.cookie }).page();
  if (paging.pageSize === undefined && page.cursor !== undefined)
    throw new CrestError(
      501,
      `System ${request.system.name} cannot sort by these keys and there are more than ${MOST_SORTED} results: page with _pageSize`,
    );
  const write = idsOnly ? (row: Row) => ({ _id: row.uid }) : (row: Row) => shown(request, row);
  return { status: 200, json: { result: page.rows.map(write), ...countsOf(page, page.rows.length, paging) } };
}

/** What is asked for. CREST: exactly one of the three. */
function filterOf({ form, parameters }: ObjectRequest): { readonly filter: Filter | undefined; readonly idsOnly: boolean } {
  const given = ['_queryId', '_queryFilter', '_queryExpression'].filter((name) => parameters.has(name));
  if (given.length !== 1) throw new CrestError(400, `${given.join(' and ')} exclude each other`);
  if (given[0] === '_queryExpression') throw new CrestError(400, '_queryExpression is not supported; use _queryFilter');
  if (given[0] === '_queryFilter') return { filter: queryFilter(parameters.get('_queryFilter') ?? '', form.type), idsOnly: false };
  const id = parameters.get('_queryId');
  if (id === 'query-all-ids') return { filter: undefined, idsOnly: true };
  if (id === 'query-all') return { filter: undefined, idsOnly: false };
  throw new CrestError(400, `_queryId must be query-all-ids or query-all (got ${JSON.stringify(id)})`);
}

/** What a page says of the whole. */
type Counted = { readonly [K in Exclude<keyof RowPage<Row>, 'rows'>]?: RowPage<Row>[K] | undefined };

/** What follows the rows. CREST: QueryResponse; -1 stands for "not known". */
function countsOf(page: Counted | undefined, count: number, { total }: PagingParameters): Readonly<Record<string, unknown>> {
  const known = total !== 'none' && page?.total !== undefined;
  return {
    resultCount: count,
    pagedResultsCookie: page?.cursor ?? null,
    totalPagedResultsPolicy: known ? (page.totalIsEstimate ? 'ESTIMATE' : 'EXACT') : 'NONE',
    totalPagedResults: known ? page.total : -1,
    remainingPagedResults: page?.remaining ?? -1,
  };
}
