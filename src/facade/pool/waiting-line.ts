import type { Waiter } from './waiter.ts';

/** Those who wait, first come first served. Leaving from the middle costs no more than from the front: thousands may give up at once. */
export class WaitingLine {
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  join(waiter: Waiter): void {
    waiter.before = this.#last;
    if (this.#last) this.#last.behind = waiter;
    else this.#first = waiter;
    this.#last = waiter;
    this.#length++;
  }

  /** The one whose turn it is. */
  get first(): Waiter | undefined {
    return this.#first;
  }

  /** The one whose turn it is; it leaves the line. */
  next(): Waiter | undefined {
    const waiter = this.#first;
    if (waiter) this.leave(waiter);
    return waiter;
  }

  leave(waiter: Waiter): void {
    if (waiter.before) waiter.before.behind = waiter.behind;
    else this.#first = waiter.behind;
    if (waiter.behind) waiter.behind.before = waiter.before;
    else this.#last = waiter.before;
    waiter.before = undefined;
    waiter.behind = undefined;
    this.#length--;
  }

  /** The first for whom nothing is under way. Those before it have an attempt each, and there are no more attempts than sessions. */
  firstWithoutAttempt(): Waiter | undefined {
    let waiter = this.#first;
    while (waiter?.attempt) waiter = waiter.behind;
    return waiter;
  }
}
