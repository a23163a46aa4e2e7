import { tracingChannel } from 'node:diagnostics_channel';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import memory from '../../src/connectors/memory/index.ts';
import { openSettings } from '../../src/facade/scripts/open-settings.ts';
import type { ScriptEngine, ScriptHost } from '../../src/facade/scripts/script-engine.ts';
import type { ScriptOptions } from '../../src/facade/scripts/script-texts.ts';
import { ConnectorError, type Hook, type OpenOptions, openConnector, programValue, Secret, SecretBytes, secretSettings } from '../../src/index.ts';
import { javascript } from '../../src/script/index.ts';
import { connectorOf, failure, open, untilAborted } from './scripted-connector.ts';

interface Run {
  readonly script: { readonly text: string; readonly args: Readonly<Record<string, unknown>> };
  readonly host: ScriptHost;
  readonly signal: AbortSignal;
}

/** An engine that remembers what it was asked to run, and answers as told. */
function engineOf(answer: (run: Run) => unknown = () => 'ran', languages: readonly string[] = ['test']) {
  const runs: Run[] = [];
  const engine: ScriptEngine = {
    languages,
    async run(script, host, signal) {
      const run = { script, host, signal };
      runs.push(run);
      return answer(run);
    },
  };
  return { engine, runs };
}

const script = { language: 'test', text: 'do it' };

afterEach(() => vi.useRealTimers());

describe('text', () => {
  test('is run by nobody unless there is an engine or the connector runs it', async () => {
    for (const scripts of [undefined, {}, { allowTextFromNetwork: true }, { modules: {} }] as (ScriptOptions | undefined)[]) {
      const { facade } = await open({}, scripts ? { scripts } : {});

      expect(facade.supports('scriptOnConnector')).toBe(false);
      expect((await facade.schema()).operations).not.toContain('scriptOnConnector');
      expect((await failure(facade.scriptOnConnector(script))).code).toBe('UnsupportedOperation');
      expect((await failure(facade.scriptOnResource(script))).code).toBe('UnsupportedOperation');
    }
  });

  test('is run by the engine, and is not an operation on the system for that', async () => {
    const { engine, runs } = engineOf();
    const { facade } = await open({}, { scripts: { engine } });

    expect(await facade.scriptOnConnector({ ...script, args: { mail: 'a@b' } })).toBe('ran');
    expect(facade.supports('scriptOnConnector')).toBe(true);
    expect((await facade.schema()).operations).toContain('scriptOnConnector');
    expect(runs[0]).toMatchObject({ script: { text: 'do it', args: { mail: 'a@b' } }, host: { connectorName: 'scripted' } });
    expect(runs[0]?.host.facade).toBe(facade);
    expect(facade.supports('scriptOnResource')).toBe(false);
    expect((await failure(facade.scriptOnResource(script))).code).toBe('UnsupportedOperation');
  });

  test('is run by the connector itself where it can, not by the engine', async () => {
    const { engine, runs } = engineOf();
    const scriptOnConnector = vi.fn(() => 'by the connector');
    const { facade } = await open({}, { scripts: { engine } }, { scriptOnConnector });

    expect(await facade.scriptOnConnector({ language: 'groovy', text: 'x', args: { a: 1 } })).toBe('by the connector');
    expect(scriptOnConnector).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ language: 'groovy', text: 'x', args: { a: 1 } }));
    expect(runs).toEqual([]);
  });

  test('in another language is refused as an attribute value, with those that there are', async () => {
    const { engine, runs } = engineOf(undefined, ['test', 'other']);
    const { facade } = await open({}, { scripts: { engine } });

    const error = await failure(facade.scriptOnConnector({ language: 'groovy', text: 'println 1' }));

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'language' }] });
    expect(error.message).toContain('test or other (got "groovy")');
    expect(await facade.scriptOnConnector({ language: 'TEST', text: 'x' })).toBe('ran');
    expect(runs).toHaveLength(1);
  });

  test.each([
    [undefined, ['language', 'text']],
    [null, ['language', 'text']],
    [{ language: '', text: ' \n' }, ['language', 'text']],
    [{ language: 5, text: new Secret('x') }, ['language', 'text']],
    [{ ...script, args: 'a' }, ['args']],
    [{ ...script, args: null }, ['args']],
    [{ ...script, args: [] }, ['args']],
    [{ ...script, args: [{ a: 1 }] }, ['args']],
    [{ ...script, args: new Map([['a', 1]]) }, ['args']],
    [{ ...script, args: new Date() }, ['args']],
    [{ ...script, args: new Secret('x') }, ['args']],
    [{ ...script, fromNetwork: 'no' }, ['fromNetwork']],
  ])('that is none, or whose arguments are none, is refused: %j', async (given, paths) => {
    const { engine, runs } = engineOf();
    const handler = vi.fn();
    const { facade } = await open({}, { scripts: { engine } }, { scriptOnResource: handler });

    for (const error of [await failure(facade.scriptOnConnector(given as never)), await failure(facade.scriptOnResource(given as never))]) {
      expect(error).toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
      expect(error.problems.map(({ path }) => path)).toEqual(paths);
    }
    expect(runs).toEqual([]);
    expect(handler).not.toHaveBeenCalled();
  });

  test.each([JSON.parse('{ "__proto__": { "admin": true } }'), new (class Given {})()])(
    'with arguments that cannot enter the sandbox is refused before it runs: %s',
    async (args) => {
      await using engine = javascript();
      const { facade } = await open({}, { scripts: { engine } });

      expect(await failure(facade.scriptOnConnector({ language: 'js', text: '1', args }))).toMatchObject({
        code: 'InvalidArgument',
        outcome: 'none',
      });
    },
  );

  test('is not run when the connector is closed', async () => {
    const { engine, runs } = engineOf();
    const { facade } = await open({}, { scripts: { engine } });
    await facade.close();

    expect((await failure(facade.scriptOnConnector(script))).code).toBe('InvalidArgument');
    expect(runs).toEqual([]);
  });

  test.each([javascript, {}, { languages: ['js'] }, { run: () => 1, languages: 'js' }, 'javascript', null])(
    'in what is no engine is refused: %s',
    async (engine) => {
      expect(await failure(open({}, { scripts: { engine: engine as never } }))).toMatchObject({
        code: 'Configuration',
        problems: [{ path: 'scripts.engine' }],
      });
    },
  );
});

