import type { RowPage } from '../../facade/search/search-stream.ts';
import type { Row } from '../../model/row.ts';
import { crestErrorOf } from '../crest/crest-error.ts';
import { exactJson } from '../crest/exact-json.ts';
import { JsonBytes } from '../crest/json-bytes.ts';
import type { RowWriter } from '../systems/row-writer.ts';

/** A query whose rows are written as they come. */
export interface StreamedQuery {
  /** Begins the search; the signal ends it. */
  readonly begin: (signal: AbortSignal) => AsyncIterable<RowPage<Row>>;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
  readonly write: RowWriter;
  /** What follows the rows. */
  readonly counts: (first: RowPage<Row>, count: number) => Readonly<Record<string, unknown>>;
}

/** Bytes that are gathered before they are handed on, with room for one more row in the buffer. */
const CHUNK = 61_440;

/**
 * The bytes of `{"result":[…],…}`, made no faster than they are read: what waits is one chunk and one page of the connector's.
 *
 * What fails after the first page ends the JSON with a member `error`. When the reader goes away the search ends, also one that hangs.
 *
 * @throws ConnectorError what the search throws before its first page.
 */
export async function queryStream({ begin, signal, write, counts }: StreamedQuery): Promise<ReadableStream<Uint8Array>> {
  const gone = new AbortController();
  const pages = begin(AbortSignal.any([signal, gone.signal]))[Symbol.asyncIterator]();
  let next = await pages.next();
  // Kept for what it says of the whole, without its rows.
  const first: RowPage<Row> = next.done ? { rows: [] } : { ...next.value, rows: [] };
  const gathered = new JsonBytes();
  gathered.json('{"result":[');
  let count = 0;
  let at = 0;

  /** Gathers a chunk; true when the rows have ended. */
  const gather = async (): Promise<boolean> => {
    while (!next.done) {
      const { rows } = next.value;
      while (at < rows.length) {
        if (count++ > 0) gathered.json(',');
        write(rows[at++] as Row, gathered);
        if (gathered.length >= CHUNK) return false;
      }
      next = await pages.next();
      at = 0;
    }
    return true;
  };

  const end = (failure?: unknown) => {
    const last = counts(first, count);
    gathered.json(`],${exactJson(failure === undefined ? last : { ...last, error: crestErrorOf(failure) }).slice(1)}`);
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let ended = true;
        try {
          ended = await gather();
          if (ended) end();
        } catch (error) {
          end(error);
        }
        controller.enqueue(gathered.take());
        if (ended) controller.close();
      },
      async cancel() {
        gone.abort();
        await pages.return?.();
      },
    },
    // What is pulled ahead of the reader would only wait.
    { highWaterMark: 0 },
  );
}
