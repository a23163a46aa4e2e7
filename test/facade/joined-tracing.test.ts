import { tracingChannel } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { attr, ConnectorError, objectClass } from '../../src/index.ts';
import { deferred, failure, people as made, open, person, searchOver, untilAborted } from './scripted-connector.ts';

const channel = tracingChannel('identity-connector:operation');
let stop = () => {};

afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** What is traced, as `operation rows code`; fails when something does not begin and end exactly once. */
function listen() {
  const open = new Set<object>();
  const told: string[] = [];
  const problems: string[] = [];
  const handlers = {
    start: (event: object) => {
      if (open.has(event)) problems.push('begun twice');
      open.add(event);
    },
    end: () => {},
    asyncStart: () => {},
    error: () => {},
    asyncEnd: (event: object) => {
      if (!open.delete(event)) problems.push('ended without a beginning, or twice');
      const { operation, rows, error } = event as { readonly operation: string; readonly rows?: number; readonly error?: ConnectorError };
      told.push([operation, rows, error?.code].filter((part) => part !== undefined).join(' '));
    },
  };
  channel.subscribe(handlers as never);
  stop = () => void channel.unsubscribe(handlers as never);
  return () => ({ told, problems: [...problems, ...(open.size > 0 ? ['not ended'] : [])] });
}

const once = (...told: string[]) => ({ told, problems: [] });

describe('every operation begins and ends once', () => {
  test('with arguments that are refused', async () => {
    const { people, facade } = await open(
      { create: () => '1', search: searchOver(made(1), 1), async *sync() {}, async *liveSync() {} },
      {},
      { test: () => {} },
    );
    const traced = listen();

    await failure(people.create({ wrong: 1 } as never));
    await failure(people.search({ limit: -1 }).toArray());
    await failure(people.sync({ timeout: 0 }).toArray());
    await failure(people.delete('1'));
    await failure(facade.test({ timeout: 0 }));

    expect(traced()).toEqual(
      once(
        'create InvalidAttributeValue',
        'search 0 InvalidArgument',
        'sync 0 InvalidArgument',
        'delete UnsupportedOperation',
        'test InvalidArgument',
      ),
    );
  });

  test('of a connector that is closed', async () => {
    const { people, facade } = await open(
      { get: () => undefined, search: searchOver(made(1), 1), async *sync() {}, latestSyncToken: () => '1' },
      {},
      { test: () => {}, hooks: { own: () => 1 } },
    );
    await facade.close();
    const traced = listen();

    await failure(people.get('1'));
    await failure(people.search().first());
    await failure(people.sync().toArray());
    await failure(facade.test());
    await failure(facade.runHook('own'));

    expect(traced()).toEqual(
      once('get InvalidArgument', 'search 0 InvalidArgument', 'sync 0 InvalidArgument', 'test InvalidArgument', 'hook own InvalidArgument'),
    );
  });

  test('with a circuit breaker that is open', async () => {
    const down = () => {
      throw new ConnectorError('ConnectionFailed', 'down');
    };
    const { people } = await open(
      { get: down, search: searchOver(made(1), 1), async *sync() {}, async *liveSync() {} },
      { circuitBreaker: { failures: 1 } },
    );
    await failure(people.get('1'));
    const traced = listen();

    await failure(people.get('1'));
    await failure(people.search().count());
    await failure(people.sync().toArray());
    await failure((people.liveSync() as AsyncGenerator).next());

    expect(traced()).toEqual(once('get ConnectionFailed', 'search 0 ConnectionFailed', 'sync 0 ConnectionFailed', 'liveSync 0 ConnectionFailed'));
  });

  test('that is aborted, times out, is left, or whose consumer throws', async () => {
    vi.useFakeTimers();
    const { people } = await open({
      get: ({ signal }: { readonly signal: AbortSignal }) => untilAborted(signal),
      search: searchOver(made(9), 3),
      async *liveSync({ signal }: { readonly signal: AbortSignal }) {
        yield { type: 'delete', uid: '1' };
        await untilAborted(signal);
      },
    });
    const traced = listen();
    const controller = new AbortController();

    const timed = failure(people.get('1', { timeout: 10 }));
    const aborted = failure(people.get('1', { signal: controller.signal }));
    const live = failure(
      (async () => {
        for await (const _ of people.liveSync({ signal: controller.signal }));
      })(),
    );
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    await Promise.all([timed, aborted, live]);
    for await (const { uid } of people.search()) if (uid === '4') break;
    await people.search().first();
    await people.search({ pageSize: 2 }).page();
    await people.search().toArray();
    await expect(
      (async () => {
        for await (const _ of people.search()) throw new Error('mine');
      })(),
    ).rejects.toThrow('mine');

    const { told, problems } = traced();
    expect(problems).toEqual([]);
    expect(told.toSorted()).toEqual(
      [
        'get OperationTimeout',
        'get OperationAborted',
        'liveSync 1 OperationAborted',
        'search 5',
        'search 1',
        'search 2',
        'search 9',
        'search 1',
      ].toSorted(),
    );
  });

  test('of a sync whose generator fails while it is left: with the failure that the consumer gets', async () => {
    const { people } = await open({
      async *sync() {
        try {
          yield { changes: [{ type: 'delete', uid: '1' }], token: '1' };
          yield { changes: [], token: '2' };
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: that is what is tried.
          throw new ConnectorError('ConnectorIO', 'closing');
        }
      },
      latestSyncToken: () => '2',
    });
    const traced = listen();

    const left = failure(
      (async () => {
        for await (const _ of people.sync()) break;
      })(),
    );

    expect(await left).toMatchObject({ code: 'ConnectorIO' });
    expect(traced()).toEqual(once('sync 1 ConnectorIO'));
  });

  test('rows that could not be made are not counted', async () => {
    const search = searchOver([person('1'), person('2', { age: 'old' }), person('3')], 5);
    const { people } = await open({ search });
    const traced = listen();

    await failure(
      (async () => {
        for await (const _ of people.search());
      })(),
    );
    await failure(people.search().toArray());

    expect(traced()).toEqual(once('search 1 Internal', 'search 1 Internal'));
  });
});

describe('a sync of all classes whose classes must be found first', () => {
  const Found = objectClass('found', { __NAME__: attr.string({ required: true }) });

  test.each([
    ['signal', 'OperationAborted'],
    ['timeout', 'OperationTimeout'],
  ] as const)('waits for them no longer than its %s', async (limit, code) => {
    vi.useFakeTimers();
    const classes = deferred<readonly (typeof Found)[]>();
    const { facade } = await open(
      {},
      {},
      {
        schema: () => classes.promise,
        dynamic: {},
        operations: { __ALL__: { async *sync() {}, latestSyncToken: () => '1' } },
      },
    );
    const controller = new AbortController();
    const options = limit === 'signal' ? { signal: controller.signal } : { timeout: 10 };

    let error: ConnectorError | undefined;
    const ended = failure(facade.dynamic('__ALL__').sync(options).toArray()).then((thrown) => (error = thrown));
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    await vi.advanceTimersByTimeAsync(10);

    expect(error).toMatchObject({ code });
    classes.resolve([Found]);
    await ended;
  });
});