describe('text from the network', () => {
  const fromNetwork = { ...script, fromNetwork: true };

  test.each([undefined, {}, { allowTextFromNetwork: false }, { allowTextFromNetwork: 'true' }, { allowTextFromNetwork: 1 }])(
    'is refused wherever it would run, unless it is allowed: %j',
    async (scripts) => {
      const handler = vi.fn(() => 'ran');
      const own = await open({}, scripts ? { scripts: scripts as ScriptOptions } : {}, { scriptOnConnector: handler, scriptOnResource: handler });
      const { engine, runs } = engineOf();
      const other = await open({}, { scripts: { engine, ...(scripts as ScriptOptions) } });

      for (const attempt of [
        () => own.facade.scriptOnConnector(fromNetwork),
        () => own.facade.scriptOnResource(fromNetwork),
        () => other.facade.scriptOnConnector(fromNetwork),
      ]) {
        expect(await failure(attempt)).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
      }
      expect([handler.mock.calls, runs]).toEqual([[], []]);
      expect(await own.facade.scriptOnConnector(script)).toBe('ran');
      expect(await own.facade.scriptOnResource({ ...script, fromNetwork: false })).toBe('ran');
    },
  );

  test('runs where it is allowed', async () => {
    const scripts = { allowTextFromNetwork: true };
    const own = await open({}, { scripts }, { scriptOnConnector: () => 'own', scriptOnResource: () => 'resource' });
    const other = await open({}, { scripts: { ...scripts, ...engineOf() } });

    expect(await own.facade.scriptOnConnector(fromNetwork)).toBe('own');
    expect(await own.facade.scriptOnResource(fromNetwork)).toBe('resource');
    expect(await other.facade.scriptOnConnector(fromNetwork)).toBe('ran');
  });
});

