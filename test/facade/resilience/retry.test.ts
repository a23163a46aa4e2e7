import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError, type ErrorCode, type ErrorDetails, errors } from '../../../src/index.ts';
import { failure } from '../scripted-connector.ts';
import { budgetOf, callWith, clockUntil, creating, later, reading, resilient, settled, updating } from './resilience-setting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const down = () => new ConnectorError('ConnectionFailed', 'down');

/** Fails some times, then answers. */
function failing(times: number, error: () => unknown = down) {
  return vi.fn(() => {
    if (times-- > 0) throw error();
    return 'done';
  });
}

describe('a read', () => {
  test('that fails in a way that may pass is made again until it succeeds', async () => {
    const { resilience, incidents } = resilient({ retry: {} });
    const work = failing(2);

    expect(await clockUntil(callWith(resilience, reading, work))).toBe('done');
    expect(work).toHaveBeenCalledTimes(3);
    expect(incidents).toEqual([
      { type: 'retry', request: reading, attempt: 1, delay: 100, code: 'ConnectionFailed' },
      { type: 'retry', request: reading, attempt: 2, delay: 100, code: 'ConnectionFailed' },
    ]);
  });

  test('is made no more often than `attempts` says, and then fails with what it failed with last', async () => {
    const { resilience } = resilient({ retry: { attempts: 3 } });
    let count = 0;
    const work = () => {
      throw new ConnectorError('Retryable', `number ${++count}`);
    };

    expect((await failure(clockUntil(callWith(resilience, reading, work)))).message).toBe('number 3');
  });

  test('whose error says that trying again is of no use is not made again', async () => {
    const { resilience } = resilient({ retry: {} });
    const work = failing(1, () => new ConnectorError('ConnectionFailed', 'a wrong certificate', { retryable: false }));

    expect((await failure(callWith(resilience, reading, work))).message).toBe('a wrong certificate');
    expect(work).toHaveBeenCalledOnce();
  });

  test('is made again after the codes that were named, and after no others', async () => {
    const { resilience } = resilient({ retry: { codes: ['ConnectorIO', 'Internal'] } });

    expect(
      await clockUntil(
        callWith(
          resilience,
          reading,
          failing(1, () => new ConnectorError('ConnectorIO', 'x')),
        ),
      ),
    ).toBe('done');
    expect(
      await clockUntil(
        callWith(
          resilience,
          reading,
          failing(1, () => new TypeError('foreign')),
        ),
      ),
    ).toBe('done');
    expect((await failure(clockUntil(callWith(resilience, reading, failing(1))))).code).toBe('ConnectionFailed');
  });

  test('that throws something foreign is not made again', async () => {
    const { resilience } = resilient({ retry: {} });
    const work = failing(1, () => new TypeError('a defect'));

    await expect(callWith(resilience, reading, work)).rejects.toThrow('a defect');
    expect(work).toHaveBeenCalledOnce();
  });
});

