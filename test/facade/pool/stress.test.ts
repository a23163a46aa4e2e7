import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Adversity, type Odds, overtakes } from './adversity.ts';

/** Turns of the event loop, counted: as fast as the machine, and the same order each time. */
class Turns {
  readonly #waiting = new Map<number, (() => void)[]>();
  now = 0;

  readonly after = (turns: number): Promise<void> =>
    new Promise((resolve) => {
      const due = this.now + Math.max(1, turns);
      this.#waiting.set(due, [...(this.#waiting.get(due) ?? []), resolve]);
    });

  async run(): Promise<void> {
    while (this.#waiting.size > 0) {
      this.now++;
      const due = this.#waiting.get(this.now) ?? [];
      this.#waiting.delete(this.now);
      for (const resolve of due) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const usual: Odds = { failingConnect: 0.2, hangingConnect: 0, dying: 0.1, hangingCheck: 0, failingEnd: 0.02, hangingEnd: 0, broken: 0.1, abort: 0.1 };

afterEach(() => {
  vi.useRealTimers();
});

describe('10,000 calls at a time on a pool of 10, with failing connects, dead sessions, aborts and broken sessions', () => {
  test.each([1, 20_261_121, 0xc0ffee])('lose, starve and leak nothing (seed %i)', async (seed) => {
    const turns = new Turns();
    const system = new Adversity(seed, usual, { max: 10, minIdle: 2, maxWait: Infinity }, turns.after);
    const calls = Array.from({ length: 10_000 }, (_, index) => system.call(index, () => turns.now));
    await turns.run();
    await Promise.all(calls);

    const { fates, pool } = system;
    expect(fates).toHaveLength(10_000);
    expect(new Set(fates.map(({ code }) => code))).toEqual(new Set(['', 'ConnectionFailed', 'OperationAborted']));
    expect(fates.filter(({ got }) => got).length).toBeGreaterThan(6000);
    expect(overtakes(fates, 'none')).toBe(0);
    expect([system.usedTwice, system.most]).toEqual([0, 10]);

    const { size, idle, leased, waiting, connecting, created, ended } = pool.metrics;
    expect({ waiting, leased, connecting, size }).toEqual({ waiting: 0, leased: 0, connecting: 0, size: idle });
    expect([created - ended, system.made - system.gone, system.alive.size]).toEqual([idle, idle, idle]);
    expect(created).toBe(system.made);

    const closing = pool.close().catch(() => {});
    await turns.run();
    await closing;
    expect([pool.metrics.size, system.alive.size]).toEqual([0, 0]);
  });
});

const chance = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
const anyOdds: fc.Arbitrary<Odds> = fc.record({
  failingConnect: chance(0.6),
  hangingConnect: chance(0.2),
  dying: chance(0.5),
  hangingCheck: chance(0.1),
  failingEnd: chance(0.2),
  hangingEnd: chance(0.1),
  broken: chance(0.5),
  abort: chance(0.6),
});

const anyOptions = fc
  .record({
    max: fc.integer({ min: 1, max: 5 }),
    minIdle: fc.integer({ min: 0, max: 3 }),
    maxWait: fc.constantFrom(15, 200, 5000),
    maxIdleTime: fc.constantFrom(0, 10, 3000),
    maxLife: fc.constantFrom(0, 60, 1000),
  })
  .map((options) => ({ ...options, minIdle: Math.min(options.minIdle, options.max) }));

const arrivals = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });

describe('whatever goes wrong, also what hangs', () => {
  test('every call ends, in the order of arrival, no session is lost or used twice, and there are never too many', async () => {
    const property = fc.asyncProperty(fc.integer(), anyOdds, anyOptions, arrivals, fc.boolean(), async (seed, odds, options, gaps, closeEarly) => {
      vi.useFakeTimers();
      const after = (turns: number) => new Promise<void>((resolve) => setTimeout(resolve, turns));
      const now = () => performance.now();
      const system = new Adversity(seed, odds, options, after);
      const { pool, fates } = system;

      for (const [index, gap] of gaps.entries()) {
        void system.call(index, now);
        if (gap > 25) await vi.advanceTimersByTimeAsync(gap - 25);
      }
      if (!closeEarly) await vi.advanceTimersByTimeAsync(6000);
      const closing = pool.close().catch(() => {});
      await vi.advanceTimersByTimeAsync(20_000);
      await closing;

      expect(fates).toHaveLength(gaps.length);
      expect(overtakes(fates, 'same moment')).toBe(0);
      expect(system.usedTwice).toBe(0);
      // Only what the pool has given up after a time comes on top: an ending that hangs, a connect that does not stop.
      expect(system.most).toBeLessThanOrEqual(options.max + system.hanging + system.late);
      const { size, waiting, created, ended } = pool.metrics;
      expect({ size, waiting, created, ended }).toEqual({ size: 0, waiting: 0, created: system.made, ended: system.made });
      expect(system.alive.size).toBe(system.hanging);
      expect(vi.getTimerCount()).toBe(0);
    });

    // A failure prints the seed and the path with which `fc.assert` repeats it.
    await fc.assert(property, { numRuns: 200 });
  });
});
