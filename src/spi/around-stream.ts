import { type Around, type AroundRequest, beginAround, type Outcome } from './around.ts';
import { beginStream } from './begin-stream.ts';
import type { Call } from './call.ts';

/**
 * A stream of a connector with something around it. Not an async generator: that would queue `return` behind a pull that may never end.
 */
export class AroundStream implements AsyncIterableIterator<unknown, undefined> {
  readonly #request: AroundRequest;
  readonly #around: Around;
  readonly #handler: (call: Call) => AsyncIterable<unknown>;
  #source: Promise<AsyncIterator<unknown>> | undefined;
  /** The request as the handler got it; undefined while it has not been asked. */
  #asked: AroundRequest | undefined;
  #over = false;

  constructor(request: AroundRequest, around: Around, handler: (call: Call) => AsyncIterable<unknown>) {
    this.#request = request;
    this.#around = around;
    this.#handler = handler;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#over) return { value: undefined, done: true };
    let iterator: AsyncIterator<unknown> | undefined;
    let asking = false;
    try {
      this.#source ??= this.#open();
      iterator = await this.#source;
      asking = true;
      const result = await iterator.next();
      asking = false;
      if (!result.done) return { value: await this.#page(result.value), done: false };
    } catch (error) {
      // What failed in between leaves the connector's own stream open, and with it the session in use.
      if (iterator && !asking) await quietly(iterator);
      await this.#end({ ok: false, error });
      throw error;
    }
    await this.#end({ ok: true, value: undefined });
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<unknown, undefined>> {
    const source = this.#source;
    if (this.#over || !source) {
      this.#over = true;
      return { value: undefined, done: true };
    }
    let failure: { readonly error: unknown } | undefined;
    try {
      await (await source).return?.();
    } catch (error) {
      failure = { error };
    }
    await this.#end(failure ? { ok: false, ...failure } : { ok: true, value: undefined });
    if (failure) throw failure.error;
    return { value: undefined, done: true };
  }

  async #open(): Promise<AsyncIterator<unknown>> {
    const request = await beginAround(this.#request, this.#around);
    this.#asked = request;
    return beginStream(this.#handler(request.call));
  }

  async #page(page: unknown): Promise<unknown> {
    const other = await this.#around.page?.(this.#asked ?? this.#request, page);
    return other ?? page;
  }

  async #end(outcome: Outcome): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    // Who was refused before was not asked, so nothing comes after.
    if (!this.#asked) return;
    const other = await this.#around.after?.(this.#asked, outcome);
    // A stream that failed stays one that failed: its end would be taken for the end of the result.
    if (other && !other.ok) throw other.error;
  }
}

async function quietly(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The failure that ended the stream says more.
  }
}
