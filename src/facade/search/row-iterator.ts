import type { Awaitable } from '../../model/awaitable.ts';
import { endUse, type SearchRun } from './search-use.ts';

/** The rows of one use, one at a time. Written by hand, because an async generator waits for a promise at every row and this waits only between pages. */
export class RowIterator<R> implements AsyncIterator<R> {
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
          const value = run.row(object);
          this.#given++;
          return Promise.resolve({ value, done: false });
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
          const value = this.#run.row(object);
          this.#given++;
          return { value, done: false };
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
    await endUse(run, this.#given, failure);
    throw failure;
  }

  async #finish(): Promise<IteratorResult<R>> {
    if (!this.#over) {
      this.#over = true;
      if (this.#run) await endUse(this.#run, this.#given, undefined);
    }
    return { value: undefined, done: true };
  }
}
