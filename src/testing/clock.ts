/** A clock and its timers, for code that should not wait in real time. */
export interface TestClock {
  /** The time in milliseconds since 1970. */
  now(): number;
  /** Runs something once, `ms` milliseconds later. */
  setTimeout(run: () => void, ms: number): unknown;
  /** Forgets it, unless it has run already. */
  clearTimeout(timer: unknown): void;
}

/** Real time. The timers are looked up at every call, so that those that a test framework puts in their place count. */
export const realClock: TestClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/**
 * Waits for a time on a clock.
 *
 * @param ms      Milliseconds; 0 or less does not wait.
 * @param signal  Ends the wait: rejects with the signal's reason.
 */
export async function wait(clock: TestClock, ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const end = () => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}