describe('the wait', () => {
  const delays = async (options: object, random: () => number, error: () => unknown = down) => {
    const { resilience, incidents } = resilient({ retry: { attempts: 6, ...options } }, random);
    await settled(clockUntil(callWith(resilience, reading, failing(99, error))));
    return incidents.map((incident) => (incident.type === 'retry' ? incident.delay : incident.type));
  };

  test('doubles its bound each time, up to the longest', async () => {
    expect(await delays({ minDelay: 100, maxDelay: 1000 }, () => 1)).toEqual([200, 400, 800, 1000, 1000]);
  });

  test('is anywhere between the shortest and that bound', async () => {
    expect(await delays({ minDelay: 100, maxDelay: 1000 }, () => 0.5)).toEqual([150, 250, 450, 550, 550]);
    expect(await delays({ minDelay: 100, maxDelay: 1000 }, () => 0)).toEqual([100, 100, 100, 100, 100]);
  });

  test('is at least what the system asked for, also beyond the longest', async () => {
    const busy = () => new ConnectorError('RateLimited', 'slow down', { retryAfter: 30_000 });

    expect((await delays({ maxDelay: 1000 }, () => 0, busy))[0]).toBe(30_000);
    // Or all who were told the same would come back at the same moment.
    expect((await delays({ maxDelay: 1000 }, () => 1, busy))[0]).toBe(30_100);
  });

  test.each([Number.NaN, -5, 0])('is not led astray by a connector that asks for %d ms', async (retryAfter) => {
    expect(
      (
        await delays(
          {},
          () => 0,
          () => new ConnectorError('RateLimited', 'x', { retryAfter }),
        )
      )[0],
    ).toBe(100);
  });

  test('is not begun when it is longer than the call has left: the call fails at once, with what it failed with', async () => {
    const { resilience, incidents } = resilient({ retry: { minDelay: 1000 } });

    const call = failure(callWith(resilience, reading, failing(9), { timeout: 1000 }));
    await vi.advanceTimersByTimeAsync(0);

    expect((await call).code).toBe('ConnectionFailed');
    expect(incidents).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not begun when it is longer than a timer can run', async () => {
    const { resilience } = resilient({ retry: {} });
    const work = failing(1, () => new ConnectorError('RateLimited', 'next year', { retryAfter: 2 ** 31 }));

    expect((await failure(callWith(resilience, reading, work))).message).toBe('next year');
  });

  test('ends with the signal of the caller, with nothing done', async () => {
    const { resilience } = resilient({ retry: {} });
    const controller = new AbortController();

    const call = failure(callWith(resilience, updating('1'), failing(9), { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(50);
    controller.abort();

    const error = await call;
    expect([error.code, error.outcome]).toEqual(['OperationAborted', 'none']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a call with a timeout per page has one for all its attempts', async () => {
  const { resilience, incidents } = resilient({ retry: { minDelay: 60, maxDelay: 60, attempts: 9 } });
  const budget = budgetOf({ timeout: 100 }, 'page');

  await failure(clockUntil(resilience.call(reading, budget, () => budget.run(() => Promise.reject(down()), false))));

  expect(incidents).toHaveLength(1);
});

test('a call whose time is up is not made again, though a timeout may pass', async () => {
  const { resilience } = resilient({ retry: {} });
  const work = vi.fn(() => new Promise(() => {}));

  const error = await failure(clockUntil(callWith(resilience, reading, work, { timeout: 50 })));
  expect([error.code, error.retryable]).toEqual(['OperationTimeout', true]);
  expect(work).toHaveBeenCalledOnce();
});

describe('a write', () => {
  test.each<[string, ErrorDetails]>([
    ['of which nobody knows whether it happened', { outcome: 'unknown', retryable: true }],
    ['of which some happened', { outcome: 'partial', retryable: true }],
    ['whose error is not retryable', { retryable: false }],
  ])('%s is not made again', async (_, details) => {
    const { resilience } = resilient({ retry: { codes: ['ConnectionBroken'] } });
    const work = failing(1, () => new ConnectorError('ConnectionBroken', 'x', details));

    await failure(callWith(resilience, creating, work));
    expect(work).toHaveBeenCalledOnce();
  });

  test('that threw something foreign is not made again, whatever the codes', async () => {
    const { resilience } = resilient({ retry: { codes: ['Internal'] } });
    const work = failing(1, () => new Error('socket hang up'));

    await expect(callWith(resilience, creating, work)).rejects.toThrow('socket hang up');
    expect(work).toHaveBeenCalledOnce();
  });

  test.each(['hook invite', 'scriptOnConnector', 'scriptOnResource'])('%s is not made again: its author promised nothing', async (operation) => {
    const { resilience } = resilient({ retry: {} });
    const work = failing(1);

    await failure(callWith(resilience, { operation, objectClass: undefined, uid: undefined, write: true }, work));
    expect(work).toHaveBeenCalledOnce();
  });

  test('is applied once at most, whatever fails in whatever way, and asked for no more often than allowed', async () => {
    const codes = errors.map(({ code }) => code);
    const fate = fc.record({
      fails: fc.boolean(),
      code: fc.constantFrom<ErrorCode>(...codes),
      outcome: fc.constantFrom('none', 'partial', 'unknown', 'foreign'),
      retryable: fc.option(fc.boolean(), { nil: undefined }),
      retryAfter: fc.option(fc.nat(500), { nil: undefined }),
      takes: fc.nat(300),
      // Whether a write whose answer is lost took effect.
      happens: fc.boolean(),
    });
    const property = fc.asyncProperty(
      fc.array(fate, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      fc.option(fc.array(fc.constantFrom<ErrorCode>(...codes)), { nil: undefined }),
      fc.option(fc.integer({ min: 1, max: 2000 }), { nil: undefined }),
      async (fates, attempts, chosen, timeout) => {
        const { resilience } = resilient({ retry: { attempts, codes: chosen } }, Math.random);
        let asked = 0;
        let applied = 0;
        const work = async () => {
          const each = fates[asked++ % fates.length];
          if (!each) throw new Error('no fate');
          await later(each.takes);
          if (!each.fails) {
            applied++;
            return 'uid';
          }
          if (each.outcome !== 'none' && each.happens) applied++;
          if (each.outcome === 'foreign') throw new Error('foreign');
          const { outcome, retryAfter } = each;
          throw new ConnectorError(each.code, 'x', {
            outcome,
            retryAfter,
            ...(each.retryable !== undefined && { retryable: each.retryable }),
          });
        };

        await settled(clockUntil(callWith(resilience, creating, work, { timeout })));
        // What was given up goes on and may take effect yet.
        while (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();

        expect(applied).toBeLessThanOrEqual(1);
        expect(asked).toBeLessThanOrEqual(attempts);
      },
    );

    await fc.assert(property, { numRuns: 300 });
  });
});

describe('authenticate', () => {
  const request = { operation: 'authenticate', objectClass: 'person', uid: undefined, write: false };

  test.each<[ErrorCode, number]>([
    ['ConnectionFailed', 2],
    ['RateLimited', 2],
    ['ConnectionBroken', 1],
    ['OperationTimeout', 1],
    ['Retryable', 1],
    ['InvalidCredential', 1],
    ['InvalidPassword', 1],
  ])('after %s is made %d time(s): who may have looked at a wrong password counts it', async (code, times) => {
    const { resilience } = resilient({ retry: {} });
    const work = failing(1, () => new ConnectorError(code, 'x'));

    await settled(clockUntil(callWith(resilience, request, work)));
    expect(work).toHaveBeenCalledTimes(times);
  });

  test('with a wrong password is not made again, also when the codes name it', async () => {
    const { resilience } = resilient({ retry: { codes: ['InvalidCredential'] } });
    const work = failing(1, () => new ConnectorError('InvalidCredential', 'x'));

    await failure(callWith(resilience, request, work));
    expect(work).toHaveBeenCalledOnce();
  });
});

describe('a stream', () => {
  const searching = { operation: 'search', objectClass: 'person', uid: undefined, write: false };

  test('counts the attempts of each page anew', async () => {
    const { resilience } = resilient({ retry: { attempts: 2 } });
    const stream = resilience.stream(searching, budgetOf({}, 'page'));
    const fail = () => stream.pull(() => Promise.reject(down()));

    for (let page = 0; page < 3; page++) {
      const error = await failure(fail());
      expect(await clockUntil(stream.again(error))).toBe(true);
      expect(await stream.pull(() => page)).toBe(page);
    }
    await failure(fail());
    expect(await clockUntil(stream.again(down()))).toBe(true);
    await failure(fail());
    expect(await stream.again(down())).toBe(false);
  });

  test('has one timeout for a page and all its attempts, and another for the next page', async () => {
    const { resilience } = resilient({ retry: { minDelay: 60, maxDelay: 60, attempts: 9 } });
    const budget = budgetOf({ timeout: 100 }, 'page');
    const stream = resilience.stream(searching, budget);
    const pull = (work: () => unknown) => stream.pull(() => budget.run(work, false));

    await failure(pull(() => Promise.reject(down())));
    expect(await clockUntil(stream.again(down()))).toBe(true);
    expect(await pull(() => 'first')).toBe('first');
    await failure(pull(() => Promise.reject(down())));
    expect(await clockUntil(stream.again(down()))).toBe(true);
    await failure(pull(() => Promise.reject(down())));
    // 60 of its 100 ms are over, and the next wait takes 60.
    expect(await stream.again(down())).toBe(false);
  });

  test('of live changes is not asked again, for what happened meanwhile would be lost', async () => {
    const { resilience } = resilient({ retry: {}, concurrency: 1 });
    const stream = resilience.stream({ ...searching, operation: 'liveSync' }, budgetOf());
    const waiting = stream.pull(() => new Promise(() => {}));

    // Nor does it keep a slot from others while nothing happens.
    expect(await callWith(resilience, reading, () => 'there')).toBe('there');
    expect(await stream.again(down())).toBe(false);
    expect(waiting).toBeInstanceOf(Promise);
  });
});
