import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import {
  type AnyConnector,
  ConnectorError,
  defineConnector,
  discoverConfiguration,
  localizedMessage,
  openConnector,
  Secret,
  secretSettings,
  spec,
  testPartialConfiguration,
  validateConfiguration,
} from '../src/index.ts';
import { createFaults, createTape, fake, record, replay, withFaults } from '../src/testing/index.ts';
import { connectorOf, failure, open, Person, person } from './facade/scripted-connector.ts';

// Looks like nothing else; the quote and the backslash look different once they are escaped.
const SECRET = 'Tr0ub4dor&3-"q\\x-horse';
const NUMBER = 73_310_442;

/** Everything that a log, a debugger or a test report may make of a value. */
function shownOf(value: unknown): string {
  const shown = [String(value), inspect(value, { depth: 10, showHidden: true, getters: true }), JSON.stringify(value, plain)];
  if (value instanceof Error)
    shown.push(value.message, value.stack ?? '', JSON.stringify(value, Object.getOwnPropertyNames(value)), shownOf(value.cause));
  return shown.join('\n');
}

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** Parts of the secret, so that one that was cut or escaped is found too. */
function expectNoSecret(...values: readonly unknown[]): void {
  for (const value of values) {
    const shown = shownOf(value);
    for (const part of [SECRET, 'Tr0ub4dor', 'x-horse', String(NUMBER)]) expect(shown).not.toContain(part);
  }
}

const password = { type: 'string', writeOnly: true, minLength: 100, pattern: '^x' };
const settings = {
  type: 'object',
  required: ['url'],
  properties: {
    url: { type: 'string', format: 'uri' },
    password,
    login: { type: 'object', required: ['user'], properties: { user: { type: 'string' }, password } },
    servers: { type: 'array', items: { type: 'object', properties: { host: { type: 'string' }, password } } },
    either: {
      oneOf: [
        { type: 'object', properties: { token: password } },
        { type: 'object', required: ['key'], properties: { key: password } },
      ],
    },
    mode: { type: 'string', enum: ['a', 'b'] },
  },
};

describe('a configuration that is wrong', () => {
  const wrong = {
    url: 5,
    password: SECRET,
    login: { password: SECRET, passwrd: SECRET },
    servers: [{ host: 1, password: SECRET }, { password: [SECRET] }, SECRET.length],
    either: { token: SECRET, key: NUMBER },
    pasword: SECRET,
    mode: 'c',
  };

  test('is told without the secrets in it, whoever asks', async () => {
    const connector = connectorOf({}, { configuration: settings, discoverConfiguration: () => ({}), testPartialConfiguration: () => undefined });
    const problems = validateConfiguration(connector, wrong);

    expect(problems.length).toBeGreaterThan(8);
    expectNoSecret(
      problems,
      await failure(openConnector(connector, wrong as never)),
      await failure(discoverConfiguration(connector, wrong as never)),
      await failure(testPartialConfiguration(connector, wrong as never)),
    );
  });

  test('is told without them where another library checks it', async () => {
    const schema = secretSettings(z.object({ url: z.string(), key: z.string().max(3), proxy: z.object({ password: z.string().regex(/^x/) }) }), [
      'key',
      'proxy.password',
    ]);
    const connector = connectorOf({}, { configuration: schema });
    const given = { url: 5, key: SECRET, proxy: { password: new Secret(SECRET) }, other: SECRET };

    expect(validateConfiguration(connector, given).length).toBeGreaterThan(2);
    expectNoSecret(validateConfiguration(connector, given), await failure(openConnector(connector, given as never)));
  });
});

