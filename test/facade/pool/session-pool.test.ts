import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionLease } from '../../../src/facade/pool/session-lease.ts';
import { SessionPool } from '../../../src/facade/pool/session-pool.ts';
import { ConnectorError } from '../../../src/index.ts';
import { type Deferred, deferred, failure, untilAborted } from '../scripted-connector.ts';
import { FakeSystem, lease, never, numberOf, settle } from './fake-system.ts';

let system: FakeSystem;

beforeEach(() => {
  vi.useFakeTimers();
  system = new FakeSystem();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Connects that the test answers one by one, whatever their signal says. */
function held(): Deferred<unknown>[] {
  const connects: Deferred<unknown>[] = [];
  system.connect.mockImplementation(() => {
    const connect = deferred<unknown>();
    connects.push(connect);
    return connect.promise;
  });
  return connects;
}

/** Notes who got a session, in which order. */
function noted(...leases: Promise<SessionLease>[]): string[] {
  const notes: string[] = [];
  leases.forEach((each, index) => {
    each.then(
      (got) => notes.push(`${index}:${numberOf(got)}`),
      (error) => notes.push(`${index}:${error.code}`),
    );
  });
  return notes;
}

const aborted = (message = 'enough') => new ConnectorError('OperationAborted', message);

describe('leasing', () => {
  test('an idle session is used again', async () => {
    const pool = system.pool();
    (await lease(pool)).release();

    expect(numberOf(await lease(pool))).toBe(1);
    expect(system.made).toBe(1);
  });

  test('two calls at a time have two sessions', async () => {
    const pool = system.pool();

    expect([numberOf(await lease(pool)), numberOf(await lease(pool))]).toEqual([1, 2]);
  });

  test('the session used last is handed out first, so that the others may age', async () => {
    const pool = system.pool();
    const [first, second] = [await lease(pool), await lease(pool)];
    second.release();
    first.release();

    expect(numberOf(await lease(pool))).toBe(1);
  });

  test('an idle session that is alive costs no timer, and the signal is not asked for', async () => {
    const pool = system.pool();
    (await lease(pool)).release();
    const signal = vi.fn(() => new AbortController().signal);

    (await pool.lease(signal)).release();

    expect(signal).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('nor when checkAlive is an async function that needs no time', async () => {
    const pool = system.pool();
    (await lease(pool)).release();
    const signal = vi.fn(() => new AbortController().signal);
    system.checkAlive.mockImplementation(async () => (async () => true)());

    (await pool.lease(signal)).release();

    expect(signal).not.toHaveBeenCalled();
    expect(pool.metrics).toMatchObject({ idle: 1, checking: 0, waiting: 0, leased: 0 });
  });

  test('no listener and no timer are left on the signal of a call that waited', async () => {
    const pool = system.pool({ max: 1 });
    const controller = new AbortController();
    const first = await lease(pool, controller);
    const second = lease(pool, controller);
    first.release();
    (await second).release('broken');
    await failure(pool.lease(() => AbortSignal.abort(aborted())));

    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await pool.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a second release is harmless, also when somebody else has the session by then', async () => {
    const pool = system.pool({ max: 1 });
    const first = await lease(pool);
    first.release();
    await lease(pool);

    first.release();
    first.release('broken');

    await settle();
    expect(pool.metrics).toMatchObject({ leased: 1, idle: 0, size: 1, ended: 0 });
  });

  test('a broken session is ended, and the next call has a new one', async () => {
    const pool = system.pool({ max: 1, minIdle: 0 });
    (await lease(pool)).release('broken');

    expect(numberOf(await lease(pool))).toBe(2);
    expect(system.ended).toEqual([1]);
    expect(system.most).toBe(1);
  });

  test('wrong options are refused with all their problems', async () => {
    const error = await failure(() => new SessionPool(system, { max: 0, maxWait: -1 }, 'ldap', system.log));

    expect([error.code, error.problems.map(({ path }) => path)]).toEqual(['Configuration', ['pool.max', 'pool.maxWait']]);
  });
});

describe('waiting', () => {
  test('who came first is served first', async () => {
    const pool = system.pool({ max: 1 });
    const first = await lease(pool);
    const waiting = [lease(pool), lease(pool), lease(pool)];
    const notes = noted(...waiting);

    first.release();
    for (const each of waiting) (await each).release();

    expect(notes).toEqual(['0:1', '1:1', '2:1']);
  });

  test('a newcomer does not overtake, even with a session idle and somebody checking another', async () => {
    const pool = system.pool({ max: 2 });
    const both = [await lease(pool), await lease(pool)];
    for (const each of both) each.release();
    const checks: Deferred<boolean>[] = [];
    system.checkAlive.mockImplementation(() => {
      const check = deferred<boolean>();
      checks.push(check);
      return check.promise;
    });
    const notes = noted(lease(pool), lease(pool));
    await settle();

    checks[1]?.resolve(true);
    await settle();
    expect(notes).toEqual(['0:1']);
    checks[0]?.resolve(true);
    await settle();
    expect(notes).toEqual(['0:1', '1:2']);
  });

  test('who is aborted leaves at once with the reason of the signal, and the next one is served', async () => {
    const pool = system.pool({ max: 1 });
    const first = await lease(pool);
    const controller = new AbortController();
    const second = failure(lease(pool, controller));
    const third = lease(pool);
    const reason = aborted();
    controller.abort(reason);

    expect(await second).toBe(reason);
    expect(pool.metrics.waiting).toBe(1);
    first.release();
    expect(numberOf(await third)).toBe(1);
  });

  test.each([
    ['OperationAborted', (controller: AbortController) => controller.abort('why not')],
    ['OperationAborted', (controller: AbortController) => controller.abort()],
    ['OperationTimeout', (controller: AbortController) => controller.abort(new DOMException('late', 'TimeoutError'))],
  ])('a signal whose reason is no ConnectorError makes it %s', async (code, abort) => {
    const pool = system.pool({ max: 1 });
    await lease(pool);
    const controller = new AbortController();
    const second = failure(lease(pool, controller));
    abort(controller);

    const error = await second;
    expect([error.code, error.outcome, error.cause]).toEqual([code, 'none', controller.signal.reason]);
    expect(error.message).toMatch(/^a session of ldap: /);
  });

  test('a signal that is aborted already begins nothing', async () => {
    const pool = system.pool();

    expect((await failure(pool.lease(() => AbortSignal.abort()))).code).toBe('OperationAborted');
    expect(system.connect).not.toHaveBeenCalled();
    expect(pool.metrics.size).toBe(0);
  });

  test('a session that is granted in the same tick as the abort goes back into the pool', async () => {
    const pool = system.pool({ max: 1 });
    const first = await lease(pool);
    const controller = new AbortController();
    const second = failure(lease(pool, controller));

    first.release();
    controller.abort(aborted());

    expect((await second).code).toBe('OperationAborted');
    expect(pool.metrics).toMatchObject({ idle: 1, leased: 0, size: 1 });
  });

  test('an abort just before the release leaves the session to the pool as well', async () => {
    const pool = system.pool({ max: 1 });
    const first = await lease(pool);
    const controller = new AbortController();
    const second = failure(lease(pool, controller));

    controller.abort(aborted());
    first.release();

    expect((await second).code).toBe('OperationAborted');
    expect(pool.metrics).toMatchObject({ idle: 1, leased: 0, waiting: 0 });
  });

  test('maxWait counts milliseconds, although ICF uses the same number as seconds', async () => {
    const pool = system.pool({ max: 1, maxWait: 2 });
    await lease(pool);
    const notes = noted(lease(pool));

    await vi.advanceTimersByTimeAsync(1);
    expect(notes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(notes).toEqual(['0:OperationTimeout']);
  });

  test('maxWait is 150,000 ms by default', async () => {
    const pool = system.pool({ max: 1 });
    await lease(pool);
    const notes = noted(lease(pool));

    await vi.advanceTimersByTimeAsync(149_999);
    expect(notes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(notes).toEqual(['0:OperationTimeout']);
  });

  test('who has waited too long learns how many sessions are in use, how many calls wait and what to change', async () => {
    const pool = system.pool({ max: 2, maxWait: 100 });
    await lease(pool);
    await lease(pool);
    const first = failure(lease(pool));
    const second = failure(lease(pool));
    await vi.advanceTimersByTimeAsync(100);

    const error = await first;
    expect(error).toMatchObject({ code: 'OperationTimeout', retryable: true, outcome: 'none' });
    expect(error.message).toBe(
      'a session of ldap: none within 100 ms (pool.maxWait); 2 of 2 are in use, 1 other call waits; raise pool.max if the system allows more sessions, make fewer calls at a time, or raise pool.maxWait',
    );
    expect((await second).message).toContain('0 other calls wait');
    expect(pool.metrics).toMatchObject({ timeouts: 2, waiting: 0, maxWaited: 100 });
  });

  test('a session released after everybody has given up is idle, not lost', async () => {
    const pool = system.pool({ max: 1, maxWait: 10 });
    const first = await lease(pool);
    const late = failure(lease(pool));
    await vi.advanceTimersByTimeAsync(10);
    await late;

    first.release();

    expect(numberOf(await lease(pool))).toBe(1);
  });

  test('Infinity waits as long as the signal allows', async () => {
    const pool = system.pool({ max: 1, maxWait: Infinity });
    const first = await lease(pool);
    const second = lease(pool);
    await vi.advanceTimersByTimeAsync(2 ** 31);
    first.release();

    expect(numberOf(await second)).toBe(1);
  });
});

describe('connecting', () => {
  test('its failure is that of the call that asked for it, and the place is free for the next one', async () => {
    const pool = system.pool({ max: 1 });
    const refused = new ConnectorError('InvalidCredential', 'wrong password');
    system.connect.mockRejectedValueOnce(refused);
    const first = failure(lease(pool));
    const second = lease(pool);

    expect(await first).toBe(refused);
    expect(numberOf(await second)).toBe(1);
    expect(pool.metrics).toMatchObject({ failedConnects: 1, created: 1, size: 1 });
  });

  test('a foreign exception stays in the cause', async () => {
    const cause = new Error('password hunter2 refused');
    system.connect.mockImplementationOnce(() => {
      throw cause;
    });

    const error = await failure(lease(system.pool()));
    expect([error.code, error.cause]).toEqual(['Internal', cause]);
    expect(error.message).not.toContain('hunter2');
  });

  test('when it fails for everyone, everyone is told, each by an attempt of his own', async () => {
    const pool = system.pool({ max: 3 });
    system.connect.mockImplementation(async () => {
      throw new ConnectorError('ConnectionFailed', 'no route');
    });

    const errors = await Promise.all(Array.from({ length: 20 }, () => failure(lease(pool))));

    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['ConnectionFailed']));
    expect(pool.metrics).toMatchObject({ size: 0, waiting: 0, failedConnects: 20 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('one that hangs holds up one call, not those behind it', async () => {
    const pool = system.pool({ max: 3 });
    const connects = held();
    const notes = noted(lease(pool), lease(pool), lease(pool));
    await settle();

    connects[1]?.resolve(system.session());
    connects[2]?.resolve(system.session());
    await settle();

    expect(notes).toEqual(['0:1', '1:2']);
  });

  test('a session that is released goes to the first in line even while he connects, and what he began goes to the next', async () => {
    const pool = system.pool({ max: 2 });
    const first = await lease(pool);
    const connects = held();
    const notes = noted(lease(pool), lease(pool));
    await settle();

    first.release();
    await settle();
    expect(notes).toEqual(['0:1']);
    connects[0]?.resolve(system.session());
    await settle();
    expect(notes).toEqual(['0:1', '1:2']);
  });

  test('sessions that arrive in another order than they were asked for are no more than the calls', async () => {
    const pool = system.pool();
    const connects = held();
    const notes = noted(lease(pool), lease(pool), lease(pool));
    await settle();
    for (const each of connects.toReversed()) each.resolve(system.session());
    await settle();

    expect(notes).toEqual(['0:1', '1:2', '2:3']);
    expect(system.connect).toHaveBeenCalledTimes(3);
  });

  test('who inherits an attempt that then fails tries again himself', async () => {
    const pool = system.pool({ max: 2 });
    const connects = held();
    const notes = noted(lease(pool), lease(pool));
    await settle();

    connects[1]?.resolve(system.session());
    connects[0]?.reject(new ConnectorError('ConnectionFailed', 'no route'));
    await settle();
    expect(notes).toEqual(['0:1']);
    connects[2]?.resolve(system.session());
    await settle();
    expect(notes).toEqual(['0:1', '1:2']);
  });

  test('a caller who gives up tells connect to stop, with his reason, and the place is free', async () => {
    const pool = system.pool({ max: 1 });
    let signal: AbortSignal | undefined;
    system.connect.mockImplementationOnce((given) => {
      signal = given;
      return untilAborted(given);
    });
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    const second = lease(pool);
    const reason = aborted();
    controller.abort(reason);

    expect(await first).toBe(reason);
    expect(signal?.reason).toBe(reason);
    expect(numberOf(await second)).toBe(1);
    expect(pool.metrics.failedConnects).toBe(0);
  });

  test("a caller's giving up is not another's", async () => {
    const pool = system.pool({ max: 2 });
    const connects = held();
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    const notes = noted(lease(pool));
    await settle();
    controller.abort(aborted());
    await first;

    connects[1]?.resolve(system.session());
    await settle();
    expect(notes).toEqual(['0:1']);
    expect(system.connect.mock.calls.map(([given]) => given.aborted)).toEqual([true, false]);
  });

  test('a session that arrives although its caller has gone goes to another who waits', async () => {
    const pool = system.pool({ max: 1 });
    const connects = held();
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    const second = lease(pool);
    controller.abort(aborted());
    await first;
    connects[0]?.resolve(system.session());

    expect(numberOf(await second)).toBe(1);
    expect(system.checkAlive).toHaveBeenCalledOnce();
  });

  test('or is idle when nobody waits', async () => {
    const pool = system.pool({ max: 1 });
    const connects = held();
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    controller.abort(aborted());
    await first;
    connects[0]?.resolve(system.session());
    await settle();

    expect(pool.metrics).toMatchObject({ idle: 1, size: 1, created: 1, connecting: 0 });
  });

  test('one that does not stop gives its place up after five seconds, and its session is ended when it comes', async () => {
    const pool = system.pool({ max: 1 });
    const connects = held();
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    const second = lease(pool);
    controller.abort(aborted());
    await first;

    await vi.advanceTimersByTimeAsync(4999);
    expect(system.connect).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    connects[1]?.resolve(system.session());
    expect(numberOf(await second)).toBe(1);
    connects[0]?.resolve(system.session());
    await settle();
    expect(system.ended).toEqual([2]);
    expect(pool.metrics).toMatchObject({ size: 1, leased: 1, created: 2, ended: 1 });
  });

  test('maxWait ends a connect that hangs', async () => {
    const pool = system.pool({ maxWait: 100 });
    system.connect.mockImplementation(untilAborted);
    const first = failure(lease(pool));
    await vi.advanceTimersByTimeAsync(100);

    expect((await first).message).toBe(
      'a session of ldap: none within 100 ms (pool.maxWait); 0 of 10 are in use, 1 being connected, 0 other calls wait; see whether the system answers, or raise pool.maxWait',
    );
    expect(pool.metrics).toMatchObject({ size: 0, connecting: 0 });
  });

  test('one that hangs has no more time by being passed on from caller to caller', async () => {
    const pool = system.pool({ max: 2, maxWait: 100 });
    const first = await lease(pool);
    system.connect.mockImplementationOnce(untilAborted);
    const second = lease(pool);
    await vi.advanceTimersByTimeAsync(40);
    const third = lease(pool);
    await vi.advanceTimersByTimeAsync(10);
    first.release();
    await vi.advanceTimersByTimeAsync(60);
    const fourth = lease(pool);
    (await second).release();
    await third;
    const signal = system.connect.mock.calls[1]?.[0];

    await vi.advanceTimersByTimeAsync(39);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(signal?.aborted).toBe(true);
    expect(numberOf(await fourth)).toBe(2);
  });

  test('what was left over without a caller does not hang for ever', async () => {
    const pool = system.pool({ max: 2, minIdle: 0, maxWait: 100 });
    const first = await lease(pool);
    system.connect.mockImplementation(untilAborted);
    const second = lease(pool);
    await settle();
    first.release();
    await second;
    expect(pool.metrics.connecting).toBe(1);

    await vi.advanceTimersByTimeAsync(100);
    expect(pool.metrics).toMatchObject({ connecting: 0, leased: 1, failedConnects: 1 });
    expect(system.log).toHaveBeenCalledExactlyOnceWith('warn', 'pool of ldap: a session was given up', expect.anything());
  });
});

describe('checking', () => {
  test.each<[string, (session: unknown) => boolean | Promise<boolean>]>([
    ['says no', () => false],
    ['says no later', async () => false],
    ['says nothing', () => undefined as never],
    ['says something that is not true', () => 1 as never],
    ['says something later that is not true', async () => 'yes' as never],
    [
      'throws',
      () => {
        throw new Error('gone');
      },
    ],
    [
      'fails later',
      async () => {
        throw new Error('gone');
      },
    ],
  ])('a session whose check %s is ended, and the next idle one is tried', async (_, dead) => {
    const pool = system.pool({ max: 2 });
    const both = [await lease(pool), await lease(pool)];
    for (const each of both) each.release();
    system.checkAlive.mockImplementationOnce(dead);

    expect(numberOf(await lease(pool))).toBe(1);
    expect(system.ended).toEqual([2]);
    await settle();
    expect(pool.metrics).toMatchObject({ dead: 1, ended: 1, leased: 1, size: 1, checking: 0 });
  });

  test('when all are dead, a new one is made', async () => {
    const pool = system.pool({ max: 2 });
    const both = [await lease(pool), await lease(pool)];
    for (const each of both) each.release();
    system.checkAlive.mockReturnValue(false);

    expect(numberOf(await lease(pool))).toBe(3);
    expect(system.most).toBe(2);
  });

  test('a dead session that is released does not fail one waiting call after the other', async () => {
    const pool = system.pool({ max: 1 });
    const first = await lease(pool);
    const second = lease(pool);
    system.checkAlive.mockReturnValue(false);
    first.release();

    expect(numberOf(await second)).toBe(2);
  });

  test('one that hangs ends with the signal of the call, and the session is ended', async () => {
    const pool = system.pool({ max: 1, minIdle: 0 });
    (await lease(pool)).release();
    system.checkAlive.mockImplementationOnce(never);
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    const second = lease(pool);
    await settle();
    expect(pool.metrics).toMatchObject({ checking: 1, waiting: 2 });
    controller.abort(aborted());

    expect((await first).code).toBe('OperationAborted');
    expect(numberOf(await second)).toBe(2);
    expect(system.ended).toEqual([1]);
  });

  test('one that hangs ends with maxWait', async () => {
    const pool = system.pool({ max: 1, minIdle: 0, maxWait: 100 });
    (await lease(pool)).release();
    system.checkAlive.mockImplementationOnce(never);
    const first = failure(lease(pool));
    await vi.advanceTimersByTimeAsync(100);

    expect((await first).message).toContain('1 being checked');
    expect(pool.metrics).toMatchObject({ size: 0, ended: 1 });
  });

  test('an answer that comes after the call has gone changes nothing', async () => {
    const pool = system.pool({ max: 1, minIdle: 0 });
    (await lease(pool)).release();
    const check = deferred<boolean>();
    system.checkAlive.mockReturnValueOnce(check.promise);
    const controller = new AbortController();
    const first = failure(lease(pool, controller));
    await settle();
    controller.abort(aborted());
    await first;
    check.resolve(true);
    await settle();

    expect(pool.metrics).toMatchObject({ size: 0, idle: 0, created: 1, ended: 1 });
  });

  test('a signal that is aborted when it is first asked for ends the call', async () => {
    const pool = system.pool({ max: 1, minIdle: 0 });
    (await lease(pool)).release();
    system.checkAlive.mockImplementationOnce(never);

    expect((await failure(pool.lease(() => AbortSignal.abort(aborted())))).message).toBe('enough');
    await settle();
    expect(pool.metrics.size).toBe(0);
  });
});

describe('ending', () => {
  test('a session that is being ended keeps its place', async () => {
    const pool = system.pool({ max: 1 });
    const end = deferred<void>();
    system.end.mockReturnValueOnce(end.promise);
    (await lease(pool)).release('broken');
    const second = lease(pool);
    await settle();
    expect(pool.metrics).toMatchObject({ ending: 1, size: 1, waiting: 1 });
    end.resolve();

    expect(numberOf(await second)).toBe(2);
  });

  test('but for five seconds at most', async () => {
    const pool = system.pool({ max: 1 });
    system.end.mockImplementationOnce(never);
    (await lease(pool)).release('broken');
    const notes = noted(lease(pool));

    await vi.advanceTimersByTimeAsync(4999);
    expect(notes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(notes).toEqual(['0:2']);
    expect(system.log).toHaveBeenCalledWith('warn', 'pool of ldap: a session could not be ended', {
      code: 'OperationTimeout',
      error: 'end a session of ldap: it took longer than 5000 ms; the system may still count it',
    });
  });

  test.each<[string, () => Promise<void>]>([
    ['throws', () => failing()],
    ['fails later', async () => failing()],
  ])('one that %s is logged, and costs no place', async (_, end) => {
    const pool = system.pool({ max: 1 });
    system.end.mockImplementationOnce(end);
    (await lease(pool)).release('broken');

    expect(numberOf(await lease(pool))).toBe(2);
    expect(system.log).toHaveBeenCalledOnce();
    expect(JSON.stringify(system.log.mock.calls)).not.toContain('hunter2');
  });

  test('a log that throws costs nothing either', async () => {
    const pool = system.pool({ max: 1 });
    system.end.mockImplementationOnce(async () => failing());
    system.log.mockImplementation(() => failing());
    (await lease(pool)).release('broken');

    expect(numberOf(await lease(pool))).toBe(2);
  });
});

function failing(): never {
  throw new Error('hunter2');
}
