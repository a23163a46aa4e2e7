import { ConnectorError } from '../model/errors.ts';
import type { Awaitable } from '../model/type-shapes.ts';
import type { ConnectorObject } from '../spi/operations.ts';
import { type Position, encodeCursor } from './cursor.ts';
import type { SearchReader } from './search-reader.ts';
import type { StreamTrace } from './tracing.ts';

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
  count(): Promise<number>;
  /** Page by page: never more rows than pageSize, and every cursor can be kept. */
  pages(): AsyncIterable<RowPage<R>>;
  /** The first page. */
  page(): Promise<RowPage<R>>;
}

/** A search whose arguments are checked. */
export interface SearchRun<R> {
  readonly reader: SearchReader;
  readonly row: (object: ConnectorObject) => R;
  readonly pageSize: number;
  readonly fingerprint: () => string;
  readonly trace: StreamTrace | undefined;
  /** Makes a ConnectorError of whatever the connector threw. */
  readonly translate: (error: unknown) => ConnectorError;
}

/** The stream over a search; every use begins a run of its own. */
export class RowStream<R> implements SearchStream<R> {
  readonly #begin: () => Awaitable<SearchRun<R>>;

  /** @param begin  Checks the arguments and begins a run; throws InvalidArgument. */
  constructor(begin: () => Awaitable<SearchRun<R>>) {
    this.#begin = begin;
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
    });
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
        if (ended && rows.length === 0 && !first) return;
        const more = (!ended || reader.full) && (await reader.mayHaveMore());
        given += rows.length;
        yield makePage(rows, more ? reader.place : undefined, run);
        if (ended || !more || reader.full) return;
        first = false;
        rows = [];
      }
    } catch (error) {
      failure = run.translate(error);
      throw failure;
    } finally {
      await finish(run, given, failure);
    }
  }

  async #forEach(visit: (object: ConnectorObject, run: SearchRun<R>) => boolean): Promise<void> {
    const run = await this.#begin();
    const { reader } = run;
    let given = 0;
    let failure: unknown;
    try {
      do {
        for (let object = reader.take(); object; object = reader.take()) {
          given++;
          if (!visit(object, run)) return;
        }
      } while (await reader.load());
    } catch (error) {
      failure = run.translate(error);
      throw failure;
    } finally {
      await finish(run, given, failure);
    }
  }
}

/** Written by hand, because an async generator waits for a promise at every row and this waits only between pages. */
class RowIterator<R> implements AsyncIterator<R> {
  readonly #begin: () => Awaitable<SearchRun<R>>;
  #run: SearchRun<R> | undefined;
  #given = 0;
  #over = false;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(begin: () => Awaitable<SearchRun<R>>) {
    this.#begin = begin;
  }

  next(): Promise<IteratorResult<R>> {
    const run = this.#run;
    if (run && this.#waiting === 0 && !this.#over) {
      try {
        const object = run.reader.take();
        if (object) {
          this.#given++;
          return Promise.resolve({ value: run.row(object), done: false });
        }
      } catch (error) {
        return this.#fail(error);
      }
    }
    return this.#queue(() => this.#advance());
  }

  return(): Promise<IteratorResult<R>> {
    return this.#queue(() => this.#finish());
  }

  /** Calls that overlap are answered in their order. */
  #queue(step: () => Promise<IteratorResult<R>>): Promise<IteratorResult<R>> {
    this.#waiting++;
    const turn = this.#last.then(step).finally(() => {
      this.#waiting--;
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #advance(): Promise<IteratorResult<R>> {
    if (this.#over) return { value: undefined, done: true };
    try {
      this.#run ??= await this.#begin();
      const { reader } = this.#run;
      do {
        const object = reader.take();
        if (object) {
          this.#given++;
          return { value: this.#run.row(object), done: false };
        }
      } while (await reader.load());
    } catch (error) {
      return this.#fail(error);
    }
    return this.#finish();
  }

  async #fail(error: unknown): Promise<never> {
    this.#over = true;
    const run = this.#run;
    if (!run) throw error;
    const failure = run.translate(error);
    await finish(run, this.#given, failure);
    throw failure;
  }

  async #finish(): Promise<IteratorResult<R>> {
    if (!this.#over) {
      this.#over = true;
      if (this.#run) await finish(this.#run, this.#given, undefined);
    }
    return { value: undefined, done: true };
  }
}

async function finish<R>(run: SearchRun<R>, rows: number, failure: unknown): Promise<void> {
  if (failure !== undefined) {
    run.reader.fail();
    run.trace?.finish(rows, failure);
    return;
  }
  try {
    await run.reader.close();
    run.trace?.finish(rows);
  } catch (error) {
    const translated = run.translate(error);
    run.trace?.finish(rows, translated);
    throw translated;
  }
}

function makePage<R>(rows: readonly R[], place: Position | undefined, run: SearchRun<R>): RowPage<R> {
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
    ...(page?.incomplete && { incomplete: true }),
  };
}
