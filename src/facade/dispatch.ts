import type { Awaitable } from '../model/awaitable.ts';
import { ConnectorError } from '../model/errors.ts';
import type { Budget } from './budget.ts';
import type { ConnectorRequest } from './resilience/connector-request.ts';
import { Resilience, type ResilientStream } from './resilience/resilience.ts';
import type { Lease, Sessions } from './sessions.ts';

/** How requests reach the connector: each with a session, and through what the application asked for: retries, limits, order, a circuit breaker. */
export class Dispatch {
  readonly #sessions: Sessions;
  readonly #resilience: Resilience | undefined;
  readonly #merges = Resilience.of({ orderWrites: true }, () => {});

  constructor(sessions: Sessions, resilience: Resilience | undefined) {
    this.#sessions = sessions;
    this.#resilience = resilience;
  }

  /** Asks once, or as often as the retries say. With a shared session and nothing else, the answer is handed on as it is, without a promise around it. */
  call<T>(request: ConnectorRequest, budget: Budget, work: (session: unknown) => Awaitable<T>): Awaitable<T> {
    if (this.#resilience) return this.#resilience.call(request, budget, () => this.#attempt(request, budget, work));
    return this.#attempt(request, budget, work);
  }

  /** Reads an object, merges and writes it: one after another, because two that overlap would undo each other's changes. */
  merge<T>(request: ConnectorRequest, budget: Budget, work: () => Promise<T>): Promise<T> {
    const ordered = this.#resilience ? () => this.#resilience?.inOrder(request, budget, work) as Promise<T> : work;
    return this.#merges?.inOrder(request, budget, ordered) ?? ordered();
  }

  /** A generator of the connector, pulled one item at a time. */
  stream<T>(request: ConnectorRequest, budget: Budget): DispatchedStream<T> {
    return new DispatchedStream(this.#sessions, budget, this.#resilience?.stream(request, budget));
  }

  #attempt<T>(request: ConnectorRequest, budget: Budget, work: (session: unknown) => Awaitable<T>): Awaitable<T> {
    const { shared } = this.#sessions;
    if (shared) return budget.run(() => work(shared.session), request.write);
    return this.#leased(request, budget, work);
  }

  async #leased<T>(request: ConnectorRequest, budget: Budget, work: (session: unknown) => Awaitable<T>): Promise<T> {
    const lease = await leaseWithin(this.#sessions, budget);
    let failure: unknown;
    try {
      return await budget.run(() => work(lease.session), request.write);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      giveBack(lease, budget, failure);
    }
  }
}

/** A connector's generator, pulled item by item. It has a session from its beginning to its end, and between pulls nothing else that others wait for. */
export class DispatchedStream<T> {
  readonly #sessions: Sessions;
  readonly #budget: Budget;
  readonly #resilient: ResilientStream | undefined;
  #iterator: AsyncIterator<T> | undefined;
  #lease: Lease | undefined;

  constructor(sessions: Sessions, budget: Budget, resilient: ResilientStream | undefined) {
    this.#sessions = sessions;
    this.#budget = budget;
    this.#resilient = resilient;
  }

  /**
   * The next item.
   *
   * @param begin  Makes the generator, when there is none, or none any more because it failed in a way that is worth another try: it must begin
   * where the last item ended.
   * @param resumable  Whether it can.
   */
  async pull(begin: (session: unknown) => AsyncIterable<T>, resumable: boolean): Promise<IteratorResult<T, unknown>> {
    for (;;) {
      try {
        const result = await (this.#resilient ? this.#resilient.pull(() => this.#once(begin)) : this.#once(begin));
        if (result.done) this.#release(undefined);
        return result;
      } catch (error) {
        const iterator = this.#iterator;
        this.#iterator = undefined;
        // A generator that threw is over, one that was not waited for is not; neither may delay the failure.
        (async () => iterator?.return?.())().catch(() => {});
        this.#release(error);
        if (!resumable || !(await this.#resilient?.again(error))) throw error;
      }
    }
  }

  /** Ends it: the connector's generator is returned, so its `finally` runs. When the time is up already, that is not waited for. */
  async close(): Promise<void> {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    const closing = (async () => iterator?.return?.())();
    let failure: unknown = this.#budget.expiry;
    try {
      if (failure) closing.catch(() => {});
      else await this.#budget.run(() => closing, false);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      this.#release(failure);
    }
  }

  async #once(begin: (session: unknown) => AsyncIterable<T>): Promise<IteratorResult<T, unknown>> {
    if (!this.#iterator) {
      const { shared } = this.#sessions;
      if (!shared) this.#lease = await leaseWithin(this.#sessions, this.#budget);
      this.#iterator = begin(shared ? shared.session : this.#lease?.session)[Symbol.asyncIterator]();
    }
    const iterator = this.#iterator;
    const result = await this.#budget.run(() => iterator.next(), false);
    if (result.done) this.#iterator = undefined;
    return result;
  }

  #release(failure: unknown): void {
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease) giveBack(lease, this.#budget, failure);
  }
}

/** Waits for a session no longer than the call may; one that comes too late goes back. */
async function leaseWithin(sessions: Sessions, budget: Budget): Promise<Lease> {
  const leasing = sessions.lease(() => budget.signal);
  try {
    return await budget.run(() => leasing, false);
  } catch (error) {
    leasing.then(
      (late) => late.release(),
      () => {},
    );
    throw error;
  }
}

/** Failures that leave the connection of a session in doubt; so does any exception that is not a connector's own. */
const doubtful: ReadonlySet<string> = new Set(['ConnectionBroken', 'ConnectionFailed', 'ConnectorIO', 'Internal']);

/** A session whose call was given up may still be at work, and one whose connection broke is of no use: the pool ends them. */
function giveBack(lease: Lease, budget: Budget, failure: unknown): void {
  const broken = failure !== undefined && (budget.expiry !== undefined || !ConnectorError.is(failure) || doubtful.has(failure.code));
  if (broken) lease.release('broken');
  else lease.release();
}
