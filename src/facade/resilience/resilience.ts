import type { Awaitable } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { Budget } from '../calls/budget.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { ConnectorRequest } from './connector-request.ts';
import type { Incident, WaitIncident } from './incident.ts';
import { pause } from './pause.ts';
import { RateLimit } from './rate-limit.ts';
import type { ResilienceOptions } from './resilience-options.ts';
import { RetryPolicy } from './retry-policy.ts';
import type { Scarce } from './scarce.ts';
import { Slots } from './slots.ts';
import { WriteOrder } from './write-order.ts';

/** One use of a search or a sync, page by page. Between pages it holds nothing that others wait for. */
export interface ResilientStream {
  /** Asks for one page, when its turn has come. @param scarce  What that takes. */
  pull<T>(work: () => Awaitable<T>, scarce?: Scarce): Promise<T>;
  /**
   * After a pull that failed: waits, and says whether the page may be asked for again.
   *
   * @throws ConnectorError `OperationTimeout`, `OperationAborted` when the time is up during the wait.
   */
  again(error: unknown): Promise<boolean>;
}

/**
 * What stands between the calls of an application and a connector that fails, throttles or must not be asked too much at once. Outermost first:
 * order of writes, retry, and for each attempt circuit breaker, rate, what is scarce (a session), concurrency.
 */
export class Resilience {
  readonly #report: (incident: Incident) => void;
  readonly #order: WriteOrder | undefined;
  readonly #retry: RetryPolicy | undefined;
  readonly #breaker: CircuitBreaker | undefined;
  readonly #rate: RateLimit | undefined;
  readonly #slots: Slots | undefined;
  /** Budgets of calls that have their place in the order of writes already. */
  readonly #inOrder = new WeakSet<Budget>();

  private constructor(options: ResilienceOptions, report: (incident: Incident) => void, random: () => number) {
    const { retry, concurrency, rate, orderWrites, circuitBreaker } = options;
    this.#report = report;
    this.#order = orderWrites ? new WriteOrder() : undefined;
    this.#retry = retry && new RetryPolicy(retry, random);
    this.#breaker = circuitBreaker && new CircuitBreaker(circuitBreaker, report);
    this.#rate = rate && new RateLimit(rate);
    this.#slots = concurrency === undefined ? undefined : new Slots(concurrency);
  }

  /**
   * Undefined when nothing is asked for, so that calls need not know of it.
   *
   * @param options  Checked by `resilienceProblems`.
   * @param report   Hears of every retry, wait and change of the circuit; must not throw.
   * @param random   From 0 to less than 1, for the spread of the waits.
   */
  static of(options: ResilienceOptions, report: (incident: Incident) => void, random: () => number = Math.random): Resilience | undefined {
    const { retry, concurrency, rate, orderWrites, circuitBreaker } = options;
    if (!(retry || concurrency !== undefined || rate || orderWrites || circuitBreaker)) return undefined;
    return new Resilience(options, report, random);
  }

  /** Whether writes to one object run one after another. */
  get ordersWrites(): boolean {
    return this.#order !== undefined;
  }

