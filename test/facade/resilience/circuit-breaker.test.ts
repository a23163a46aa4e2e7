import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError, type ErrorCode, errors } from '../../../src/index.ts';
import { deferred, failure } from '../scripted-connector.ts';
import { callWith, clockUntil, reading, resilient, settled } from './resilience-setting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ill: readonly string[] = ['ConnectionFailed', 'ConnectionBroken', 'ConnectorIO', 'OperationTimeout'];
const fail = (code: ErrorCode) => () => {
  throw new ConnectorError(code, 'from the connector');
};
const states = (incidents: readonly { readonly type: string }[]) =>
  incidents.flatMap((each) => (each.type === 'circuit' ? [(each as { readonly state?: string }).state] : []));

/** A breaker that has just opened. */
async function opened(options: object = {}) {
  const made = resilient({ circuitBreaker: { failures: 1, resetAfter: 1000 }, ...options });
  await failure(callWith(made.resilience, reading, fail('ConnectionBroken')));
  return made;
}

test.each(errors.map(({ code }) => [code, ill.includes(code) ? 'opens it' : 'does not open it'] as const))('%s %s', async (code, expected) => {
  const { resilience, incidents } = resilient({ circuitBreaker: { failures: 3 } });

  for (let i = 0; i < 3; i++) await failure(callWith(resilience, reading, fail(code)));

  expect(states(incidents)).toEqual(expected === 'opens it' ? ['open'] : []);
});

test('an exception that nobody knows does not open it', async () => {
  const { resilience, incidents } = resilient({ circuitBreaker: { failures: 1 } });

  await settled(callWith(resilience, reading, () => Promise.reject(new TypeError('x'))));

  expect(incidents).toEqual([]);
});

test('only failures in a row open it: an answer in between, be it a refusal, begins the count anew', async () => {
  const { resilience, incidents } = resilient({ circuitBreaker: { failures: 2 } });

  for (const code of ['ConnectionFailed', 'UnknownUid', 'ConnectionFailed', 'InvalidArgument'] as const)
    await failure(callWith(resilience, reading, fail(code)));
  expect(states(incidents)).toEqual([]);
  // What the connector may have found without asking says nothing either way.
  await failure(callWith(resilience, reading, fail('ConnectionFailed')));
  expect(states(incidents)).toEqual(['open']);
});

describe('while it is open', () => {
  test('calls fail at once, with nothing done, and say when it is worth trying again', async () => {
    const { resilience } = await opened();
    const work = vi.fn();
    await vi.advanceTimersByTimeAsync(400);

    const error = await failure(callWith(resilience, { ...reading, operation: 'delete', write: true }, work));

    expect(work).not.toHaveBeenCalled();
    expect(error).toMatchObject({ code: 'ConnectionFailed', retryable: true, retryAfter: 600, outcome: 'none' });
    expect(error.message).toBe(
      'delete person: not asked, because the circuit breaker is open after failures of the system (the last one: ConnectionBroken); one call is let through in 600 ms',
    );
  });

  test('they do not even wait for their turn', async () => {
    const { resilience, incidents } = resilient({ circuitBreaker: { failures: 1 }, concurrency: 1, rate: { calls: 1, per: 1000, burst: 2 } });
    await failure(callWith(resilience, reading, fail('ConnectionFailed')));

    expect((await failure(callWith(resilience, reading, () => 'x'))).code).toBe('ConnectionFailed');
    expect((await failure(callWith(resilience, reading, () => 'x'))).code).toBe('ConnectionFailed');
    expect(incidents.map(({ type }) => type)).toEqual(['circuit']);
  });

  test('nothing runs', async () => {
    await opened();

    expect(vi.getTimerCount()).toBe(0);
  });

  test('a call that waited for its turn while it opened is not made', async () => {
    const { resilience } = resilient({ circuitBreaker: { failures: 1 }, concurrency: 1 });
    const gate = deferred<void>();
    const work = vi.fn();

    const first = failure(callWith(resilience, reading, () => gate.promise));
    const second = failure(callWith(resilience, reading, work));
    gate.reject(new ConnectorError('ConnectionBroken', 'x'));

    expect((await first).code).toBe('ConnectionBroken');
    expect((await second).code).toBe('ConnectionFailed');
    expect(work).not.toHaveBeenCalled();
    expect(resilience.queues.concurrency).toBe(0);
  });

  test('a call with retries waits until one is let through', async () => {
    const { resilience, incidents } = await opened({ retry: { codes: ['ConnectionFailed'] } });

    expect(await clockUntil(callWith(resilience, reading, () => 'back'))).toBe('back');
    expect(incidents.map((each) => (each.type === 'circuit' ? each.state : each.type))).toEqual(['open', 'retry', 'half-open', 'closed']);
  });

  test('what becomes of a call that began before does not matter', async () => {
    const { resilience, incidents } = resilient({ circuitBreaker: { failures: 1 } });
    const gate = deferred<void>();
    const early = callWith(resilience, reading, () => gate.promise);
    await failure(callWith(resilience, reading, fail('ConnectionFailed')));
    gate.resolve();
    await early;

    expect(states(incidents)).toEqual(['open']);
    expect((await failure(callWith(resilience, reading, () => 'x'))).code).toBe('ConnectionFailed');
  });
});

