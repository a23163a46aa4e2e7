import { unlessAborted } from './unless-aborted.ts';

/** What a pace needs from outside. Milliseconds of a clock that never jumps. */
export interface PaceEnvironment {
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Requests a second below which throttling does not push: a quarter of what tools settle on with IAM (15 to 20). */
const slowest = 4;

/** Requests a second above which there is no limit any more. */
const fastest = 100;

/** What a throttled rate is multiplied with. */
const cut = 0.7;

/** How much faster it gets in a second without throttling, in requests a second. */
const growth = 2;

/** Throttled answers that come within this time of each other tell of one rate that was too high, in milliseconds. */
const oneEvent = 500;

/**
 * Keeps the requests of a session below the rate at which AWS throttles them; no limit until AWS throttles one.
 *
 * Back-off alone slows the request that was throttled, not the nine beside it. Measured against 20 requests a second, burst 40, 402 reads by
 * ten callers: without a common pace 793 requests, half of them refused, and three calls failed after five attempts. IAM's rates are not
 * published, so the rate is found as TCP finds its own: cut on throttling, growing slowly otherwise. `DefaultRateLimiter` of util-retry does
 * this too, but stands still when the machine's clock is set back, and waits on after an abort.
 *
 * @example
 * await pace.turn(signal);
 * send().catch((error) => { if (isThrottled(error)) pace.throttled(); });
 */
export class Pace {
  readonly #environment: PaceEnvironment;
  /** Requests a second. */
  #rate = Number.POSITIVE_INFINITY;
  #changedAt = 0;
  #cutAt = Number.NEGATIVE_INFINITY;
  #sent: number[] = [];
  #line: Promise<void> = Promise.resolve();

  constructor(environment: PaceEnvironment) {
    this.#environment = environment;
  }

  /** Resolves when it is this caller's turn to send; rejects with the signal's reason. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#currentRate() === Number.POSITIVE_INFINITY) return this.#note();
    const before = this.#line;
    const mine = before.then(() => this.#waitForGap(signal));
    // Whoever leaves the line does not hold up those behind.
    this.#line = mine.catch(() => {});
    await unlessAborted(mine, signal);
  }

  /** AWS has refused a request for coming too fast. */
  throttled(): void {
    const now = this.#environment.now();
    if (now - this.#cutAt < oneEvent) return;
    const rate = this.#currentRate();
    const used = rate === Number.POSITIVE_INFINITY ? this.#sentLately(now) : rate;
    this.#rate = Math.max(slowest, used * cut);
    this.#changedAt = now;
    this.#cutAt = now;
  }

  async #waitForGap(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const last = this.#sent.at(-1) ?? Number.NEGATIVE_INFINITY;
    const gap = last + 1000 / this.#currentRate() - this.#environment.now();
    if (gap > 0) await this.#environment.wait(gap, signal);
    this.#note();
  }

  #currentRate(): number {
    if (this.#rate === Number.POSITIVE_INFINITY) return this.#rate;
    const now = this.#environment.now();
    this.#rate += (growth * (now - this.#changedAt)) / 1000;
    this.#changedAt = now;
    if (this.#rate > fastest) this.#rate = Number.POSITIVE_INFINITY;
    return this.#rate;
  }

  #note(): void {
    const now = this.#environment.now();
    this.#sent.push(now);
    // Trimmed now and then, so that a send costs no walk over the second before it.
    if (this.#sent.length > 2048) this.#sent = this.#sent.filter((at) => at > now - 1000);
  }

  #sentLately(now: number): number {
    return this.#sent.filter((at) => at > now - 1000).length;
  }
}
