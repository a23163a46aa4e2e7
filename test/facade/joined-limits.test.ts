import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attr, ConnectorError, objectClass, type ResilienceEvent } from '../../src/index.ts';
import { failure, people as made, open, person, searchOver } from './scripted-connector.ts';

const incidents: ResilienceEvent[] = [];
const hear = (event: unknown) => void incidents.push(event as ResilienceEvent);

beforeEach(() => {
  incidents.length = 0;
  subscribe('identity-connector:resilience', hear);
  vi.useFakeTimers();
});
afterEach(() => {
  unsubscribe('identity-connector:resilience', hear);
  vi.useRealTimers();
});

const circuit = () => incidents.flatMap((incident) => (incident.type === 'circuit' ? [incident.state] : []));
const slow = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1000));
const pooled = { pool: { max: 1, maxIdleTime: 0, checkAlive: () => true } };

describe('a circuit breaker and a pool', () => {
  test('a call that found all sessions in use says nothing of the system', async () => {
    const { people } = await open(
      { delete: slow, get: async () => undefined, search: searchOver(made(2), 1) },
      { circuitBreaker: { failures: 1 } },
      pooled,
    );

    const holding = people.delete('1');
    const read = failure(people.get('1', { timeout: 10 }));
    const search = failure(people.search({ timeout: 10 }).toArray());
    await vi.advanceTimersByTimeAsync(1000);
    await holding;

    expect(await read).toMatchObject({ code: 'OperationTimeout' });
    expect(await search).toMatchObject({ code: 'OperationTimeout' });
    expect(circuit()).toEqual([]);
    expect(await people.get('1')).toBeUndefined();
  });

  test('one that waited for a connect does', async () => {
    let connects = 0;
    const connect = () => (++connects === 1 ? {} : new Promise(() => {}));
    const rest = { connect, pool: { max: 1, minIdle: 0, checkAlive: () => false } };
    const { people } = await open({ get: async () => undefined }, { circuitBreaker: { failures: 1 }, instanceName: 'hr' }, rest);

    const read = failure(people.get('1', { timeout: 10 }));
    await vi.advanceTimersByTimeAsync(10);

    expect(await read).toMatchObject({ code: 'OperationTimeout' });
    expect(circuit()).toEqual(['open']);
    expect(incidents[0]).toMatchObject({ connector: 'scripted', instanceName: 'hr' });
  });
});

describe('streams within streams', () => {
  test.each([1, 2])('with a pool of two and %s calls at a time', async (concurrency) => {
    const { people, facade } = await open({ search: searchOver(made(4), 1) }, { concurrency, retry: {} }, { pool: { ...pooled.pool, max: 2 } });

    const seen: string[] = [];
    for await (const outer of people.search()) for await (const inner of people.search()) seen.push(`${outer.uid}${inner.uid}`);

    expect(seen).toHaveLength(16);
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0 });
  });

  test('with a pool of one the inner one gives up by its timeout, and the outer one goes on', async () => {
    const { people, facade } = await open({ search: searchOver(made(4), 1) }, {}, pooled);

    const seen: string[] = [];
    const reading = (async () => {
      for await (const { uid } of people.search()) {
        if (uid === '1') expect(await failure(people.search({ timeout: 10 }).first())).toMatchObject({ code: 'OperationTimeout' });
        seen.push(uid);
      }
    })();
    await vi.advanceTimersByTimeAsync(10);
    await reading;

    expect(seen).toEqual(['0', '1', '2', '3']);
    expect(facade.pool).toMatchObject({ leased: 0, idle: 1, waiting: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('concurrency and a pool', () => {
  test('calls that wait for a session do not keep the streams that have them all from going on', async () => {
    const options = { concurrency: 2, retry: {}, circuitBreaker: {} };
    const { people, facade } = await open({ search: searchOver(made(4), 1), get: async () => undefined }, options, {
      pool: { ...pooled.pool, max: 2 },
    });

    const reads: Promise<unknown>[] = [];
    const rows: string[] = [];
    const read = async () => {
      for await (const { uid } of people.search()) {
        rows.push(uid);
        reads.push(people.get('1'), people.get('2'));
      }
    };
    const both = Promise.all([read(), read()]);
    let over = false;
    const ended = both.then(() => Promise.all(reads)).then(() => (over = true));
    await vi.advanceTimersByTimeAsync(1000);

    expect([over, rows.length]).toEqual([true, 8]);
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0, timeouts: 0 });
    expect(vi.getTimerCount()).toBe(0);
    await ended;
  });

  test('no more calls than that are at the connector, whatever they wait for', async () => {
    let underWay = 0;
    let most = 0;
    const get = async () => {
      most = Math.max(most, ++underWay);
      await slow();
      underWay--;
    };
    const { people, facade } = await open({ get }, { concurrency: 2, rate: { calls: 1, per: 100, burst: 3 } }, { pool: { ...pooled.pool, max: 3 } });

    const reads = Promise.all(Array.from({ length: 9 }, () => people.get('1')));
    await vi.advanceTimersByTimeAsync(10_000);
    await reads;

    expect([most, underWay]).toEqual([2, 0]);
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0 });
  });

  test('a call that gives up while it waits for a slot gives its session back unharmed: nothing was asked by it', async () => {
    const { people, facade } = await open(
      { delete: slow, get: slow, search: searchOver(made(4), 1) },
      { concurrency: 1 },
      { pool: { ...pooled.pool, max: 3 } },
    );

    const holding = people.delete('1');
    const read = failure(people.get('2', { timeout: 10 }));
    const search = failure(people.search({ timeout: 10 }).toArray());
    await vi.advanceTimersByTimeAsync(10);

    expect(await read).toMatchObject({ code: 'OperationTimeout' });
    expect(await search).toMatchObject({ code: 'OperationTimeout' });
    expect(facade.pool).toMatchObject({ leased: 1, idle: 2, ended: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    await holding;
    expect(facade.pool).toMatchObject({ leased: 0, idle: 3, ended: 0 });
  });
});

describe('classes found at run time, with a pool of one and retries', () => {
  const found = (...names: string[]) => names.map((name) => objectClass(name, { __NAME__: attr.string({ required: true }) }));

  test('are found by the session that then serves the call; a failure is repeated, and a refresh counts', async () => {
    const schema = vi.fn();
    schema.mockRejectedValueOnce(new ConnectorError('RateLimited', 'later')).mockResolvedValueOnce(found('a')).mockResolvedValueOnce(found('b'));
    const dynamic = { get: async ({ uid }: { readonly uid: string }) => person(uid) };
    const { facade } = await open({}, { retry: {} }, { ...pooled, schema, dynamic });

    const before = facade.supports('a', 'get');
    const reading = facade.dynamic('a').get('1');
    await vi.advanceTimersByTimeAsync(1000);

    expect(await reading).toMatchObject({ objectClass: 'a', uid: '1' });
    expect([before, facade.supports('a', 'get'), facade.supports('b', 'get')]).toEqual([false, true, false]);
    await facade.schema({ refresh: true });
    expect([facade.supports('a', 'get'), facade.supports('b', 'get')]).toEqual([false, true]);
    expect(await failure(facade.dynamic('a').get('1'))).toMatchObject({ code: 'InvalidArgument' });
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0 });
  });
});
