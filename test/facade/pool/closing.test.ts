import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError } from '../../../src/index.ts';
import { deferred, failure, untilAborted } from '../scripted-connector.ts';
import { FakeSystem, lease, never, numberOf, settle } from './fake-system.ts';

let system: FakeSystem;

beforeEach(() => {
  vi.useFakeTimers();
  system = new FakeSystem();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('closing a pool', () => {
  test('ends the idle sessions before it resolves', async () => {
    const pool = system.pool();
    const both = [await lease(pool), await lease(pool)];
    for (const each of both) each.release();

    await pool.close();

    expect(system.ended.toSorted()).toEqual([1, 2]);
    expect(pool.metrics).toMatchObject({ size: 0, created: 2, ended: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not wait for leased ones, which are ended when they are released', async () => {
    const pool = system.pool();
    const held = await lease(pool);
    await pool.close();
    expect(system.ended).toEqual([]);

    held.release();
    await settle();

    expect(system.ended).toEqual([1]);
    expect(pool.metrics).toMatchObject({ size: 0, idle: 0 });
  });

  test('twice is once', async () => {
    const pool = system.pool();
    (await lease(pool)).release();

    expect(pool.close()).toBe(pool.close());
    await pool.close();

    expect(system.end).toHaveBeenCalledOnce();
  });

  test('refuses who comes later', async () => {
    const pool = system.pool();
    await pool.close();

    const error = await failure(lease(pool));
    expect([error.code, error.message]).toEqual(['InvalidArgument', 'a session of ldap: the pool is closed; open the connector again']);
  });

  test('refuses who waits: in line, for a connect, for a check', async () => {
    const pool = system.pool({ max: 2 });
    const held = await lease(pool);
    const signals: AbortSignal[] = [];
    system.connect.mockImplementation((signal) => {
      signals.push(signal);
      return untilAborted(signal);
    });
    system.checkAlive.mockImplementation(never);
    const waiting = [lease(pool), lease(pool), lease(pool)].map(failure);
    held.release();
    await settle();
    expect(pool.metrics).toMatchObject({ connecting: 1, checking: 1, waiting: 3 });

    await pool.close();

    expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(['InvalidArgument', 'InvalidArgument', 'InvalidArgument']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(pool.metrics).toMatchObject({ size: 0, waiting: 0 });
    expect(system.open.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends a session that arrives although connect was told to stop', async () => {
    const pool = system.pool();
    const connect = deferred<unknown>();
    system.connect.mockReturnValue(connect.promise);
    const first = failure(lease(pool));
    const closing = pool.close();
    connect.resolve(system.session());
    await closing;
    await first;

    expect(system.ended).toEqual([1]);
  });

  test('waits for a connect that does not stop five seconds and no longer, and ends its session nevertheless', async () => {
    const pool = system.pool();
    const connect = deferred<unknown>();
    system.connect.mockReturnValue(connect.promise);
    const first = failure(lease(pool));
    const done = vi.fn();
    pool.close().then(done);
    await first;
    await vi.advanceTimersByTimeAsync(4999);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalled();

    connect.resolve(system.session());
    await settle();

    expect(system.ended).toEqual([1]);
    expect(pool.metrics).toMatchObject({ size: 0, created: 1, ended: 1 });
  });

  test('logs every error of ending and throws the first', async () => {
    const pool = system.pool();
    const both = [await lease(pool), await lease(pool)];
    for (const each of both) each.release();
    const first = new ConnectorError('ConnectorIO', 'could not log out');
    system.end.mockRejectedValueOnce(first).mockRejectedValueOnce(new Error('foreign'));

    expect(await failure(pool.close())).toBe(first);
    expect(system.log).toHaveBeenCalledTimes(2);
  });

  test('gives up an ending that hangs, and says so', async () => {
    const pool = system.pool();
    (await lease(pool)).release();
    system.end.mockImplementation(never);
    const closing = failure(pool.close());
    await vi.advanceTimersByTimeAsync(5000);

    expect((await closing).code).toBe('OperationTimeout');
    expect(pool.metrics.size).toBe(0);
  });

  test('during everything leaves nothing behind', async () => {
    const pool = system.pool({ max: 6, minIdle: 3, maxLife: 1000 });
    const held = await Promise.all(Array.from({ length: 6 }, () => lease(pool)));
    const [aborting, connect, check] = [new AbortController(), deferred<unknown>(), deferred<boolean>()];
    system.connect.mockReturnValue(connect.promise);
    system.checkAlive.mockReturnValue(check.promise);
    held[0]?.release('broken');
    held[1]?.release();
    const waiting = Array.from({ length: 5 }, (_, index) => failure(lease(pool, index === 0 ? aborting : undefined)));
    await settle();
    held[2]?.release();
    aborting.abort();
    const closing = pool.close();
    held[3]?.release();
    held[4]?.release('broken');
    connect.resolve(system.session());
    check.resolve(true);
    await closing;
    expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual(['OperationAborted', ...Array(4).fill('InvalidArgument')]);
    held[5]?.release();
    await settle();

    expect(system.open.size).toBe(0);
    expect(new Set(system.ended).size).toBe(system.made);
    expect(pool.metrics).toMatchObject({ size: 0, waiting: 0, ended: system.made });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not throw what went wrong before', async () => {
    const pool = system.pool();
    system.end.mockRejectedValueOnce(new Error('earlier'));
    (await lease(pool)).release('broken');
    await settle();

    await expect(pool.close()).resolves.toBeUndefined();
  });

  test('takes a checkAlive that closes the pool and answers later', async () => {
    const pool = system.pool({ max: 1 });
    (await lease(pool)).release();
    system.checkAlive.mockImplementation(async () => {
      void pool.close();
      return true;
    });
    const late = failure(lease(pool));
    await settle();

    expect((await late).code).toBe('InvalidArgument');
    expect(pool.metrics.size).toBe(0);
    expect(system.open.size).toBe(0);
  });

  test('takes a checkAlive that closes the pool and says no', async () => {
    const pool = system.pool({ max: 1 });
    (await lease(pool)).release();
    system.checkAlive.mockImplementation(() => {
      void pool.close();
      return false;
    });

    expect((await failure(lease(pool))).code).toBe('InvalidArgument');
    await settle();
    expect(pool.metrics).toMatchObject({ size: 0, waiting: 0, created: 1 });
  });

  test('takes a checkAlive that closes the pool and answers at once', async () => {
    const pool = system.pool({ max: 1 });
    (await lease(pool)).release();
    system.checkAlive.mockImplementation(() => {
      void pool.close();
      return true;
    });
    const held = await lease(pool);
    expect(numberOf(held)).toBe(1);
    held.release();
    await pool.close();
    await settle();

    expect(system.open.size).toBe(0);
  });
});
