import { Ajv2020 } from 'ajv/dist/2020.js';
import Type from 'typebox';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import aws from '../../src/connectors/aws/index.ts';
import memory from '../../src/connectors/memory/index.ts';
import { openConnector } from '../../src/facade/opening/open-connector.ts';
import { attr } from '../../src/model/attribute.ts';
import { programValue } from '../../src/model/json-schema.ts';
import { objectClass } from '../../src/model/object-class.ts';
import { Secret } from '../../src/model/secret.ts';
import { defineConnector } from '../../src/spi/define-connector.ts';
import { secretSettings } from '../../src/spi/secret-settings.ts';
import { spec } from '../../src/spi/spec.ts';
import { specSchema } from '../../src/spi/spec-schema.ts';

const Account = objectClass(
  '__ACCOUNT__',
  {
    __NAME__: attr.string({ required: true }),
    __PASSWORD__: attr.secret({ default: new Secret('hunter2') }),
    mail: attr.string({ subtype: 'caseIgnore', sortable: true, title: 'Mail' }),
    quota: attr.long({ default: 5n, updateable: false }),
    photo: attr.bytes({ default: Uint8Array.of(1), returnedByDefault: false }),
    code: attr.schema(z.string().length(4)),
    boss: attr.reference({ objectClass: '__ACCOUNT__', role: 'subject' }),
  },
  { description: 'People.', options: { search: { deleted: { type: 'boolean' } } } },
);

const Unit = objectClass('unit', { __NAME__: attr.string() }, { container: true });

const hr = defineConnector({
  name: 'hr',
  version: '1.0.0',
  messages: {
    de: { 'url.display': 'Adresse', '__ACCOUNT__.display': 'Konto', '__ACCOUNT__.mail.display': 'E-Mail', 'connector.display': 'Personal' },
  },
  permissions: { '*': { test: ['read'] }, __ACCOUNT__: { create: ['write'] } },
  configuration: {
    type: 'object',
    required: ['url'],
    properties: {
      url: { type: 'string', format: 'uri', title: 'URL', 'x-group': 'Network' },
      apiKey: { type: 'string', writeOnly: true, default: 'hunter2', examples: ['hunter2'] },
      clock: programValue<() => number>('function', 'A clock.'),
      proxy: { type: 'object', properties: { password: { type: 'string', writeOnly: true } } },
    },
  },
  objectClasses: [Account, Unit],
  connect: () => 5,
  test: () => {},
  operations: {
    __ACCOUNT__: { create: ({ attributes }) => attributes.__NAME__, updateDelta: () => {}, async *search() {} },
    __ALL__: { async *sync() {}, latestSyncToken: () => '' },
  },
  hooks: { ping: () => 'pong' },
});

