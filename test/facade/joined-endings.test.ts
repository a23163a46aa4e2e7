import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError, openConnector, type Page, type PoolOptions, type SearchCall, wrap } from '../../src/index.ts';
import { connectorOf, deferred, failure, people as made, open, person, searchOver } from './scripted-connector.ts';

interface Session {
  readonly id: number;
  ended: boolean;
}

/** What makes the scripted connector pool its sessions. */
function pooling(pool: PoolOptions = {}) {
  const sessions: Session[] = [];
  const rest = {
    connect: () => {
      const session = { id: sessions.length + 1, ended: false };
      sessions.push(session);
      return session;
    },
    disconnect: (session: Session) => {
      session.ended = true;
    },
    pool: { ...pool, checkAlive: () => true },
  };
  return { rest, sessions };
}

const sessionOf = (call: unknown) => (call as { readonly session: Session }).session;

/** What nobody handled since the test began. */
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', onUnhandled);
});
afterEach(async () => {
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});

describe("the caller's signal, which may live much longer than a call, has no listener left", () => {
  const later = async (signal: AbortSignal) => {
    for (let turn = 0; turn < 20; turn++) await undefined;
    return getEventListeners(signal, 'abort').length;
  };

  test('after a search whose page cannot be used', async () => {
    const { people } = await open({
      async *search() {
        yield { objects: [person('1', { age: 'old' })] };
      },
    });
    const { signal } = new AbortController();

    await failure(people.search({ signal }).toArray());

    expect(await later(signal)).toBe(0);
  });

  test('after a sync whose batch cannot be used', async () => {
    const { people } = await open({
      async *sync() {
        yield { changes: [] };
      },
      latestSyncToken: () => '1',
    });
    const { signal } = new AbortController();

    await failure(people.sync({ signal }).toArray());

    expect(await later(signal)).toBe(0);
  });

  test.each(['toArray', 'first', 'count', 'page'] as const)('after %s', async (use) => {
    const { people } = await open({ search: searchOver(made(5), 2) }, { retry: {}, concurrency: 1, circuitBreaker: {} });
    const { signal } = new AbortController();

    await people.search({ signal, pageSize: 1 })[use]();

    expect(await later(signal)).toBe(0);
  });
});

describe('nothing is rejected without being handled', () => {
  test('a search handler whose star was forgotten, and which fails', async () => {
    const { people } = await open({ search: async () => Promise.reject(new Error('hunter2')) });

    expect(await failure(people.search().toArray())).toMatchObject({ code: 'Internal' });
  });

  test('the same inside wrap', async () => {
    const connector = wrap(connectorOf({ search: async () => Promise.reject(new Error('hunter2')) }), {});
    const facade = await openConnector(connector, {});

    expect(await failure(facade.dynamic('person').search().toArray())).toMatchObject({ code: 'Internal' });
  });

  test('a generator whose finally fails after the time of the call was used up without a pause', async () => {
    const { people } = await open({
      async *search() {
        try {
          yield { objects: [person('1')] };
        } finally {
          await Promise.reject(new Error('closing'));
        }
      },
    });
    const now = vi.spyOn(performance, 'now');
    const reading = people.get('1', { timeout: 10 });
    now.mockReturnValue(performance.now() + 20);

    await failure(reading);
    now.mockRestore();
  });
});

describe('the session of a pool', () => {
  test('whose call threw nothing at all is ended, as after any foreign exception', async () => {
    const { rest, sessions } = pooling();
    const throwing = () => {
      throw undefined;
    };
    const { people, facade } = await open(
      {
        get: throwing,
        async *search() {
          throwing();
          yield { objects: [] };
        },
      },
      {},
      rest,
    );

    await failure(people.get('1'));
    expect(sessions.filter(({ ended }) => ended)).toHaveLength(1);
    await failure(people.search().toArray());
    expect(sessions.filter(({ ended }) => ended)).toHaveLength(2);
    expect(facade.pool?.leased).toBe(0);
  });

  test('is kept by a search to its end, also when its generator is called for each page', async () => {
    const { rest } = pooling({ max: 2 });
    const used: number[] = [];
    const { people, facade } = await open(
      {
        get: async () => undefined,
        async *search(call: SearchCall<never>): AsyncGenerator<Page> {
          used.push(sessionOf(call).id);
          const page = Number(call.cursor ?? 0);
          yield { objects: [person(String(page))], cursor: page < 3 ? String(page + 1) : undefined };
        },
      },
      {},
      rest,
    );

    const reads: Promise<unknown>[] = [];
    for await (const _ of people.search()) reads.push(...Array.from({ length: 5 }, () => people.get('1')));
    await Promise.all(reads);

    expect(new Set(used).size).toBe(1);
    expect(used).toHaveLength(4);
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0 });
  });

  test('is given back when a sync has come to its end', async () => {
    const { rest } = pooling({ max: 1 });
    const { people, facade } = await open(
      {
        async *sync() {
          yield { changes: [{ type: 'delete', uid: '1' }], token: 't' };
        },
        latestSyncToken: () => 't',
      },
      {},
      rest,
    );

    await people.sync().toArray();

    expect(facade.pool).toMatchObject({ leased: 0, idle: 1 });
  });

  test('is not handed on while a generator whose page was refused is still closing', async () => {
    const { rest } = pooling({ max: 1 });
    const closing = deferred<void>();
    let busy = false;
    const connector = wrap(
      connectorOf(
        {
          get: async () => {
            if (busy) throw new ConnectorError('ConnectorIO', 'used by two at once');
            return undefined;
          },
          async *search() {
            busy = true;
            try {
              yield { objects: [] };
            } finally {
              await closing.promise;
              busy = false;
            }
          },
        },
        rest,
      ),
      {
        page() {
          throw new ConnectorError('PermissionDenied', 'not to be read');
        },
      },
    );
    const facade = await openConnector(connector, {});
    const people = facade.dynamic('person');

    const refused = failure(people.search().toArray());
    for (let turn = 0; turn < 50; turn++) await undefined;
    expect(busy).toBe(true);
    const read = people.get('1');
    for (let turn = 0; turn < 50; turn++) await undefined;
    closing.resolve();

    expect(await refused).toMatchObject({ code: 'PermissionDenied' });
    expect(await read).toBeUndefined();
  });

  test('and the page that is got with it share the timeout of a page', async () => {
    vi.useFakeTimers();
    const { rest } = pooling({ max: 1 });
    const never = new Promise<never>(() => {});
    const { people } = await open(
      {
        create: () => new Promise((resolve) => setTimeout(() => resolve('1'), 60)),
        async *search() {
          yield await never;
        },
        get: () => never,
      },
      {},
      rest,
    );
    for (const query of [{}, { filter: { op: 'equals', attribute: '__UID__', value: '1' } } as const]) {
      const holding = people.create({ __NAME__: 'a' });
      const began = performance.now();
      const reading = failure(people.search({ ...query, timeout: 100 }).toArray()).then((error) => ({ error, took: performance.now() - began }));
      await vi.advanceTimersByTimeAsync(1000);
      await holding;

      expect(await reading).toMatchObject({ error: { code: 'OperationTimeout' }, took: 100 });
    }
  });
});