describe('when the while is over', () => {
  test('one call is let through, and the others fail until it has ended', async () => {
    const { resilience, incidents } = await opened();
    await vi.advanceTimersByTimeAsync(1000);
    const gate = deferred<string>();

    const probe = callWith(resilience, reading, () => gate.promise);
    const other = await failure(callWith(resilience, reading, () => 'x'));
    gate.resolve('back');

    expect(other).toMatchObject({ code: 'ConnectionFailed', retryable: true, retryAfter: undefined });
    expect(await probe).toBe('back');
    expect(await callWith(resilience, reading, () => 'again')).toBe('again');
    expect(states(incidents)).toEqual(['open', 'half-open', 'closed']);
  });

  test('what becomes of a call that began long before does not decide', async () => {
    const { resilience, incidents } = resilient({ circuitBreaker: { failures: 1, resetAfter: 1000 } });
    const gate = deferred<void>();
    const early = callWith(resilience, reading, () => gate.promise);
    await failure(callWith(resilience, reading, fail('ConnectionBroken')));
    await vi.advanceTimersByTimeAsync(1000);
    const probe = failure(callWith(resilience, reading, () => new Promise(() => {}), { timeout: 50 }));
    await vi.advanceTimersByTimeAsync(0);

    gate.resolve();
    await early;

    expect((await failure(callWith(resilience, reading, () => 'x'))).code).toBe('ConnectionFailed');
    await vi.advanceTimersByTimeAsync(50);
    expect((await probe).code).toBe('OperationTimeout');
    expect(states(incidents)).toEqual(['open', 'half-open', 'open']);
  });

  test('it opens again when that call fails too', async () => {
    const { resilience, incidents } = await opened();
    await vi.advanceTimersByTimeAsync(1000);
    await failure(callWith(resilience, reading, fail('ConnectionFailed')));

    expect((await failure(callWith(resilience, reading, () => 'x'))).retryAfter).toBe(1000);
    expect(states(incidents)).toEqual(['open', 'half-open', 'open']);
  });

  test('a call that its caller ended says nothing: the next one tries', async () => {
    const { resilience, incidents } = await opened();
    await vi.advanceTimersByTimeAsync(1000);
    const controller = new AbortController();
    const probe = failure(callWith(resilience, reading, () => new Promise(() => {}), { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();

    expect((await probe).code).toBe('OperationAborted');
    expect(await callWith(resilience, reading, () => 'back')).toBe('back');
    expect(states(incidents)).toEqual(['open', 'half-open', 'closed']);
  });
});

test('behaves as its model, whatever comes', async () => {
  const step = fc.oneof(
    fc.record({ wait: fc.nat(1500) }),
    fc.record({ result: fc.constantFrom<ErrorCode | 'ok' | 'foreign'>('ok', 'foreign', ...errors.map(({ code }) => code)) }),
  );
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 0, max: 1000 }),
    fc.array(step, { maxLength: 60 }),
    async (failures, resetAfter, steps) => {
      const { resilience, incidents } = resilient({ circuitBreaker: { failures, resetAfter } });
      const well: readonly string[] =
        'ok AlreadyExists UnknownUid InvalidCredential InvalidPassword PasswordExpired PermissionDenied RateLimited PreconditionFailed PreconditionRequired QuotaExceeded'.split(
          ' ',
        );
      const expected: string[] = [];
      let count = 0;
      // Undefined: closed. Else the time at which one is let through; half says that one was, and said nothing.
      let until: number | undefined;
      let half = false;
      for (const each of steps) {
        if ('wait' in each) {
          await vi.advanceTimersByTimeAsync(each.wait);
          continue;
        }
        const { result } = each;
        const work = vi.fn(() => {
          if (result === 'foreign') throw new Error('x');
          if (result !== 'ok') fail(result)();
        });
        const passes = until === undefined || half || performance.now() >= until;
        await settled(callWith(resilience, reading, work));
        expect(work).toHaveBeenCalledTimes(passes ? 1 : 0);
        if (!passes) continue;
        if (until !== undefined && !half) {
          half = true;
          expected.push('half-open');
        }
        if (well.includes(result)) {
          count = 0;
          if (half) expected.push('closed');
          until = undefined;
          half = false;
        } else if (ill.includes(result) && (half || ++count >= failures)) {
          expected.push('open');
          until = performance.now() + resetAfter;
          half = false;
          count = 0;
        }
      }
      expect(states(incidents)).toEqual(expected);
    },
  );

  await fc.assert(property, { numRuns: 300 });
});
