import { ApiError } from './api-error.ts';
import type { ConsistencyDelay } from './consistency.ts';
import { wildcardMatches } from './trust-policy.ts';

/**
 * Which requests a switch is for.
 *
 * @example
 * aws.faults.failNext({ action: 'List*', times: 3, code: 'Throttling', status: 400 });
 */
export interface FaultTarget {
  /** The action's name, in which `*` and `?` are wildcards; every action when absent. */
  readonly action?: string;
  /** How many requests; 1 unless said otherwise. */
  readonly times?: number;
}

/**
 * When something happens to a request: before it is looked at, or after it was applied, so that only the answer is lost.
 *
 * @example
 * const moment: FaultMoment = 'after';
 */
export type FaultMoment = 'before' | 'after';

/**
 * Switches for everything that goes wrong between a client and AWS.
 *
 * @example
 * aws.faults.dropNext({ action: 'CreateUser', when: 'after' }); // the user exists, the client sees a reset connection
 */
export interface AwsFaults {
  /** Answers every request `ms` milliseconds late, in real time; 0 switches it off. */
  latency(ms: number): void;
  /** Refuses with `Throttling` what exceeds a token bucket in real time; `null` switches it off. */
  throttle(limit: { readonly perSecond: number; readonly burst: number } | null): void;
  /** Refuses the next request or requests. */
  failNext(fault: FaultTarget & { readonly code: string; readonly status: number; readonly message?: string }): void;
  /** Cuts the connection of the next request or requests. */
  dropNext(fault: FaultTarget & { readonly when: FaultMoment }): void;
  /** Never answers the next request or requests; they end when the client gives up or `close` is called. */
  hangNext(fault: FaultTarget & { readonly when: FaultMoment }): void;
  /** Makes each request fail by chance, repeatably: shares of requests between 0 and 1. Half of the resets come after the request was applied. `null` switches it off. */
  random(chances: RandomFaults | null): void;
  /** Refuses with AccessDenied each action that matches, for example `CreateUser`, `iam:Delete*`. */
  deny(actionPattern: string): void;
  /** Hides new objects from calls that name them, and keeps removed prerequisites in the way of deletion; `null` switches it off. */
  eventualConsistency(delay: ConsistencyDelay | null): void;
  /** Switches everything off. */
  clear(): void;
}

/**
 * Shares of requests, between 0 and 1, and the seed of the sequence.
 *
 * @example
 * aws.faults.random({ throttled: 0.3, unavailable: 0.05, reset: 0.02, seed: 1 });
 */
export interface RandomFaults {
  readonly throttled?: number;
  readonly unavailable?: number;
  readonly reset?: number;
  readonly seed: number;
}

/** What is to happen to one request. */
export interface FaultPlan {
  readonly delay: number;
  readonly fate: { readonly kind: 'hang' | 'drop'; readonly when: FaultMoment } | { readonly kind: 'fail'; readonly error: ApiError } | undefined;
}

interface Planned {
  readonly action: string | undefined;
  left: number;
  readonly fate: NonNullable<FaultPlan['fate']>;
}

const throttled = (): ApiError => new ApiError('Throttling', 400, 'Rate exceeded');

/** The switches, and what the server asks of them. */
export class FaultSwitches implements AwsFaults {
  #delay = 0;
  #planned: Planned[] = [];
  #denied: string[] = [];
  #bucket: (() => boolean) | undefined;
  #chance: (() => FaultPlan['fate']) | undefined;
  readonly #setConsistency: (delay: ConsistencyDelay | null) => void;

  constructor(setConsistency: (delay: ConsistencyDelay | null) => void) {
    this.#setConsistency = setConsistency;
  }

  latency(ms: number): void {
    this.#delay = ms;
  }

  throttle(limit: { readonly perSecond: number; readonly burst: number } | null): void {
    this.#bucket = limit ? tokenBucket(limit.perSecond, limit.burst) : undefined;
  }

  failNext(fault: FaultTarget & { readonly code: string; readonly status: number; readonly message?: string }): void {
    const error = new ApiError(fault.code, fault.status, fault.message ?? `${fault.code} by request of the test`);
    this.#plan(fault, { kind: 'fail', error });
  }

  dropNext(fault: FaultTarget & { readonly when: FaultMoment }): void {
    this.#plan(fault, { kind: 'drop', when: fault.when });
  }

  hangNext(fault: FaultTarget & { readonly when: FaultMoment }): void {
    this.#plan(fault, { kind: 'hang', when: fault.when });
  }

  random(chances: RandomFaults | null): void {
    this.#chance = chances ? chanceFaults(chances) : undefined;
  }

  deny(actionPattern: string): void {
    this.#denied.push(actionPattern);
  }

  eventualConsistency(delay: ConsistencyDelay | null): void {
    this.#setConsistency(delay);
  }

  clear(): void {
    this.#delay = 0;
    this.#planned = [];
    this.#denied = [];
    this.#bucket = undefined;
    this.#chance = undefined;
    this.#setConsistency(null);
  }

  /** Decides about one request: what was planned for it, then the bucket, then chance. */
  next(action: string): FaultPlan {
    const planned = this.#planned.find((one) => one.action === undefined || wildcardMatches(one.action, action));
    if (planned) {
      planned.left -= 1;
      if (planned.left <= 0) this.#planned = this.#planned.filter((one) => one !== planned);
      return { delay: this.#delay, fate: planned.fate };
    }
    if (this.#bucket && !this.#bucket()) return { delay: this.#delay, fate: { kind: 'fail', error: throttled() } };
    return { delay: this.#delay, fate: this.#chance?.() };
  }

  isDenied(service: string, action: string): boolean {
    return this.#denied.some((pattern) => wildcardMatches(pattern, action, true) || wildcardMatches(pattern, `${service}:${action}`, true));
  }

  #plan(target: FaultTarget, fate: NonNullable<FaultPlan['fate']>): void {
    this.#planned.push({ action: target.action, left: target.times ?? 1, fate });
  }
}

function tokenBucket(perSecond: number, burst: number): () => boolean {
  let tokens = burst;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

function chanceFaults(chances: RandomFaults): () => FaultPlan['fate'] {
  const draw = randomNumbers(chances.seed);
  return () => {
    let left = draw();
    const hits = (share = 0): boolean => {
      left -= share;
      return left < 0;
    };
    if (hits(chances.throttled)) return { kind: 'fail', error: throttled() };
    if (hits(chances.unavailable)) {
      return { kind: 'fail', error: new ApiError('ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.') };
    }
    if (hits(chances.reset)) return { kind: 'drop', when: draw() < 0.5 ? 'before' : 'after' };
    return undefined;
  };
}

/** Numbers in [0, 1) that a seed fixes (a linear congruential generator; good enough to spread faults). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
