import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectorError } from '../../../src/index.ts';
import { deferred, failure } from '../scripted-connector.ts';
import { budgetOf, callWith, clockUntil, creating, later, reading, resilient, settled, updating } from './resilience-setting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('writes to one object run one after another, in the order in which they came', async () => {
  const write = fc.record({
    uid: fc.constantFrom('a', 'b', 'c'),
    operation: fc.constantFrom('update', 'updateDelta', 'delete'),
    arrives: fc.nat(50),
    takes: fc.nat(100),
    fails: fc.boolean(),
  });
  const property = fc.asyncProperty(
    fc.array(write, { maxLength: 25 }),
    fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    async (writes, concurrency) => {
      const { resilience } = resilient({ orderWrites: true, concurrency, retry: { attempts: 2 } }, Math.random);
      const arrived: Record<string, number[]> = {};
      const begun: Record<string, number[]> = {};
      const underWay = new Set<string>();
      let overlaps = 0;

      const calls = writes.map(async ({ uid, operation, arrives, takes, fails }, index) => {
        await later(arrives);
        arrived[uid] = [...(arrived[uid] ?? []), index];
        let attempts = 0;
        await settled(
          callWith(resilience, { operation, objectClass: 'person', uid, write: true }, async () => {
            if (attempts++ === 0) begun[uid] = [...(begun[uid] ?? []), index];
            if (underWay.has(uid)) overlaps++;
            underWay.add(uid);
            await later(takes);
            underWay.delete(uid);
            if (fails) throw new ConnectorError('Retryable', 'x');
          }),
        );
      });
      await clockUntil(Promise.all(calls));

      expect(begun).toEqual(arrived);
      expect(overlaps).toBe(0);
      expect(resilience.queues).toEqual({ order: 0, rate: 0, concurrency: 0 });
    },
  );

  await fc.assert(property, { numRuns: 200 });
});

test('a write keeps its place while it waits for another attempt', async () => {
  const { resilience } = resilient({ orderWrites: true, retry: { minDelay: 1000 } });
  const log: string[] = [];
  let fails = 1;

  const first = callWith(resilience, updating('1'), () => {
    log.push('first');
    if (fails-- > 0) throw new ConnectorError('Retryable', 'x');
  });
  const second = callWith(resilience, updating('1'), () => void log.push('second'));
  await clockUntil(Promise.all([first, second]));

  expect(log).toEqual(['first', 'first', 'second']);
});

test('writes to other objects, the same uid in another class, creates and reads wait for nothing', async () => {
  const { resilience, incidents } = resilient({ orderWrites: true });
  const gate = deferred<void>();
  const stuck = callWith(resilience, updating('1'), () => gate.promise);

  await callWith(resilience, updating('2'), () => {});
  await callWith(resilience, { ...updating('1'), objectClass: 'group' }, () => {});
  await callWith(resilience, creating, () => {});
  await callWith(resilience, reading, () => {});
  expect(incidents).toEqual([]);
  gate.resolve();
  await stuck;
});

test('a wait is reported with its time, and none where there was none', async () => {
  const { resilience, incidents } = resilient({ orderWrites: true });

  const first = callWith(resilience, updating('1'), () => later(70));
  const second = callWith(resilience, { ...updating('1'), operation: 'delete' }, () => {});
  await clockUntil(Promise.all([first, second]));

  expect(incidents).toEqual([{ type: 'wait', request: { ...updating('1'), operation: 'delete' }, reason: 'order', waited: 70 }]);
});

test('a write that was given up keeps its place until the connector has answered, so that the next does not overtake it', async () => {
  const { resilience } = resilient({ orderWrites: true });
  const gate = deferred<void>();
  const log: string[] = [];

  const first = failure(callWith(resilience, updating('1'), () => gate.promise.then(() => log.push('first is over')), { timeout: 50 }));
  const second = callWith(resilience, updating('1'), () => void log.push('second'));
  await vi.advanceTimersByTimeAsync(51);
  expect((await first).outcome).toBe('unknown');
  expect(log).toEqual([]);
  gate.resolve();
  await second;

  expect(log).toEqual(['first is over', 'second']);
});

test('a write whose time is up while it waits has done nothing, may be repeated, and holds up nobody', async () => {
  const { resilience } = resilient({ orderWrites: true });
  const gate = deferred<void>();
  const work = vi.fn();

  const first = callWith(resilience, updating('1'), () => gate.promise);
  const second = failure(callWith(resilience, updating('1'), work, { timeout: 50 }));
  const third = callWith(resilience, updating('1'), () => 'third');
  await vi.advanceTimersByTimeAsync(51);
  const error = await second;
  gate.resolve();

  expect([error.code, error.outcome, error.retryable]).toEqual(['OperationTimeout', 'none', true]);
  await first;
  expect(await third).toBe('third');
  expect(work).not.toHaveBeenCalled();
  expect(resilience.queues.order).toBe(0);
});

test('reading, merging and writing keep one place together', async () => {
  const { resilience } = resilient({ orderWrites: true });
  const log: string[] = [];
  const merge = async (name: string) => {
    const budget = budgetOf();
    const request = updating('1');
    await resilience.inOrder(request, budget, async () => {
      await resilience.call({ ...request, operation: 'get', write: false }, budget, () => budget.run(() => later(10), false));
      log.push(`${name} has read`);
      await resilience.call(request, budget, () => budget.run(() => later(10), true));
      log.push(`${name} has written`);
    });
  };

  await clockUntil(Promise.all([merge('one'), merge('two')]));

  expect(log).toEqual(['one has read', 'one has written', 'two has read', 'two has written']);
  expect(resilience.queues.order).toBe(0);
});
