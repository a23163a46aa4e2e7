import type { ConnectorError } from '../../../model/errors.ts';
import { unlessAborted } from '../transport/unless-aborted.ts';
import { type FedPage, Feed, type TimeLimit } from './feed.ts';
import { encodeSweep, type PartPlace, type SweepPlace } from './sweep-place.ts';

/** What a sweep reads. */
export interface SweepPlan<P extends FedPage> {
  /** Accounts or regions, in the order of their pages, which is that of their names. */
  readonly parts: readonly string[];
  /** Where to begin; undefined for the first page of the first part. */
  readonly start: SweepPlace | undefined;
  /** Begins the search of a part. */
  readonly open: (id: string, cursor: string | undefined, signal: AbortSignal) => AsyncIterable<P>;
  /** Parts that are read at a time. */
  readonly atATime: number;
  readonly limit: TimeLimit;
  /** Milliseconds that the part whose turn it is may hold up pages of others that are there already. */
  readonly patience: number;
  readonly signal: AbortSignal;
  /** Told of each part that was read to its end. */
  readonly onEnd: (id: string) => void;
  /** Told of each part that was not. */
  readonly onFailure: (id: string, error: ConnectorError) => void;
}

/** A page of a part, and the cursor that the search goes on with; without a page only that cursor. */
export interface SweptPage<P> {
  readonly from: { readonly id: string; readonly page: P } | undefined;
  readonly cursor: string | undefined;
}

/**
 * The pages of several accounts or regions, one after the other in their order, while the next ones are being read.
 *
 * A part that fails ends nothing; one that lets the others wait steps behind them. Where what comes next is not what the last cursor
 * named, a page without objects says so first: a cursor always names the page that follows it, also when the search is resumed elsewhere.
 */
export class Sweep<P extends FedPage> {
  readonly #plan: SweepPlan<P>;
  /** Parts not begun, in their order. */
  readonly #line: PartPlace[];
  /** Parts being read, in their order. */
  readonly #window: Feed<P>[] = [];
  /** Parts that let the others wait. */
  readonly #late: Feed<P>[] = [];
  /** Those that come behind all others, because they could not be read when it was their turn. */
  readonly #behind: Set<string>;
  readonly #failed: PartPlace[] = [];
  #wake: () => void = () => {};

  constructor(plan: SweepPlan<P>) {
    this.#plan = plan;
    const { parts, start } = plan;
    this.#line = start ? resumedLine(parts, start) : parts.map((id) => ({ id, cursor: undefined }));
    this.#behind = new Set(start?.owed.map(({ id }) => id));
    if (start && !start.onward) this.#behind.add(start.head.id);
  }

  /** @throws The signal's reason, and nothing else: failures go to `onFailure`. */
  async *pages(): AsyncGenerator<SweptPage<P>, void, undefined> {
    const { start } = this.#plan;
    let named = start && encodeSweep(start);
    try {
      for (let feed = await this.#pick(); feed; feed = await this.#pick()) {
        const fed = feed.take();
        if (!fed) {
          this.#finish(feed);
          continue;
        }
        const { id } = feed;
        const here = this.#place({ id, cursor: fed.at });
        if (named !== here) yield { from: undefined, cursor: here };
        named = fed.page.cursor === undefined ? this.#placeAfter(id) : this.#place({ id, cursor: fed.page.cursor });
        yield { from: { id, page: fed.page }, cursor: named };
      }
    } finally {
      for (const feed of [...this.#window, ...this.#late]) feed.close();
    }
  }

  /** The part whose turn it is, with a page to take or at its end; undefined when all are done. */
  async #pick(): Promise<Feed<P> | undefined> {
    const { signal, patience } = this.#plan;
    const patientUntil = performance.now() + patience;
    for (;;) {
      signal.throwIfAborted();
      this.#fill();
      const [head] = this.#window;
      if (!head && this.#late.length === 0) return undefined;
      const turn = head ? (head.ready ? head : undefined) : this.#late.find((feed) => feed.ready);
      if (turn) return turn;
      const left = patientUntil - performance.now();
      const next = this.#window.findIndex((feed) => feed.ready);
      if (next > 0 && left <= 0) this.#stepAside(next);
      else await unlessAborted(this.#change(next > 0 ? left : undefined), signal);
    }
  }

  #fill(): void {
    const { open, limit, signal, atATime } = this.#plan;
    while (this.#window.length < atATime) {
      const place = this.#line.shift();
      if (!place) return;
      const { id, cursor } = place;
      const plan = { id, cursor, limit, signal, open: (at: string | undefined, end: AbortSignal) => open(id, at, end) };
      this.#window.push(new Feed(plan, () => this.#wake()));
    }
  }

  #stepAside(count: number): void {
    const slow = this.#window.splice(0, count);
    for (const { id } of slow) this.#behind.add(id);
    this.#late.push(...slow);
  }

  /** Resolves when there is something new in a part, or when the time is over. */
  #change(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #finish(feed: Feed<P>): void {
    // When the caller gives up every part fails, and none of them is to blame.
    this.#plan.signal.throwIfAborted();
    for (const feeds of [this.#window, this.#late]) if (feeds.includes(feed)) feeds.splice(feeds.indexOf(feed), 1);
    const { id, failure, next } = feed;
    if (failure) {
      this.#failed.push({ id, cursor: next });
      this.#plan.onFailure(id, failure);
    } else {
      this.#plan.onEnd(id);
    }
  }

  /** The cursor of a page of a part. */
  #place(head: PartPlace): string {
    const owed = this.#left().filter(({ id }) => id !== head.id && this.#isOwed(id));
    return encodeSweep({ head, onward: !this.#isOwed(head.id), owed });
  }

  /** The cursor of what comes after the last page of a part; undefined when nothing does. */
  #placeAfter(done: string): string | undefined {
    const head = this.#left().find(({ id }) => id !== done);
    return head && this.#place(head);
  }

  /** What is to come, in its order, and what has failed. */
  #left(): PartPlace[] {
    const begun = (feed: Feed<P>) => ({ id: feed.id, cursor: feed.next });
    return [...this.#window.map(begun), ...this.#line, ...this.#late.map(begun), ...this.#failed];
  }

  #isOwed(id: string): boolean {
    return this.#behind.has(id) || this.#failed.some((place) => place.id === id);
  }
}

function resumedLine(parts: readonly string[], { head, onward, owed }: SweepPlace): PartPlace[] {
  const known = new Set([head.id, ...owed.map(({ id }) => id)]);
  // By name, not by place: parts may have come and gone since.
  const behind = onward ? parts.filter((id) => id > head.id && !known.has(id)) : [];
  return [head, ...behind.map((id) => ({ id, cursor: undefined })), ...owed];
}
