import { ConnectorError } from '../../model/errors.ts';
import { translateError } from '../calls/translate-error.ts';
import { Attempt } from './attempt.ts';
import type { Demand } from './demand.ts';
import { EndingSessions, PATIENCE } from './ending-sessions.ts';
import { IdleSessions } from './idle-sessions.ts';
import { isAlive } from './is-alive.ts';
import type { PoolLimits } from './pool-options.ts';
import { PooledSession } from './pooled-session.ts';
import { RefillPace } from './refill-pace.ts';
import type { SessionSource } from './session-source.ts';
import type { Waiter } from './waiter.ts';
import type { WaitingLine } from './waiting-line.ts';

/** The longest that a connect or a check goes on when nobody who asked for it waits any more, in milliseconds, unless `maxWait` is shorter. */
const LONGEST_ATTEMPT = 150_000;

/** All sessions of a pool and the places that they take; sees to it that those who wait get one. */
export class SessionSupply {
  readonly #source: SessionSource;
  readonly #limits: PoolLimits;
  readonly #what: string;
  readonly #line: WaitingLine;
  readonly #demand: Demand;
  readonly #idle: IdleSessions;
  readonly #ending: EndingSessions;
  readonly #attempts = new Set<Attempt>();
  readonly #pace = new RefillPace();
  readonly #counts = { leased: 0, connecting: 0, checking: 0, created: 0, failedConnects: 0, dead: 0 };
  #closed = false;
  #endError: ConnectorError | undefined;

