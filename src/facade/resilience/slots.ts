import type { Budget } from '../calls/budget.ts';
import { CallQueue } from './call-queue.ts';

/** A number of calls that may be under way at once; the others wait in the order in which they came. */
export class Slots {
  readonly #line = new CallQueue();
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Takes a slot: undefined when one is free, else what to wait for. Who has one must release it. */
  take(budget: Budget): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free--;
      return undefined;
    }
    return this.#line.wait(budget, (admitted) => {
      if (admitted) this.release();
    });
  }

  /** Gives a slot back, to who has waited longest. */
  release(): void {
    if (!this.#line.admit()) this.#free++;
  }
}
