import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  attr,
  type Call,
  ConnectorError,
  type Context,
  defineConnector,
  objectClass,
  openConnector,
  validateConfiguration,
} from '../../src/index.ts';
import { connectorOf, deferred, failure, open, person } from './scripted-connector.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('openConnector', () => {
  test.each([
    ['at once', () => 'session'],
    ['later', async () => 'session'],
  ])('gives every call the session that connect makes %s', async (_, connect) => {
    const { people } = await open({ get: ({ session }: Call) => person(String(session)) }, {}, { connect });

    expect((await people.get('1'))?.uid).toBe('session');
  });

  test('connect gets the checked configuration, the log and the name of the instance', async () => {
    const log = vi.fn();
    const connect = vi.fn((_: unknown, context: Context) => context.log('info', 'connected'));

    await openConnector(
      connectorOf({}, { connect, configuration: { type: 'object', properties: { port: { type: 'integer', default: 389 } } } }),
      {},
      { log, instanceName: 'hr' },
    );

    expect(connect).toHaveBeenCalledWith({ port: 389 }, expect.objectContaining({ instanceName: 'hr' }));
    expect(log).toHaveBeenCalledWith('info', 'connected');
  });

  test.each([
    [
      'at once',
      () => {
        throw new TypeError('hunter2');
      },
    ],
    [
      'later',
      async () => {
        throw new TypeError('hunter2');
      },
    ],
  ])('a connect that fails %s is Internal with the cause and without its text', async (_, connect) => {
    const error = await failure(open({}, {}, { connect }));

    expect([error.code, (error.cause as Error).message]).toEqual(['Internal', 'hunter2']);
    expect(error.message).not.toContain('hunter2');
  });

  test('a ConnectorError of connect passes through', async () => {
    const thrown = new ConnectorError('InvalidCredential', 'wrong key');

    expect(await failure(open({}, {}, { connect: () => Promise.reject(thrown) }))).toBe(thrown);
  });

  test('a session that is made after the timeout is ended', async () => {
    vi.useFakeTimers();
    const connected = deferred<object>();
    const disconnect = vi.fn();
    const opening = failure(open({}, { timeout: 50 }, { connect: () => connected.promise, disconnect }));
    await vi.advanceTimersByTimeAsync(51);
    expect((await opening).code).toBe('OperationTimeout');
    const late = {};
    connected.resolve(late);
    await vi.advanceTimersByTimeAsync(0);

    expect(disconnect).toHaveBeenCalledWith(late);
  });

  test('a connect that fails after the timeout does not end the process', async () => {
    vi.useFakeTimers();
    const connected = deferred<object>();
    const opening = failure(open({}, { timeout: 50 }, { connect: () => connected.promise }));
    await vi.advanceTimersByTimeAsync(51);
    await opening;

    connected.reject(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
  });

  test.each([undefined, null, {}, 'aws', () => {}])('what is no connector is InvalidArgument: %o', async (connector) => {
    expect((await failure(openConnector(connector as never, {} as never))).code).toBe('InvalidArgument');
  });

  test('a wrong timeout is refused before the configuration is looked at', async () => {
    expect((await failure(open({}, { timeout: -1 }))).problems.map(({ path }) => path)).toEqual(['timeout']);
  });

  test('wrong settings, rules between settings and names of hooks that are taken are one Configuration error each way, and nothing is connected', async () => {
    const connect = vi.fn();
    const rest = {
      connect,
      configuration: { type: 'object', properties: { url: { type: 'string' }, port: { type: 'integer' } }, required: ['url'] },
      checkConfiguration: ({ port }: { port?: number }) => (port === 1 ? [{ path: 'port', message: 'is not for us' }] : []),
      hooks: { reset: () => 1 },
    };
    const connector = connectorOf({}, rest);

    const wrong = await failure(openConnector(connector, { port: 'x', prot: 1 }, { hooks: { reset: () => 2 } }));
    const ruled = await failure(openConnector(connector, { url: 'x', port: 1 }));

    expect(wrong.code).toBe('Configuration');
    expect(wrong.problems.map(({ path }) => path).sort()).toEqual(['hooks.reset', 'port', 'prot', 'url']);
    expect(ruled.problems).toEqual([{ path: 'port', message: 'is not for us' }]);
    expect(connect).not.toHaveBeenCalled();
  });

  test('rules that fail themselves are Internal', async () => {
    const checkConfiguration = () => {
      throw new TypeError('hunter2');
    };

    const error = await failure(open({}, {}, { checkConfiguration }));

    expect(error.code).toBe('Internal');
    expect(error.message).not.toContain('hunter2');
  });

  test('a configuration with a page size that makes no sense falls back to 100', async () => {
    const search = vi.fn(async function* (_: { pageSize: number }) {});
    const connector = connectorOf({ search }, { configuration: { type: 'object', properties: { pageSize: { type: 'integer' } } } });

    await (await openConnector(connector, { pageSize: 0 })).objectClass('person').search().toArray();

    expect(search.mock.calls[0]?.[0].pageSize).toBe(100);
  });
});

