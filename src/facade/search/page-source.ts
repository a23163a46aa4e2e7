import type { Awaitable } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import { CursorCycles } from '../../spi/cursor-cycles.ts';
import type { ConnectorObject, Page } from '../../spi/operations.ts';
import type { DispatchedStream } from '../calls/dispatch.ts';
import type { Position } from './cursor.ts';

/** A page as the connector yielded it, and where it stands. */
export interface SourcePage {
  readonly objects: readonly ConnectorObject[];
  /** The place of its first object. */
  readonly start: Position;
  /** The place after its last object. */
  readonly end: Position;
  /** The cursor of the page that follows, where this one names it. */
  readonly successor: string | undefined;
  readonly page: Page;
}

/** Where a search gets its pages from. */
export interface PageSource {
  /** The next page; undefined at the end. */
  next(): Promise<SourcePage | undefined>;
  /** Ends the search: the connector's generator is returned, so its `finally` runs. */
  close(): Promise<void>;
}

/** The pages of a connector, one after the other: a generator that ends on a page with a cursor is called again with it. */
export class ConnectorPages implements PageSource {
  readonly #search: (cursor: string | undefined, session: unknown, pageSize: number) => AsyncIterable<Page>;
  readonly #pageSize: number;
  readonly #stream: DispatchedStream<Page>;
  readonly #what: string;
  #place: Position;
  /** The cursor of the page that is due; undefined for the first, and where only the generator knows. */
  #due: string | undefined;
  /** Whether a generator begun with that cursor goes on where the last page ended. */
  #resumable = true;
  /** Whether the generator has given no page yet. */
  #barren = true;
  #ended = false;
  /** The page size that the generator was begun with. */
  #size: number;
  readonly #cycles = new CursorCycles();

  /**
   * @param search    Asks for the page that a cursor names and those that follow.
   * @param start     Where to begin; what is to be skipped there is the reader's.
   * @param pageSize  Of the pages to ask for, from the second call on where the start says another one.
   */
  constructor(
    search: (cursor: string | undefined, session: unknown, pageSize: number) => AsyncIterable<Page>,
    start: Position,
    pageSize: number,
    stream: DispatchedStream<Page>,
    what: string,
  ) {
    this.#search = search;
    this.#stream = stream;
    this.#what = what;
    this.#pageSize = pageSize;
    this.#size = start.pageSize ?? pageSize;
    this.#due = start.cursor;
    this.#place = { cursor: start.cursor, skip: 0 };
  }

  async next(): Promise<SourcePage | undefined> {
    const begin = (session: unknown) => {
      this.#barren = true;
      return this.#search(this.#due, session, this.#size);
    };
    while (!this.#ended) {
      const result = await this.#stream.pull(begin, this.#resumable);
      if (!result.done) return this.#placed(result.value);
      this.#ended = this.#due === undefined || this.#barren;
      this.#size = this.#pageSize;
    }
    this.#stream.finish();
    return undefined;
  }

  #placed(page: Page): SourcePage {
    const objects = (page as Partial<Page> | null | undefined)?.objects;
    if (!Array.isArray(objects))
      throw new ConnectorError('Internal', `${this.#what}: the connector yielded no page, which is { objects: [ … ] } (got ${printable(page)})`);
    const cursor = page.cursor ?? undefined;
    const start = { ...this.#place, pageSize: this.#size };
    if (cursor !== undefined) this.#cycles.pass(cursor, start.cursor, this.#what);
    this.#due = cursor;
    this.#resumable = cursor !== undefined;
    this.#barren = false;
    this.#place = cursor === undefined ? { ...start, skip: start.skip + objects.length } : { cursor, skip: 0 };
    return { objects, start, end: this.#place, successor: cursor, page };
  }

  close(): Promise<void> {
    this.#ended = true;
    return this.#stream.close();
  }
}

/** One page that is there without the connector's search. */
export class SolePage implements PageSource {
  readonly #read: () => Awaitable<Page>;
  #done = false;

  constructor(read: () => Awaitable<Page>) {
    this.#read = read;
  }

  async next(): Promise<SourcePage | undefined> {
    if (this.#done) return undefined;
    this.#done = true;
    const page = await this.#read();
    const place = (skip: number) => ({ cursor: undefined, skip });
    return { objects: page.objects, start: place(0), end: place(page.objects.length), successor: undefined, page };
  }

  async close(): Promise<void> {
    this.#done = true;
  }
}

/** The older of two ages; what was read live has none. */
export function oldest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? (a <= b ? a : b) : (a ?? b);
}

/** The most rows that are kept to sort them, where the connector cannot sort. */
export const SORT_LIMIT = 10_000;

/** All pages of another source as one sorted page of the first `count` objects; keeps no more than twice as many at a time. */
export class SortedPage implements PageSource {
  readonly #source: PageSource;
  readonly #count: number;
  readonly #accepts: (object: ConnectorObject, page: Page) => boolean;
  readonly #order: (a: ConnectorObject, b: ConnectorObject) => number;
  #done = false;

  constructor(
    source: PageSource,
    count: number,
    accepts: (object: ConnectorObject, page: Page) => boolean,
    order: (a: ConnectorObject, b: ConnectorObject) => number,
  ) {
    this.#source = source;
    this.#count = count;
    this.#accepts = accepts;
    this.#order = order;
  }

  async next(): Promise<SourcePage | undefined> {
    if (this.#done) return undefined;
    this.#done = true;
    let kept: ConnectorObject[] = [];
    let incomplete: boolean | undefined;
    let asOf: Date | undefined;
    for (let from = await this.#source.next(); from; from = await this.#source.next()) {
      incomplete ||= from.page.incomplete;
      asOf = oldest(asOf, from.page.asOf);
      for (const object of from.objects) {
        if (!this.#accepts(object, from.page)) continue;
        kept.push(object);
        if (kept.length >= 2 * this.#count) kept = kept.sort(this.#order).slice(0, this.#count);
      }
    }
    const objects = kept.sort(this.#order).slice(0, this.#count);
    const place = (skip: number) => ({ cursor: undefined, skip });
    return { objects, start: place(0), end: place(objects.length), successor: undefined, page: { objects, exact: true, incomplete, asOf } };
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
