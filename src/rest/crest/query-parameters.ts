import type { SortKey } from '../../spi/operations.ts';
import { CrestError } from './crest-error.ts';

/** The paging parameters of a query. */
export interface PagingParameters {
  /** Rows of a page; undefined for all rows at once. */
  readonly pageSize: number | undefined;
  readonly cookie: string | undefined;
  readonly offset: number | undefined;
  readonly total: 'none' | 'estimate' | 'exact';
  /** By field. */
  readonly sort: readonly SortKey[];
}

/**
 * Reads `_pageSize`, `_pagedResultsCookie`, `_pagedResultsOffset`, `_sortKeys` and `_totalPagedResultsPolicy`. CREST: query.
 *
 * @throws CrestError 400 naming the parameter.
 *
 * @example
 * pagingParameters(new URLSearchParams('_pageSize=10&_sortKeys=-mail')).sort;  // [{ attribute: 'mail', ascending: false }]
 */
export function pagingParameters(parameters: URLSearchParams): PagingParameters {
  const pageSize = whole(parameters, '_pageSize');
  const cookie = parameters.get('_pagedResultsCookie') || undefined;
  const offset = whole(parameters, '_pagedResultsOffset');
  if (cookie !== undefined && offset) throw new CrestError(400, '_pagedResultsCookie and _pagedResultsOffset exclude each other');
  const policy = (parameters.get('_totalPagedResultsPolicy') ?? 'NONE').toLowerCase();
  if (policy !== 'none' && policy !== 'estimate' && policy !== 'exact')
    throw new CrestError(400, `_totalPagedResultsPolicy must be NONE, ESTIMATE or EXACT (got ${JSON.stringify(policy)})`);
  return { pageSize: pageSize || undefined, cookie, offset: offset || undefined, total: policy, sort: sortKeys(parameters.get('_sortKeys')) };
}

function whole(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new CrestError(400, `${name} must be a whole number (got ${JSON.stringify(text.slice(0, 40))})`);
  return Number(text);
}

function sortKeys(text: string | null): SortKey[] {
  return (text ?? '').split(',').flatMap((each) => {
    // An unescaped plus is a space by the time it arrives here.
    const found = /^\s*([+-]?)\/?(.+?)\s*$/.exec(each);
    return found?.[2] ? [{ attribute: found[2], ascending: found[1] !== '-' }] : [];
  });
}