describe('modules', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scripts-'));
    const files: Readonly<Record<string, string>> = {
      'esm.mjs': 'export default ({ args }) => "esm " + args.a;',
      'cjs.cjs': 'module.exports = ({ args }) => "cjs " + args.a;',
      'interop.cjs': 'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = ({ args }) => "interop " + args.a;',
      'nested.mjs': 'export default { default: ({ args }) => "nested " + args.a };',
      'given.mjs':
        'export default async ({ facade, session, args, log, signal }) => { log("info", "hello"); return [await facade.test(), session, args, signal instanceof AbortSignal, Object.isFrozen(facade)]; };',
      'data.mjs': 'export default { run: () => 1 };',
      'named.mjs': 'export const run = () => 1;',
      'throws.mjs': 'throw new RangeError("the password is hunter2");',
      'throws-text.mjs': 'throw "the password is hunter2";',
      'syntax.mjs': 'export default {;',
      'never.mjs': 'await new Promise(() => {});',
      'node_modules/a-package/package.json': '{ "name": "a-package", "main": "./index.cjs" }',
      'node_modules/a-package/index.cjs': 'module.exports = ({ args }) => "package " + args.a;',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const at = (name: string) => join(folder, name);
  const opened = (modules: Readonly<Record<string, unknown>>, rest: OpenOptions = {}, connector: object = {}) =>
    open({}, { ...rest, scripts: { modules: modules as Readonly<Record<string, string>> } }, connector);

  test.each(['esm.mjs', 'cjs.cjs', 'interop.cjs', 'nested.mjs'])('are hooks, in whichever format: %s', async (name) => {
    const { facade } = await opened({ greet: at(name) });

    expect(await facade.runHook('greet', { a: 5 })).toBe(`${name.split('.')[0]} 5`);
  });

  test('are found by path from the working directory, by URL and as a package', async () => {
    const { facade } = await opened({
      absolute: at('esm.mjs'),
      relative: `./${relative(process.cwd(), at('esm.mjs'))}`,
      url: pathToFileURL(at('esm.mjs')),
      text: pathToFileURL(at('esm.mjs')).href,
      packaged: at('node_modules/a-package'),
    });

    for (const name of ['absolute', 'relative', 'url', 'text']) expect(await facade.runHook(name, { a: name })).toBe(`esm ${name}`);
    expect(await facade.runHook('packaged', { a: 1 })).toBe('package 1');
  });

  test('are given what a hook of the application is given', async () => {
    const lines: unknown[] = [];
    const { facade } = await opened({ given: at('given.mjs') }, { log: (...line) => void lines.push(line) }, { test: () => undefined });

    expect(await facade.runHook('given', { a: 1 })).toEqual([undefined, { session: true }, { a: 1 }, true, false]);
    expect(lines).toHaveLength(1);
  });

  test('that cannot be used are refused together, with their places and nothing of what they said', async () => {
    const wrong: Readonly<Record<string, unknown>> = {
      data: at('data.mjs'),
      named: at('named.mjs'),
      throws: at('throws.mjs'),
      thrown: at('throws-text.mjs'),
      syntax: at('syntax.mjs'),
      missing: './nowhere.mjs',
      absent: 'no-such-package-anywhere',
      builtIn: 'fs',
      remote: 'https://example.org/x.mjs',
      remoteUrl: new URL('https://ada:hunter2@example.org/x.mjs'),
      inline: 'data:text/javascript,export default () => 1',
      number: 5,
      nothing: undefined,
      empty: '',
    };
    const connect = vi.fn();

    const error = await failure(opened({ ...wrong, right: at('esm.mjs') }, {}, { connect }));

    expect(error.code).toBe('Configuration');
    expect(error.problems.map(({ path }) => path)).toEqual(Object.keys(wrong).map((name) => `scripts.modules.${name}`));
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain('hunter2');
    expect(connect).not.toHaveBeenCalled();
  });

  test('do not take the name of a hook, and the hook of the connector stays what it is', async () => {
    const own = { hooks: { greet: () => 'own' } };

    expect(await failure(opened({ greet: at('esm.mjs') }, {}, own))).toMatchObject({
      code: 'Configuration',
      problems: [{ path: 'scripts.modules.greet' }],
    });
    expect(await failure(opened({ greet: at('esm.mjs') }, { hooks: { greet: () => 1 } }))).toMatchObject({
      code: 'Configuration',
      problems: [{ path: 'scripts.modules.greet' }],
    });
  });

  test('and hooks may have the names that every object has, and have them only then', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const plain = await open({}, { hooks: {} }, { hooks: { own: () => 1 } });
    const { facade } = await opened(Object.fromEntries(names.map((name) => [name, at('esm.mjs')])));

    for (const name of names) {
      expect(await failure(plain.facade.runHook(name))).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'name' }] });
      expect(await facade.runHook(name, { a: name })).toBe(`esm ${name}`);
    }
  });

  test('that never finish loading end with the timeout of the opening', async () => {
    expect(await failure(opened({ never: at('never.mjs') }, { timeout: 50 }))).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
  });
});