describe('suggestions', () => {
  const key = { type: 'string', writeOnly: true };
  const login = { type: 'object', properties: { user: { type: 'string' }, password: key } };
  const configuration = {
    type: 'object',
    properties: { url: { type: 'string' }, password: key, login, servers: { type: 'array', items: login }, either: { anyOf: [login] } },
  };
  const suggesting = (suggested: unknown) =>
    connectorOf({}, { configuration, discoverConfiguration: () => suggested, testPartialConfiguration: () => undefined });

  test.each([
    { password: { values: [SECRET] } },
    { login: { values: [{ user: 'ada', password: SECRET }] } },
    { login: { values: [{ user: 'ada' }, { user: 'eve', password: SECRET }] } },
    { servers: { values: [[{ user: 'ada', password: SECRET }]] } },
    { either: { values: [{ password: SECRET }] } },
    { passwort: { values: [SECRET] } },
  ])('with a secret in them are refused, and it is not shown: %#', async (suggested) => {
    const error = await failure(discoverConfiguration(suggesting(suggested), {}));

    expect(error.code).toBe('Internal');
    expectNoSecret(error);
  });

  test('without one are handed on', async () => {
    expect(await discoverConfiguration(suggesting({ login: { values: [{ user: 'ada' }] } }), {})).toEqual({ login: { values: [{ user: 'ada' }] } });
  });
});

test('what a connector says of itself has no secret that stands in its definition', () => {
  const configuration = {
    type: 'object',
    default: { password: SECRET },
    examples: [{ password: SECRET }],
    properties: {
      password: { type: 'string', writeOnly: true, default: SECRET, examples: [SECRET] },
      login: { type: 'object', default: { password: SECRET }, properties: { password: { type: 'string', writeOnly: true, default: SECRET } } },
      servers: {
        type: 'array',
        default: [{ password: SECRET }],
        items: { type: 'object', properties: { password: { type: 'string', writeOnly: true, default: SECRET } } },
      },
      either: {
        examples: [{ key: SECRET }],
        anyOf: [{ type: 'object', properties: { key: { type: 'string', writeOnly: true, examples: [SECRET] } } }],
      },
      default: { type: 'object', properties: { examples: { type: 'string', default: 'stays' } } },
      pageSize: { type: 'integer', default: 5 },
    },
    $defs: { key: { type: 'string', writeOnly: true, default: SECRET } },
  };

  const said = spec(connectorOf({}, { configuration }));

  expectNoSecret(said);
  expect(said.configuration.properties).toMatchObject({ pageSize: { default: 5 }, default: { properties: { examples: { default: 'stays' } } } });
});

