import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError } from '../../../src/index.ts';
import { deferred, failure } from '../scripted-connector.ts';
import { budgetOf, callWith, clockUntil, creating, later, reading, resilient, settled } from './resilience-setting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the rate', () => {
  test('no window ever sees more than calls + burst, and no call is lost or overtaken', async () => {
    const property = fc.asyncProperty(
      fc.record({ calls: fc.integer({ min: 1, max: 20 }), per: fc.integer({ min: 1, max: 1000 }), burst: fc.integer({ min: 1, max: 10 }) }),
      fc.array(fc.record({ arrives: fc.nat(2000), timeout: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }) }), { maxLength: 40 }),
      async (rate, calls) => {
        const { resilience } = resilient({ rate });
        const asked: { readonly at: number; readonly index: number }[] = [];
        const waited: number[] = [];
        let lost = 0;

        const all = calls.map(async ({ arrives, timeout }, index) => {
          await later(arrives);
          waited.push(index);
          const call = callWith(resilience, reading, () => void asked.push({ at: performance.now(), index }), { timeout });
          if ((await settled(call)).status === 'rejected') lost++;
        });
        await clockUntil(Promise.all(all));

        for (const first of asked) {
          const window = asked.filter(({ at }) => at >= first.at && at < first.at + rate.per);
          expect(window.length).toBeLessThanOrEqual(rate.calls + rate.burst);
        }
        // Stricter: n calls in a row take at least the time in which n - burst tokens come back.
        const pace = rate.per / rate.calls;
        for (const [from, { at }] of asked.entries()) {
          for (const [more, last] of asked.slice(from).entries()) expect(last.at - at).toBeGreaterThan((more + 1 - rate.burst) * pace - 1e-6);
        }
        const order = asked.map(({ index }) => index);
        expect(order).toEqual(waited.filter((index) => order.includes(index)));
        expect(asked.length + lost).toBe(calls.length);
        expect(resilience.queues.rate).toBe(0);
        expect(vi.getTimerCount()).toBe(0);
      },
    );

    await fc.assert(property, { numRuns: 200 });
  });

  test('lets a burst go at once, then one call each time a token comes back', async () => {
    const { resilience, incidents } = resilient({ rate: { calls: 10, per: 1000, burst: 3 } });
    const asked: number[] = [];

    await clockUntil(Promise.all(Array.from({ length: 5 }, () => callWith(resilience, reading, () => void asked.push(performance.now())))));

    const [start = 0] = asked;
    expect(asked.map((at) => at - start)).toEqual([0, 0, 0, 100, 200]);
    expect(incidents.map((each) => each.type === 'wait' && [each.reason, each.waited])).toEqual([
      ['rate', 100],
      ['rate', 200],
    ]);
  });

  test('counts every attempt', async () => {
    const { resilience } = resilient({ rate: { calls: 1, per: 500 }, retry: { attempts: 3, minDelay: 1 } });
    const asked: number[] = [];

    await settled(
      clockUntil(
        callWith(resilience, reading, () => {
          asked.push(performance.now());
          throw new ConnectorError('Retryable', 'x');
        }),
      ),
    );

    const [start = 0] = asked;
    expect(asked.map((at) => at - start)).toEqual([0, 500, 1000]);
  });

  test('a call that gave up has used nothing, and gives nothing back', async () => {
    const { resilience } = resilient({ rate: { calls: 1, per: 100 } });
    await callWith(resilience, reading, () => {});
    const gaveUp = [1, 2, 3].map(() => failure(callWith(resilience, reading, () => {}, { timeout: 50 })));
    await vi.advanceTimersByTimeAsync(50);
    await Promise.all(gaveUp);

    const start = performance.now();
    await clockUntil(callWith(resilience, reading, () => {}));

    expect(performance.now() - start).toBe(50);
  });

  test('who comes while the clock is late does not overtake those who wait', async () => {
    const { resilience } = resilient({ rate: { calls: 1, per: 100 } });
    const log: string[] = [];
    await callWith(resilience, reading, () => {});
    const waiting = callWith(resilience, reading, () => void log.push('first'));
    // The time has come, but its timer has not fired yet.
    const { now } = performance;
    vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 100);

    const late = callWith(resilience, reading, () => void log.push('second'));
    await clockUntil(Promise.all([waiting, late]));

    expect(log).toEqual(['first', 'second']);
  });
});

describe('the concurrency', () => {
  test('no more calls than allowed are at the connector at once, and none overtakes another', async () => {
    const call = fc.record({
      arrives: fc.nat(50),
      takes: fc.nat(60),
      // Always one, though seldom reached: a call without takes fewer turns of the event loop to begin, which is no overtaking.
      timeout: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(100_000)),
      fails: fc.boolean(),
      write: fc.boolean(),
    });
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(call, { maxLength: 30 }), async (concurrency, calls) => {
      const { resilience } = resilient({ concurrency });
      let underWay = 0;
      let most = 0;
      const arrived: number[] = [];
      const begun: number[] = [];

      const all = calls.map(async ({ arrives, takes, timeout, fails, write }, index) => {
        await later(arrives);
        arrived.push(index);
        const work = async () => {
          begun.push(index);
          most = Math.max(most, ++underWay);
          await later(takes);
          underWay--;
          if (fails) throw new Error('x');
        };
        await settled(callWith(resilience, write ? creating : reading, work, { timeout }));
      });
      await clockUntil(Promise.all(all));
      while (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
      await vi.advanceTimersByTimeAsync(0);

      expect(most).toBeLessThanOrEqual(concurrency);
      expect(begun).toEqual(arrived.filter((index) => begun.includes(index)));
      expect(resilience.queues.concurrency).toBe(0);
      // All slots are back.
      const gate = deferred<void>();
      const full = Array.from({ length: concurrency }, () => callWith(resilience, reading, () => gate.promise));
      await vi.advanceTimersByTimeAsync(0);
      expect(resilience.queues.concurrency).toBe(0);
      gate.resolve();
      await Promise.all(full);
    });

    await fc.assert(property, { numRuns: 200 });
  });

  test('a slot is held while a page is read, and not while the consumer thinks', async () => {
    const { resilience } = resilient({ concurrency: 1 });
    const stream = resilience.stream({ operation: 'search', objectClass: 'person', uid: undefined, write: false }, budgetOf());

    await stream.pull(() => 'page');

    expect(await callWith(resilience, reading, () => 'nested')).toBe('nested');
  });

  test('a call that waits for another attempt gives its slot to others', async () => {
    const { resilience } = resilient({ concurrency: 1, retry: { minDelay: 1000 } });
    const log: string[] = [];
    let fails = 1;

    const first = callWith(resilience, reading, () => {
      if (fails-- > 0) throw new ConnectorError('Retryable', 'x');
      log.push('first');
    });
    const second = callWith(resilience, reading, () => void log.push('second'));
    await clockUntil(Promise.all([first, second]));

    expect(log).toEqual(['second', 'first']);
  });
});
