import type { RowPage } from '../../facade/search/search-stream.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import { crestErrorOf } from '../crest/crest-error.ts';
import { exactJson } from '../crest/exact-json.ts';
import { JsonBytes } from '../crest/json-bytes.ts';
import type { RowWriter } from '../systems/row-writer.ts';

/** A query whose rows are written as they come. */
export interface StreamedQuery {
  /** Begins the search; the signal ends it. */
  readonly begin: (signal: AbortSignal) => AsyncIterable<RowPage<ConnectorObject>>;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
  readonly write: RowWriter;
  /** What follows the rows. */
  readonly counts: (first: RowPage<ConnectorObject> | undefined, count: number) => Readonly<Record<string, unknown>>;
}

/** Bytes that are gathered before they are handed on, with room for one more row in the buffer. */
const CHUNK = 61_440;

/**
 * The bytes of `{"result":[…],…}`, made no faster than they are read: what waits is one chunk and one page of the connector's.
 *
 * What fails after the first chunk ends the JSON with a member `error`. When the reader goes away the search ends, also one that hangs.
 *
 * @throws ConnectorError what the search throws before its first page, and for a row of it that cannot be written.
 */
export async function queryStream(query: StreamedQuery): Promise<ReadableStream<Uint8Array>> {
  const rows = new WrittenRows(query);
  await rows.begin();
  // What is pulled ahead of the reader would only wait.
  return new ReadableStream(rows, { highWaterMark: 0 });
}

/**
 * The rows of one query on their way into bytes.
 *
 * A class without async functions between its pages: what those keep of a page would keep it from being freed while it is young.
 */
class WrittenRows {
  readonly #query: StreamedQuery;
  readonly #gathered = new JsonBytes();
  readonly #gone = new AbortController();
  readonly #leave = () => this.#gone.abort();
  readonly #pages: AsyncIterator<RowPage<ConnectorObject>>;
  #rows: readonly ConnectorObject[] | undefined;
  #at = 0;
  #count = 0;
  /** How many of the bytes gathered are whole rows. */
  #whole = 0;
  #first: RowPage<ConnectorObject> | undefined;

  constructor(query: StreamedQuery) {
    this.#query = query;
    // Not by AbortSignal.any: what that makes stays with the caller's signal, which lives as long as its connection.
    query.signal.addEventListener('abort', this.#leave, { once: true });
    if (query.signal.aborted) this.#leave();
    this.#pages = query.begin(this.#gone.signal)[Symbol.asyncIterator]();
    this.#gathered.json('{"result":[');
  }

  /** Has the first rows, so that what is wrong with the query is known before anything is sent. */
  async begin(): Promise<void> {
    try {
      const first = await this.#pages.next();
      // Kept for what it says of the whole, without its rows.
      if (!first.done) this.#first = { ...first.value, rows: [] };
      this.#turn(first);
      this.#gather();
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> | undefined {
    try {
      return this.#fill(controller)?.catch((error: unknown) => this.#fail(controller, error));
    } catch (error) {
      this.#fail(controller, error);
      return undefined;
    }
  }

  cancel(): void {
    this.#leave();
    this.#end();
  }

  #turn({ done, value }: IteratorResult<RowPage<ConnectorObject>, unknown>): void {
    this.#rows = done ? undefined : value.rows;
    this.#at = 0;
  }

  /** Gathers from the page at hand; true when a chunk is full. */
  #gather(): boolean {
    const rows = this.#rows ?? [];
    const gathered = this.#gathered;
    const { write } = this.#query;
    while (this.#at < rows.length) {
      const { length } = gathered;
      if (length >= CHUNK) return true;
      // A row that cannot be written to its end leaves nothing behind.
      this.#whole = length;
      if (this.#count > 0) gathered.json(',');
      write(rows[this.#at++] as ConnectorObject, gathered);
      this.#count++;
    }
    this.#whole = gathered.length;
    return gathered.length >= CHUNK;
  }

  /** Hands on a chunk, at once where the page at hand has enough. */
  #fill(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> | undefined {
    if (this.#rows && !this.#gather()) {
      return this.#pages.next().then((page) => {
        this.#turn(page);
        return this.#fill(controller);
      });
    }
    if (this.#rows) controller.enqueue(this.#gathered.take());
    else this.#close(controller, {});
    return undefined;
  }

  #fail(controller: ReadableStreamDefaultController<Uint8Array>, error: unknown): void {
    this.#gathered.cut(this.#whole);
    this.#close(controller, { error: crestErrorOf(error) });
  }

  /** Ends the JSON. */
  #close(controller: ReadableStreamDefaultController<Uint8Array>, more: { readonly error?: unknown }): void {
    this.#end();
    this.#gathered.json(`],${exactJson({ ...this.#query.counts(this.#first, this.#count), ...more }).slice(1)}`);
    controller.enqueue(this.#gathered.take());
    controller.close();
  }

  /** Ends the search, wherever it is. */
  #end(): void {
    this.#query.signal.removeEventListener('abort', this.#leave);
    this.#rows = undefined;
    // It may hang, and nobody waits for it.
    this.#pages.return?.()?.catch(() => {});
  }
}
