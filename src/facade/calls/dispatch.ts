import type { Awaitable } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import { beginStream } from '../../spi/begin-stream.ts';
import type { ConnectorRequest } from '../resilience/connector-request.ts';
import { Resilience, type ResilientStream } from '../resilience/resilience.ts';
import type { Scarce } from '../resilience/scarce.ts';
import type { Budget } from './budget.ts';
import type { Lease, Sessions } from './sessions.ts';

/** How requests reach the connector: each with a session, and through what the application asked for: retries, limits, order, a circuit breaker. */
export class Dispatch {
  readonly #sessions: Sessions;
  readonly #resilience: Resilience | undefined;
  /** Where merges have their place: in the order of all writes, if there is one, for a line of their own would let other writes overtake them. */
  readonly #merges: Resilience | undefined;

  constructor(sessions: Sessions, resilience: Resilience | undefined) {
    this.#sessions = sessions;
    this.#resilience = resilience;
    this.#merges = resilience?.ordersWrites ? resilience : Resilience.of({ orderWrites: true }, () => {});
  }

  /** The session, when it is shared and nothing stands between a call and the connector: then the dispatch need not know of the call. */
  get plain(): { readonly session: unknown } | undefined {
    return this.#resilience ? undefined : this.#sessions.shared;
  }

