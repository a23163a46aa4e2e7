import type { CallTarget } from './fault-target.ts';

/**
 * A limit of calls: a token bucket on the clock of the faults, or simply every n-th answer.
 *
 * @example
 * faults.throttle({ every: 3, retryAfter: 1000 });
 */
export type ThrottleLimit = CallTarget &
  (
    | { readonly perSecond: number; readonly burst: number }
    | {
        /** Refuses each answer whose number is a multiple of this. */
        readonly every: number;
        /** Milliseconds. */
        readonly retryAfter?: number | undefined;
      }
  );

/** Decides about one answer: undefined when it may pass, else how long to wait, in milliseconds, where that is known. */
export type Throttle = () => { readonly retryAfter: number | undefined } | undefined;

/** Makes the throttle of a limit. */
export function throttleOf(limit: ThrottleLimit, now: () => number): Throttle {
  return 'every' in limit ? everyNth(limit.every, limit.retryAfter) : tokenBucket(limit.perSecond, limit.burst, now);
}

function everyNth(every: number, retryAfter: number | undefined): Throttle {
  if (!Number.isSafeInteger(every) || every < 1) throw new RangeError(`every must be a whole number from 1 (got ${String(every)})`);
  let count = 0;
  return () => (++count % every === 0 ? { retryAfter } : undefined);
}

function tokenBucket(perSecond: number, burst: number, now: () => number): Throttle {
  if (!(perSecond > 0 && burst >= 1)) throw new RangeError(`perSecond must be above 0 and burst at least 1 (got ${perSecond} and ${burst})`);
  let tokens = burst;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + (Math.max(0, time - filledAt) / 1000) * perSecond);
    filledAt = time;
    if (tokens < 1) return { retryAfter: Math.ceil(((1 - tokens) / perSecond) * 1000) };
    tokens -= 1;
    return undefined;
  };
}
