import { inspect } from 'node:util';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Type from 'typebox';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { openConnector } from '../../src/facade/opening/open-connector.ts';
import { ConnectorError } from '../../src/model/errors.ts';
import { Secret } from '../../src/model/secret.ts';
import { checkConfiguration } from '../../src/spi/configuration.ts';
import type { AnyConnector } from '../../src/spi/connector.ts';
import { defineConnector } from '../../src/spi/define-connector.ts';
import { secretSettings } from '../../src/spi/secret-settings.ts';

const valibotSettings = v.object({
  url: v.pipe(v.string(), v.url()),
  apiKey: v.pipe(v.string(), v.minLength(6)),
  pageSize: v.optional(v.number(), 100),
});

/** The same settings in every library: url, apiKey of six characters or more, pageSize of 100 by default. */
const libraries: readonly [string, unknown][] = [
  ['zod', z.object({ url: z.url(), apiKey: z.string().min(6), pageSize: z.int().default(100) })],
  ['valibot', valibotSettings],
  ['valibot with its converter', toStandardJsonSchema(valibotSettings)],
  ['arktype', type({ url: 'string.url', apiKey: 'string >= 6', pageSize: 'number.integer = 100' })],
  [
    'TypeBox',
    Type.Object({
      url: Type.String({ format: 'uri' }),
      apiKey: Type.String({ minLength: 6 }),
      pageSize: Type.Optional(Type.Integer({ default: 100 })),
    }),
  ],
  [
    'JSON Schema',
    {
      type: 'object',
      required: ['url', 'apiKey'],
      properties: { url: { type: 'string', format: 'uri' }, apiKey: { type: 'string', minLength: 6 }, pageSize: { type: 'integer', default: 100 } },
    },
  ],
];

const url = 'https://example.org';

