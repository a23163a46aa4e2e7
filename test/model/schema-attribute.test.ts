import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import Type from 'typebox';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { memoryConnector } from '../../src/connectors/memory/index.ts';
import { openConnector } from '../../src/facade/opening/open-connector.ts';
import { type AttributeInfo, attr } from '../../src/model/attribute.ts';
import { conversionOf } from '../../src/model/convert-value.ts';
import { ConnectorError, type Problem } from '../../src/model/errors.ts';
import { objectClass } from '../../src/model/object-class.ts';
import { toJsonSchema } from '../../src/model/object-class-json-schema.ts';

/** What an attribute makes of a value, or the problems. */
function converted(attribute: AttributeInfo, value: unknown): unknown {
  const problems: Problem[] = [];
  const result = conversionOf(attribute)(value, 'a', problems);
  return problems.length > 0 ? problems.map(({ path, message }) => `${path} ${message}`) : result;
}

function failure(make: () => unknown): ConnectorError {
  try {
    make();
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the value type follows from the schema', () => {
  test.each<[string, () => AttributeInfo, Partial<AttributeInfo>]>([
    ['zod string', () => attr.schema(z.string().min(2).max(5)), { type: 'string', minLength: 2, maxLength: 5 }],
    ['zod enum', () => attr.schema(z.enum(['x', 'y'])), { type: 'string', allowedValues: ['x', 'y'] }],
    ['zod literal', () => attr.schema(z.literal('x')), { type: 'string', allowedValues: ['x'] }],
    ['zod ISO date, which is text', () => attr.schema(z.iso.datetime()), { type: 'string' }],
    ['zod int', () => attr.schema(z.int()), { type: 'integer' }],
    ['zod number', () => attr.schema(z.number()), { type: 'double' }],
    ['zod boolean', () => attr.schema(z.boolean()), { type: 'boolean' }],
    ['zod union of texts', () => attr.schema(z.union([z.email(), z.url()])), { type: 'string' }],
    ['zod default', () => attr.schema(z.string().default('x')), { type: 'string', default: 'x' }],
    ['zod object', () => attr.schema(z.object({ a: z.string() })), { type: 'map', properties: { a: { type: 'string' } }, requiredProperties: ['a'] }],
    ['valibot with its converter', () => attr.schema(toStandardJsonSchema(v.pipe(v.string(), v.maxLength(3)))), { type: 'string', maxLength: 3 }],
    ['valibot with a type', () => attr.schema(v.pipe(v.string(), v.maxLength(3)), { type: 'string' }), { type: 'string' }],
    ['arktype', () => attr.schema(type('string.email')), { type: 'string' }],
    ['arktype literals', () => attr.schema(type("'x' | 'y'")), { type: 'string', allowedValues: ['x', 'y'] }],
    ['arktype integer', () => attr.schema(type('number.integer')), { type: 'integer' }],
    ['TypeBox', () => attr.schema(Type.String({ minLength: 1, title: 'Room' })), { type: 'string', minLength: 1, title: 'Room' }],
    ['TypeBox integer', () => attr.schema(Type.Integer({ minimum: 0 })), { type: 'integer' }],
    ['a JSON Schema', () => attr.schema({ enum: ['x', 'y'] }), { type: 'string', allowedValues: ['x', 'y'] }],
    ['a Date', () => attr.schema(z.date(), { type: 'dateTime' }), { type: 'dateTime' }],
    ['a bigint', () => attr.schema(z.bigint(), { type: 'long' }), { type: 'long' }],
  ])('%s', (_, make, expected) => {
    const attribute = make();

    expect(attribute).toMatchObject(expected);
    expect(Object.keys(attribute).sort()).toEqual(Object.keys(expected).sort());
  });

  test.each<[string, () => unknown, string]>([
    ['a list', () => attr.schema(z.array(z.string())), 'describes a list: describe one value, and set multiValued'],
    ['null', () => attr.schema(z.string().nullable()), 'allows null'],
    ['several types', () => attr.schema(z.union([z.string(), z.number()])), 'allows values of several types'],
    ['several types in variants', () => attr.schema(z.union([z.string().max(3), z.number()])), 'allows values of several types'],
    ['no description', () => attr.schema(v.string()), 'does not tell the type of its values'],
    ['a Date', () => attr.schema(z.date()), 'does not tell the type'],
    ['a transformation', () => attr.schema(z.string().transform(Number)), 'does not tell the type'],
    ['64 bits', () => attr.schema(z.int().max(2 ** 40)), 'more than 32 bits (1099511627776)'],
    ['no schema', () => attr.schema('string'), 'must be a Standard Schema or a JSON Schema (got "string")'],
    [
      'keywords that are not looked at',
      () => attr.schema(Type.Object({ a: Type.String({ format: 'email' }) })),
      'has format, which cannot be checked here',
    ],
  ])('%s is refused at once', (_, make, message) => {
    expect(failure(make)).toMatchObject({ code: 'Configuration', message: expect.stringContaining(message) });
  });

  test('flags win over what the schema says, and no schema is shown as JSON', () => {
    const attribute = attr.schema(z.string().max(5).meta({ title: 'Of zod' }), { title: 'Mine', multiValued: true });

    expect(JSON.parse(JSON.stringify(attribute))).toEqual({ type: 'string', maxLength: 5, title: 'Mine', multiValued: true });
  });
});

