import type { CallTarget } from './fault-target.ts';
import type { PlannedFault } from './planned-fault.ts';

/**
 * Shares of answers, between 0 and 1, that go wrong, and the seed of the sequence.
 *
 * @example
 * faults.random({ throttled: 0.3, unavailable: 0.05, reset: 0.02, seed: 1 });
 */
export interface ChanceFaults extends CallTarget {
  /** Refused with RateLimited. */
  readonly throttled?: number;
  /** Refused with ConnectionFailed: the system says that it cannot serve now. */
  readonly unavailable?: number;
  /** Cut connections; half of them after the call was applied. */
  readonly reset?: number;
  readonly seed: number;
}

/** Makes a source of faults that a seed fixes: the same calls in the same order meet the same faults. */
export function chanceFaults(chances: ChanceFaults): () => PlannedFault | undefined {
  const { throttled = 0, unavailable = 0, reset = 0 } = chances;
  const shares = [throttled, unavailable, reset];
  if (shares.some((share) => !(share >= 0 && share <= 1)) || throttled + unavailable + reset > 1) {
    throw new RangeError(`the shares of random faults must be between 0 and 1, together too (got ${shares.join(', ')})`);
  }
  const draw = randomNumbers(chances.seed);
  return () => {
    let left = draw();
    // Drawn every time, so that one share does not change what another does.
    const when = draw() < 0.5 ? 'before' : 'after';
    const hits = (share: number): boolean => {
      left -= share;
      return left < 0;
    };
    if (hits(throttled)) return { kind: 'fail', code: 'RateLimited' };
    if (hits(unavailable)) return { kind: 'fail', code: 'ConnectionFailed' };
    return hits(reset) ? { kind: 'drop', when } : undefined;
  };
}

/** Numbers in [0, 1) that a seed fixes (mulberry32; good enough to spread faults). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