describe('calls', () => {
  const seen: unknown[] = [];
  const keep = (event: unknown) => void seen.push({ ...(event as object) });
  const channel = tracingChannel('identity-connector:operation');
  const handlers = { start: keep, end: keep, asyncStart: keep, asyncEnd: keep, error: keep } as never;
  afterEach(() => {
    channel.unsubscribe(handlers);
    unsubscribe('identity-connector:resilience', keep);
    vi.useRealTimers();
  });

  test('that fail, and those that do not, show no secret in errors, traces and incidents', async () => {
    seen.length = 0;
    channel.subscribe(handlers);
    subscribe('identity-connector:resilience', keep);
    let failing = true;
    const refuse = () => {
      failing = !failing;
      if (!failing) throw new ConnectorError('RateLimited', 'slow down', { retryAfter: 1 });
      return '1';
    };
    const { people, facade } = await open(
      { create: refuse, update: refuse, delete: refuse, get: () => person('1'), authenticate: refuse, async *search() {} },
      { retry: { attempts: 2, minDelay: 1, maxDelay: 1 } },
      { hooks: { own: refuse }, scriptOnResource: refuse },
    );
    const secret = new Secret(SECRET);
    const attempts: (() => unknown)[] = [
      () => people.create({ __NAME__: 'ada', __PASSWORD__: SECRET }),
      () => people.create({ __NAME__: 'ada', __PASSWORD__: [SECRET] as never }),
      () => people.create({ __NAME__: 'ada', __PASSWORD__: NUMBER as never }),
      () => people.create({ __NAME__: secret as never, mail: secret as never, pasword: SECRET as never }),
      () => people.create({ __NAME__: 'ada', __PASSWORD__: 'short', secrets: [SECRET, 5, { a: SECRET }] as never }),
      () => people.create({ __NAME__: 'ada' }, { options: { RUN_WITH_PASSWORD: NUMBER } } as never),
      () => people.create({ __NAME__: 'ada' }, { options: { RUN_WITH_PASSWORD: [SECRET] } } as never),
      () => people.update('1', { replace: { __PASSWORD__: SECRET }, add: { secrets: [SECRET] } }),
      () => people.update('1', { replace: { __PASSWORD__: { SECRET } as never }, add: { __PASSWORD__: [SECRET] as never } }),
      () => people.authenticate('ada', SECRET),
      () => people.authenticate('ada', [SECRET] as never),
      () => people.authenticate('ada', NUMBER as never),
      () => people.search({ filter: { op: 'equals', attribute: '__PASSWORD__', value: SECRET } as never }).toArray(),
      () => people.search({ filter: { op: 'equals', attribute: 'secrets', value: secret } as never }).toArray(),
      () => people.search({ filter: { op: 'equals', attribute: 'age', value: secret } as never }).toArray(),
      () => people.search({ sort: [{ attribute: '__PASSWORD__' }], attributes: ['secrets'] } as never).toArray(),
      () => facade.runHook('own', { password: SECRET, nested: { secret } }),
      () => facade.runHook('none', { password: SECRET }),
      () => facade.scriptOnResource({ language: 'x', text: SECRET, args: { password: SECRET } }),
      () => facade.scriptOnConnector({ language: 'x', text: SECRET, args: { password: SECRET } }),
      () => facade.batch([{ operation: 'create', objectClass: 'person', attributes: { __NAME__: 'b', __PASSWORD__: [SECRET] } }]).toArray(),
      () => facade.batch([{ operation: 'crate', objectClass: 'person', attributes: { __PASSWORD__: SECRET } }] as never).toArray(),
    ];

    const outcomes: unknown[] = [];
    for (const attempt of attempts) {
      outcomes.push(
        await Promise.resolve()
          .then(attempt)
          .catch((error: unknown) => error),
      );
    }

    // A result of a batch has its item, which is the caller's own, where neither JSON nor a log shows it.
    const shown = outcomes.map((outcome) => (Array.isArray(outcome) ? outcome.map((each: object) => ({ ...each })) : outcome));
    expect(outcomes.filter((outcome) => ConnectorError.is(outcome)).length).toBeGreaterThan(10);
    expect(seen.length).toBeGreaterThan(20);
    expectNoSecret(...shown, seen, facade);
  });

  test('with sessions that cannot be made show no setting, also of a pool', async () => {
    const configuration = { type: 'object', properties: { key: { type: 'string', writeOnly: true } } };
    let refused = false;
    const connect = () => {
      if (refused) throw new ConnectorError('ConnectionFailed', 'no line');
      return { alive: false };
    };
    const connector = connectorOf({ create: () => '1' }, { configuration, connect, pool: { maxSessions: 1, checkAlive: () => false } });
    const facade = await openConnector(connector, { key: SECRET } as never).catch((error: unknown) => error as never);
    refused = true;

    expectNoSecret(facade, await failure(openConnector(connector, { key: SECRET } as never)));
    if (!ConnectorError.is(facade)) {
      expectNoSecret((facade as { pool?: unknown }).pool);
      await (facade as AsyncDisposable)[Symbol.asyncDispose]();
    }
  });
});

test('a localized message says its arguments, and of a secret among them nothing', () => {
  const connector = connectorOf({}, { messages: { de: { 'error.wrong': 'falsch: {password}, {user}' } } });
  const error = new ConnectorError('InvalidPassword', 'wrong', {
    messageKey: 'error.wrong',
    messageArguments: { password: new Secret(SECRET), user: 'ada' } as never,
  });

  expect(localizedMessage(error, connector, 'de')).toBe('wrong');
  expectNoSecret(error, localizedMessage(error, connector, 'de'));
});