describe('a hook', () => {
  test.each([5, null, [], ['a'], 'text', new Map(), new Date(), new Secret('x')])('has arguments by name: %s is refused', async (args) => {
    const own = vi.fn();
    const application = vi.fn();
    const { facade } = await open({}, { hooks: { application } }, { hooks: { own } });

    for (const name of ['own', 'application']) {
      expect(await failure(facade.runHook(name, args as never))).toMatchObject({
        code: 'InvalidArgument',
        outcome: 'none',
        problems: [{ path: 'args' }],
      });
    }
    expect([own.mock.calls, application.mock.calls]).toEqual([[], []]);
  });

  test('is called by its name only, whatever else looks like one', async () => {
    const own = vi.fn();
    const { facade } = await open({}, {}, { hooks: { own } });
    let asked = 0;
    const shifting = { toString: () => (asked++ < 2 ? 'own' : 'constructor') };

    for (const name of [['own'], shifting, Symbol.iterator, undefined, null, '', 'OWN', 'own '])
      expect(await failure(facade.runHook(name as never))).toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
    expect(own).not.toHaveBeenCalled();
  });
});

describe('the settings that a script sees', () => {
  const seen = async (configuration: unknown, settings: Readonly<Record<string, unknown>>) => {
    const { engine, runs } = engineOf();
    const connector = connectorOf({}, { configuration });
    await (await openConnector(connector, settings, { scripts: { engine } })).scriptOnConnector(script);
    return runs[0]?.host.configuration;
  };
  const password = { type: 'string', writeOnly: true };

  test('are those that are not secret, wherever the secrets stand', async () => {
    const configuration = {
      type: 'object',
      properties: {
        url: { type: 'string' },
        proxy: { type: 'string' },
        password,
        login: { type: 'object', properties: { user: { type: 'string' }, password } },
        servers: { type: 'array', items: { type: 'object', properties: { host: { type: 'string' }, password } } },
        keys: { type: 'array', items: password },
        hosts: { type: 'array', items: { type: 'string' } },
        pageSize: { type: 'integer', default: 5 },
      },
    };

    const shown = await seen(configuration, {
      url: 'https://ada:hunter2@example.org/a?b',
      proxy: 'http://:hunter2@proxy:80',
      password: 'hunter2',
      login: { user: 'ada', password: new Secret('hunter2') },
      servers: [{ host: 'a', password: 'hunter2' }],
      keys: ['hunter2'],
      hosts: ['ldaps://cn=ada:hunter2@example.org', 'b'],
    });

    expect(shown).toEqual({
      url: 'https://example.org/a?b',
      proxy: 'http://proxy:80',
      login: { user: 'ada' },
      servers: [{ host: 'a' }],
      keys: [],
      hosts: ['ldaps://example.org', 'b'],
      pageSize: 5,
    });
  });

  test('are not those that only a program can give, plain or not', async () => {
    const configuration = {
      type: 'object',
      properties: {
        client: programValue<object>('object', 'A client.'),
        nested: { type: 'object', properties: { credentials: programValue<object>('object', 'Credentials.'), region: { type: 'string' } } },
        provider: programValue<() => string>('function', 'Fetches credentials.'),
        either: { anyOf: [{ type: 'object', properties: { key: programValue<object>('object', 'A key.') } }] },
      },
    };

    const shown = await seen(configuration, {
      client: { token: 'hunter2' },
      nested: { credentials: { secretAccessKey: 'hunter2' }, region: 'x' },
      provider: () => 'hunter2',
      either: { key: { value: 'hunter2' } },
    });

    expect(shown).toEqual({ nested: { region: 'x' }, either: {} });
  });

  test('do not hold what the memory connector begins with', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const objects = [{ objectClass: '__ACCOUNT__', name: 'ada', attributes: { __PASSWORD__: 'hunter2' } }];
    await using facade = await openConnector(memory, { objects } as never, { scripts: { engine } });

    expect(JSON.stringify(await facade.scriptOnConnector({ language: 'js', text: 'connector.configuration' }))).not.toContain('hunter2');
  });

  test('are not those that secretSettings guards in the schema of another library', async () => {
    const configuration = secretSettings(
      z.object({ url: z.string(), key: z.string(), proxy: z.object({ host: z.string(), password: z.string() }).optional() }),
      ['key', 'proxy.password'],
    );

    expect(await seen(configuration, { url: 'x', key: 'hunter2', proxy: { host: 'h', password: 'hunter2' } })).toEqual({
      url: 'x',
      proxy: { host: 'h' },
    });
  });

  test('are data, whatever the settings hold', () => {
    const cycle: Record<string, unknown> = { a: 1 };
    cycle.self = cycle;
    cycle.list = [cycle, 2];
    const shared = { b: 1 };

    expect(openSettings(cycle)).toEqual({ a: 1, list: [2] });
    expect(openSettings({ one: shared, two: shared })).toEqual({ one: shared, two: shared });
    expect(
      openSettings({
        bytes: new SecretBytes(Uint8Array.of(1)),
        map: new Map(),
        url: new URL('https://a:hunter2@b'),
        run: () => 1,
        no: undefined,
        s: Symbol('x'),
      }),
    ).toEqual({});
    expect(Object.hasOwn(openSettings(JSON.parse('{ "__proto__": { "a": 1 } }')), '__proto__')).toBe(false);
  });

  test('are copies: an engine changes nothing for the connector', async () => {
    const { engine } = engineOf(({ host }) => {
      (host.configuration.login as { user: string }).user = 'eve';
    });
    const login = { user: 'ada' };
    let connected: unknown;
    const configuration = { type: 'object', properties: { login: { type: 'object', properties: { user: { type: 'string' } } } } };
    const connector = connectorOf({}, { configuration, connect: (settings: unknown) => (connected = settings) });
    const facade = await openConnector(connector, { login }, { scripts: { engine } });

    await facade.scriptOnConnector(script);

    expect([login, connected]).toEqual([{ user: 'ada' }, { login: { user: 'ada' } }]);
  });
});