describe.each(libraries)('settings described by %s', (name, schema) => {
  test('are checked, with their defaults', () => {
    expect(checkConfiguration(schema, { url, apiKey: 'abcdef' }).value).toEqual({ url, apiKey: 'abcdef', pageSize: 100 });
  });

  test('that are wrong or missing are named, all at once', () => {
    const { problems } = checkConfiguration(schema, { url: 'no url', pageSize: 'x' });

    expect(problems?.map(({ path }) => path).sort()).toEqual(['apiKey', 'pageSize', 'url']);
  });

  test('that are misspelt are refused', () => {
    const { problems, value } = checkConfiguration(schema, { url, apiKey: 'abcdef', pagesize: 5 });

    // Without a converter valibot does not tell its settings; it drops what it does not know.
    if (name === 'valibot') expect(value).toEqual({ url, apiKey: 'abcdef', pageSize: 100 });
    else expect(problems).toEqual([{ path: 'pagesize', message: 'is not a setting; did you mean "pageSize"?' }]);
  });

  test.each(['abcdef', new Secret('abcdef')])('that are named in secretSettings become Secret, given as text or as Secret', (apiKey) => {
    const { value } = checkConfiguration(secretSettings(schema, ['apiKey']), { url, apiKey });

    expect(value).toEqual({ url, apiKey: expect.any(Secret), pageSize: 100 });
    expect((value as { apiKey: Secret }).apiKey.reveal()).toBe('abcdef');
  });

  test('open a connector, which gets its secret as Secret', async () => {
    const connect = vi.fn();
    const definition = { name: 'x', version: '1.0.0', objectClasses: [], connect, operations: {} };

    await using _ = await openConnector(defineConnector({ ...definition, configuration: secretSettings(schema, ['apiKey']) }) as AnyConnector, {
      url,
      apiKey: 'abcdef',
    });

    expect(connect).toHaveBeenCalledWith({ url, apiKey: expect.any(Secret), pageSize: 100 }, expect.anything());
  });

  test('that are secret and wrong are refused without being shown', () => {
    const { problems } = checkConfiguration(secretSettings(schema, ['apiKey']), { url, apiKey: 'x"y\\z' });

    expect(problems?.map(({ path }) => path)).toEqual(['apiKey']);
    expect(inspect(problems, { depth: 9 })).not.toMatch(/x\\*"y/);
  });

  test('that are secret and missing are missing', () => {
    const { problems } = checkConfiguration(secretSettings(schema, ['apiKey']), { url });

    expect(problems?.map(({ path }) => path)).toEqual(['apiKey']);
  });

  test('cannot be named wrongly in secretSettings', () => {
    if (name === 'valibot') return;
    for (const [wrong, text] of [
      ['apikey', '"apikey" is not a setting; did you mean "apiKey"?'],
      ['pageSize', '"pageSize" must be of type string'],
    ] as const) {
      expect(() => secretSettings(schema, [wrong])).toThrow(
        expect.toSatisfy((error) => error instanceof ConnectorError && error.code === 'Configuration' && error.message.includes(text)),
      );
    }
  });
});

describe('secrets of a Standard Schema', () => {
  test('inside objects are named with a dot', () => {
    const schema = secretSettings(z.object({ proxy: z.object({ host: z.string(), password: z.string() }).optional() }), ['proxy.password']);

    const { value } = checkConfiguration(schema, { proxy: { host: 'h', password: new Secret('hunter2') } });

    expect((value as { proxy: { password: Secret } }).proxy.password.reveal()).toBe('hunter2');
    expect(checkConfiguration(schema, {}).value).toEqual({});
  });

  test('are not quoted by what the library has against the whole', () => {
    const schema = secretSettings(
      z.object({ user: z.string(), password: z.string() }).superRefine(({ password }, context) => {
        context.addIssue({ code: 'custom', message: `the password ${password} is a bad one`, path: ['user'] });
      }),
      ['password'],
    );

    expect(checkConfiguration(schema, { user: 'ada', password: 'hunter2' }).problems).toEqual([
      { path: 'user', message: 'is not what the schema asks for; what was found is not shown' },
    ]);
  });

  test('marked in the library alone are refused: they would be plain text', () => {
    const schema = z.object({ password: z.string().meta({ writeOnly: true }) });

    expect(checkConfiguration(schema, { password: 'hunter2' }).problems).toEqual([
      { path: 'password', message: expect.stringContaining('name it in secretSettings') },
    ]);
    expect(checkConfiguration(secretSettings(schema, ['password']), { password: 'hunter2' }).value?.password).toBeInstanceOf(Secret);
  });

  test('a configuration that is given keeps its text and is not changed', () => {
    const given = { password: new Secret('hunter2') };

    checkConfiguration(secretSettings(z.object({ password: z.string() }), ['password']), given);

    expect(given.password).toBeInstanceOf(Secret);
  });
});

test('settings that the schema lets through are let through', () => {
  expect(checkConfiguration(z.looseObject({ a: z.string() }), { a: 'x', b: 1 }).value).toEqual({ a: 'x', b: 1 });
  expect(checkConfiguration(type({ a: 'string', '[string]': 'unknown' }), { a: 'x', b: 1 }).value).toEqual({ a: 'x', b: 1 });
});

test('a setting inside an object that is misspelt is refused as well', () => {
  expect(checkConfiguration(z.object({ proxy: z.object({ host: z.string().optional() }) }), { proxy: { hots: 'x' } }).problems).toEqual([
    { path: 'proxy.hots', message: 'is not a setting; did you mean "host"?' },
  ]);
});

test('a function among the settings does not keep the others from being told', () => {
  const schema = z.object({ provide: z.custom<() => string>((value) => typeof value === 'function'), host: z.string() });

  expect(checkConfiguration(schema, { provide: () => 'x', host: 'x', hosst: 'x' }).problems).toEqual([
    { path: 'hosst', message: 'is not a setting; did you mean "host"?' },
  ]);
});
