import type { RowPage, SearchStream } from '../facade/search/search-stream.ts';
import { ConnectorError } from '../model/errors.ts';
import { printable } from '../model/wording.ts';

/** How given rows are handed out. A query has these names too: `search: (query) => streamOf(rows, query)`. */
export interface StreamOptions {
  /** Rows of a page; 100 by default. */
  readonly pageSize?: number | undefined;
  /** A cursor of a page of such a stream: its rows follow. */
  readonly cursor?: string | undefined;
  /** Rows to leave out at the beginning. */
  readonly offset?: number | undefined;
  /** The most rows to hand out. */
  readonly limit?: number | undefined;
  /** Thrown where the rows end, as by a search that breaks off. */
  readonly error?: unknown;
}

/**
 * Makes a search result out of rows: what a stubbed `search` answers.
 *
 * It behaves as the stream of an opened connector: it can be used again, leaves early, has pages with cursors. It neither filters nor sorts.
 *
 * @param rows     Handed out as they are, not copied.
 * @param options  Size of pages, where to begin and end, an error at the end.
 * @throws ConnectorError `InvalidArgument`, when the stream is used, for a cursor of something else, a cursor with an offset, and numbers that are none.
 *
 * @example
 * const ada = { objectClass: '__ACCOUNT__', uid: '1', name: 'ada', attributes: {} } as const;
 * const accounts = stub<Accounts>({ search: () => streamOf([ada]) });
 */
export function streamOf<R>(rows: readonly R[], options: StreamOptions = {}): SearchStream<R> {
  async function* each(): AsyncGenerator<R, void, undefined> {
    const { start, end } = rangeOf(rows.length, options);
    for (let index = start; index < end; index++) yield rows[index] as R;
    fail(options);
  }
  async function* pages(): AsyncGenerator<RowPage<R>, void, undefined> {
    const { start, end, pageSize } = rangeOf(rows.length, options);
    let at = start;
    do {
      const next = Math.min(at + pageSize, end);
      const ends = next === end && !('error' in options);
      // Without rows there is one page all the same, as of a real search.
      if (next > at || !('error' in options)) yield { rows: rows.slice(at, next), ...(!ends && { cursor: cursorOf(next) }), remaining: end - next };
      at = next;
    } while (at < end);
    fail(options);
  }
  const toArray = async () => {
    const all: R[] = [];
    for await (const row of each()) all.push(row);
    return all;
  };
  return {
    [Symbol.asyncIterator]: each,
    toArray,
    async first() {
      for await (const row of each()) return row;
      return undefined;
    },
    count: async () => (await toArray()).length,
    pages,
    async page() {
      for await (const page of pages()) return page;
      throw new ConnectorError('Internal', 'a search has at least one page');
    },
  };
}

function fail(options: StreamOptions): void {
  if ('error' in options) throw options.error;
}

const cursorOf = (index: number) => `row:${index}`;

function rangeOf(length: number, { pageSize = 100, cursor, offset: given, limit = Number.POSITIVE_INFINITY }: StreamOptions) {
  if (cursor !== undefined && given !== undefined) {
    throw new ConnectorError('InvalidArgument', 'offset of the stream cannot be used with a cursor, which says already where the page begins');
  }
  const offset = given ?? 0;
  const natural = (name: string, value: number, least: number) => {
    if ((Number.isSafeInteger(value) && value >= least) || (name === 'limit' && value === Number.POSITIVE_INFINITY)) return;
    throw new ConnectorError('InvalidArgument', `${name} of the stream must be a whole number from ${least} (got ${printable(value)})`);
  };
  natural('pageSize', pageSize, 1);
  natural('offset', offset, 0);
  natural('limit', limit, 0);
  const place = cursor === undefined ? '0' : /^row:(\d{1,15})$/.exec(cursor)?.[1];
  if (place === undefined) throw new ConnectorError('InvalidArgument', `the cursor ${printable(cursor)} is not one of a stream of given rows`);
  const start = Math.min(Number(place) + offset, length);
  return { start, end: Math.min(start + limit, length), pageSize };
}