describe('time', () => {
  const text = { language: 'js', text: 'for (;;);' };

  test('of the engine and of the call: the shorter one ends the script and says so', async () => {
    await using hasty = javascript({ timeout: 100 });
    await using patient = javascript({ timeout: 60_000 });
    const first = await open({}, { scripts: { engine: hasty }, timeout: 60_000 });
    const second = await open({}, { scripts: { engine: patient } });
    const third = await open({}, { scripts: { engine: patient }, timeout: 100 });

    expect(await failure(first.facade.scriptOnConnector(text))).toMatchObject({
      code: 'OperationTimeout',
      outcome: 'none',
      message: expect.stringContaining('its 100 ms'),
    });
    for (const attempt of [() => second.facade.scriptOnConnector(text, { timeout: 100 }), () => third.facade.scriptOnConnector(text)])
      expect(await failure(attempt)).toMatchObject({
        code: 'OperationTimeout',
        outcome: 'none',
        message: expect.stringContaining('timeout of 100 ms'),
      });
  });

  test('that is up ends an engine that listens, and does not wait for one that does not', async () => {
    vi.useFakeTimers();
    let told: AbortSignal | undefined;
    const listening = engineOf(({ signal }) => {
      told = signal;
      return untilAborted(signal);
    });
    const deaf = engineOf(() => new Promise(() => {}));

    for (const { engine } of [listening, deaf]) {
      const { facade } = await open({}, { scripts: { engine } });
      const running = failure(facade.scriptOnConnector(script, { timeout: 1000 }));
      await vi.advanceTimersByTimeAsync(10_000);

      expect(await running).toMatchObject({ code: 'OperationTimeout', outcome: 'unknown', retryable: false });
    }
    expect(told?.aborted).toBe(true);
  });

  test('that the caller does not have is none: an aborted signal begins no script, a later one ends it', async () => {
    const { engine, runs } = engineOf(({ signal }) => untilAborted(signal));
    const { facade } = await open({}, { scripts: { engine } });
    const leaving = new AbortController();

    expect(await failure(facade.scriptOnConnector(script, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'OperationAborted',
      outcome: 'none',
    });
    expect(runs).toEqual([]);

    const running = failure(facade.scriptOnConnector(script, { signal: leaving.signal }));
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    leaving.abort();

    expect((await running).code).toBe('OperationAborted');
  });
});

describe('what runs beside the connector', () => {
  const failing = () => Promise.reject(new ConnectorError('RateLimited', 'slow down', { retryAfter: 1 }));

  test('is not repeated, limited or put in order with its requests; what it asks of the connector is', async () => {
    const { engine, runs } = engineOf(failing);
    const create = vi.fn(() => '1');
    const hook = vi.fn<Hook>(failing as never);
    const options: OpenOptions = {
      retry: { attempts: 5, minDelay: 1 },
      concurrency: 1,
      orderWrites: true,
      circuitBreaker: { failures: 1 },
    };
    const { facade, people } = await open({ create }, { ...options, scripts: { engine }, hooks: { hook } });

    for (let i = 0; i < 3; i++) {
      expect((await failure(facade.scriptOnConnector(script))).code).toBe('RateLimited');
      expect((await failure(facade.runHook('hook'))).code).toBe('RateLimited');
    }

    expect([runs.length, hook.mock.calls.length]).toEqual([3, 3]);
    // No circuit is open, and nothing is held.
    expect(await people.create({ __NAME__: 'ada' })).toMatchObject({ uid: '1' });
  });

  test('may call the connector while it holds a place: with one place for all it still ends', async () => {
    const { engine } = engineOf(({ host }) => host.facade.runHook('own', { a: 1 }));
    const { facade } = await open(
      {},
      { concurrency: 1, orderWrites: true, scripts: { engine }, hooks: { outer: ({ facade: inner }) => inner.runHook('own', { a: 2 }) } },
      { hooks: { own: ({ args }: { readonly args: unknown }) => args } },
    );

    expect(await facade.scriptOnConnector(script)).toEqual({ a: 1 });
    expect(await facade.runHook('outer')).toEqual({ a: 2 });
  });

  test('is told what it was when an engine breaks: Internal, and its text in the cause only', async () => {
    const { engine } = engineOf(() => {
      throw new TypeError('hunter2');
    });
    const { facade } = await open({}, { scripts: { engine } });

    const error = await failure(facade.scriptOnConnector(script));

    expect(error).toMatchObject({ code: 'Internal', cause: expect.any(TypeError) });
    expect(error.message).not.toContain('hunter2');
  });
});

test('scripts and hooks are traced by name, without text, arguments and answer', async () => {
  const channel = tracingChannel('identity-connector:operation');
  const events: unknown[] = [];
  const keep = (event: unknown) => void events.push(event);
  const handlers = { start: keep, end: keep, asyncStart: keep, asyncEnd: keep, error: keep };
  const { engine } = engineOf(() => ({ answer: 'hunter2' }));
  const { facade } = await open(
    {},
    { scripts: { engine }, hooks: { mine: () => 'hunter2' } },
    { scriptOnResource: () => 'hunter2', hooks: { own: () => 'hunter2' } },
  );
  const given = { language: 'test', text: 'hunter2', args: { hunter2: 'hunter2' } };

  channel.subscribe(handlers as never);
  try {
    await facade.scriptOnConnector(given);
    await facade.scriptOnResource(given);
    await facade.runHook('own', { hunter2: 'hunter2' });
    await facade.runHook('mine', { hunter2: 'hunter2' });
  } finally {
    channel.unsubscribe(handlers as never);
  }

  expect([...new Set(events.map((event) => (event as { readonly operation: string }).operation))]).toEqual([
    'scriptOnConnector',
    'scriptOnResource',
    'hook own',
    'hook mine',
  ]);
  expect(inspect(events, { depth: 10, showHidden: true })).not.toContain('hunter2');
});
