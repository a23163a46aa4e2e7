import { type TestClock, wait } from './clock.ts';

/** A clock that only a test moves. It fits `startAws({ clock })` and `createFaults({ clock })`, so that both live in the same time. */
export interface FakeClock extends TestClock {
  /** Moves the time by `ms` milliseconds and runs the timers that are due, in their order; a negative number moves it back and runs none. */
  advance(ms: number): void;
  /** The same, and lets promises settle after every timer: for code that waits, goes on and waits again. */
  advanceAsync(ms: number): Promise<void>;
  /** Waits until the time has been moved by `ms` milliseconds; the signal ends the wait with its reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** How many timers wait. */
  readonly timers: number;
}

interface Timer {
  /** On the time that has passed, which is not moved back. */
  readonly due: number;
  readonly run: () => void;
}

/**
 * Makes a clock that stands still until a test moves it.
 *
 * @param start  Milliseconds since 1970, or a date; now by default.
 *
 * @example
 * const clock = fakeClock(new Date('2030-01-01'));
 * const faults = createFaults({ clock });
 * faults.latency(30_000);
 * clock.advance(30_000); // whoever waited for that answer has it
 */
export function fakeClock(start: number | Date = Date.now()): FakeClock {
  let time = Number(start);
  if (!Number.isFinite(time)) throw new RangeError(`start must be a moment, in milliseconds since 1970 or as a date (got ${String(start)})`);
  // Timers count what has passed: setting a clock back does not make anybody wait longer.
  let passed = 0;
  const waiting = new Set<Timer>();

  /** The timer that is due next, within a time; of those due together, the one that was set first. */
  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of waiting) if (timer.due <= until && (!next || timer.due < next.due)) next = timer;
    return next;
  };
  const moveTo = (moment: number) => {
    time += moment - passed;
    passed = moment;
  };
  let sinceMove = 0;
  const fire = (timer: Timer) => {
    sinceMove = timer.due > passed ? 0 : sinceMove + 1;
    if (sinceMove > MOST_AT_ONCE) throw new RangeError(`${MOST_AT_ONCE} timers ran at one moment: one of them sets itself again without a wait`);
    // A timer that was set while the clock stood later than it is due runs at once, not in the past.
    moveTo(Math.max(passed, timer.due));
    waiting.delete(timer);
    timer.run();
  };
  const checked = (ms: number) => {
    if (!Number.isFinite(ms)) throw new RangeError(`a clock is moved by a number of milliseconds (got ${String(ms)})`);
    return ms;
  };

  const clock: FakeClock = {
    now: () => time,
    advance(ms) {
      if (checked(ms) < 0) {
        time += ms;
        return;
      }
      const until = passed + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) fire(timer);
      // A timer may have moved the clock further.
      if (until > passed) moveTo(until);
    },
    async advanceAsync(ms) {
      if (checked(ms) < 0) return clock.advance(ms);
      await settle();
      const until = passed + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        fire(timer);
        await settle();
      }
      // Somebody may have moved the clock further meanwhile.
      if (until > passed) moveTo(until);
    },
    setTimeout(run, ms) {
      const timer: Timer = { due: passed + Math.max(0, Number.isFinite(ms) ? ms : 0), run };
      waiting.add(timer);
      return timer;
    },
    clearTimeout: (timer) => {
      waiting.delete(timer as Timer);
    },
    sleep: (ms, signal) => wait(clock, ms, signal),
    get timers() {
      return waiting.size;
    },
  };
  return clock;
}

// More than any test sets; without an end, such a timer would hang the test where no timeout of a test framework reaches.
const MOST_AT_ONCE = 100_000;

// Far more than the steps of any chain of promises between two waits; a turn of the event loop could be a fake one.
const TURNS = 200;

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}
