import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Resilience } from '../../../src/facade/resilience/resilience.ts';
import { type ResilienceOptions, resilienceProblems } from '../../../src/facade/resilience/resilience-options.ts';
import { ConnectorError } from '../../../src/index.ts';
import { deferred, failure } from '../scripted-connector.ts';
import { budgetOf, callWith, later, resilient, updating } from './resilience-setting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each<[string, ResilienceOptions]>([
  ['earlier writes to the same object', { orderWrites: true }],
  ['the rate', { rate: { calls: 1, per: 60_000 } }],
  ['the concurrency', { concurrency: 1 }],
  ['all of them, and another attempt', { orderWrites: true, rate: { calls: 1, per: 60_000 }, concurrency: 1, retry: {}, circuitBreaker: {} }],
])('a call that waits for %s', (_, options) => {
  test.each(['signal', 'timeout', 'both at once'])('and whose %s ends it leaves nothing behind', async (end) => {
    const { resilience } = resilient(options);
    const gate = deferred<void>();
    const holder = callWith(resilience, updating('1'), () => gate.promise);
    await vi.advanceTimersByTimeAsync(0);
    const controller = new AbortController();
    const { signal } = controller;
    const limits = end === 'signal' ? { signal } : end === 'timeout' ? { timeout: 100 } : { signal, timeout: 100 };
    const work = vi.fn();

    const calls = [1, 2, 3].map(() => failure(callWith(resilience, updating('1'), work, limits)));
    await vi.advanceTimersByTimeAsync(99);
    if (end === 'both at once') setTimeout(() => controller.abort(), 1);
    if (end === 'signal') controller.abort();
    await vi.advanceTimersByTimeAsync(1);

    for (const error of await Promise.all(calls)) expect([/^Operation/.test(error.code), error.outcome]).toEqual([true, 'none']);
    expect(work).not.toHaveBeenCalled();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    gate.resolve();
    await holder;
    await vi.advanceTimersByTimeAsync(0);
    expect(resilience.queues).toEqual({ order: 0, rate: 0, concurrency: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a call whose turn comes in the moment in which it is ended gives the turn to the next', async () => {
  const { resilience } = resilient({ concurrency: 1 });
  const gate = deferred<void>();
  const controller = new AbortController();
  const holder = callWith(resilience, updating('1'), () => gate.promise);
  const ended = failure(callWith(resilience, updating('2'), () => 'never', { signal: controller.signal }));
  const next = callWith(resilience, updating('3'), () => 'next');
  await vi.advanceTimersByTimeAsync(0);

  controller.abort();
  gate.resolve();

  await holder;
  expect((await ended).code).toBe('OperationAborted');
  expect(await next).toBe('next');
});

test('a wait for another attempt that is ended leaves nothing behind', async () => {
  const { resilience } = resilient({ retry: {}, orderWrites: true, concurrency: 1 });
  const controller = new AbortController();
  const work = () => Promise.reject(new ConnectorError('Retryable', 'x'));

  const call = failure(callWith(resilience, updating('1'), work, { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(10);
  expect(vi.getTimerCount()).toBe(1);
  controller.abort();
  await call;
  await vi.advanceTimersByTimeAsync(0);

  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  expect(resilience.queues).toEqual({ order: 0, rate: 0, concurrency: 0 });
});

test('a write that is ended before it is made does not count as begun', async () => {
  const { resilience } = resilient({ concurrency: 1 });
  const gate = deferred<void>();
  const holder = callWith(resilience, updating('1'), () => gate.promise);
  const budget = budgetOf({ timeout: 50 });
  const call = failure(resilience.call(updating('2'), budget, () => budget.run(() => 'x', true)));
  await vi.advanceTimersByTimeAsync(51);

  expect((await call).outcome).toBe('none');
  expect(budget.writing).toBe(false);
  gate.resolve();
  await holder;
});

test('a write whose time was used up by waiting is not begun', async () => {
  const { resilience } = resilient({ concurrency: 1 });
  const holder = callWith(resilience, updating('1'), () => later(100));
  await vi.advanceTimersByTimeAsync(0);
  const work = vi.fn();

  const call = failure(callWith(resilience, updating('2'), work, { timeout: 100 }));
  await vi.advanceTimersByTimeAsync(100);
  await holder;

  expect([(await call).code, (await call).outcome]).toEqual(['OperationTimeout', 'none']);
  expect(work).not.toHaveBeenCalled();
});

test('a write that is ended while it waits for a slot gives up its place in the order as well', async () => {
  const { resilience } = resilient({ concurrency: 1, orderWrites: true });
  const gate = deferred<void>();
  const holder = callWith(resilience, updating('1'), () => gate.promise);
  const ended = failure(callWith(resilience, updating('2'), () => {}, { timeout: 50 }));
  const next = callWith(resilience, updating('2'), () => 'next');
  await vi.advanceTimersByTimeAsync(50);
  await ended;
  gate.resolve();
  await holder;

  expect(await next).toBe('next');
});

test('a budget without bounds makes no timer and no controller', async () => {
  const { resilience } = resilient({ orderWrites: true, rate: { calls: 1000, per: 1 }, concurrency: 1, retry: {}, circuitBreaker: {} });
  const timers = vi.spyOn(globalThis, 'setTimeout');

  await callWith(resilience, updating('1'), () => 'x');

  expect(timers).not.toHaveBeenCalled();
});

describe('the options', () => {
  const problemsOf = (options: unknown) => resilienceProblems(options as ResilienceOptions);

  test('make nothing when nothing is asked for', () => {
    for (const options of [{}, { orderWrites: false }, { retry: undefined, rate: undefined }])
      expect(Resilience.of(options, () => {})).toBeUndefined();
    expect(Resilience.of({ concurrency: 1 }, () => {})).toBeDefined();
  });

  test('may be at their defaults, and beside others that are not of this', () => {
    const options = { timeout: 5, retry: {}, circuitBreaker: {}, orderWrites: true, concurrency: 1, rate: { calls: 1, per: 1 } };

    expect(problemsOf(options)).toEqual([]);
  });

  test('that are wrong are named all at once', () => {
    const options = {
      retry: { attempts: 0, codes: ['ConectionFailed', 5], minDelay: -1, maxDelay: '5', atempts: 3 },
      concurrency: 1.5,
      rate: { per: 0, burst: Number.POSITIVE_INFINITY },
      orderWrites: 'yes',
      circuitBreaker: 5,
    };

    expect(problemsOf(options).map(({ path, message }) => `${path} ${message}`)).toEqual([
      'retry.atempts is not known; there are attempts, minDelay, maxDelay, codes',
      'retry.attempts must be a whole number, 1 or more (got 0)',
      'retry.minDelay must be a number of milliseconds from 0 to 2147483647 (got -1)',
      'retry.maxDelay must be a number of milliseconds from 0 to 2147483647 (got "5")',
      'rate.calls must be a whole number, 1 or more (got nothing)',
      'rate.per must be a number of milliseconds from 1 to 2147483647 (got 0)',
      'rate.burst must be a whole number, 1 or more (got Infinity)',
      'circuitBreaker must be an object (got 5)',
      'concurrency must be a whole number, 1 or more (got 1.5)',
      'orderWrites must be true or false (got "yes")',
      'retry.codes[0] must be the code of an error (got "ConectionFailed")',
      'retry.codes[1] must be the code of an error (got 5)',
    ]);
    expect(problemsOf({ retry: { minDelay: 50, maxDelay: 20 }, rate: null })).toEqual([
      { path: 'rate', message: 'must be an object (got null)' },
      { path: 'retry.maxDelay', message: 'must not be less than minDelay, 50 (got 20)' },
    ]);
    expect(problemsOf({ retry: { codes: 'ConnectionFailed' } })).toHaveLength(1);
  });
});