describe('spec', () => {
  test('says what a connector is', () => {
    expect(spec(hr)).toMatchObject({
      name: 'hr',
      version: '1.0.0',
      displayName: 'hr',
      secrets: ['apiKey', 'proxy.password'],
      dynamic: false,
      operations: ['schema', 'test'],
      operationsOnAll: ['sync', 'latestSyncToken'],
      hooks: ['ping'],
      pool: false,
      locales: ['de'],
      permissions: { '*': { test: ['read'] }, __ACCOUNT__: { create: ['write'] } },
    });
    expect(Object.keys(spec(hr))).not.toContain('category');
  });

  test('describes the settings in JSON Schema, counted as the author has them', () => {
    const { configuration } = spec(hr);

    expect(configuration).toEqual({
      type: 'object',
      required: ['url'],
      properties: {
        url: { 'x-order': 0, type: 'string', format: 'uri', title: 'URL', 'x-group': 'Network' },
        apiKey: { 'x-order': 1, type: 'string', writeOnly: true, title: 'apiKey' },
        clock: { 'x-order': 2, 'x-value': 'function', title: 'clock', description: 'A clock.' },
        proxy: {
          'x-order': 3,
          type: 'object',
          title: 'proxy',
          properties: { password: { 'x-order': 0, type: 'string', writeOnly: true, title: 'password' } },
        },
      },
    });
  });

  test('describes the object classes: operations that can be called, options, attributes, schemas', () => {
    const [account, unit] = spec(hr).objectClasses;

    expect(account).toMatchObject({
      name: '__ACCOUNT__',
      title: '__ACCOUNT__',
      description: 'People.',
      operations: ['create', 'update', 'updateDelta', 'get', 'search'],
      options: { search: { type: 'object', properties: { deleted: { type: 'boolean' } } } },
      attributes: {
        __PASSWORD__: { type: 'secret', readable: false, returnedByDefault: false, creatable: true },
        mail: { type: 'string', subtype: 'caseIgnore', title: 'Mail', sortable: true, multiValued: false, required: false, returnedByDefault: true },
        quota: { type: 'long', updateable: false },
        photo: { type: 'bytes', returnedByDefault: false, readable: true },
        boss: { type: 'reference', objectClass: '__ACCOUNT__', role: 'subject' },
      },
      schemas: {
        create: { required: ['__NAME__'], properties: { quota: { default: 5 }, photo: { default: 'AQ==' }, code: { minLength: 4 } } },
        row: { properties: { uid: { type: 'string' } } },
      },
    });
    expect(unit).toMatchObject({ name: 'unit', container: true, operations: [] });
    expect(Object.keys(unit?.schemas ?? {})).toEqual(['row']);
  });

  test('speaks the language asked for', () => {
    const { displayName, configuration, objectClasses } = spec(hr, { locale: ['fr', 'de-CH'] });

    expect(displayName).toBe('Personal');
    expect(configuration).toMatchObject({ properties: { url: { title: 'Adresse' } } });
    expect(objectClasses[0]).toMatchObject({
      title: 'Konto',
      attributes: { mail: { title: 'E-Mail' } },
      schemas: { create: { title: 'Konto', properties: { mail: { title: 'E-Mail' } } }, row: { title: 'Konto' } },
    });
    expect(() => spec(hr, { locale: 'de_DE' })).toThrow('language tag');
  });

  test.each([hr, memory, aws])('of $name is plain JSON, the same each time, and holds no secret', (connector) => {
    const said = spec(connector);

    expect(JSON.parse(JSON.stringify(said))).toEqual(said);
    expect(JSON.stringify(spec(connector))).toBe(JSON.stringify(said));
    expect(JSON.stringify(said)).not.toContain('hunter2');
  });

  test.each([hr, memory, aws])('of $name is what its JSON Schema describes', (connector) => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(specSchema());

    validate(spec(connector, { locale: 'de' }));
    expect(validate.errors).toBeNull();
    expect(validate({ ...spec(connector), more: 1 })).toBe(false);
  });

  test('says the same operations as the opened connector', async () => {
    const facade = await openConnector(memory, {});
    const schema = await facade.schema();

    for (const { name, operations } of spec(memory).objectClasses)
      for (const operation of ['create', 'update', 'get', 'search', 'liveSync', 'authenticate', 'delete'] as const)
        expect([name, operation, operations.includes(operation)]).toEqual([name, operation, facade.supports(name, operation)]);
    expect([...spec(memory).operations].sort()).toEqual(schema.operations.filter((each) => facade.supports(each as 'test')).sort());
    await facade.close();
  });

  test.each<[string, unknown, object]>([
    [
      'zod',
      secretSettings(z.object({ url: z.url().meta({ title: 'URL' }), apiKey: z.string() }), ['apiKey']),
      { url: { title: 'URL' }, apiKey: { writeOnly: true } },
    ],
    [
      'TypeBox',
      secretSettings(Type.Object({ url: Type.String({ title: 'URL' }), apiKey: Type.String() }), ['apiKey']),
      { url: { title: 'URL' }, apiKey: { writeOnly: true } },
    ],
  ])('describes settings of %s', (_, configuration, properties) => {
    const said = spec({ ...hr, configuration });

    expect(said.configuration).toMatchObject({ type: 'object', properties });
    expect(said.secrets).toEqual(['apiKey']);
    expect(JSON.parse(JSON.stringify(said))).toEqual(said);
  });

  test('of settings that do not describe themselves knows the secrets only', () => {
    const said = spec({ ...hr, configuration: secretSettings(v.object({ apiKey: v.string() }), ['apiKey']) });

    expect(said).toMatchObject({ configuration: { type: 'object' }, secrets: ['apiKey'] });
  });
});

test('permissions of a class that is not declared are refused', () => {
  const definition = { ...hr, permissions: { __ACCOUTN__: { create: [] } } };

  expect(() => defineConnector(definition as never)).toThrow('permissions.__ACCOUTN__: is no declared object class');
});
