import { ApiError } from './api-error.ts';

/**
 * When something happens to a request: before it is looked at, or after it was applied, so that only the answer is lost.
 *
 * @example
 * const moment: FaultMoment = 'after';
 */
export type FaultMoment = 'before' | 'after';

/** What is to happen to one request instead of an answer; `fail` refuses it with exactly that error, `refuse` in the words of its service. */
export type Fate = { readonly kind: 'hang' | 'drop'; readonly when: FaultMoment } | { readonly kind: 'fail' | 'refuse'; readonly error: ApiError };

/** What is to happen to one request. */
export interface FaultPlan {
  readonly delay: number;
  readonly fate: Fate | undefined;
}

/** The refusal of a request that came too soon. */
export const throttled = (): Fate => ({ kind: 'refuse', error: new ApiError('Throttling', 400, 'Rate exceeded') });

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

/** Makes a source of fates by chance; the same one for the same seed. */
export function chanceFaults(chances: RandomFaults): () => Fate | undefined {
  const draw = randomNumbers(chances.seed);
  return () => {
    let left = draw();
    const hits = (share = 0): boolean => {
      left -= share;
      return left < 0;
    };
    if (hits(chances.throttled)) return throttled();
    if (hits(chances.unavailable)) {
      return { kind: 'refuse', error: new ApiError('ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.') };
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
