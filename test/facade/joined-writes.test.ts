import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError, type ConnectorObject, type OpenOptions, openConnector, wrap } from '../../src/index.ts';
import { connectorOf, deferred, failure, open, person } from './scripted-connector.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A connector that can only replace, with one object, whose calls take a turn. */
async function replacing(options: OpenOptions = {}, rest: object = {}) {
  const object = { tags: ['user'] as readonly string[], title: 'none' };
  const asked: string[] = [];
  const gate = deferred<void>();
  const operations = {
    get: async ({ uid }: { readonly uid: string }): Promise<ConnectorObject> => {
      await gate.promise;
      asked.push('get');
      return person(uid, { ...object });
    },
    update: async ({ attributes }: { readonly attributes: object }) => {
      await gate.promise;
      asked.push(`update ${JSON.stringify(attributes)}`);
      Object.assign(object, attributes);
    },
    delete: async () => {
      asked.push('delete');
    },
  };
  return { ...(await open(operations, options, rest)), object, asked, open: () => gate.resolve() };
}

describe('the order of writes', () => {
  test('holds between those that are merged and those that are not: the last one to come is the last one to be done', async () => {
    const { people, object, open: go } = await replacing({ orderWrites: true });

    const writes = [
      people.update('1', { add: { tags: ['a'] } }),
      people.update('1', { add: { tags: ['b'] } }),
      people.update('1', { replace: { tags: ['last'] } }),
    ];
    go();
    await Promise.all(writes);

    expect(object.tags).toEqual(['last']);
  });

  test('a write that gives up while it waits did nothing, and those behind it go on', async () => {
    vi.useFakeTimers();
    const { people, asked, open: go } = await replacing({ orderWrites: true });

    const first = people.update('1', { add: { tags: ['a'] } });
    const given = failure(people.update('1', { add: { tags: ['b'] } }, { timeout: 10 }));
    const plain = failure(people.update('1', { replace: { title: 'x' } }, { timeout: 10 }));
    const last = people.delete('1');
    await vi.advanceTimersByTimeAsync(20);
    go();
    await Promise.all([first, last]);

    expect(await given).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
    expect(await plain).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
    expect(asked).toEqual(['get', 'update {"tags":["user","a"]}', 'delete']);
  });
});

