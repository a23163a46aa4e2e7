import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import memory from '../../src/connectors/memory/index.ts';
import { discoverConfiguration, testPartialConfiguration } from '../../src/facade/opening/discover-configuration.ts';
import { ConnectorError } from '../../src/model/errors.ts';
import { Secret } from '../../src/model/secret.ts';
import type { AnyConnector } from '../../src/spi/connector.ts';
import type { Context } from '../../src/spi/context.ts';
import { defineConnector } from '../../src/spi/define-connector.ts';
import type { Suggestions } from '../../src/spi/operations.ts';
import { secretSettings } from '../../src/spi/secret-settings.ts';

const settings = {
  type: 'object',
  required: ['url', 'user'],
  properties: {
    url: { type: 'string', format: 'uri' },
    user: { type: 'string' },
    password: { type: 'string', writeOnly: true, minLength: 4 },
    base: { type: 'string', pattern: '^dc=' },
    pageSize: { type: 'integer', default: 100, minimum: 1 },
    proxy: { type: 'object', required: ['host', 'port'], properties: { host: { type: 'string' }, port: { type: 'integer' } } },
  },
};

type Discover = (given: Record<string, unknown>, context: Context) => unknown;

/** A connector that answers and tests as told; what it was asked with is kept. */
function asking(
  discover: Discover,
  configuration: unknown = settings,
  rules: (given: never) => readonly { path: string; message: string }[] = () => [],
) {
  const asked: Record<string, unknown>[] = [];
  const answer = async (given: object, context: Context) => {
    asked.push(given as Record<string, unknown>);
    return (await discover(given as Record<string, unknown>, context)) as Suggestions;
  };
  const connector: AnyConnector = defineConnector({
    name: 'ldap',
    version: '1.0.0',
    configuration: configuration as object,
    objectClasses: [],
    checkConfiguration: rules as never,
    connect: () => undefined,
    operations: {},
    discoverConfiguration: answer,
    testPartialConfiguration: async (given, context) => void (await answer(given, context)),
  });
  return { connector, asked };
}

async function failureOf(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
}

afterEach(() => vi.useRealTimers());

describe('the settings so far', () => {
  test('reach the connector with defaults and secrets, missing ones missing', async () => {
    const { connector, asked } = asking(() => ({ base: { values: ['dc=a', 'dc=b'], closed: true } }));

    const suggestions = await discoverConfiguration(connector, { url: 'ldap://x', password: 'hunter2', proxy: { host: 'h' } });

    expect(suggestions).toEqual({ base: { values: ['dc=a', 'dc=b'], closed: true } });
    expect(asked).toEqual([{ url: 'ldap://x', password: expect.any(Secret), pageSize: 100, proxy: { host: 'h' } }]);
    expect((asked as { password: Secret }[])[0]?.password.reveal()).toBe('hunter2');
  });

  test('are not changed, and a Secret is taken as one', async () => {
    const { connector, asked } = asking(() => ({}));
    const password = new Secret('hunter2');
    const given = { password };

    await testPartialConfiguration(connector, given);

    expect(given).toEqual({ password });
    expect((asked as { password: Secret }[])[0]?.password.reveal()).toBe('hunter2');
  });

  test('that are wrong, or none, are refused all at once, before the connector is asked', async () => {
    const { connector, asked } = asking(() => ({}));

    for (const ask of [discoverConfiguration, testPartialConfiguration]) {
      const error = await failureOf(ask(connector, { url: 5, password: 'abc', pagesize: 1, proxy: { port: 'x' } }));

      expect(error.code).toBe('Configuration');
      expect(error.problems.map(({ path }) => path).sort()).toEqual(['pagesize', 'password', 'proxy.port', 'url']);
      expect(error.message).not.toContain('abc');
    }
    expect(asked).toEqual([]);
    expect(await failureOf(discoverConfiguration(connector, 5 as never))).toMatchObject({ code: 'Configuration' });
  });

  test('are checked by the rules between settings as far as they concern what is given', async () => {
    const { connector } = asking(
      () => ({}),
      settings,
      ({ user, base }: { user?: string; base?: string }) => [
        ...(user === undefined ? [{ path: 'user', message: 'is missing' }] : []),
        ...(base?.endsWith('=') ? [{ path: 'base', message: 'must name something' }] : []),
      ],
    );
    const trusting = asking(
      () => ({}),
      settings,
      ({ user }: { user: string }) => [{ path: 'user', message: `is ${user.trim()}` }],
    );

    await discoverConfiguration(connector, {});
    expect((await failureOf(discoverConfiguration(connector, { base: 'dc=' }))).problems).toEqual([{ path: 'base', message: 'must name something' }]);
    // Rules that count on what is not there yet have nothing to say.
    await discoverConfiguration(trusting.connector, {});
  });

  test('that alternatives ask for may be missing', async () => {
    const { connector, asked } = asking(() => ({}), {
      ...settings,
      anyOf: [{ required: ['url'] }, { required: ['user'] }],
      dependentRequired: { base: ['user'] },
    });

    await discoverConfiguration(connector, { base: 'dc=a' });

    expect(asked).toHaveLength(1);
  });

  test('may be described by another library', async () => {
    const schema = secretSettings(z.object({ url: z.url(), password: z.string().min(4), pageSize: z.int().default(100) }), ['password']);
    const { connector, asked } = asking(() => ({ url: { values: ['https://example.org'] } }), schema);

    await discoverConfiguration(connector, { password: 'hunter2' });

    expect(asked).toEqual([{ password: expect.any(Secret), pageSize: 100 }]);
    expect((await failureOf(discoverConfiguration(connector, { url: 'x' }))).problems.map(({ path }) => path)).toEqual(['url']);
  });
});