  /** How many calls wait for a slot and for the rate, and how many objects are being written to in order; all 0 when nothing is under way. */
  get queues(): { readonly concurrency: number; readonly rate: number; readonly order: number } {
    return { concurrency: this.#slots?.waiting ?? 0, rate: this.#rate?.waiting ?? 0, order: this.#order?.busy ?? 0 };
  }

  /**
   * Makes a call, as often as the retries allow.
   *
   * @param attempt  Asks the connector once, within the same budget.
   * @param scarce   What each attempt takes, if anything.
   * @throws What the last attempt threw; ConnectorError `ConnectionFailed` while the circuit is open; `OperationTimeout` and `OperationAborted`
   * with outcome `none` when the time is up before the connector was asked.
   */
  call<T>(request: ConnectorRequest, budget: Budget, attempt: () => Awaitable<T>, scarce?: Scarce): Promise<T> {
    return this.inOrder(request, budget, () => this.#repeat(request, budget, attempt, scarce));
  }

  /**
   * Holds the place of a write in the order of writes for as long as some work takes, such as reading an object, merging and writing it. Calls
   * within, on the same budget, do not wait for it again.
   */
  async inOrder<T>(request: ConnectorRequest, budget: Budget, work: () => Promise<T>): Promise<T> {
    const order = this.#order;
    if (!order || !WriteOrder.concerns(request) || this.#inOrder.has(budget)) return work();
    const place = order.take(request, budget);
    if (place) await this.#waited('order', request, place);
    this.#inOrder.add(budget);
    try {
      return await work();
    } finally {
      this.#inOrder.delete(budget);
      afterwards(budget, () => order.release(request));
    }
  }

  /** One use of a search, a sync or a liveSync. */
  stream(request: ConnectorRequest, budget: Budget): ResilientStream {
    let made = 0;
    return {
      pull: async (work, scarce) => {
        // It waits for as long as nothing happens: a slot would be kept from all others, and only its beginning says something of the system.
        if (request.operation === 'liveSync') {
          if (made++ === 0) this.#breaker?.check(request);
          return await (scarce ? scarce.with(async () => work()) : work());
        }
        budget.beginPage();
        made++;
        const page = await this.#attempt(request, budget, work, scarce);
        made = 0;
        budget.endPage();
        return page;
      },
      again: async (error) => request.operation !== 'liveSync' && (await this.#backOff(request, budget, made, error)),
    };
  }

  async #repeat<T>(request: ConnectorRequest, budget: Budget, attempt: () => Awaitable<T>, scarce: Scarce | undefined): Promise<T> {
    // A search for one uid is a get with a timeout per page: waits and attempts share it.
    budget.beginPage();
    for (let made = 1; ; made++) {
      try {
        const answer = await this.#attempt(request, budget, attempt, scarce);
        budget.endPage();
        return answer;
      } catch (error) {
        if (!(await this.#backOff(request, budget, made, error))) throw error;
      }
    }
  }

  /** Waits before another attempt; false when there must be none. */
  async #backOff(request: ConnectorRequest, budget: Budget, made: number, error: unknown): Promise<boolean> {
    if (!this.#retry || budget.expiry) return false;
    const delay = this.#retry.delay(request, made, error, budget.remaining);
    if (delay === undefined) return false;
    this.#report({ type: 'retry', request, attempt: made, delay, code: ConnectorError.is(error) ? error.code : 'Internal' });
    await pause(delay, budget);
    return true;
  }

  async #attempt<T>(request: ConnectorRequest, budget: Budget, attempt: () => Awaitable<T>, scarce: Scarce | undefined): Promise<T> {
    this.#breaker?.check(request);
    const token = this.#rate?.take(budget);
    if (token) await this.#waited('rate', request, token);
    if (!scarce) return this.#ask(request, budget, attempt);
    // Before a slot: a stream has its session between pages too, and would wait for ever for the slots of those who wait for sessions.
    const settle = this.#breaker?.enter(request);
    let got = false;
    try {
      return await scarce.with(() => {
        got = true;
        settle?.(undefined, false);
        return this.#ask(request, budget, attempt);
      });
    } catch (error) {
      if (!got) settle?.(error ?? new Error('nothing was thrown'), !scarce.exhausted);
      throw error;
    }
  }

  async #ask<T>(request: ConnectorRequest, budget: Budget, attempt: () => Awaitable<T>): Promise<T> {
    const slots = this.#slots;
    const slot = slots?.take(budget);
    if (slot) await this.#waited('concurrency', request, slot);
    try {
      // Asked again, because it may have opened while this call waited; and only who is about to ask may be the one that tries.
      const settle = this.#breaker?.enter(request);
      if (!settle) return await attempt();
      return await settled(attempt, settle);
    } finally {
      if (slots) afterwards(budget, () => slots.release());
    }
  }

  async #waited(reason: WaitIncident['reason'], request: ConnectorRequest, turn: Promise<void>): Promise<void> {
    const began = performance.now();
    try {
      await turn;
    } finally {
      this.#report({ type: 'wait', request, reason, waited: performance.now() - began });
    }
  }
}

async function settled<T>(attempt: () => Awaitable<T>, settle: (error?: unknown) => void): Promise<T> {
  let answer: T;
  try {
    answer = await attempt();
  } catch (error) {
    settle(error ?? new Error('nothing was thrown'));
    throw error;
  }
  settle();
  return answer;
}

/** Gives back what a call held, when the connector has answered: a call that was given up may still be going on, and the next must not overtake it. */
function afterwards(budget: Budget, release: () => void): void {
  const { leftBehind } = budget;
  if (leftBehind) leftBehind.then(release, release);
  else release();
}