describe('the outcome of a write that was told to stop', () => {
  const waits: readonly [string, OpenOptions][] = [
    ['a turn in the order', { orderWrites: true }],
    ['the rate', { rate: { calls: 1, per: 60_000 } }],
    ['a slot', { concurrency: 1 }],
  ];

  test.each(waits)('while it waited for %s is none', async (_, options) => {
    vi.useFakeTimers();
    const { people } = await open({ delete: () => new Promise<void>((resolve) => setTimeout(resolve, 1000)) }, options);
    const controller = new AbortController();

    const first = people.delete('1');
    const timed = failure(people.delete('1', { timeout: 10 }));
    const aborted = failure(people.delete('1', { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(20);
    controller.abort();
    await vi.advanceTimersByTimeAsync(1000);
    await first;

    expect(await timed).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
    expect(await aborted).toMatchObject({ code: 'OperationAborted', outcome: 'none' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('while it waited for a session is none', async () => {
    vi.useFakeTimers();
    const rest = { pool: { max: 1, maxIdleTime: 0, checkAlive: () => true } };
    const { people, facade } = await open({ delete: () => new Promise<void>((resolve) => setTimeout(resolve, 1000)) }, {}, rest);

    const first = people.delete('1');
    const timed = failure(people.delete('2', { timeout: 10 }));
    await vi.advanceTimersByTimeAsync(1000);
    await first;

    expect(await timed).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
    expect(facade.pool).toMatchObject({ leased: 0, idle: 1, waiting: 0 });
  });

  test('while it read what to merge is none', async () => {
    vi.useFakeTimers();
    const { people } = await replacing();

    const timed = failure(people.update('1', { add: { tags: ['a'] } }, { timeout: 10 }));
    await vi.advanceTimersByTimeAsync(20);

    expect(await timed).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
  });

  test('between two attempts, of which the first did nothing, is none', async () => {
    vi.useFakeTimers();
    const create = vi.fn(() => {
      throw new ConnectorError('RateLimited', 'later', { retryAfter: 1000 });
    });
    const { people } = await open({ create }, { retry: {} });
    const controller = new AbortController();

    const aborted = failure(people.create({ __NAME__: 'a' }, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(100);
    controller.abort();

    expect(await aborted).toMatchObject({ code: 'OperationAborted', outcome: 'none' });
    expect(create).toHaveBeenCalledTimes(1);
  });

  test('while it waited for a slot or a session for its second attempt is none, also when what is foreign fails there', async () => {
    let connects = 0;
    const rest = {
      connect: () => {
        if (++connects > 1) throw new TypeError('foreign');
        return {};
      },
      pool: { max: 1, minIdle: 0, checkAlive: () => connects > 1 },
    };
    const { people } = await open({ create: () => '1' }, {}, rest);

    expect(await failure(people.create({ __NAME__: 'a' }))).toMatchObject({ code: 'Internal', outcome: 'none' });
  });

  test('in the second attempt is unknown, for it was begun', async () => {
    vi.useFakeTimers();
    let made = 0;
    const { people } = await open(
      {
        create: () => {
          if (++made === 1) throw new ConnectorError('RateLimited', 'later');
          return new Promise(() => {});
        },
      },
      { retry: {} },
    );

    const lost = failure(people.create({ __NAME__: 'a' }, { timeout: 10_000 }));
    await vi.advanceTimersByTimeAsync(20_000);

    expect(await lost).toMatchObject({ code: 'OperationTimeout', outcome: 'unknown', retryable: false });
  });
});

describe('what is done in part, or may have been, is not repeated', () => {
  test.each(['partial', 'unknown'] as const)('%s', async (outcome) => {
    const create = vi.fn(() => {
      throw new ConnectorError('RateLimited', 'later', { outcome });
    });
    const { people } = await open({ create }, { retry: { minDelay: 0, maxDelay: 0 } });

    expect(await failure(people.create({ __NAME__: 'a' }))).toMatchObject({ outcome });
    expect(create).toHaveBeenCalledTimes(1);
  });
});

describe('after close the connector is not asked any more', () => {
  test.each<[string, OpenOptions]>([
    ['a turn', { orderWrites: true }],
    ['a slot', { concurrency: 1 }],
  ])('by a write that waited for %s', async (_, options) => {
    const gate = deferred<void>();
    const asked: string[] = [];
    const { people, facade } = await open(
      {
        updateDelta: async ({ nameHint }: { readonly nameHint: string }) => {
          asked.push(nameHint);
          await gate.promise;
        },
      },
      options,
      { disconnect: () => void asked.push('disconnect') },
    );

    const first = people.update('1', { replace: { title: 'a' } }, { nameHint: 'first' });
    const second = failure(people.update('1', { replace: { title: 'b' } }, { nameHint: 'second' }));
    await new Promise((resolve) => setImmediate(resolve));
    await facade.close();
    gate.resolve();
    await first;

    expect(await second).toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
    expect(asked).toEqual(['first', 'disconnect']);
  });

  test('by a further attempt', async () => {
    vi.useFakeTimers();
    const create = vi.fn(() => {
      throw new ConnectorError('RateLimited', 'later', { retryAfter: 1000 });
    });
    const { people, facade } = await open({ create }, { retry: {} });

    const refused = failure(people.create({ __NAME__: 'a' }));
    await vi.advanceTimersByTimeAsync(10);
    await facade.close();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(await refused).toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
    expect(create).toHaveBeenCalledTimes(1);
  });
});

describe('an answer that is a promise in name only', () => {
  /** As some query builders are: `then` answers nothing, and asks the system each time that it is called. */
  const builder = (answer: unknown) => {
    const asked = vi.fn();
    const then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => {
      asked();
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    };
    return { asked, thenable: { then } };
  };
  const opened = async (wrapped: boolean, operations: object) => {
    const connector = connectorOf(operations);
    return (await openConnector(wrapped ? wrap(connector, {}) : connector, {})).dynamic('person');
  };

  test.each([false, true])('of get is what it resolves to, asked once (wrapped: %s)', async (wrapped) => {
    const { thenable, asked } = builder(person('1', { title: 'x' }));
    const people = await opened(wrapped, { get: () => thenable });

    expect(await people.get('1')).toMatchObject({ uid: '1', attributes: { title: 'x' } });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test.each([false, true])('of a write too, also when it fails (wrapped: %s)', async (wrapped) => {
    const done = builder('2');
    const refused = builder(new ConnectorError('PermissionDenied', 'no'));
    const people = await opened(wrapped, { create: () => done.thenable, updateDelta: () => refused.thenable, delete: () => refused.thenable });

    expect(await people.create({ __NAME__: 'a' })).toEqual({ uid: '2' });
    expect(await failure(people.update('1', { replace: { title: 'x' } }))).toMatchObject({ code: 'PermissionDenied' });
    expect(await failure(people.delete('1'))).toMatchObject({ code: 'PermissionDenied' });
    expect([done.asked, refused.asked].map(({ mock }) => mock.calls.length)).toEqual([1, 2]);
  });

  test.each([false, true])('whose then throws fails the call (wrapped: %s)', async (wrapped) => {
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: that is what is tried.
      then() {
        throw new ConnectorError('PermissionDenied', 'no');
      },
    };
    const people = await opened(wrapped, { get: () => thenable, delete: () => thenable });

    expect(await failure(people.get('1'))).toMatchObject({ code: 'PermissionDenied' });
    expect(await failure(people.delete('1'))).toMatchObject({ code: 'PermissionDenied' });
  });
});
