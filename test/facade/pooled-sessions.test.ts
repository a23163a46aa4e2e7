import { describe, expect, test, vi } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError, openConnector } from '../../src/index.ts';
import { pooledConnector } from './pooled-connector.ts';

const failure = async (work: Promise<unknown>): Promise<ConnectorError> => {
  try {
    await work;
  } catch (error) {
    if (ConnectorError.is(error)) return error;
    throw new Error('not a ConnectorError', { cause: error });
  }
  throw new Error('it did not fail');
};

describe('a connector that declares a pool', () => {
  test('is connected when it is opened, so what is wrong shows then', async () => {
    const system = pooledConnector();

    expect(await failure(openConnector(system.connector, { refuse: true }))).toMatchObject({ code: 'ConnectionFailed' });
    await using facade = await openConnector(system.connector, {});
    expect(facade.pool).toMatchObject({ idle: 1, leased: 0, created: 1 });
  });

  test('gives every call a session of its own, and never more than max', async () => {
    const system = pooledConnector({ max: 3 });
    const facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');

    const written = await Promise.all(Array.from({ length: 20 }, (_, index) => entries.create({ __NAME__: `n${index}` })));

    expect(new Set(written.map(({ uid }) => uid.split('@')[0])).size).toBe(20);
    expect(system.overlaps).toEqual([]);
    expect(system.connections.length).toBe(3);
    await facade.close();
    expect(system.living()).toBe(0);
  });

  test('10,000 calls at once through a pool of 10: none is lost, none overlaps, no session is left', async () => {
    const system = pooledConnector({ max: 10 });
    const facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');

    const order: number[] = [];
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, async (_, index) => {
        const row = await entries.get(`u${index}`);
        order.push(index);
        return row?.uid;
      }),
    );

    expect(answers).toEqual(Array.from({ length: 10_000 }, (_, index) => `u${index}`));
    // Served as they came: nobody waits for more than those who are served at the same time.
    expect(Math.max(...order.map((index, place) => Math.abs(index - place)))).toBeLessThanOrEqual(10);
    expect(system.overlaps).toEqual([]);
    expect(system.connections.length).toBeLessThanOrEqual(10);
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0 });
    await facade.close();
    expect(system.living()).toBe(0);
  });

  test('a search keeps its session to the end, and calls between its rows get others', async () => {
    const system = pooledConnector({ max: 2 });
    await using facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');

    const notes = new Set<string | undefined>();
    for await (const row of entries.search()) {
      notes.add(row.attributes.note);
      expect((await entries.get('x'))?.attributes.note).not.toBe(row.attributes.note);
    }

    expect(notes.size).toBe(1);
    expect(system.overlaps).toEqual([]);
    expect(facade.pool).toMatchObject({ leased: 0 });
  });

  test('leaving a search early gives its session back, and so do a consumer that throws, page() and first()', async () => {
    const system = pooledConnector({ max: 1 });
    await using facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');

    for await (const _ of entries.search()) break;
    await expect(
      (async () => {
        for await (const _ of entries.search()) throw new Error('enough');
      })(),
    ).rejects.toThrow('enough');
    await entries.search({ pageSize: 1 }).page();
    await entries.search().first();

    expect(await entries.search().count()).toBe(3);
    expect(facade.pool).toMatchObject({ leased: 0, created: 1 });
  });

  test('the session of a call that timed out is ended, because the call may still be at work on it', async () => {
    const system = pooledConnector({ max: 1 });
    await using facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');
    const release = system.hold('create');
    vi.useFakeTimers();
    try {
      const timedOut = failure(entries.create({ __NAME__: 'a' }, { timeout: 50 }));
      await vi.advanceTimersByTimeAsync(51);
      expect(await timedOut).toMatchObject({ code: 'OperationTimeout', outcome: 'unknown' });
    } finally {
      vi.useRealTimers();
    }

    expect(await entries.get('x')).toMatchObject({ attributes: { note: '2' } });
    release();
    expect(system.connections[0]).toMatchObject({ ended: true });
    expect(system.overlaps).toEqual([]);
  });

  test('a call that times out while it waits for a session has done nothing', async () => {
    const system = pooledConnector({ max: 1 });
    await using facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');
    const release = system.hold('get');
    const first = entries.get('a');
    vi.useFakeTimers();
    try {
      const waiting = failure(entries.create({ __NAME__: 'b' }, { timeout: 50 }));
      await vi.advanceTimersByTimeAsync(51);
      expect(await waiting).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
    } finally {
      vi.useRealTimers();
    }
    release();

    await first;
    expect(facade.pool).toMatchObject({ leased: 0, waiting: 0, created: 1 });
  });

  test('a session whose connection broke is replaced', async () => {
    const system = pooledConnector({ max: 1 });
    await using facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');

    expect(await failure(entries.create({ __NAME__: 'a', note: 'broken' }))).toMatchObject({ code: 'ConnectionBroken' });

    expect(await entries.get('x')).toMatchObject({ attributes: { note: '2' } });
  });

  test('a dead session is not handed out', async () => {
    const system = pooledConnector({ max: 1 });
    await using facade = await openConnector(system.connector, {});
    for (const connection of system.connections) connection.alive = false;

    expect(await facade.objectClass('entry').get('x')).toMatchObject({ attributes: { note: '2' } });
    expect(facade.pool).toMatchObject({ dead: 1 });
  });

  test("a connector's hook has a session; the application's has none, so it may call the facade however small the pool", async () => {
    const system = pooledConnector({ max: 1 });
    await using facade = await openConnector(
      system.connector,
      {},
      { hooks: { both: async (call) => [call.session, await call.facade.dynamic('entry').get('x')] } },
    );

    expect(await facade.hook('whichSession')).toBe(1);
    expect(await facade.runHook('both')).toEqual([undefined, expect.objectContaining({ uid: 'x' })]);
  });

  test("the application's numbers win over the connector's", async () => {
    const system = pooledConnector({ max: 5 });
    await using facade = await openConnector(system.connector, {}, { pool: { max: 2 } });
    const entries = facade.objectClass('entry');

    await Promise.all(Array.from({ length: 10 }, (_, index) => entries.get(`${index}`)));
    expect(system.connections.length).toBe(2);
  });

  test('wrong numbers are refused before anything is connected', async () => {
    const system = pooledConnector();

    expect(await failure(openConnector(system.connector, {}, { pool: { max: 0, maxWait: -1 } }))).toMatchObject({
      code: 'InvalidArgument',
      problems: [{ path: 'pool.max' }, { path: 'pool.maxWait' }],
    });
    expect(system.connections).toEqual([]);
  });

  test('a pool for a connector whose calls share a session is refused', async () => {
    expect(await failure(openConnector(memory, {}, { pool: { max: 2 } }))).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'pool' }] });
  });

  test('closing ends idle sessions at once and others when they are given back', async () => {
    const system = pooledConnector({ max: 2 });
    const facade = await openConnector(system.connector, {});
    const entries = facade.objectClass('entry');
    const release = system.hold('get');
    const underWay = entries.get('a');
    await Promise.resolve();

    await facade.close();
    expect(await failure(entries.get('b'))).toMatchObject({ code: 'InvalidArgument' });
    release();
    expect(await underWay).toMatchObject({ uid: 'a' });
    await vi.waitFor(() => expect(system.living()).toBe(0));
  });
});