test('validateConfiguration says what is wrong and connects to nothing', () => {
  const connect = vi.fn();
  const connector = connectorOf({}, { connect, configuration: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] } });

  expect(validateConfiguration(connector, {})).toEqual([{ path: 'url', message: 'is required' }]);
  expect(validateConfiguration(connector, { url: 'x' })).toEqual([]);
  expect(connect).not.toHaveBeenCalled();
});

describe('close', () => {
  const sessionOf = () => {
    const log: string[] = [];
    return {
      log,
      [Symbol.asyncDispose]: async () => void log.push('asyncDispose'),
      [Symbol.dispose]: () => void log.push('dispose'),
    };
  };

  test('calls disconnect, and that alone', async () => {
    const session = sessionOf();
    const disconnect = vi.fn();
    const { facade } = await open({}, {}, { connect: () => session, disconnect });

    await facade.close();

    expect(disconnect).toHaveBeenCalledWith(session);
    expect(session.log).toEqual([]);
  });

  test('disposes of the session asynchronously where it can, else at once', async () => {
    const both = sessionOf();
    const { [Symbol.asyncDispose]: _, ...now } = sessionOf();

    await (await open({}, {}, { connect: () => both })).facade.close();
    await (await open({}, {}, { connect: () => now })).facade.close();

    expect([both.log, now.log]).toEqual([['asyncDispose'], ['dispose']]);
  });

  test.each([undefined, null, 'text', {}])('leaves a session alone that needs no end: %j', async (session) => {
    await (await open({}, {}, { connect: () => session })).facade.close();
  });

  test('a second close waits for the first and ends nothing twice', async () => {
    const gate = deferred<void>();
    const disconnect = vi.fn(() => gate.promise);
    const { facade } = await open({}, {}, { disconnect });
    const order: string[] = [];
    const closes = [facade.close().then(() => order.push('first')), facade.close().then(() => order.push('second'))];
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    gate.resolve();
    await Promise.all(closes);

    expect(order).toEqual(['first', 'second']);
    expect(disconnect).toHaveBeenCalledOnce();
  });

  test('a disconnect that fails is a ConnectorError', async () => {
    const disconnect = () => {
      throw new Error('x');
    };

    expect((await failure((await open({}, {}, { disconnect })).facade.close())).code).toBe('Internal');
  });

  test('is what "await using" does', async () => {
    const session = sessionOf();
    const { facade } = await open({}, {}, { connect: () => session });

    await facade[Symbol.asyncDispose]();

    expect(session.log).toEqual(['asyncDispose']);
  });

  test('calls after it are InvalidArgument and reach nobody', async () => {
    const handler = vi.fn();
    const { facade, people } = await open(
      { create: handler, get: handler, search: handler, sync: handler },
      {},
      { test: handler, schema: () => [], scriptOnConnector: handler, hooks: { mine: handler } },
    );
    await facade.schema();
    await facade.close();
    const uses = [
      people.create({ __NAME__: 'a' }),
      people.get('1'),
      people.search().toArray(),
      people.sync().toArray(),
      facade.test(),
      facade.schema(),
      facade.scriptOnConnector({ language: 'js', text: '' }),
      facade.runHook('mine'),
    ];

    for (const use of uses) expect((await failure(use)).code).toBe('InvalidArgument');
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('objectClass', () => {
  test('is the same object each time, whose methods can be spied on', async () => {
    const { facade, people } = await open({ get: () => undefined });
    expect(facade.objectClass('person')).toBe(people);
    expect(facade.dynamic('person')).toBe(people);

    const spy = vi.spyOn(facade.objectClass('person'), 'get').mockResolvedValue(undefined);
    await people.get('1');

    expect(spy).toHaveBeenCalledWith('1');
  });

  test('has every operation as an own, writable property', async () => {
    const { people } = await open({});

    for (const name of ['create', 'update', 'delete', 'get', 'search', 'sync', 'latestSyncToken', 'liveSync', 'authenticate', 'resolveUsername']) {
      expect(Object.getOwnPropertyDescriptor(people, name)?.writable).toBe(true);
    }
  });

  test.each(['persom', 'PERSON', 'constructor', '__proto__', '__ALL__', '', undefined, null])(
    'of a name that there is not is InvalidArgument: %j',
    async (name) => {
      const { facade } = await open({});

      const error = await failure(() => facade.objectClass(name as never));

      expect(error.code).toBe('InvalidArgument');
    },
  );

  test('suggests the name that may have been meant', async () => {
    const { facade } = await open({});

    expect((await failure(() => facade.dynamic('persom'))).message).toContain('did you mean "person"?');
  });
});

describe('supports', () => {
  test('says what the connector offers, get with search and either way of updating among it', async () => {
    const { facade } = await open({ search: () => undefined, updateDelta: () => undefined }, {}, { test: () => {} });

    const offered = (['create', 'update', 'updateDelta', 'delete', 'get', 'search', 'sync'] as const).filter((each) =>
      facade.supports('person', each),
    );

    expect(offered).toEqual(['update', 'updateDelta', 'get', 'search']);
    expect([facade.supports('test'), facade.supports('schema'), facade.supports('scriptOnConnector')]).toEqual([true, true, false]);
  });

  test('knows operations only', async () => {
    const { facade } = await open({}, {}, {});

    for (const name of ['connect', 'toString', 'constructor']) expect(facade.supports(name as never)).toBe(false);
    for (const name of ['toString', 'constructor']) expect(facade.supports('person', name as never)).toBe(false);
    expect(facade.supports('nobody', 'get')).toBe(false);
  });
});

describe('scripts and hooks', () => {
  test('the text of a script goes to the connector with its arguments', async () => {
    const scriptOnConnector = vi.fn(() => 7);
    const { facade } = await open({}, {}, { scriptOnConnector });

    expect(await facade.scriptOnConnector({ language: 'js', text: '1', args: { a: 1 } })).toBe(7);
    expect(scriptOnConnector).toHaveBeenCalledWith(expect.objectContaining({ language: 'js', text: '1', args: { a: 1 }, options: {} }));
  });

  test.each([undefined, null, {}, { language: 'js' }, { language: 1, text: 2 }, { language: 'js', text: '', args: null }])(
    'what is no script is refused: %j',
    async (script) => {
      const scriptOnConnector = vi.fn();
      const { facade } = await open({}, {}, { scriptOnConnector });

      expect((await failure(facade.scriptOnConnector(script as never))).code).toBe('InvalidArgument');
      expect(scriptOnConnector).not.toHaveBeenCalled();
    },
  );

  test('what a connector does not run is UnsupportedOperation', async () => {
    const { facade } = await open({});

    for (const use of [
      facade.scriptOnConnector({ language: 'js', text: '' }),
      facade.scriptOnResource({ language: 'js', text: '' }),
      facade.test(),
    ]) {
      expect((await failure(use)).code).toBe('UnsupportedOperation');
    }
  });

  test('a hook of the connector gets session, arguments and log; one of the application the facade as well', async () => {
    const own = vi.fn((_: object) => 'own');
    const mine = vi.fn((_: object) => 'mine');
    const { facade } = await open({}, { hooks: { mine } }, { hooks: { own }, connect: () => 'session' });

    expect(await facade.runHook('own', { a: 1 })).toBe('own');
    expect(await facade.runHook('mine')).toBe('mine');
    expect(own.mock.calls[0]?.[0]).toMatchObject({ session: 'session', args: { a: 1 } });
    expect(own.mock.calls[0]?.[0]).not.toHaveProperty('facade');
    expect(mine.mock.calls[0]?.[0]).toHaveProperty('facade', facade);
  });

  test.each(['nope', 'toString', '__proto__', 'constructor'])('a hook that there is not is InvalidArgument: %s', async (name) => {
    const { facade } = await open({}, {}, { hooks: { own: () => 1 } });

    expect((await failure(facade.runHook(name))).message).toContain('there are own');
  });

  test('a hook is called on the object that it is in', async () => {
    const hooks = {
      factor: 3,
      triple(this: { factor: number }, { args }: { args: { value: number } }) {
        return this.factor * args.value;
      },
    };
    const { facade } = await open({}, {}, { hooks });

    expect(await facade.runHook('triple', { value: 2 })).toBe(6);
  });

  test('a foreign failure of a hook says that nobody knows what it did', async () => {
    const { facade } = await open({}, {}, { hooks: { own: () => Promise.reject(new Error('hunter2')) } });

    const error = await failure(facade.runHook('own'));

    expect([error.code, error.outcome]).toEqual(['Internal', 'unknown']);
    expect(error.message).not.toContain('hunter2');
  });
});

describe('object classes that are found at run time', () => {
  const Found = objectClass('device', { __NAME__: attr.string({ required: true }), serial: attr.string() });
  const discovering = (schema: unknown, dynamic: object = { get: ({ uid }: { uid: string }) => person(uid, { serial: 's' }) }) =>
    open({ get: () => person('declared') }, {}, { schema, dynamic });

  test('are served by dynamic and found once, however many ask at once', async () => {
    const schema = vi.fn(async () => [Found]);
    const { facade } = await discovering(schema);
    const devices = facade.dynamic('device');

    const rows = await Promise.all([devices.get('1'), devices.get('2'), facade.schema(), devices.get('3')]);

    expect(rows[0]).toMatchObject({ objectClass: 'device', uid: '1', attributes: { serial: 's' } });
    expect(schema).toHaveBeenCalledOnce();
  });

  test('declared classes win', async () => {
    const { facade, people } = await discovering(() => [{ ...Found, name: 'person' }, Found]);

    expect((await facade.schema()).objectClasses.map(({ name }) => name)).toEqual(['person', 'device']);
    expect((await people.get('1'))?.uid).toBe('declared');
  });

  test('a name that is not found either is InvalidArgument', async () => {
    const { facade } = await discovering(() => [Found]);

    expect((await failure(facade.dynamic('devise').get('1'))).message).toContain('did you mean "device"?');
    expect((await failure(facade.dynamic('devise').search().toArray())).code).toBe('InvalidArgument');
  });

  test('a failure is not kept', async () => {
    const schema = vi.fn().mockRejectedValueOnce(new ConnectorError('ConnectionFailed', 'down')).mockResolvedValue([Found]);
    const { facade } = await discovering(schema);

    expect((await failure(facade.dynamic('device').get('1'))).code).toBe('ConnectionFailed');
    expect((await facade.dynamic('device').get('1'))?.uid).toBe('1');
  });

  test('refresh finds them anew, and what operations and supports say follows', async () => {
    const schema = vi
      .fn()
      .mockReturnValueOnce([Found])
      .mockReturnValue([{ ...Found, operations: ['search'] }]);
    const { facade } = await discovering(schema);
    const devices = facade.dynamic('device');
    await devices.get('1');
    expect(facade.supports('device', 'get')).toBe(true);

    await facade.schema({ refresh: true });

    expect(facade.supports('device', 'get')).toBe(false);
    expect((await failure(devices.get('1'))).code).toBe('UnsupportedOperation');
    expect(schema).toHaveBeenCalledTimes(2);
  });

  test('of two that overlap the later refresh counts', async () => {
    const answers = [deferred<unknown>(), deferred<unknown>()];
    let asked = 0;
    const { facade } = await discovering(() => answers[asked++]?.promise);
    const first = facade.schema();
    const second = facade.schema({ refresh: true });
    answers[1]?.resolve([{ ...Found, name: 'new' }]);
    await second;
    answers[0]?.resolve([{ ...Found, name: 'old' }]);
    await first;

    expect((await facade.schema()).objectClasses.map(({ name }) => name)).toEqual(['person', 'new']);
  });

  test('one who gives up does not fail the others who wait', async () => {
    const answers = [deferred<unknown>(), deferred<unknown>()];
    let asked = 0;
    const { facade } = await discovering(() => answers[asked++]?.promise);
    const controller = new AbortController();
    const impatient = failure(facade.schema({ signal: controller.signal }));
    const patient = facade.dynamic('device').get('1');
    controller.abort();
    answers[1]?.resolve([Found]);

    expect((await impatient).code).toBe('OperationAborted');
    expect((await patient)?.uid).toBe('1');
  });

  test("waiting for what another one asked for ends with one's own signal", async () => {
    const { facade } = await discovering(() => new Promise(() => {}));
    facade.schema().catch(() => {});
    const controller = new AbortController();
    const get = failure(facade.dynamic('device').get('1', { signal: controller.signal }));
    controller.abort();

    expect((await get).code).toBe('OperationAborted');
  });

  test.each([undefined, null, {}, [null], [{ name: 'x' }], 'x'])(
    "an answer that is no list of classes is the connector's defect: %j",
    async (answer) => {
      const { facade } = await discovering(() => answer);

      expect((await failure(facade.schema())).code).toBe('Internal');
      expect((await failure(facade.dynamic('device').get('1'))).code).toBe('Internal');
    },
  );

  test('may restrict the operations', async () => {
    const { facade } = await discovering(() => [{ ...Found, operations: ['search'] }], { get: () => person('1'), search: async function* () {} });
    const devices = facade.dynamic('device');

    expect(await devices.search().toArray()).toEqual([]);
    expect((await failure(devices.create({}))).code).toBe('UnsupportedOperation');
  });

  test('schema lists classes and what is implemented anywhere', async () => {
    const { facade } = await open({ search: () => undefined, delete: () => undefined }, {}, { test: () => {} });

    const { objectClasses, operations } = await facade.schema();

    expect(objectClasses.map(({ name }) => name)).toEqual(['person']);
    expect(operations).toEqual(['delete', 'get', 'search', 'test', 'schema']);
  });
});

test('rules between settings are heard beside what the schema finds, but not about the same settings', () => {
  const connector = defineConnector({
    name: 'ruled',
    version: '1',
    configuration: { type: 'object', properties: { host: { type: 'string' }, port: { type: 'integer' }, user: { type: 'string' } } },
    objectClasses: [],
    checkConfiguration: ({ port, user }) => [
      ...(port === 80 ? [] : [{ path: 'port', message: 'must be 80' }]),
      ...(user === undefined ? [{ path: 'user', message: 'is missing' }] : []),
    ],
    connect: () => 1,
    operations: {},
  });

  expect(validateConfiguration(connector, { port: 'many', hots: 'x' })).toEqual([
    { path: 'hots', message: 'is not a setting; did you mean "host"?' },
    { path: 'port', message: 'must be an integer (got "many")' },
    { path: 'user', message: 'is missing' },
  ]);
});

test('a rule that fails on settings that the schema refuses already is no other problem', () => {
  const connector = defineConnector({
    name: 'ruled',
    version: '1',
    configuration: { type: 'object', properties: { host: { type: 'string' } } },
    objectClasses: [],
    checkConfiguration: ({ host }) => (host?.startsWith('x') ? [] : [{ path: 'host', message: 'must begin with x' }]),
    connect: () => 1,
    operations: {},
  });

  expect(validateConfiguration(connector, { host: 5 }).map(({ path }) => path)).toEqual(['host']);
});