describe('values are checked by the schema', () => {
  test.each<[string, AttributeInfo, unknown, unknown]>([
    ['zod accepts', attr.schema(z.email()), 'ada@example.org', 'ada@example.org'],
    ['zod refuses', attr.schema(z.email()), 'ada', ['a is refused: Invalid email address']],
    ['zod changes', attr.schema(z.string().trim().toLowerCase()), ' ADA ', 'ada'],
    ['zod transforms', attr.schema(z.string().transform(Number), { type: 'double' }), '5.5', 5.5],
    ['valibot refuses', attr.schema(v.pipe(v.string(), v.endsWith('!')), { type: 'string' }), 'x', [expect.stringContaining('a is refused: ')]],
    ['arktype refuses', attr.schema(type('number.integer <= 5')), 6, [expect.stringContaining('a is refused: ')]],
    ['TypeBox refuses', attr.schema(Type.Integer({ maximum: 5 })), 6, ['a must be at most 5 (got 6)']],
    [
      'TypeBox refuses a key',
      attr.schema(Type.Object({ b: Type.String() }, { additionalProperties: false })),
      { c: 1 },
      ['a.b is missing', 'a.c is not known; known are b'],
    ],
    ['a path inside', attr.schema(z.object({ b: z.object({ c: z.number() }) })), { b: { c: 'x' } }, [expect.stringContaining('a.b.c is refused: ')]],
    ['the type has the last word', attr.schema(z.int()), 2 ** 40, [expect.stringContaining('must be a whole number of 32 bits')]],
    ['a list, one by one', attr.schema(z.email(), { multiValued: true }), ['a@b.de', 'x'], [expect.stringContaining('a[1] is refused: ')]],
    ['a list without twins', attr.schema(z.string().toLowerCase(), { multiValued: true }), ['A', 'a'], ['a']],
    ['a Date', attr.schema(z.date().min(new Date(0)), { type: 'dateTime' }), '1970-01-02T00:00:00Z', new Date(86_400_000)],
    [
      'a Date too early',
      attr.schema(z.date().min(new Date(0)), { type: 'dateTime' }),
      '1960-01-02T00:00:00Z',
      [expect.stringContaining('a is refused: ')],
    ],
    ['what the schema does not look at, by its type', attr.schema(z.any(), { type: 'dateTime' }), '1970-01-02T00:00:00Z', new Date(86_400_000)],
    ['what is not of the type either', attr.schema(z.any(), { type: 'dateTime' }), 'tomorrow', [expect.stringContaining('a must be a valid Date')]],
    ['a bigint from a number', attr.schema(z.bigint(), { type: 'long' }), 5, 5n],
    [
      'a codec',
      attr.schema(z.codec(z.iso.datetime(), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() }), {
        type: 'dateTime',
      }),
      '1970-01-02T00:00:00Z',
      new Date(86_400_000),
    ],
  ])('%s', (_, attribute, value, expected) => {
    expect(converted(attribute, value)).toEqual(expected);
  });

  test('a copy of an attribute is checked as well', () => {
    expect(converted({ ...attr.schema(z.email()), title: 'Mail' }, 'ada')).toEqual(['a is refused: Invalid email address']);
  });

  test('a schema that answers later is refused, and its failure does not end the process', async () => {
    const late = z.string().refine(async () => false);
    const standard = { '~standard': { version: 1, vendor: 'x', validate: () => Promise.reject(new Error('late')) } } as const;

    for (const schema of [late, standard]) {
      expect(failure(() => converted(attr.schema(schema, { type: 'string' }), 'x'))).toMatchObject({
        code: 'Configuration',
        message: expect.stringContaining('answers later'),
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('a schema whose values are of another type than the flags say is the connector’s defect', () => {
    expect(failure(() => converted(attr.schema(z.number(), { type: 'long' as never }), 5))).toMatchObject({
      code: 'Configuration',
      message: expect.stringContaining('but the attribute’s type is long'),
    });
  });

  test('through the facade: in create and update, in filters and rows', async () => {
    const Account = objectClass('__ACCOUNT__', {
      __NAME__: attr.string({ required: true }),
      mail: attr.schema(z.email().toLowerCase()),
      born: attr.schema(z.date(), { type: 'dateTime' }),
    });
    await using facade = await openConnector(memoryConnector([Account]), {});
    const accounts = facade.objectClass('__ACCOUNT__');

    const { uid } = await accounts.create({ __NAME__: 'ada', mail: 'ADA@example.org', born: '2000-01-01' });

    expect((await accounts.get(uid))?.attributes).toEqual({ mail: 'ada@example.org', born: new Date('2000-01-01') });
    expect(await accounts.search({ filter: (f) => f.lessThan('born', '2001-01-01') }).count()).toBe(1);
    await expect(accounts.update(uid, { replace: { mail: 'ada' } })).rejects.toMatchObject({
      code: 'InvalidAttributeValue',
      problems: [{ path: 'replace.mail', message: 'is refused: Invalid email address' }],
    });
  });

  test('the class describes itself in JSON Schema', () => {
    const Room = objectClass('room', { __NAME__: attr.string(), size: attr.schema(z.object({ width: z.number() }), { title: 'Size' }) });

    expect(toJsonSchema(Room, 'create')).toMatchObject({
      properties: { size: { title: 'Size', type: 'object', properties: { width: { type: 'number' } }, required: ['width'] } },
    });
  });
});