describe('what is suggested must be right', () => {
  test.each<[string, unknown, RegExp]>([
    ['no object', 5, /must be values by setting \(got 5\)/],
    ['no setting', { bsae: { values: [] } }, /bsae is not a setting; did you mean "base"\?/],
    ['a value that does not fit', { pageSize: { values: [5, 0] } }, /pageSize\.values\[1\] must be at least 1 \(got 0\)/],
    ['a pattern', { base: { values: ['ou=x'] } }, /base\.values\[0\] must match \^dc= \(got "ou=x"\)/],
    ['no list', { base: { values: 'dc=a' } }, /base must be \{ values, closed \}, the values a list/],
    ['no flag', { base: { values: [], closed: 'yes' } }, /base must be \{ values, closed \}/],
    ['a secret', { password: { values: ['hunter2'] } }, /password is secret, and secrets are not suggested/],
  ])('%s is the connector’s defect', async (_, suggestions, message) => {
    const { connector } = asking(() => suggestions);

    const error = await failureOf(discoverConfiguration(connector, {}));

    expect(error.code).toBe('Internal');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('hunter2');
  });

  test('with settings of another library as well', async () => {
    const schema = z.object({ url: z.url(), password: z.string() });
    for (const [suggestions, text] of [
      [{ url: { values: ['x'] } }, 'url.values[0] Invalid URL'],
      [{ ulr: { values: ['x'] } }, 'ulr is not a setting'],
      [{ password: { values: ['hunter2'] } }, 'password is secret'],
    ] as const) {
      const { connector } = asking(() => suggestions, secretSettings(schema, ['password']));
      expect((await failureOf(discoverConfiguration(connector, {}))).message).toContain(text);
    }
  });
});

describe('one budget', () => {
  test('a timeout ends it, and the signal says so', async () => {
    vi.useFakeTimers();
    let signal: AbortSignal | undefined;
    const { connector } = asking((_, context) => {
      signal = context.signal;
      return new Promise(() => {});
    });

    const failed = failureOf(discoverConfiguration(connector, {}, { timeout: 1000 }));
    await vi.advanceTimersByTimeAsync(1000);

    expect(await failed).toMatchObject({ code: 'OperationTimeout', message: expect.stringContaining('discoverConfiguration of ldap took longer') });
    expect(signal?.aborted).toBe(true);
  });

  test('the caller’s signal ends it', async () => {
    const { connector } = asking(() => new Promise(() => {}));
    const controller = new AbortController();

    const failed = failureOf(testPartialConfiguration(connector, {}, { signal: controller.signal }));
    controller.abort();

    expect(await failed).toMatchObject({ code: 'OperationAborted' });
  });

  test('log and instance name reach the connector', async () => {
    const log = vi.fn();
    const { connector } = asking((_, context) => {
      context.log('info', 'asked', { name: context.instanceName });
      return {};
    });

    await discoverConfiguration(connector, {}, { log, instanceName: 'hr' });

    expect(log).toHaveBeenCalledWith('info', 'asked', { name: 'hr' });
  });

  test.each([{ timeout: 0 }, { signal: 5 }])('%j is refused', async (options) => {
    expect(await failureOf(discoverConfiguration(asking(() => ({})).connector, {}, options as never))).toMatchObject({ code: 'InvalidArgument' });
  });
});

test('what the connector throws comes through; a foreign exception as Internal, its text in the cause only', async () => {
  const own = new ConnectorError('InvalidCredential', 'wrong password');

  expect(await failureOf(testPartialConfiguration(asking(() => Promise.reject(own)).connector, {}))).toBe(own);
  const error = await failureOf(testPartialConfiguration(asking(() => Promise.reject(new Error('hunter2'))).connector, {}));
  expect([error.code, error.message.includes('hunter2')]).toEqual(['Internal', false]);
});

test('a connector without the operation does not support it, and what is no connector is refused', async () => {
  expect(await failureOf(discoverConfiguration(memory, {}))).toMatchObject({ code: 'UnsupportedOperation' });
  expect(await failureOf(testPartialConfiguration(memory, {}))).toMatchObject({ code: 'UnsupportedOperation' });
  expect(await failureOf(discoverConfiguration({} as typeof memory, {}))).toMatchObject({ code: 'InvalidArgument' });
});
