import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { attr } from '../../src/model/attribute.ts';
import { objectClass } from '../../src/model/object-class.ts';
import { toJsonSchema } from '../../src/model/object-class-json-schema.ts';

const Account = objectClass(
  '__ACCOUNT__',
  {
    __NAME__: attr.string({ required: true, title: 'User name', subtype: 'caseIgnore' }),
    __PASSWORD__: attr.secret({ minLength: 8 }),
    age: attr.long({ description: 'In years.' }),
    size: attr.integer({ default: 5 }),
    created: attr.dateTime({ required: true, creatable: false, updateable: false }),
    photo: attr.bytes({ maxLength: 3 }),
    groups: attr.string({ multiValued: true, returnedByDefault: false }),
    state: attr.string({ allowedValues: ['on', 'off'], required: true, default: 'on' }),
    code: attr.string({ pattern: 'a|b' }),
    site: attr.string({ subtype: 'uri' }),
    tags: attr.object({ Key: { type: 'string' } }, { requiredProperties: ['Key'], multiValued: true }),
    manager: attr.reference({ objectClass: '__ACCOUNT__' }),
    free: attr.map(),
  },
  { title: 'Account', description: 'A user.' },
);
const properties = (schema: unknown) => (schema as { properties: Record<string, Record<string, unknown>> }).properties;
const accepts = (use: 'create' | 'update' | 'row', value: unknown) =>
  new Ajv2020({ strict: false, validateFormats: false }).validate(toJsonSchema(Account, use), value);

test('every shape is a valid JSON Schema 2020-12', () => {
  for (const use of ['create', 'update', 'row'] as const)
    expect(new Ajv2020({ strict: false }).validateSchema(toJsonSchema(Account, use))).toBe(true);
});

test('a create takes creatable attributes; those with a default are not required', () => {
  const schema = toJsonSchema(Account, 'create');

  expect(schema).toMatchObject({ title: 'Account', description: 'A user.', required: ['__NAME__'], additionalProperties: false });
  expect(Object.keys(properties(schema))).not.toContain('created');
  expect(accepts('create', { __NAME__: 'ada', __PASSWORD__: 'correct horse', tags: [{ Key: 'a' }], free: { any: 1 } })).toBe(true);
  expect(accepts('create', { mail: 'x' })).toBe(false);
});

test('attributes are described by type, facets and texts', () => {
  expect(properties(toJsonSchema(Account, 'create'))).toMatchObject({
    __NAME__: { type: 'string', title: 'User name', 'x-subtype': 'caseIgnore' },
    __PASSWORD__: { type: 'string', writeOnly: true, minLength: 8 },
    age: { type: 'integer', format: 'int64', description: 'In years.' },
    size: { type: 'integer', format: 'int32', default: 5 },
    photo: { type: 'string', contentEncoding: 'base64', maxLength: 4 },
    groups: { type: 'array', items: { type: 'string' } },
    state: { enum: ['on', 'off'], default: 'on' },
    site: { format: 'uri' },
    tags: { type: 'array', items: { type: 'object', required: ['Key'] } },
  });
});

test('a pattern must match as a whole', () => {
  expect(accepts('create', { __NAME__: 'x', code: 'a' })).toBe(true);
  expect(accepts('create', { __NAME__: 'x', code: 'ac' })).toBe(false);
});

test('an update replaces, adds to lists, and clears with null what is not required', () => {
  const schema = toJsonSchema(Account, 'update');

  expect(Object.keys(properties(properties(schema).add))).toEqual(['groups', 'tags']);
  expect(accepts('update', { replace: { age: null, code: 'b' }, add: { groups: ['g'] } })).toBe(true);
  expect(accepts('update', { replace: { __NAME__: null } })).toBe(false);
  expect(accepts('update', { replace: { created: '2026-01-01T00:00:00Z' } })).toBe(false);
});

test('a row has its identity beside its attributes, no secrets, and marks what nobody writes', () => {
  const schema = toJsonSchema(Account, 'row');
  const row = properties(properties(schema).attributes);

  expect(Object.keys(row)).not.toContain('__PASSWORD__');
  expect(Object.keys(row)).not.toContain('__NAME__');
  expect(row.created).toMatchObject({ readOnly: true, format: 'date-time' });
  expect(accepts('row', { objectClass: '__ACCOUNT__', uid: '1', name: 'ada', attributes: { created: 'x', state: 'on' } })).toBe(true);
  expect(accepts('row', { objectClass: '__ACCOUNT__', uid: '1', name: 'ada', attributes: {} })).toBe(false);
});
