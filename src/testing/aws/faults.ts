import { ApiError } from './api-error.ts';
import type { ConsistencyDelay } from './consistency.ts';
import { chanceFaults, type Fate, type FaultMoment, type FaultPlan, type RandomFaults, throttled } from './fault-plan.ts';
import { tokenBucket } from './token-bucket.ts';
import { wildcardMatches } from './trust-policy.ts';

/**
 * Which requests a switch is for.
 *
 * @example
 * aws.faults.failNext({ action: 'List*', times: 3, code: 'Throttling', status: 400 });
 */
export interface FaultTarget extends FaultScope {
  /** The action's name, in which `*` and `?` are wildcards; every action when absent. */
  readonly action?: string;
  /** How many requests; 1 unless said otherwise. */
  readonly times?: number;
}

/**
 * Which part of AWS a switch is for; everything when both are absent. `*` and `?` are wildcards.
 *
 * @example
 * aws.faults.throttle({ perSecond: 20, burst: 40 }, { accountId: '*' }); // each account and service has a bucket of its own
 */
export interface FaultScope {
  readonly accountId?: string;
  /** A service by its signing name, for example `organizations`. */
  readonly service?: string;
}

/**
 * Switches for everything that goes wrong between a client and AWS.
 *
 * @example
 * aws.faults.dropNext({ action: 'CreateUser', when: 'after' }); // the user exists, the client sees a reset connection
 */
export interface AwsFaults {
  /** Answers every request, or those of a scope, `ms` milliseconds late, in real time; 0 switches it off. */
  latency(ms: number, scope?: FaultScope): void;
  /**
   * Refuses as throttled, in the words of the service, what exceeds a token bucket in real time; `null` switches it off.
   *
   * @param scope  With it, every account and service that it covers has a bucket of its own; without it, there is one for everything.
   */
  throttle(limit: { readonly perSecond: number; readonly burst: number } | null, scope?: FaultScope): void;
  /** Refuses the next request or requests. */
  failNext(fault: FaultTarget & { readonly code: string; readonly status: number; readonly message?: string }): void;
  /** Cuts the connection of the next request or requests. */
  dropNext(fault: FaultTarget & { readonly when: FaultMoment }): void;
  /** Never answers the next request or requests; they end when the client gives up or `close` is called. */
  hangNext(fault: FaultTarget & { readonly when: FaultMoment }): void;
  /** Makes each request fail by chance, repeatably: shares of requests between 0 and 1. Half of the resets come after the request was applied. `null` switches it off. */
  random(chances: RandomFaults | null): void;
  /** Refuses with AccessDenied, in the words of the service, each action that matches, for example `CreateUser`, `iam:Delete*`. */
  deny(actionPattern: string, scope?: FaultScope): void;
  /** Hides new objects from calls that name them, and keeps removed prerequisites in the way of deletion; `null` switches it off. */
  eventualConsistency(delay: ConsistencyDelay | null): void;
  /** Switches everything off. */
  clear(): void;
}

/** What the switches know about a request. */
export interface FaultRequest {
  readonly action: string;
  readonly service: string;
  /** `undefined` when no account has the key. */
  readonly accountId: string | undefined;
}

interface Planned {
  readonly target: FaultTarget;
  left: number;
  readonly fate: Fate;
}

interface Limit {
  readonly scope: FaultScope | undefined;
  /** Takes a token of the bucket that the request draws on. */
  readonly take: (request: FaultRequest) => boolean;
}

/** The switches, and what the server asks of them. */
export class FaultSwitches implements AwsFaults {
  #delays: { readonly scope: FaultScope | undefined; readonly ms: number }[] = [];
  #planned: Planned[] = [];
  #denied: { readonly pattern: string; readonly scope: FaultScope | undefined }[] = [];
  #limits: Limit[] = [];
  #chance: (() => Fate | undefined) | undefined;
  readonly #setConsistency: (delay: ConsistencyDelay | null) => void;

  constructor(setConsistency: (delay: ConsistencyDelay | null) => void) {
    this.#setConsistency = setConsistency;
  }

  latency(ms: number, scope?: FaultScope): void {
    this.#delays = scope ? [...this.#delays, { scope, ms }] : [{ scope, ms }];
  }

  throttle(limit: { readonly perSecond: number; readonly burst: number } | null, scope?: FaultScope): void {
    this.#limits = scope ? this.#limits.filter((one) => !isSameScope(one.scope, scope)) : [];
    if (limit) this.#limits.push({ scope, take: buckets(limit, scope) });
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

  deny(actionPattern: string, scope?: FaultScope): void {
    this.#denied.push({ pattern: actionPattern, scope });
  }

  eventualConsistency(delay: ConsistencyDelay | null): void {
    this.#setConsistency(delay);
  }

  clear(): void {
    this.#delays = [];
    this.#planned = [];
    this.#denied = [];
    this.#limits = [];
    this.#chance = undefined;
    this.#setConsistency(null);
  }

  /** Decides about one request: what was planned for it, then the buckets, then chance. */
  next(request: FaultRequest): FaultPlan {
    const delay = this.#delays.filter(({ scope }) => covers(scope, request)).at(-1)?.ms ?? 0;
    const planned = this.#planned.find(
      ({ target }) => covers(target, request) && (target.action === undefined || wildcardMatches(target.action, request.action)),
    );
    if (planned) {
      planned.left -= 1;
      if (planned.left <= 0) this.#planned = this.#planned.filter((one) => one !== planned);
      return { delay, fate: planned.fate };
    }
    const exceeded = this.#limits.some((limit) => covers(limit.scope, request) && !limit.take(request));
    return { delay, fate: exceeded ? throttled() : this.#chance?.() };
  }

  isDenied(request: FaultRequest): boolean {
    const { action, service } = request;
    return this.#denied.some(
      ({ pattern, scope }) =>
        covers(scope, request) && (wildcardMatches(pattern, action, true) || wildcardMatches(pattern, `${service}:${action}`, true)),
    );
  }

  #plan(target: FaultTarget, fate: Fate): void {
    this.#planned.push({ target, left: target.times ?? 1, fate });
  }
}

/** A request whose account nobody knows is in no account's scope. */
function covers(scope: FaultScope | undefined, request: FaultRequest): boolean {
  const { accountId, service } = scope ?? {};
  if (service !== undefined && !wildcardMatches(service, request.service)) return false;
  return accountId === undefined || (request.accountId !== undefined && wildcardMatches(accountId, request.accountId));
}

function isSameScope(one: FaultScope | undefined, other: FaultScope): boolean {
  return one?.accountId === other.accountId && one?.service === other.service;
}

/** One bucket for everything, or, when limited to accounts or services, one for each account and service. */
function buckets(limit: { readonly perSecond: number; readonly burst: number }, scope: FaultScope | undefined): Limit['take'] {
  const byKey = new Map<string, () => boolean>();
  return ({ accountId, service }) => {
    const key = scope ? `${accountId} ${service}` : '';
    const bucket = byKey.get(key) ?? tokenBucket(limit.perSecond, limit.burst);
    byKey.set(key, bucket);
    return bucket();
  };
}