describe('a tape', () => {
  const address = `https://ada:${encodeURIComponent(SECRET)}@example.org`;
  const long = `-----BEGIN ${SECRET.repeat(5)}`;

  function recorded(hook: (call: { args: Record<string, unknown> }) => unknown) {
    const configuration = secretSettings(
      z.object({ key: z.string(), url: z.string(), apiKeys: z.array(z.string()), credentials: z.object({ value: z.string() }) }),
      ['key'],
    );
    const connector = defineConnector({
      name: 'taped',
      version: '1.0.0',
      configuration,
      objectClasses: [Person],
      connect: () => ({}),
      operations: { person: { create: () => 'ada' } },
      hooks: { own: hook as never },
    } as never) as unknown as AnyConnector;
    const tape = createTape();
    const opening = (key = SECRET) =>
      openConnector(record(connector, tape), { key, url: address, apiKeys: ['list-Tr0ub4dor'], credentials: { value: 'deep-Tr0ub4dor' } } as never);
    return { connector, tape, opening };
  }

  test.each([
    ['as it is', () => SECRET],
    ['quoted', () => JSON.stringify(SECRET)],
    ['in an address', () => `cannot reach ${address}`],
    ['that stood in a list', () => 'not list-Tr0ub4dor'],
    ['that stood below a name', () => 'not deep-Tr0ub4dor'],
  ])('does not hold a secret of the configuration %s', async (_, say) => {
    const { tape, opening } = recorded(({ args }) => {
      if (args.fail)
        throw new ConnectorError('Internal', say(), {
          problems: [{ path: say(), message: say() }],
          messageKey: 'error.x',
          messageArguments: { said: say() },
        });
      return { said: [say()] };
    });
    const facade = await opening();

    await facade.runHook('own', {});
    await failure(facade.runHook('own', { fail: true }));

    expect(tape.calls).toHaveLength(2);
    expectNoSecret(tape, tape.calls, tape.unplayed, tape.toJSON());
  });

  test.each(['', 'at '])('does not hold the beginning of a long one that a message cut: %j', async (before) => {
    const { tape, opening } = recorded(() => {
      throw new ConnectorError('Internal', `wrong key (got ${JSON.stringify(`${before}${long.slice(0, 57 - before.length)}…`)})`);
    });

    await failure((await opening(long)).runHook('own', {}));

    expectNoSecret(tape);
  });

  test.each([
    { password: SECRET },
    { passwords: [SECRET] },
    { tokens: [SECRET, SECRET] },
    { credentials: { user: 'ada', value: SECRET } },
    { secret: { deep: [{ a: SECRET }] } },
    { secrets: new Set([SECRET]) },
    { secrets: new Map([['a', SECRET]]) },
    { pinToken: NUMBER, passcode: SECRET },
    { password: new Secret(SECRET) },
    { list: [{ apiKey: SECRET }] },
  ])('does not hold what is named like a secret in arguments and answers of hooks: %#', async (given) => {
    const { tape, opening } = recorded(({ args }) => ({ echoed: args, note: `it was ${SECRET}` }));

    await (await opening('another one')).runHook('own', given);

    expectNoSecret(tape.toJSON());
  });

  test('says nothing of one in the message about a call that is not on it', async () => {
    const { connector, tape, opening } = recorded(() => 1);
    await (await opening()).runHook('own', { a: 1 });

    const facade = await openConnector(replay(connector, tape), { key: SECRET, url: address, apiKeys: [], credentials: { value: '' } } as never);

    expectNoSecret(await failure(facade.runHook('own', { a: SECRET, b: `it is ${SECRET}`, passwords: [SECRET] })));
  });
});

test('fakes and faults say nothing of a secret', async () => {
  const faults = createFaults();
  const connector = connectorOf(
    { create: () => '1', async *search() {} },
    { configuration: { type: 'object', properties: { key: { type: 'string', writeOnly: true } } } },
  );
  const mock = fake(connector, [{ objectClass: 'person', name: 'ada', attributes: { __PASSWORD__: SECRET } }] as never);
  const facade = await openConnector(withFaults(mock, faults), { key: SECRET } as never);
  const people = facade.objectClass('person');
  const outcomes: unknown[] = [];
  for (const plan of [
    () => faults.failNext({ operation: 'create', code: 'InvalidPassword' }),
    () => faults.dropNext({ operation: 'create', when: 'after' }),
    () => faults.deny({ operation: 'create' }),
  ]) {
    plan();
    outcomes.push(await failure(people.create({ __NAME__: 'eve', __PASSWORD__: SECRET } as never)));
  }

  expectNoSecret(...outcomes, faults.calls, await people.search().toArray());
  expectNoSecret(
    await failure(() =>
      fake(connector, [
        { objectClass: 'person', name: 'ada', attributes: { __PASSWORD__: [SECRET], secrets: SECRET, mail: new Secret(SECRET) } },
      ] as never),
    ),
  );
});
