import { type } from 'arktype';
import Type from 'typebox';
import * as v from 'valibot';
import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { attr, defineConnector, objectClass, openConnector, type Secret } from '../../src/index.ts';
import type { Input, Static } from '../../src/model/json-schema.ts';
import { secretSettings } from '../../src/spi/secret-settings.ts';

const zodSettings = z.object({
  url: z.url(),
  apiKey: z.string().min(3),
  pageSize: z.int().default(100),
  proxy: z.object({ password: z.string() }).optional(),
});
const valibotSettings = v.object({ url: v.pipe(v.string(), v.url()), apiKey: v.string(), pageSize: v.optional(v.number(), 100) });
const arkSettings = type({ url: 'string.url', apiKey: 'string', pageSize: 'number.integer = 100' });
const typeboxSettings = Type.Object({
  url: Type.String(),
  apiKey: Type.String({ minLength: 3 }),
  pageSize: Type.Optional(Type.Integer({ default: 100 })),
});

test('a configuration of zod, valibot, arktype and TypeBox is typed by it, its defaults optional on the way in', () => {
  expectTypeOf<Static<typeof zodSettings>['pageSize']>().toEqualTypeOf<number>();
  expectTypeOf<Input<typeof zodSettings>['pageSize']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Static<typeof valibotSettings>>().toEqualTypeOf<{ url: string; apiKey: string; pageSize: number }>();
  expectTypeOf<Input<typeof valibotSettings>['pageSize']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Static<typeof arkSettings>>().toEqualTypeOf<{ url: string; apiKey: string; pageSize: number }>();
  expectTypeOf<Input<typeof arkSettings>['pageSize']>().toEqualTypeOf<number | undefined>();
  // TypeBox keeps no options in its types, so the compiler does not know of the default.
  expectTypeOf<Static<typeof typeboxSettings>>().toEqualTypeOf<{ url: string; apiKey: string; pageSize?: number }>();
});

test('secretSettings makes Secrets of what comes out, and takes text or Secrets', () => {
  const zod = secretSettings(zodSettings, ['apiKey', 'proxy.password']);
  expectTypeOf<Static<typeof zod>['apiKey']>().toEqualTypeOf<Secret>();
  expectTypeOf<Input<typeof zod>['apiKey']>().toEqualTypeOf<Secret | string>();
  expectTypeOf<Static<typeof zod>['url']>().toEqualTypeOf<string>();
  expectTypeOf<NonNullable<Static<typeof zod>['proxy']>['password']>().toEqualTypeOf<Secret>();

  const valibot = secretSettings(valibotSettings, ['apiKey']);
  expectTypeOf<Static<typeof valibot>>().toEqualTypeOf<{ url: string; apiKey: Secret; pageSize: number }>();

  const ark = secretSettings(arkSettings, ['apiKey']);
  expectTypeOf<Static<typeof ark>['apiKey']>().toEqualTypeOf<Secret>();

  const typebox = secretSettings(typeboxSettings, ['apiKey']);
  expectTypeOf<Static<typeof typebox>['apiKey']>().toEqualTypeOf<Secret>();
  expectTypeOf<Input<typeof typebox>['apiKey']>().toEqualTypeOf<Secret | string>();
});

const Account = objectClass('__ACCOUNT__', {
  __NAME__: attr.string({ required: true }),
  mail: attr.schema(z.email(), { required: true }),
  level: attr.schema(z.literal(['low', 'high'])),
  tags: attr.schema(v.picklist(['a', 'b']), { multiValued: true, type: 'string' }),
  quota: attr.schema(type('number.integer <= 500')),
  born: attr.schema(z.date(), { type: 'dateTime' }),
  room: attr.schema(Type.String({ maxLength: 8 })),
  address: attr.schema(z.object({ street: z.string(), zip: z.string().optional() })),
  floor: attr.schema({ type: 'integer', minimum: 0 }),
});

test('attr.schema gives an attribute the type of what its schema answers, and keeps its flags', async () => {
  const connector = defineConnector({
    name: 'x',
    version: '1.0.0',
    configuration: zodSettings,
    objectClasses: [Account],
    connect: (configuration) => configuration.url,
    operations: {
      __ACCOUNT__: {
        create: ({ attributes, session }) => {
          expectTypeOf(session).toEqualTypeOf<string>();
          expectTypeOf(attributes.mail).toEqualTypeOf<string>();
          expectTypeOf(attributes.level).toEqualTypeOf<'low' | 'high' | undefined>();
          expectTypeOf(attributes.tags).toEqualTypeOf<readonly ('a' | 'b')[] | undefined>();
          expectTypeOf(attributes.quota).toEqualTypeOf<number | undefined>();
          expectTypeOf(attributes.born).toEqualTypeOf<Date | undefined>();
          expectTypeOf(attributes.room).toEqualTypeOf<string | undefined>();
          expectTypeOf(attributes.address).toEqualTypeOf<{ street: string; zip?: string | undefined } | undefined>();
          expectTypeOf(attributes.floor).toEqualTypeOf<number | undefined>();
          return attributes.__NAME__;
        },
      },
    },
  });
  const accounts = (await openConnector(connector, { url: 'https://example.org', apiKey: 'abc' })).objectClass('__ACCOUNT__');
  await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org', level: 'low', born: '2000-01-01', tags: ['a'] });
  // @ts-expect-error: mail is required
  await accounts.create({ __NAME__: 'ada' });
  // @ts-expect-error: not one of its values
  await accounts.create({ __NAME__: 'ada', mail: 'a', level: 'middle' });
});

test('an attribute of a schema is held to the type that ICF has for its name', () => {
  objectClass('__ACCOUNT__', { __NAME__: attr.schema(z.string().min(2), { required: true }), __ENABLE__: attr.schema(z.boolean()) });
  // @ts-expect-error: __ENABLE__ is a boolean
  objectClass('__ACCOUNT__', { __NAME__: attr.string(), __ENABLE__: attr.schema(z.string()) });
});
