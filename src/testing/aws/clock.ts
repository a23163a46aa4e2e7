/**
 * The time an Embedded AWS lives in: real time plus an offset that tests move.
 *
 * Signatures, session expiry, report age and every date in an answer follow it, so a test reaches "one hour later" without waiting.
 *
 * @example
 * const clock = createClock();
 * clock.advance(3_600_000); // every session of one hour is expired now
 */
export interface AwsClock {
  /** The time in milliseconds since 1970. */
  now(): number;
  /** Moves the time by `ms` milliseconds; a negative number moves it back. */
  advance(ms: number): void;
}

/**
 * Creates a clock that starts at the real time and runs with it.
 *
 * @param source  Where the real time comes from; a constant function makes a clock that only `advance` moves.
 *
 * @example
 * const frozen = createClock(() => Date.UTC(2030, 0, 1));
 */
export function createClock(source: () => number = Date.now): AwsClock {
  let offset = 0;
  return {
    now: () => source() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}
