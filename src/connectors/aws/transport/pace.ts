import { unlessAborted } from './unless-aborted.ts';

/** What a pace needs from outside. Milliseconds of a clock that never jumps. */
export interface PaceEnvironment {
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Requests a second below which throttling does not push. */
const slowest = 1;

/** Requests a second above which there is no limit any more. */
const fastest = 100;

/** Requests a second to begin with, at least, when the first throttling comes: too few were sent by then to tell a rate by. */
const firstGuess = 5;

/** So many requests tell a rate; after fewer, throttling that comes again only says that the last cut was too small. */
const enough = 8;

/** What the rate is multiplied with then. */
const cut = 0.7;

/** Where the pace begins again below a rate at which AWS throttled. */
const margin = 0.9;

/** Seconds of sending until it is back at that rate; the same again until it is as far above as it was below. */
const approach = 10;

/**
 * Keeps the requests of one account to one service below the rate at which AWS throttles them; no limit until AWS throttles one.
 *
 * Back-off alone slows the request that was throttled, not the nine beside it. IAM's rates are not published, so the rate is found, and then
 * remembered. Between two refusals AWS's bucket goes from empty to empty, so what was accepted in between, over the time it took, is the
 * rate it fills at, or this program's share of it. From a tenth below that the pace comes closer ever more slowly and goes beyond ever more
 * quickly, as CUBIC does for TCP (RFC 9438, 4.2): probes are rare while the limit stays, and a higher limit is found within a minute.
 * Only requests that had to wait count as time: idling proves nothing.
 *
 * Simulated against 20 requests a second, burst 40: one request in 400 is refused once the rate is known, and the whole limit is used. A cut
 * to 0.7 and a steady growth, which stood here before, had one in 17 refused. `DefaultRateLimiter` of util-retry stands still when the machine's
 * clock is set back, and waits on after an abort.
 *
 * @example
 * const sentAt = await pace.turn(signal);
 * send().catch((error) => { if (isThrottled(error)) pace.throttled(sentAt); });
 */
export class Pace {
  readonly #environment: PaceEnvironment;
  readonly #most: number;
  /** The rate at which AWS throttles, as far as is known, in requests a second. */
  #ceiling: number | undefined;
  /** The rate after the last cut. */
  #start = 0;
  /** Seconds of sending at full pace since the last cut. */
  #grown = 0;
  #cutAt = Number.NEGATIVE_INFINITY;
  #sentSinceCut = 0;
  #lastSent = Number.NEGATIVE_INFINITY;
  /** When requests were sent while there is no limit. */
  #sent: number[] = [];
  #line: Promise<void> = Promise.resolve();

  /**
   * @param most  Requests a second that AWS documents as the limit; unknown for most services.
   */
  constructor(environment: PaceEnvironment, most = Number.POSITIVE_INFINITY) {
    this.#environment = environment;
    this.#most = most;
  }

  /**
   * Waits until it is this caller's turn to send: first come, first served.
   *
   * @returns When that is. Rejects with the signal's reason.
   */
  async turn(signal: AbortSignal | undefined): Promise<number> {
    signal?.throwIfAborted();
    if (this.#rate() === Number.POSITIVE_INFINITY) return this.#note();
    const mine = this.#line.then(() => this.#waitForGap(signal));
    // Whoever leaves the line does not hold up those behind.
    this.#line = mine.then(
      () => {},
      () => {},
    );
    return unlessAborted(mine, signal);
  }

  /**
   * AWS has refused a request for coming too fast.
   *
   * @param sentAt  When it was sent: refusals of what was sent before the last cut tell nothing new.
   */
  throttled(sentAt: number): void {
    if (sentAt <= this.#cutAt) return;
    const now = this.#environment.now();
    const rate = this.#rate();
    if (rate === Number.POSITIVE_INFINITY) {
      // What was sent includes the burst that AWS lets through: an upper bound.
      const lately = this.#sent.filter((at) => at > now - 1000).length;
      this.#ceiling = Math.min(fastest, Math.max(2 * firstGuess, lately));
      this.#start = this.#ceiling / 2;
    } else if (this.#sentSinceCut < enough) {
      this.#ceiling = rate;
      this.#start = rate * cut;
    } else {
      const accepted = (this.#sentSinceCut - 1) / ((now - this.#cutAt) / 1000);
      // Fewer were accepted than could have been when there was less to send.
      this.#ceiling = Math.min(rate, Math.max(accepted, rate * cut));
      this.#start = this.#ceiling * margin;
    }
    this.#start = Math.max(slowest, this.#start);
    this.#ceiling = Math.max(this.#ceiling ?? 0, this.#start / margin);
    this.#grown = 0;
    this.#cutAt = now;
    this.#sentSinceCut = 0;
    this.#sent = [];
  }

  async #waitForGap(signal: AbortSignal | undefined): Promise<number> {
    signal?.throwIfAborted();
    const spacing = 1000 / this.#rate();
    const gap = this.#lastSent + spacing - this.#environment.now();
    if (gap > 0) {
      await this.#environment.wait(gap, signal);
      this.#grown += spacing / 1000;
    }
    return this.#note();
  }

  #rate(): number {
    const ceiling = this.#ceiling;
    if (ceiling === undefined) return this.#most;
    const rate = Math.min(this.#most, ceiling + (ceiling - this.#start) * (this.#grown / approach - 1) ** 3);
    if (rate <= fastest) return rate;
    this.#ceiling = undefined;
    return this.#most;
  }

  #note(): number {
    const now = this.#environment.now();
    this.#lastSent = now;
    this.#sentSinceCut += 1;
    if (this.#ceiling === undefined) this.#sent.push(now);
    // Trimmed now and then, so that a send costs no walk over the second before it.
    if (this.#sent.length > 2048) this.#sent = this.#sent.filter((at) => at > now - 1000);
    return now;
  }
}
