import type { Query } from '../facade/search/query.ts';
import type { Filter } from '../model/filter.ts';
import { formatFilter } from '../model/format-filter.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { SortKey } from '../spi/operations.ts';
import type { Connection } from './connection.ts';
import type { InterceptedCall } from './intercepted-call.ts';

/** What the connector is given for a search, as the facade hands it over. */
interface GivenSearch {
  readonly uid?: string;
  readonly filter?: Filter;
  readonly attributesToGet?: ReadonlySet<string>;
  readonly sort?: readonly SortKey[];
  readonly pageSize?: number;
  readonly cursor?: string;
}

/**
 * Tells what a search would do: the connector's own hook `explain`, where it has one, else what the connector would be given.
 *
 * @param intercepted  What the connection was opened around: nothing is searched.
 */
export async function explainQuery(
  { facade, connector, call }: Connection,
  objectClass: ObjectClass,
  { filter, attributes, sort, pageSize, limit, cursor }: Query,
  intercepted: InterceptedCall,
): Promise<unknown> {
  const { hooks } = connector as { readonly hooks?: object };
  if (hooks && Object.hasOwn(hooks, 'explain')) {
    const asked = { objectClass: objectClass.name, filter, attributes, pageSize, limit };
    return facade.runHook('explain', Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)), call);
  }
  const query: Query = { ...call, filter, attributes, sort, pageSize, limit, cursor };
  const request = await intercepted.requestOf(() => facade.dynamic(objectClass.name).search(query).page());
  const given = (request?.call ?? {}) as GivenSearch;
  return {
    connector: connector.name,
    objectClass: objectClass.name,
    operation: request?.operation ?? 'none: nothing can match',
    ...(given.uid !== undefined && { uid: given.uid }),
    filter: given.filter === undefined ? 'everything' : formatFilter(given.filter),
    attributes: [...(given.attributesToGet ?? [])],
    sort: (given.sort ?? []).map(({ attribute, ascending }) => (ascending === false ? `-${attribute}` : attribute)),
    pageSize: given.pageSize,
    pages: limit === undefined || given.pageSize === undefined ? 'until the end' : `until ${limit} rows are found`,
    note: 'The connector may answer more than the filter asks for; the framework filters again. It does not tell its own calls.',
  };
}
