import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionPool } from '../../../src/facade/pool/session-pool.ts';
import { ConnectorError, type PoolOptions } from '../../../src/index.ts';
import { type Deferred, deferred, failure, untilAborted } from '../scripted-connector.ts';
import { FakeSystem, lease, settle } from './fake-system.ts';

let system: FakeSystem;

beforeEach(() => {
  vi.useFakeTimers();
  system = new FakeSystem();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A pool with some idle sessions: number 1 is idle longest. */
async function idle(count: number, options: PoolOptions): Promise<SessionPool> {
  const pool = system.pool(options);
  const leases = await Promise.all(Array.from({ length: count }, () => lease(pool)));
  for (const each of leases) each.release();
  return pool;
}

describe('sessions that nobody needs', () => {
  test('are ended after maxIdleTime, down to minIdle, those first that are idle longest', async () => {
    const pool = await idle(4, { minIdle: 2, maxIdleTime: 1000 });

    await vi.advanceTimersByTimeAsync(999);
    expect(system.ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(system.ended).toEqual([1, 2]);
    expect(pool.metrics).toMatchObject({ idle: 2, size: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('are ended to the last with a minIdle of 0, and then no timer is left', async () => {
    const pool = await idle(3, { minIdle: 0, maxIdleTime: 1000 });
    await vi.advanceTimersByTimeAsync(1000);

    expect(pool.metrics).toMatchObject({ size: 0, ended: 3 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('each have their own time', async () => {
    const pool = system.pool({ minIdle: 0, maxIdleTime: 1000 });
    const [first, second] = [await lease(pool), await lease(pool)];
    first.release();
    await vi.advanceTimersByTimeAsync(600);
    second.release();

    await vi.advanceTimersByTimeAsync(400);
    expect(system.ended).toEqual([1]);
    await vi.advanceTimersByTimeAsync(600);
    expect(system.ended).toEqual([1, 2]);
  });

  test('are kept by use', async () => {
    const pool = await idle(1, { minIdle: 0, maxIdleTime: 1000 });
    for (let turn = 0; turn < 5; turn++) {
      await vi.advanceTimersByTimeAsync(700);
      (await lease(pool)).release();
    }

    expect(system.ended).toEqual([]);
  });

  test.each([0, Infinity])('are never ended with a maxIdleTime of %s', async (maxIdleTime) => {
    await idle(3, { minIdle: 0, maxIdleTime });
    expect(vi.getTimerCount()).toBe(0);

    await vi.advanceTimersByTimeAsync(1e9);
    expect(system.ended).toEqual([]);
  });

  test('are no concern of a session in use', async () => {
    const pool = await idle(1, { minIdle: 0, maxIdleTime: 1000, maxLife: 1000 });
    await lease(pool);
    await vi.advanceTimersByTimeAsync(5000);

    expect(system.ended).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('leave no timer when the last one broke', async () => {
    const pool = await idle(1, { minIdle: 0, maxIdleTime: 1000 });
    expect(vi.getTimerCount()).toBe(1);
    (await lease(pool)).release('broken');
    await settle();

    expect(vi.getTimerCount()).toBe(0);
  });

  test('do not keep the process alive', async () => {
    vi.useRealTimers();
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const pool = await idle(2, { minIdle: 0, maxIdleTime: 3_600_000 });
    const timers = setTimer.mock.results.map(({ value }) => value as NodeJS.Timeout);
    setTimer.mockRestore();

    // Those of waiting calls are cleared by now, which is no longer to hold anything either.
    const last = timers.at(-1);
    expect(last?.hasRef()).toBe(false);
    await pool.close();
  });
});

describe('sessions that are too old', () => {
  test('are ended when they are idle, below minIdle too, and made again', async () => {
    const pool = await idle(1, { minIdle: 1, maxLife: 1000 });
    await vi.advanceTimersByTimeAsync(1000);

    expect(system.ended).toEqual([1]);
    expect(system.made).toBe(2);
    expect(pool.metrics).toMatchObject({ idle: 1, size: 1 });
  });

  test('are ended when they are returned', async () => {
    const pool = system.pool({ minIdle: 0, maxLife: 1000 });
    const held = await lease(pool);
    await vi.advanceTimersByTimeAsync(1000);
    expect(system.ended).toEqual([]);
    held.release();
    await settle();

    expect(system.ended).toEqual([1]);
  });

  test('are ended in their order of age, wherever they stand', async () => {
    const pool = system.pool({ minIdle: 0, maxLife: 1000, maxIdleTime: 0 });
    const first = await lease(pool);
    await vi.advanceTimersByTimeAsync(500);
    const second = await lease(pool);
    second.release();
    first.release();

    await vi.advanceTimersByTimeAsync(500);
    expect(system.ended).toEqual([1]);
    await vi.advanceTimersByTimeAsync(500);
    expect(system.ended).toEqual([1, 2]);
  });

  test('are not handed out when the timer is late', async () => {
    const pool = await idle(1, { minIdle: 0, maxLife: 1000 });
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 1000);
    await lease(pool);
    vi.mocked(performance.now).mockRestore();

    expect([system.made, system.ended]).toEqual([2, [1]]);
    expect(system.checkAlive).not.toHaveBeenCalled();
  });
});

describe('making what is missing', () => {
  test('begins with the first session, not before', async () => {
    const pool = system.pool({ minIdle: 3 });
    await settle();
    expect(system.made).toBe(0);
    const held = await lease(pool);
    await settle();
    expect(pool.metrics).toMatchObject({ idle: 2, leased: 1 });
    held.release();

    expect(pool.metrics).toMatchObject({ idle: 3, size: 3 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is done one by one, so that a system that has just come back is not met by all at once', async () => {
    const pool = system.pool({ minIdle: 5 });
    const connects: Deferred<unknown>[] = [];
    system.connect.mockImplementation(() => {
      const connect = deferred<unknown>();
      connects.push(connect);
      return connect.promise;
    });
    const first = lease(pool);
    connects[0]?.resolve(system.session());
    (await first).release('broken');
    await settle();

    expect(connects).toHaveLength(2);
    connects[1]?.resolve(system.session());
    await settle();
    expect(connects).toHaveLength(3);
  });

  test('a lone caller has one session by default, and it is made again when it broke', async () => {
    const pool = system.pool();
    const held = await lease(pool);
    await settle();
    expect(system.made).toBe(1);
    held.release('broken');
    await settle();

    expect(pool.metrics).toMatchObject({ idle: 1, created: 2, ended: 1 });
  });

  test('a session made in the background goes to who waits', async () => {
    const pool = system.pool({ max: 1 });
    const held = await lease(pool);
    held.release('broken');
    await settle();
    const second = lease(pool);

    expect((await second).session).toEqual({ number: 2 });
  });

  test('a failure is logged and tried again after one, two, four … seconds, six times, until a call connects', async () => {
    const pool = system.pool();
    const held = await lease(pool);
    const times: number[] = [];
    const start = performance.now();
    system.connect.mockImplementation(async () => {
      times.push(performance.now() - start);
      throw new ConnectorError('ConnectionFailed', 'no route');
    });
    held.release('broken');
    await vi.advanceTimersByTimeAsync(600_000);

    expect(times).toEqual([0, 1000, 3000, 7000, 15_000, 31_000]);
    expect(system.log.mock.calls[0]).toEqual([
      'warn',
      'pool of ldap: a session could not be made in the background',
      { code: 'ConnectionFailed', error: 'no route' },
    ]);
    expect(system.log).toHaveBeenCalledTimes(6);
    expect(vi.getTimerCount()).toBe(0);

    system.connect.mockImplementation(async () => system.session());
    const again = await lease(pool);
    system.connect.mockRejectedValueOnce(new ConnectorError('ConnectionFailed', 'no route'));
    again.release('broken');
    await vi.advanceTimersByTimeAsync(999);
    expect(pool.metrics.idle).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(pool.metrics.idle).toBe(1);
  });

  test('a pause ends as soon as a call connects', async () => {
    const pool = system.pool({ minIdle: 2 });
    system.connect.mockImplementationOnce(async () => system.session()).mockRejectedValueOnce(new ConnectorError('ConnectionFailed', 'no route'));
    await lease(pool);
    await settle();
    expect(vi.getTimerCount()).toBe(1);
    await lease(pool);
    await settle();

    expect(pool.metrics).toMatchObject({ leased: 2, size: 2 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('the pause is as long as the system asks for', async () => {
    const pool = system.pool();
    const held = await lease(pool);
    system.connect.mockRejectedValueOnce(new ConnectorError('RateLimited', 'slowly', { retryAfter: 30_000 }));
    held.release('broken');

    await vi.advanceTimersByTimeAsync(29_999);
    expect(system.made).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(system.made).toBe(2);
  });

  test('a wrong password is not repeated in the background, which would lock the account', async () => {
    const pool = system.pool({ minIdle: 2 });
    system.connect.mockImplementationOnce(async () => system.session()).mockRejectedValue(new ConnectorError('InvalidCredential', 'no'));
    await lease(pool);
    await vi.advanceTimersByTimeAsync(600_000);

    expect(system.connect).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('nor after a call was told so', async () => {
    const pool = system.pool({ minIdle: 0 });
    system.connect.mockRejectedValue(new ConnectorError('InvalidCredential', 'no'));
    await failure(lease(pool));
    await vi.advanceTimersByTimeAsync(600_000);

    expect(system.connect).toHaveBeenCalledTimes(1);
  });

  test('one that hangs is given up after maxWait', async () => {
    const pool = system.pool({ maxWait: 500 });
    const held = await lease(pool);
    system.connect.mockImplementationOnce(untilAborted);
    held.release('broken');
    await vi.advanceTimersByTimeAsync(499);
    expect(pool.metrics.connecting).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(pool.metrics.connecting).toBe(0);

    await vi.advanceTimersByTimeAsync(1000);
    expect(pool.metrics.idle).toBe(1);
  });

  test('one that hangs does not hold up a call while there are places', async () => {
    const pool = system.pool({ max: 2 });
    const held = await lease(pool);
    system.connect.mockImplementationOnce(untilAborted);
    held.release('broken');
    await settle();

    expect((await lease(pool)).session).toEqual({ number: 2 });
  });

  test('one that hangs in the last place is given up with the first call that waited for it', async () => {
    const pool = system.pool({ max: 1 });
    const held = await lease(pool);
    system.connect.mockImplementationOnce(untilAborted);
    held.release('broken');
    await settle();
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    const second = lease(pool);
    controller.abort(new ConnectorError('OperationTimeout', 'late'));

    expect((await first).message).toBe('late');
    expect((await second).session).toEqual({ number: 2 });
  });

  test('stops with close', async () => {
    const pool = system.pool();
    const held = await lease(pool);
    system.connect.mockRejectedValue(new ConnectorError('ConnectionFailed', 'no route'));
    held.release('broken');
    await settle();
    expect(vi.getTimerCount()).toBe(1);
    await pool.close();

    expect(vi.getTimerCount()).toBe(0);
  });
});