  /** Asks once, or as often as the retries say. With a shared session and nothing else, the answer is handed on as it is, without a promise around it. */
  call<T>(request: ConnectorRequest, budget: Budget, work: (session: unknown) => Awaitable<T>): Awaitable<T> {
    if (!this.#resilience) return this.#attempt(request, budget, work);
    if (this.#sessions.shared) return this.#resilience.call(request, budget, () => this.#attempt(request, budget, work));
    const sessions = this.#sessions;
    let take: () => unknown = () => undefined;
    const scarce: Scarce = {
      with: (use) =>
        withLease(sessions, budget, (given) => {
          take = given;
          return use();
        }),
      get exhausted() {
        return allInUse(sessions);
      },
    };
    return this.#resilience.call(request, budget, () => budget.run(() => work(take()), request.write), scarce);
  }

  /** Reads an object, merges and writes it: one after another, because two that overlap would undo each other's changes. */
  merge<T>(request: ConnectorRequest, budget: Budget, work: () => Promise<T>): Promise<T> {
    return this.#merges?.inOrder(request, budget, work) ?? work();
  }

  /** A generator of the connector, pulled one item at a time. */
  stream<T>(request: ConnectorRequest, budget: Budget): DispatchedStream<T> {
    return new DispatchedStream(this.#sessions, budget, this.#resilience?.stream(request, budget));
  }

  #attempt<T>(request: ConnectorRequest, budget: Budget, work: (session: unknown) => Awaitable<T>): Awaitable<T> {
    const { shared } = this.#sessions;
    if (shared) return budget.run(() => work(shared.session), request.write);
    return withLease(this.#sessions, budget, (take) => budget.run(() => work(take()), request.write));
  }
}

/** A connector's generator, pulled item by item. It has a session from its beginning to its end, and between pulls nothing else that others wait for. */
export class DispatchedStream<T> {
  readonly #sessions: Sessions;
  readonly #budget: Budget;
  readonly #resilient: ResilientStream | undefined;
  readonly #scarce: Scarce | undefined;
  #iterator: AsyncIterator<T> | undefined;
  #lease: Lease | undefined;
  /** Whether the session may be in the middle of something. */
  #used = false;

  constructor(sessions: Sessions, budget: Budget, resilient: ResilientStream | undefined) {
    this.#sessions = sessions;
    this.#budget = budget;
    this.#resilient = resilient;
    if (!resilient || sessions.shared) return;
    this.#scarce = {
      with: async (use) => {
        await this.#lend();
        return use();
      },
      get exhausted() {
        return allInUse(sessions);
      },
    };
  }

  /**
   * The next item.
   *
   * @param begin  Makes the generator, when there is none, or none any more because it failed in a way that is worth another try: it must begin
   * where the last item ended.
   * @param resumable  Whether it can.
   */
  async pull(begin: (session: unknown) => AsyncIterable<T>, resumable: boolean): Promise<IteratorResult<T, unknown>> {
    // Its timeout is for the wait for a session, further attempts and the item itself together.
    this.#budget.beginPage();
    for (;;) {
      try {
        const result = await (this.#resilient ? this.#resilient.pull(() => this.#once(begin), this.#scarce) : this.#once(begin));
        this.#budget.endPage();
        if (result.done) {
          this.#iterator = undefined;
          this.#used = false;
        }
        return result;
      } catch (error) {
        const iterator = this.#iterator;
        this.#iterator = undefined;
        // A generator that threw is over, one that was not waited for is not; neither may delay the failure.
        (async () => iterator?.return?.())().catch(() => {});
        this.#release({ error });
        if (!resumable || !(await this.#resilient?.again(error))) throw error;
      }
    }
  }

  /** There is nothing more to pull, and its generator is over: gives the session back. Not before, because the next generator may need the same one. */
  finish(): void {
    this.#release(undefined);
  }

  /** Ends it: the connector's generator is returned, so its `finally` runs. When the time is up already, that is not waited for. */
  async close(): Promise<void> {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    const closing = (async () => iterator?.return?.())();
    // It may fail when nobody waits for it any more.
    closing.catch(() => {});
    const { expiry } = this.#budget;
    let failure: Failure | undefined = expiry && { error: expiry };
    try {
      if (!failure) await this.#budget.run(() => closing, false);
    } catch (error) {
      failure = { error };
      throw error;
    } finally {
      this.#release(failure);
    }
  }

  /** Not async, because every page would cost another promise. */
  #once(begin: (session: unknown) => AsyncIterable<T>): Awaitable<IteratorResult<T, unknown>> {
    const { shared } = this.#sessions;
    if (this.#iterator) return this.#next(this.#iterator);
    const first = (session: unknown) => {
      this.#used = true;
      this.#iterator = beginStream(begin(session));
      return this.#next(this.#iterator);
    };
    return shared ? first(shared.session) : this.#lend().then(first);
  }

  #next(iterator: AsyncIterator<T>): Awaitable<IteratorResult<T, unknown>> {
    return this.#budget.run(() => iterator.next(), false);
  }

  /** The session that it has from its first pull on. */
  async #lend(): Promise<unknown> {
    this.#lease ??= await leaseWithin(this.#sessions, this.#budget);
    return this.#lease.session;
  }

  #release(failure: Failure | undefined): void {
    const lease = this.#lease;
    const used = this.#used;
    this.#lease = undefined;
    this.#used = false;
    if (lease) giveBack(lease, this.#budget, used ? failure : undefined);
  }
}

/** What was thrown, which may be undefined. */
interface Failure {
  readonly error: unknown;
}

/** Has a session for the time of one attempt, which takes it right before it asks: what failed before is no reason to end the session. */
async function withLease<T>(sessions: Sessions, budget: Budget, use: (take: () => unknown) => Awaitable<T>): Promise<T> {
  // A search for one uid has a timeout per page: the wait for a session is part of it.
  budget.beginPage();
  const lease = await leaseWithin(sessions, budget);
  let failure: Failure | undefined;
  let used = false;
  const take = () => {
    used = true;
    return lease.session;
  };
  try {
    const answer = await use(take);
    budget.endPage();
    return answer;
  } catch (error) {
    failure = used ? { error } : undefined;
    throw error;
  } finally {
    giveBack(lease, budget, failure);
  }
}

function allInUse({ metrics }: Sessions): boolean {
  return metrics !== undefined && metrics.leased >= metrics.max;
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
function giveBack(lease: Lease, budget: Budget, failure: Failure | undefined): void {
  const broken = failure && (budget.expiry !== undefined || !ConnectorError.is(failure.error) || doubtful.has(failure.error.code));
  if (broken) lease.release('broken');
  else lease.release();
}
