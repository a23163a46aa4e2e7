import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Budget } from '../../src/facade/calls/budget.ts';
import { type Call, ConnectorError, derive, type SearchCall } from '../../src/index.ts';
import { deferred, failure, people as made, open, person, searchOver, untilAborted } from './scripted-connector.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Counts how often an AbortController is made. */
function controllers() {
  const spy = vi.fn();
  const Original = globalThis.AbortController;
  vi.stubGlobal(
    'AbortController',
    class extends Original {
      constructor() {
        super();
        spy();
      }
    },
  );
  return spy;
}

describe('the signal', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('no AbortController is made for calls whose connector does not read it, with and without a timeout', async () => {
    const { people } = await open({ get: ({ uid }: { uid: string }) => person(uid), create: () => '1', search: searchOver(made(3), 1) });
    const made_ = controllers();

    await people.get('1');
    await people.get('1', { timeout: 1000 });
    await people.create({ __NAME__: 'a' });
    await people.search().toArray();

    expect(made_).not.toHaveBeenCalled();
  });

  test('one is made when it is read, and it is the same each time', async () => {
    const made_ = controllers();
    const { people } = await open({
      get(call: Call) {
        expect(call.signal).toBe(call.signal);
        return undefined;
      },
    });

    await people.get('1');

    expect(made_).toHaveBeenCalledOnce();
  });

  test('is the same in a derived call, and goes along', async () => {
    const { people } = await open({
      get(call: Call & { uid: string }) {
        const nested = derive(call, { uid: '2' });
        expect(nested.signal).toBe(call.signal);
        return person(nested.uid);
      },
    });

    expect((await people.get('1'))?.uid).toBe('2');
  });

  test('is aborted by the caller, with the error that the caller gets', async () => {
    const controller = new AbortController();
    const seen = deferred<AbortSignal>();
    const { people } = await open({
      get({ signal }: Call) {
        seen.resolve(signal);
        return untilAborted(signal);
      },
    });
    const get = failure(people.get('1', { signal: controller.signal, timeout: 10_000 }));
    const signal = await seen.promise;
    controller.abort('enough');

    const error = await get;
    expect(error.code).toBe('OperationAborted');
    expect(error.cause).toBe('enough');
    expect(signal.reason).toBe(error);
  });

  test('read late, when the time was up before, is aborted already', async () => {
    vi.useFakeTimers();
    const gate = deferred<void>();
    const late = deferred<boolean>();
    const { people } = await open({
      async get(call: Call) {
        await gate.promise;
        late.resolve(call.signal.aborted);
      },
    });
    const get = failure(people.get('1', { timeout: 10 }));
    await vi.advanceTimersByTimeAsync(11);
    expect((await get).code).toBe('OperationTimeout');
    gate.resolve();

    expect(await late.promise).toBe(true);
  });

  test("read after the call does not listen to the caller's signal any more", async () => {
    const controller = new AbortController();
    let kept: Call | undefined;
    const { people } = await open({
      get(call: Call) {
        kept = call;
      },
    });
    await people.get('1', { signal: controller.signal });

    expect(kept?.signal.aborted).toBe(false);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('listeners on a long-lived signal do not accumulate', () => {
  const handlers = {
    get: ({ signal }: Call) => void signal,
    create: () => '1',
    updateDelta: ({ signal }: Call) => void signal,
    async *search({ signal }: SearchCall<never>) {
      yield { objects: made(3) };
      if (signal.aborted) throw signal.reason;
    },
    async *sync({ signal }: Call) {
      yield { changes: [{ type: 'delete', uid: String(signal.aborted) }], token: 't' };
      yield { changes: [], token: 'u' };
    },
  };

  test.each<[string, (people: Awaited<ReturnType<typeof open>>['people'], signal: AbortSignal) => Promise<unknown>]>([
    ['get', (people, signal) => people.get('1', { signal })],
    ['create', (people, signal) => people.create({ __NAME__: 'a' }, { signal })],
    ['update', (people, signal) => people.update('1', {}, { signal })],
    ['toArray', (people, signal) => people.search({ signal }).toArray()],
    ['first', (people, signal) => people.search({ signal }).first()],
    ['page', (people, signal) => people.search({ signal, pageSize: 1 }).page()],
    ['a failing get', (people, signal) => failure(people.get('', { signal }))],
    ['a failing create', (people, signal) => failure(people.create({}, { signal }))],
    ['sync', (people, signal) => people.sync({ signal }).toArray()],
    [
      'a sync left early',
      async (people, signal) => {
        for await (const _ of people.sync({ signal })) break;
      },
    ],
  ])('%s', async (_, use) => {
    const { people } = await open(handlers);
    const { signal } = new AbortController();

    for (let i = 0; i < 3; i++) await use(people, signal);

    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('opening', async () => {
    const { signal } = new AbortController();

    await open({}, { signal }, { connect: (_: unknown, context: { signal: AbortSignal }) => ({ signal: context.signal }) });

    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('a signal that is aborted while the connector is being asked', () => {
  test('ends a call whose connector never answers', async () => {
    const controller = new AbortController();
    const { people } = await open({
      get: () => {
        controller.abort();
        return new Promise(() => {});
      },
    });

    expect((await failure(people.get('1', { signal: controller.signal }))).code).toBe('OperationAborted');
  });
});

describe('a signal that is aborted already', () => {
  test('keeps every operation from the connector', async () => {
    const handler = vi.fn();
    const { facade, people } = await open(
      {
        create: handler,
        updateDelta: handler,
        delete: handler,
        get: handler,
        search: handler,
        sync: handler,
        latestSyncToken: handler,
        liveSync: handler,
        authenticate: handler,
        resolveUsername: handler,
      },
      {},
      { test: handler, scriptOnConnector: handler, hooks: { mine: handler }, schema: handler },
    );
    const options = { signal: AbortSignal.abort('no') };
    const uses = [
      people.create({ __NAME__: 'a' }, options),
      people.update('1', {}, options),
      people.delete('1', options),
      people.get('1', options),
      people.search(options).toArray(),
      people.search(options).page(),
      people.sync(options).toArray(),
      people.latestSyncToken(options),
      people.liveSync(options)[Symbol.asyncIterator]().next(),
      people.authenticate('a', 'b', options),
      people.resolveUsername('a', options),
      facade.test(options),
      facade.scriptOnConnector({ language: 'js', text: '1' }, options),
      facade.runHook('mine', {}, options),
      facade.schema(options),
    ];

    for (const use of uses) {
      const error = await failure(use);
      expect([error.code, error.outcome]).toEqual(['OperationAborted', 'none']);
    }
    expect(handler).not.toHaveBeenCalled();
  });

  test('keeps connect from being called', async () => {
    const connect = vi.fn();

    expect((await failure(open({}, { signal: AbortSignal.abort() }, { connect }))).code).toBe('OperationAborted');
    expect(connect).not.toHaveBeenCalled();
  });
});

describe('timeouts', () => {
  test('a read that takes too long is OperationTimeout, retryable, with nothing done', async () => {
    vi.useFakeTimers();
    const { people } = await open({ get: () => new Promise(() => {}) });
    const get = failure(people.get('1', { timeout: 50 }));
    await vi.advanceTimersByTimeAsync(51);

    const error = await get;
    expect([error.code, error.retryable, error.outcome]).toEqual(['OperationTimeout', true, 'none']);
    expect(error.message).toContain('get person of scripted took longer than its timeout of 50 ms');
  });

  test('the timeout of the facade is that of every call, and a call may have its own', async () => {
    vi.useFakeTimers();
    const { people } = await open({ get: () => new Promise(() => {}) }, { timeout: 100 });
    const ended: string[] = [];
    failure(people.get('1')).then(() => ended.push('facade'));
    failure(people.get('1', { timeout: 300 })).then(() => ended.push('call'));

    await vi.advanceTimersByTimeAsync(101);
    expect(ended).toEqual(['facade']);
    await vi.advanceTimersByTimeAsync(200);
    expect(ended).toEqual(['facade', 'call']);
  });

  test('no timer is left behind', async () => {
    vi.useFakeTimers();
    const { people } = await open({
      get: () => undefined,
      create() {
        throw new Error('x');
      },
    });

    await people.get('1', { timeout: 1000 });
    await failure(people.create({ __NAME__: 'a' }, { timeout: 1000 }));

    expect(vi.getTimerCount()).toBe(0);
  });

  test('a search that stands for a get has the budget of one call, however many pages it reads', async () => {
    vi.useFakeTimers();
    const { people } = await open({
      async *search() {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 40));
          yield { objects: [] };
        }
      },
    });
    const get = failure(people.get('1', { timeout: 100 }));
    await vi.advanceTimersByTimeAsync(121);

    expect((await get).code).toBe('OperationTimeout');
  });
});

describe('a write whose time is up', () => {
  const write = async (create: (call: Call) => unknown) => {
    const { people } = await open({ create });
    return people.create({ __NAME__: 'a' }, { timeout: 50 });
  };

  test('is of unknown outcome when the connector does not listen', async () => {
    vi.useFakeTimers();
    const create = failure(write(() => new Promise(() => {})));
    await vi.advanceTimersByTimeAsync(51);

    const error = await create;
    expect([error.code, error.outcome, error.retryable]).toEqual(['OperationTimeout', 'unknown', false]);
  });

  test("is of unknown outcome when the connector gives the signal's own reason back, as a request that was sent does", async () => {
    vi.useFakeTimers();
    const create = failure(write(({ signal }) => untilAborted(signal)));
    await vi.advanceTimersByTimeAsync(51);

    const error = await create;
    expect([error.code, error.outcome, error.retryable]).toEqual(['OperationTimeout', 'unknown', false]);
    expect(error.message).toContain('whether the write took effect is not known');
  });

  test('is of unknown outcome when the connector says nothing within the grace', async () => {
    vi.useFakeTimers();
    const create = failure(write(({ signal }) => new Promise(() => signal)));
    await vi.advanceTimersByTimeAsync(50 + 2001);

    expect((await create).outcome).toBe('unknown');
  });

  test('did nothing when the connector says so itself', async () => {
    vi.useFakeTimers();
    const create = failure(
      write(({ signal }) =>
        untilAborted(signal).catch((cause) => {
          throw new ConnectorError('OperationAborted', 'not sent yet', { cause });
        }),
      ),
    );
    await vi.advanceTimersByTimeAsync(51);

    const error = await create;
    expect([error.code, error.outcome, error.retryable]).toEqual(['OperationTimeout', 'none', true]);
  });

  test('says what was done when the connector reports it within the grace', async () => {
    vi.useFakeTimers();
    const create = failure(
      write(({ signal }) =>
        untilAborted(signal).catch(async () => {
          await new Promise((resolve) => setTimeout(resolve, 1000));
          throw new ConnectorError('OperationAborted', 'made, without tags', {
            outcome: 'partial',
            uid: '7',
            problems: [{ path: 'tags', message: 'not set' }],
          });
        }),
      ),
    );
    await vi.advanceTimersByTimeAsync(1051);

    const error = await create;
    expect(error).toMatchObject({
      code: 'OperationTimeout',
      outcome: 'partial',
      uid: '7',
      retryable: false,
      problems: [{ path: 'tags', message: 'not set' }],
    });
  });

  test('is a success when the connector succeeds within the grace', async () => {
    vi.useFakeTimers();
    const create = write(({ signal }) => untilAborted(signal).catch(() => '7'));
    await vi.advanceTimersByTimeAsync(51);

    expect(await create).toEqual({ uid: '7' });
  });

  test('is of unknown outcome when what follows the abort is another error', async () => {
    vi.useFakeTimers();
    const create = failure(
      write(({ signal }) =>
        untilAborted(signal).catch(() => {
          throw new ConnectorError('AlreadyExists', 'seen by a retry');
        }),
      ),
    );
    await vi.advanceTimersByTimeAsync(51);

    expect((await create).outcome).toBe('unknown');
  });

  test('that fails much later does not end the process', async () => {
    const gate = deferred<string>();
    const { people } = await open({ create: () => gate.promise });
    const controller = new AbortController();
    const create = failure(people.create({ __NAME__: 'a' }, { signal: controller.signal }));
    await Promise.resolve();
    controller.abort();
    expect((await create).outcome).toBe('unknown');

    gate.reject(new Error('late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});

test('a connector may listen to one signal many times without Node taking it for a leak', async () => {
  const warnings: string[] = [];
  const hear = (warning: Error) => void warnings.push(warning.name);
  process.on('warning', hear);

  const { signal } = new Budget('get __ACCOUNT__ of hr', undefined, undefined);
  for (let request = 0; request < 100; request++) signal.addEventListener('abort', () => {}, { once: true });
  await new Promise((resolve) => setImmediate(resolve));

  process.off('warning', hear);
  expect(warnings).toEqual([]);
});
