import type { Awaitable } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import { translateError } from '../calls/translate-error.ts';
import { encodeCursor, type Position } from './cursor.ts';
import { RowIterator } from './row-iterator.ts';
import { endUse, type SearchRun } from './search-use.ts';

/** Some rows of a search, and where it goes on. */
export interface RowPage<R> {
  readonly rows: readonly R[];
  /** Goes into a later call of the same query, in another process too; absent on the last page. */
  readonly cursor?: string;
  /** How many rows follow this page, where the connector can tell. */
  readonly remaining?: number;
  /** How many rows there are in all, where it was asked for and the connector can tell. */
  readonly total?: number;
  readonly totalIsEstimate?: boolean;
  /** Objects are missing, which the caller allowed. */
  readonly incomplete?: boolean;
  /** How old what the rows say may be, where the connector has some of it from a report of the system's; absent when all of it was read live. */
  readonly asOf?: Date;
}

/**
 * A search that has not begun. Each use runs it anew; leaving early ends it, and with it the connector's generator.
 *
 * @example
 * for await (const row of accounts.search({ filter: 'mail sw "ada"' })) console.log(row.name);
 */
export interface SearchStream<R> extends AsyncIterable<R> {
  /** All rows, in memory. */
  toArray(): Promise<R[]>;
  first(): Promise<R | undefined>;
  /** How many there are. Unless the query names attributes, the connector is asked for none but those that the filter needs. */
  count(): Promise<number>;
  /** Page by page: never more rows than pageSize, and every cursor can be kept. */
  pages(): AsyncIterable<RowPage<R>>;
  /** The first page. */
  page(): Promise<RowPage<R>>;
}

/** The stream over a search; every use begins a run of its own. */
export class RowStream<R> implements SearchStream<R> {
  readonly #begin: () => Promise<SearchRun<R>>;
  readonly #beginCount: () => Promise<SearchRun<R>>;

  /**
   * @param begin       Checks the arguments and begins a run; throws InvalidArgument.
   * @param beginCount  The same for a run whose rows are only counted.
   */
  constructor(begin: () => Awaitable<SearchRun<R>>, beginCount: () => Awaitable<SearchRun<R>> = begin) {
    this.#begin = translating(begin);
    this.#beginCount = translating(beginCount);
  }

  [Symbol.asyncIterator](): AsyncIterator<R> {
    return new RowIterator(this.#begin);
  }

  toArray(): Promise<R[]> {
    const rows: R[] = [];
    return this.#forEach((object, run) => {
      rows.push(run.row(object));
      return true;
    }).then(() => rows);
  }

  async first(): Promise<R | undefined> {
    let row: R | undefined;
    await this.#forEach((object, run) => {
      row = run.row(object);
      return false;
    });
    return row;
  }

  async count(): Promise<number> {
    let count = 0;
    await this.#forEach(() => {
      count++;
      return true;
    }, this.#beginCount);
    return count;
  }

  async page(): Promise<RowPage<R>> {
    for await (const page of this.pages()) return page;
    throw new ConnectorError('Internal', 'a search has at least one page');
  }

  async *pages(): AsyncGenerator<RowPage<R>, void, undefined> {
    const run = await this.#begin();
    const { reader } = run;
    let given = 0;
    let failure: unknown;
    try {
      let rows: R[] = [];
      for (let first = true; ; ) {
        const object = reader.take();
        if (object) rows.push(run.row(object));
        else if (!reader.full && (await reader.load())) continue;
        const ended = !object;
        if (!ended && rows.length < run.pageSize && !reader.full) continue;
        let incomplete = reader.takeIncomplete();
        const asOf = reader.takeAsOf();
        if (ended && rows.length === 0 && !first && !incomplete) return;
        const more = (!ended || reader.full) && (await reader.mayHaveMore());
        // What was looked ahead at belongs to the page that follows, unless there is none.
        if (!more) incomplete = reader.takeIncomplete() || incomplete;
        given += rows.length;
        yield makePage(rows, more ? reader.place : undefined, { incomplete, asOf }, run);
        if (ended || !more || reader.full) return;
        first = false;
        rows = [];
      }
    } catch (error) {
      failure = run.translate(error);
      throw failure;
    } finally {
      await endUse(run, given, failure);
    }
  }

  async #forEach(visit: (object: ConnectorObject, run: SearchRun<R>) => boolean, begin = this.#begin): Promise<void> {
    const run = await begin();
    const { reader } = run;
    let given = 0;
    let failure: unknown;
    try {
      do {
        for (let object = reader.take(); object; object = reader.take()) {
          const goesOn = visit(object, run);
          given++;
          if (!goesOn) return;
        }
      } while (await reader.load());
    } catch (error) {
      failure = run.translate(error);
      throw failure;
    } finally {
      await endUse(run, given, failure);
    }
  }
}

function translating<R>(begin: () => Awaitable<SearchRun<R>>): () => Promise<SearchRun<R>> {
  return async () => {
    try {
      return await begin();
    } catch (error) {
      throw translateError(error, 'search');
    }
  };
}

function makePage<R>(
  rows: readonly R[],
  place: Position | undefined,
  { incomplete, asOf }: { readonly incomplete: boolean; readonly asOf: Date | undefined },
  run: SearchRun<R>,
): RowPage<R> {
  const facts = run.reader.facts;
  const page = facts?.page;
  // Counts of the connector say nothing about rows when the framework has sorted some of its objects out.
  const counts = facts && !facts.filtered ? page : undefined;
  return {
    rows,
    ...(place && { cursor: encodeCursor(place, run.fingerprint()) }),
    ...(counts?.remaining !== undefined && { remaining: counts.remaining + (facts?.left ?? 0) }),
    ...(counts?.total !== undefined && { total: counts.total }),
    ...(counts?.totalIsEstimate !== undefined && { totalIsEstimate: counts.totalIsEstimate }),
    ...(incomplete && { incomplete: true }),
    ...(asOf && rows.length > 0 && { asOf }),
  };
}
