import type { Budget } from '../calls/budget.ts';
import { CallQueue } from './call-queue.ts';
import type { RateOptions } from './resilience-options.ts';

/**
 * A bucket of tokens: each call takes one, and they come back at an even pace; who finds none waits, first come, first served.
 *
 * Kept as the time at which the bucket is full again (the "virtual scheduling" of ITU-T I.371), so nothing runs while nobody waits.
 */
export class RateLimit {
  readonly #line = new CallQueue();
  /** Milliseconds in which one token comes back. */
  readonly #pace: number;
  /** How far ahead of the pace the bucket lets calls run. */
  readonly #ahead: number;
  #fullAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ calls, per, burst = 1 }: RateOptions) {
    this.#pace = per / calls;
    this.#ahead = (burst - 1) * this.#pace;
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Takes a token: undefined when there is one, else what to wait for. */
  take(budget: Budget): Promise<void> | undefined {
    const now = performance.now();
    if (this.#line.length === 0 && this.#due(now) <= 0) {
      this.#spend(now);
      return undefined;
    }
    const turn = this.#line.wait(budget, (admitted) => {
      // It was never used.
      if (admitted) this.#fullAt -= this.#pace;
      this.#admit();
    });
    if (!this.#timer) this.#admit();
    return turn;
  }

  /** Milliseconds until there is a token. */
  #due(now: number): number {
    return this.#fullAt - this.#ahead - now;
  }

  #spend(now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + this.#pace;
  }

  /** Lets go who may, and wakes up for the next. */
  #admit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = performance.now();
    while (this.#line.length > 0 && this.#due(now) <= 0) {
      this.#spend(now);
      this.#line.admit();
    }
    if (this.#line.length === 0) return;
    // Timers count whole milliseconds and may end a fraction early; then this is asked again.
    this.#timer = setTimeout(() => this.#admit(), Math.max(1, Math.ceil(this.#due(now))));
  }
}
