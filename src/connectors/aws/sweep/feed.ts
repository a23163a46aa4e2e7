import { ConnectorError } from '../../../model/errors.ts';
import { unlessAborted } from '../transport/unless-aborted.ts';
import { asConnectorError } from '../write/steps.ts';

/** A page of one part of a sweep, as far as the sweep looks at it. */
export interface FedPage {
  readonly cursor?: string | undefined;
}

/** A page, and the cursor that it was read with. */
export interface Fed<P> {
  readonly page: P;
  readonly at: string | undefined;
}

/** How long a part may be waited for. */
export interface TimeLimit {
  readonly milliseconds: number;
  /** What the error is that ends a part. */
  readonly error: (id: string) => ConnectorError;
}

/** What a feed reads. */
export interface FeedPlan<P extends FedPage> {
  readonly id: string;
  /** Where to begin. */
  readonly cursor: string | undefined;
  /** Begins the search of the part. */
  readonly open: (cursor: string | undefined, signal: AbortSignal) => AsyncIterable<P>;
  readonly limit: TimeLimit;
  /** The caller's. */
  readonly signal: AbortSignal;
}

/** Pages that are read before they are wanted; then the part waits. */
const PAGES_AHEAD = 10;

/**
 * The pages of one part of a sweep, an account or a region, read while those of others are handed out, some pages ahead and no more.
 *
 * Its time is what AWS is waited for; while it waits for its turn, none passes.
 */
export class Feed<P extends FedPage> {
  readonly id: string;
  readonly #plan: FeedPlan<P>;
  readonly #pages: Fed<P>[] = [];
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  readonly #changed: () => void;
  #left: number;
  #room: (() => void) | undefined;
  #failure: ConnectorError | undefined;
  #ended = false;
  /** Where the part would be resumed: the cursor of the page after the last one taken. */
  #next: string | undefined;

  /** @param changed  Called whenever there is a page more, or no more to come. */
  constructor(plan: FeedPlan<P>, changed: () => void) {
    this.id = plan.id;
    this.#plan = plan;
    this.#changed = changed;
    this.#left = plan.limit.milliseconds;
    this.#next = plan.cursor;
    this.#signal = AbortSignal.any([plan.signal, this.#end.signal]);
    void this.#run();
  }

  /** Whether there is a page to take, or nothing more to wait for. */
  get ready(): boolean {
    return this.#pages.length > 0 || this.#ended;
  }

  /** Why the part could not be read to its end; known once its pages are taken. */
  get failure(): ConnectorError | undefined {
    return this.#pages.length === 0 ? this.#failure : undefined;
  }

  /** The cursor of the page that is due. */
  get next(): string | undefined {
    return this.#next;
  }

  /** The next page; undefined when none is there. */
  take(): Fed<P> | undefined {
    const fed = this.#pages.shift();
    if (fed) this.#next = fed.page.cursor;
    this.#room?.();
    return fed;
  }

  /** Ends the reading; what is under way at AWS is given up. */
  close(): void {
    this.#end.abort(new ConnectorError('OperationAborted', 'nobody wants the rest any more'));
    this.#room?.();
  }

  async #run(): Promise<void> {
    let cursor = this.#plan.cursor;
    try {
      // A generator that ends on a page with a cursor is called again with it; one that gives no page for its cursor has nothing more.
      do cursor = await this.#read(cursor);
      while (cursor !== undefined);
    } catch (thrown) {
      this.#failure = asConnectorError(thrown, this.#signal);
    }
    this.#ended = true;
    this.#changed();
  }

  /** One generator to its end. @returns the cursor that it ended on; undefined when there is nothing more. */
  async #read(start: string | undefined): Promise<string | undefined> {
    const iterator = this.#plan.open(start, this.#signal)[Symbol.asyncIterator]();
    let at = start;
    let barren = true;
    try {
      for (;;) {
        const result = await this.#inTime(() => iterator.next());
        if (result.done) return barren ? undefined : at;
        barren = false;
        this.#pages.push({ page: result.value, at });
        at = result.value.cursor;
        this.#changed();
        while (this.#pages.length >= PAGES_AHEAD && !this.#signal.aborted) await this.#turn();
      }
    } finally {
      // Not waited for: a search that does not listen to its signal must not hold up the others.
      iterator.return?.()?.then(undefined, () => {});
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#room = resolve;
    });
  }

  async #inTime<T>(work: () => Promise<T>): Promise<T> {
    const { id, limit } = this.#plan;
    this.#signal.throwIfAborted();
    const began = performance.now();
    const timer = setTimeout(() => this.#end.abort(limit.error(id)), this.#left);
    try {
      return await unlessAborted(work(), this.#signal);
    } finally {
      clearTimeout(timer);
      this.#left = Math.max(0, this.#left - (performance.now() - began));
    }
  }
}
