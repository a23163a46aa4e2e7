import type { ConnectorError } from '../../model/errors.ts';
import { problemsError } from '../../model/problems-error.ts';
import type { Log, PoolOptions } from '../../spi/context.ts';
import { abortError, closedError, waitedTooLong } from './pool-errors.ts';
import type { PoolMetrics } from './pool-metrics.ts';
import { checkPoolOptions, type PoolLimits, poolLimits } from './pool-options.ts';
import type { PooledSession } from './pooled-session.ts';
import { SessionLease } from './session-lease.ts';
import type { SessionSource } from './session-source.ts';
import { SessionSupply } from './session-supply.ts';
import { Waiter } from './waiter.ts';
import { WaitingLine } from './waiting-line.ts';

/** Turns of the microtask queue within which an async `checkAlive` answers that only looks at a flag. */
const SOON = 5;

/**
 * Sessions that serve one call at a time, shared by all calls of an opened connector.
 *
 * A session that becomes free, from wherever it comes, goes to the call that has waited longest: nobody overtakes. Every session that was
 * used before is checked before it is handed out.
 *
 * @example
 * const pool = new SessionPool({ connect, end, checkAlive }, { max: 5 }, 'aws', log);
 * const lease = await pool.lease(() => signal);
 * lease.release();
 * await pool.close();
 */
export class SessionPool {
  readonly #limits: PoolLimits;
  readonly #what: string;
  readonly #log: Log;
  readonly #line = new WaitingLine();
  readonly #supply: SessionSupply;
  #timeouts = 0;
  #maxWaited = 0;
  #closing: Promise<void> | undefined;

  /**
   * @param source   How sessions are made, ended and checked.
   * @param options  Limits; `poolLimits` makes those of a connector and of an application one.
   * @param what     What the sessions are of, for messages: `aws`.
   * @param log      Hears of what fails in the background.
   * @throws ConnectorError `Configuration` when an option is wrong.
   */
  constructor(source: SessionSource, options: PoolOptions, what: string, log: Log) {
    const problems = checkPoolOptions(options);
    if (problems.length > 0) throw problemsError('Configuration', `the pool of ${what}`, problems);
    this.#limits = poolLimits({}, options);
    this.#what = what;
    this.#log = log;
    this.#supply = new SessionSupply(source, this.#limits, what, this.#line, {
      grant: (waiter, pooled) => {
        this.#countWait(waiter);
        waiter.grant(this.#lend(pooled));
      },
      refuse: (waiter, error) => this.#refuse(waiter, error),
      warn: (message, error) => this.#warn(message, error),
    });
  }

  /** What it is doing and has done. */
  get metrics(): PoolMetrics {
    const { max } = this.#limits;
    return { max, ...this.#supply.counts, waiting: this.#line.length, timeouts: this.#timeouts, maxWaited: this.#maxWaited };
  }

  /**
   * A session for one call alone: an idle one that is alive, else a new one, else the next that becomes free.
   *
   * A session that arrives together with the abort goes back into the pool, and the call fails with the reason of its signal.
   *
   * @param signal  Asked for only when the call has to wait.
   * @throws ConnectorError the reason of the signal; `OperationTimeout` after `maxWait`; what `connect` throws; `InvalidArgument` when the
   * pool is closed.
   */
  lease(signal: () => AbortSignal): Promise<SessionLease> {
    if (this.#closing) return Promise.reject(closedError(this.#what));
    // Who comes while others wait stands behind them, even if a session is idle at this moment.
    const found = this.#line.length === 0 ? this.#supply.takeIdle() : undefined;
    if (found?.alive === true) return Promise.resolve(this.#lend(found.pooled));
    return found ? this.#waitForCheck(found.pooled, found.alive, signal) : this.#wait(signal);
  }

  /**
   * Ends the pool: who waits is refused, sessions at hand are ended, leased ones when they are released. Leased ones are not waited for.
   *
   * Waits for all that the pool itself holds: sessions that are idle, being checked or being ended, and connects, which are told to stop; for
   * each of these five seconds at most. Every call answers the same promise.
   *
   * @throws ConnectorError the first error of ending a session; all of them are logged.
   */
  close(): Promise<void> {
    if (!this.#closing) {
      const reason = closedError(this.#what);
      this.#closing = this.#supply.close(reason);
      for (let waiter = this.#line.first; waiter; waiter = this.#line.first) this.#refuse(waiter, reason);
    }
    return this.#closing;
  }

  async #wait(getSignal: () => AbortSignal): Promise<SessionLease> {
    const signal = getSignal();
    if (signal.aborted) throw abortError(signal, this.#what);
    const waiter = new Waiter();
    this.#line.join(waiter);
    this.#listen(waiter, signal);
    this.#supply.balance();
    return this.#granted(waiter, signal);
  }

  async #waitForCheck(pooled: PooledSession, alive: Promise<boolean>, getSignal: () => AbortSignal): Promise<SessionLease> {
    const waiter = new Waiter();
    this.#line.join(waiter);
    this.#supply.check(pooled, alive, waiter);
    // Most checks are async functions that need no time: then neither a signal nor a timer is worth making.
    for (let turn = 0; turn < SOON && !waiter.settled; turn++) await undefined;
    if (waiter.settled) return waiter.lease;
    const signal = getSignal();
    this.#listen(waiter, signal);
    return this.#granted(waiter, signal);
  }

  #listen(waiter: Waiter, signal: AbortSignal): void {
    const { maxWait } = this.#limits;
    const onAbort = () => this.#giveUp(waiter, abortError(signal, this.#what));
    const onTimeout = () => {
      this.#timeouts++;
      this.#giveUp(waiter, waitedTooLong(this.#what, maxWait, this.metrics));
    };
    waiter.listen(signal, onAbort, maxWait, onTimeout);
    // The connector's check may have closed the pool.
    if (this.#closing) this.#giveUp(waiter, closedError(this.#what));
    else if (signal.aborted) onAbort();
  }

  async #granted(waiter: Waiter, signal: AbortSignal): Promise<SessionLease> {
    const lease = await waiter.lease;
    if (!signal.aborted) return lease;
    lease.release();
    throw abortError(signal, this.#what);
  }

  #giveUp(waiter: Waiter, error: ConnectorError): void {
    const { attempt } = waiter;
    this.#refuse(waiter, error);
    if (attempt) this.#supply.abandon(attempt, error);
  }

  #refuse(waiter: Waiter, error: ConnectorError): void {
    this.#line.leave(waiter);
    waiter.attempt?.passTo(undefined);
    this.#countWait(waiter);
    waiter.refuse(error);
  }

  #countWait(waiter: Waiter): void {
    this.#maxWaited = Math.max(this.#maxWaited, performance.now() - waiter.since);
  }

  #lend(pooled: PooledSession): SessionLease {
    this.#supply.lend();
    return new SessionLease(pooled, this.#supply);
  }

  #warn(message: string, { code, message: text }: ConnectorError): void {
    try {
      this.#log('warn', `pool of ${this.#what}: ${message}`, { code, error: text });
    } catch {
      // A log that fails must not cost a session.
    }
  }
}