  constructor(source: SessionSource, limits: PoolLimits, what: string, line: WaitingLine, demand: Demand) {
    this.#source = source;
    this.#limits = limits;
    this.#what = what;
    this.#line = line;
    this.#demand = demand;
    this.#idle = new IdleSessions(limits, (pooled) => this.#end(pooled));
    this.#ending = new EndingSessions(source, what, (error) => {
      if (this.#closed) this.#endError ??= error;
      demand.warn('a session could not be ended', error);
    });
  }

  get counts() {
    return { ...this.#counts, size: this.#size, idle: this.#idle.length, ending: this.#ending.length, ended: this.#ending.ended };
  }

  get #size(): number {
    const { leased, connecting, checking } = this.#counts;
    return this.#idle.length + leased + connecting + checking + this.#ending.length;
  }

  /** An idle session whose check says at once that it is alive, or is still to answer; undefined when there is none. */
  takeIdle(): { readonly pooled: PooledSession; readonly alive: true | Promise<boolean> } | undefined {
    for (let pooled = this.#idle.take(); pooled; pooled = this.#idle.take()) {
      const alive = this.#isAlive(pooled);
      if (alive) return { pooled, alive };
      this.#end(pooled);
    }
    return undefined;
  }

  lend(): void {
    this.#counts.leased++;
  }

  takeBack(pooled: PooledSession, broken: boolean): void {
    this.#counts.leased--;
    if (broken || this.#closed || this.#idle.tooOld(pooled)) this.#end(pooled);
    else this.#offer(pooled);
  }

  /** Waits for the check of a session that is no longer idle. */
  check(pooled: PooledSession, alive: Promise<boolean>, asker: Waiter | undefined): void {
    const attempt = new Attempt(asker, pooled);
    this.#attempts.add(attempt);
    this.#counts.checking++;
    if (!asker) this.#bound(attempt);
    alive.then((yes) => {
      if (attempt.state !== 'running') return;
      const owner = this.#finish(attempt);
      if (yes) this.#serve(pooled, owner);
      else {
        this.#counts.dead++;
        this.#end(pooled);
      }
      this.balance();
    });
  }

  /** Stops what is under way for somebody who left. */
  abandon(attempt: Attempt, reason: ConnectorError): void {
    if (attempt.state !== 'running') return;
    if (attempt.checked) {
      this.#finish(attempt);
      this.#end(attempt.checked);
      return;
    }
    attempt.abandon(reason);
    // A connect that does not listen keeps its place for as long as an ending would, no longer.
    attempt.within(PATIENCE, () => {
      this.#finish(attempt);
      this.balance();
    });
  }

  /** Gets something under way for everybody who waits, as far as there are places, and makes what is missing. */
  balance(): void {
    if (this.#closed) return;
    for (let waiter = this.#line.firstWithoutAttempt(); waiter; waiter = this.#line.firstWithoutAttempt()) {
      const pooled = this.#idle.take();
      if (pooled) this.#offer(pooled);
      else if (this.#size < this.#limits.max) this.#connect(waiter);
      else {
        // What was begun in the background or left over may hang, so it is no reason not to connect; but it is better than nothing.
        const spare = [...this.#attempts].find((each) => !each.waiter && each.state === 'running');
        if (!spare) break;
        spare.passTo(waiter);
      }
    }
    if (this.#size === 0) this.#idle.rest();
    this.#refill();
  }

  /** Ends what is at hand, stops what is under way, and waits for both. @throws ConnectorError the first error of ending. */
  async close(reason: ConnectorError): Promise<void> {
    this.#closed = true;
    this.#pace.rest();
    const attempts = [...this.#attempts];
    for (const attempt of attempts) this.abandon(attempt, reason);
    for (const pooled of this.#idle.takeAll()) this.#end(pooled);
    await Promise.all(attempts.map(({ done }) => done));
    await this.#ending.settled();
    if (this.#endError) throw this.#endError;
  }

  /** Gives a session that was used before to who waits, else to the idle ones. */
  #offer(pooled: PooledSession): void {
    if (this.#line.length === 0) {
      this.#idle.add(pooled);
      return;
    }
    // Straight after its release too: else a dead session would fail one waiting call after the other.
    const alive = this.#isAlive(pooled);
    if (alive === true) this.#serve(pooled);
    else if (alive) this.check(pooled, alive, this.#line.firstWithoutAttempt());
    else this.#end(pooled);
  }

  #isAlive(pooled: PooledSession): boolean | Promise<boolean> {
    if (this.#idle.tooOld(pooled)) return false;
    // Its place stays taken while the connector's function runs, which may use the pool.
    this.#counts.checking++;
    const alive = isAlive(this.#source, pooled.session);
    this.#counts.checking--;
    if (!alive) this.#counts.dead++;
    return alive;
  }

  /** Gives a session to whoever waits longest. @param owner  For whom it was got. */
  #serve(pooled: PooledSession, owner?: Waiter): void {
    const waiter = this.#closed ? undefined : this.#line.next();
    const spare = waiter?.attempt;
    if (spare) {
      spare.passTo(owner ?? this.#line.firstWithoutAttempt());
      this.#bound(spare);
    }
    if (waiter) this.#demand.grant(waiter, pooled);
    else if (this.#closed) this.#end(pooled);
    else this.#idle.add(pooled);
  }

  #connect(asker: Waiter | undefined): void {
    const attempt = new Attempt(asker);
    this.#attempts.add(attempt);
    this.#counts.connecting++;
    if (!asker) this.#bound(attempt);
    (async () => this.#source.connect(attempt.signal))().then(
      (session) => this.#connected(attempt, new PooledSession(session)),
      (error: unknown) => this.#failed(attempt, error),
    );
  }

  #connected(attempt: Attempt, pooled: PooledSession): void {
    const { state } = attempt;
    const owner = this.#finish(attempt);
    this.#counts.created++;
    if (state === 'running') {
      this.#pace.succeeded();
      this.#serve(pooled, owner);
    } else if (state === 'over' || this.#closed) this.#end(pooled);
    else this.#offer(pooled);
    this.balance();
  }

  #failed(attempt: Attempt, cause: unknown): void {
    const { state, asker } = attempt;
    const owner = this.#finish(attempt);
    if (state === 'running') {
      const error = translateError(cause, `connect of ${this.#what}`);
      this.#counts.failedConnects++;
      this.#pace.failed(error);
      // Who only inherited it is not told of a failure that is not his: he gets an attempt of his own.
      if (owner && owner === asker) this.#demand.refuse(owner, error);
      else this.#demand.warn('a session could not be made in the background', error);
    }
    this.balance();
  }

  /** Sets an end to what nobody waits for who asked for it: nobody's patience bounds it. */
  #bound(attempt: Attempt): void {
    const time = Math.min(this.#limits.maxWait, LONGEST_ATTEMPT);
    const onLate = () => {
      const error = new ConnectorError('OperationTimeout', `a session of ${this.#what}: the system did not answer within ${time} ms`);
      if (!attempt.checked) {
        this.#counts.failedConnects++;
        this.#pace.failed(error);
      }
      this.#demand.warn('a session was given up', error);
      this.abandon(attempt, error);
      this.balance();
    };
    attempt.within(time, onLate).unref();
  }

  /** Takes it out of the count, once. @returns for whom it was. */
  #finish(attempt: Attempt): Waiter | undefined {
    const { waiter } = attempt;
    if (this.#attempts.delete(attempt)) this.#counts[attempt.checked ? 'checking' : 'connecting']--;
    attempt.finish();
    return waiter;
  }

  #end(pooled: PooledSession): void {
    this.#ending.begin(pooled.session, () => this.balance());
  }

  #refill(): void {
    if (this.#size >= this.#limits.minIdle) this.#pace.rest();
    // One at a time, so that a system that has just come back is not met by all of them at once.
    else if ([...this.#attempts].every(({ asker, state }) => asker || state !== 'running')) {
      if (this.#pace.pause > 0) this.#pace.wake(() => this.balance());
      else this.#connect(undefined);
    }
  }
}
