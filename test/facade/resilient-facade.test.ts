import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attr, ConnectorError, type ConnectorObject, defineConnector, objectClass, openConnector, type ResilienceEvent } from '../../src/index.ts';

const Entry = objectClass('entry', {
  __NAME__: attr.string({ required: true }),
  roles: attr.string({ multiValued: true }),
});

/** A connector whose next failures a test chooses. */
function troubled() {
  const failures: unknown[] = [];
  const asked: string[] = [];
  const roles = new Map<string, readonly string[]>([['a', ['user']]]);
  let underWay = 0;
  let most = 0;
  const fail = () => {
    if (failures.length === 0) return;
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const ask = async <T>(what: string, work: () => T): Promise<T> => {
    asked.push(what);
    most = Math.max(most, ++underWay);
    try {
      await Promise.resolve();
      fail();
      return work();
    } finally {
      underWay--;
    }
  };
  const row = (uid: string): ConnectorObject<typeof Entry> => ({ uid, name: uid, attributes: { roles: roles.get(uid) ?? [] } });
  const connector = defineConnector({
    name: 'troubled',
    version: '1.0.0',
    configuration: { type: 'object' },
    objectClasses: [Entry],
    connect: () => ({}),
    operations: {
      entry: {
        create: ({ attributes }) => ask(`create ${attributes.__NAME__}`, () => attributes.__NAME__),
        get: ({ uid }) => ask(`get ${uid}`, () => row(uid)),
        update: ({ uid, attributes }) =>
          ask(`update ${uid}`, () => {
            roles.set(uid, attributes.roles ?? []);
          }),
        async *search({ cursor }) {
          for (let page = Number(cursor ?? 0); page < 4; page++) {
            yield await ask(`page ${page}`, () => ({ objects: [row(`${page}x`), row(`${page}y`)], cursor: page < 3 ? `${page + 1}` : undefined }));
          }
        },
        async *sync({ token }) {
          for (let batch = Number(token ?? 0); batch < 3; batch++) {
            yield await ask(`batch ${batch}`, () => ({
              changes: [{ type: 'upsert' as const, uid: `${batch}`, object: row(`${batch}`) }],
              token: `${batch + 1}`,
            }));
          }
        },
        latestSyncToken: () => '3',
        async *liveSync() {
          yield await ask('live', () => ({ type: 'delete' as const, uid: 'x' }));
        },
      },
    },
  });
  return { connector, failures, asked, roles, most: () => most };
}

const busy = () => new ConnectorError('RateLimited', 'too many', { retryAfter: 1000 });
const events: ResilienceEvent[] = [];
const listen = (event: unknown) => events.push(event as ResilienceEvent);

beforeEach(() => {
  vi.useFakeTimers();
  events.length = 0;
  subscribe('identity-connector:resilience', listen);
});
afterEach(() => {
  unsubscribe('identity-connector:resilience', listen);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Lets time pass until the work is done. */
async function finished<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  while (!done) await vi.advanceTimersByTimeAsync(500);
  return work;
}

describe('retry', () => {
  test('a page that is throttled is asked for again from where the last one ended: no row is lost, none comes twice', async () => {
    const { connector, failures, asked } = troubled();
    failures.push(undefined, undefined, busy(), busy());
    const facade = await openConnector(connector, {}, { retry: {} });

    const rows = await finished(facade.objectClass('entry').search().toArray());

    expect(rows.map(({ uid }) => uid)).toEqual(['0x', '0y', '1x', '1y', '2x', '2y', '3x', '3y']);
    expect(asked).toEqual(['page 0', 'page 1', 'page 2', 'page 2', 'page 2', 'page 3']);
  });

  test('a sync goes on after its last batch', async () => {
    const { connector, failures, asked } = troubled();
    failures.push(undefined, busy());
    const facade = await openConnector(connector, {}, { retry: {} });

    const changes = await finished(facade.objectClass('entry').sync().toArray());

    expect(changes.map(({ uid, token }) => [uid, token])).toEqual([
      ['0', '1'],
      ['1', '2'],
      ['2', '3'],
    ]);
    expect(asked).toEqual(['batch 0', 'batch 1', 'batch 1', 'batch 2']);
  });

  test('a liveSync is not begun anew, for what happened in between would be lost', async () => {
    const { connector, failures, asked } = troubled();
    failures.push(busy());
    const facade = await openConnector(connector, {}, { retry: {} });

    await expect(
      (async () => {
        for await (const _ of facade.objectClass('entry').liveSync());
      })(),
    ).rejects.toMatchObject({ code: 'RateLimited' });
    expect(asked).toEqual(['live']);
  });

  test('a write is repeated when nothing happened, and never when that is not known', async () => {
    const { connector, failures, asked } = troubled();
    const facade = await openConnector(connector, {}, { retry: {} });
    const entries = facade.objectClass('entry');

    failures.push(busy());
    expect(await finished(entries.create({ __NAME__: 'b' }))).toMatchObject({ uid: 'b' });
    failures.push(new ConnectorError('ConnectionBroken', 'lost', { retryable: true, outcome: 'unknown' }));
    await expect(finished(entries.create({ __NAME__: 'c' }))).rejects.toMatchObject({ code: 'ConnectionBroken', outcome: 'unknown' });
    failures.push(new Error('foreign'));
    await expect(finished(entries.create({ __NAME__: 'd' }))).rejects.toMatchObject({ code: 'Internal', outcome: 'unknown' });

    expect(asked).toEqual(['create b', 'create b', 'create c', 'create d']);
  });

  test('is seen on the channel, with the call and the connector, and without values', async () => {
    const { connector, failures } = troubled();
    failures.push(busy());
    const facade = await openConnector(connector, {}, { retry: {}, instanceName: 'branch' });

    await finished(facade.objectClass('entry').create({ __NAME__: 'very private' }));

    expect(events).toEqual([
      {
        connector: 'troubled',
        version: '1.0.0',
        instanceName: 'branch',
        type: 'retry',
        request: { operation: 'create', objectClass: 'entry', uid: undefined, write: true },
        attempt: 1,
        delay: expect.any(Number),
        code: 'RateLimited',
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('private');
  });
});

describe('limits', () => {
  test('concurrency bounds the calls at the connector, and a consumer that calls in between does not wait for itself', async () => {
    const { connector, most } = troubled();
    const facade = await openConnector(connector, {}, { concurrency: 1 });
    const entries = facade.objectClass('entry');

    let nested = 0;
    for await (const row of entries.search()) if (await entries.get(row.uid)) nested++;
    await Promise.all(Array.from({ length: 20 }, (_, index) => entries.get(`${index}`)));

    expect(nested).toBe(8);
    expect(most()).toBe(1);
  });

  test('rate spaces the calls', async () => {
    const { connector, asked } = troubled();
    const facade = await openConnector(connector, {}, { rate: { calls: 1, per: 1000 } });
    const entries = facade.objectClass('entry');

    const all = Promise.all([entries.get('a'), entries.get('b'), entries.get('c')]);
    await vi.advanceTimersByTimeAsync(999);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.length).toBe(2);
    await finished(all);
    expect(asked).toEqual(['get a', 'get b', 'get c']);
  });

  test('an application hook holds no slot while it calls the facade', async () => {
    const { connector } = troubled();
    const facade = await openConnector(connector, {}, { concurrency: 1, hooks: { nested: ({ facade }) => facade.dynamic('entry').get('a') } });

    expect(await facade.runHook('nested')).toMatchObject({ uid: 'a' });
  });
});

describe('order', () => {
  test('values that two add at once to an object of a connector that can only replace are both there, without being asked for', async () => {
    const { connector, roles } = troubled();
    const entries = (await openConnector(connector, {})).objectClass('entry');

    await Promise.all([entries.update('a', { add: { roles: ['admin'] } }), entries.update('a', { add: { roles: ['guest'] } })]);

    expect(roles.get('a')).toEqual(['user', 'admin', 'guest']);
  });

  test('the same holds where writes are ordered anyway', async () => {
    const { connector, roles } = troubled();
    const entries = (await openConnector(connector, {}, { orderWrites: true })).objectClass('entry');

    await Promise.all([entries.update('a', { add: { roles: ['admin'] } }), entries.update('a', { add: { roles: ['guest'] } })]);

    expect(roles.get('a')).toEqual(['user', 'admin', 'guest']);
  });
});

describe('circuit breaker', () => {
  test('spares a system that is down, and says when to come back', async () => {
    const { connector, failures, asked } = troubled();
    const entries = (await openConnector(connector, {}, { circuitBreaker: { failures: 2, resetAfter: 5000 } })).objectClass('entry');
    failures.push(new ConnectorError('ConnectionFailed', 'down'), new ConnectorError('ConnectionFailed', 'down'));

    for (let call = 0; call < 2; call++) await expect(entries.get('a')).rejects.toMatchObject({ code: 'ConnectionFailed' });
    await expect(entries.get('a')).rejects.toMatchObject({ code: 'ConnectionFailed', retryAfter: 5000, outcome: 'none' });
    expect(asked.length).toBe(2);

    await vi.advanceTimersByTimeAsync(5000);
    expect(await entries.get('a')).toMatchObject({ uid: 'a' });
    expect(events.filter(({ type }) => type === 'circuit').map((event) => 'state' in event && event.state)).toEqual(['open', 'half-open', 'closed']);
  });
});

test('wrong numbers are refused at opening, all at once', async () => {
  const { connector } = troubled();

  await expect(openConnector(connector, {}, { concurrency: 0, retry: { attempts: 0 }, rate: { calls: 1, per: -1 } })).rejects.toMatchObject({
    code: 'InvalidArgument',
    problems: expect.arrayContaining([
      expect.objectContaining({ path: 'concurrency' }),
      expect.objectContaining({ path: 'retry.attempts' }),
      expect.objectContaining({ path: 'rate.per' }),
    ]),
  });
});
