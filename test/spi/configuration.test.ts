import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { programValue } from '../../src/model/json-schema.ts';
import { Secret } from '../../src/model/secret.ts';
import { checkConfiguration } from '../../src/spi/configuration.ts';

const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });
const messages = (schema: unknown, input: unknown) => checkConfiguration(schema, input).problems?.map(({ path, message }) => `${path} ${message}`);

// A property called `then` makes an object look like a promise, so biome wants it said on purpose.
const THEN = 'then';

describe('messages say what was found and what would be right', () => {
  test.each<[string, object, unknown, string]>([
    ['type', { type: 'integer' }, 'x', 'a must be an integer (got "x")'],
    ['types', { type: ['string', 'null'] }, 5, 'a must be a string or null (got 5)'],
    ['enum', { enum: ['live', 'dry'] }, 'wet', 'a must be one of "live", "dry" (got "wet")'],
    ['const', { const: 1 }, 2, 'a must be 1 (got 2)'],
    ['minimum', { type: 'number', minimum: 1 }, 0, 'a must be at least 1 (got 0)'],
    ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 1 }, 1, 'a must be less than 1 (got 1)'],
    ['multipleOf', { type: 'number', multipleOf: 5 }, 7, 'a must be multiple of 5 (got 7)'],
    ['minLength', { type: 'string', minLength: 3 }, 'ab', 'a must have at least 3 characters (got "ab")'],
    ['maxLength', { type: 'string', maxLength: 1 }, 'ab', 'a must have at most 1 character (got "ab")'],
    ['pattern', { type: 'string', pattern: '^a' }, 'b', 'a must match ^a (got "b")'],
    ['format', { type: 'string', format: 'uri' }, 'no uri', 'a must be a URL, such as https://example.org (got "no uri")'],
    ['minItems', { type: 'array', minItems: 1 }, [], 'a must have at least 1 item (got a list of 0)'],
    [
      'uniqueItems',
      { type: 'array', uniqueItems: true },
      [1, 1],
      'a must NOT have duplicate items (items ## 0 and 1 are identical) (got a list of 2)',
    ],
    ['items', { type: 'array', items: { type: 'string' } }, ['x', 5], 'a[1] must be a string (got 5)'],
    ['required', { type: 'object', required: ['b'] }, {}, 'a.b is required'],
    ['nested', object({ b: { type: 'boolean' } }), { b: 1 }, 'a.b must be a boolean (got 1)'],
    ['not', { not: { type: 'string' } }, 'x', 'a must NOT be valid (got "x")'],
    ['a program value', programValue('function', 'x'), 'x', 'a must be a function (got "x")'],
  ])('%s', (_, schema, value, expected) => {
    expect(messages(object({ a: schema }), { a: value })).toEqual([expected]);
  });

  test('dependentRequired', () => {
    expect(messages(object({ a: {}, b: {} }, { dependentRequired: { a: ['b'] } }), { a: 1 })).toEqual(['b is required when a is set']);
  });

  test('dependencies of draft 7', () => {
    expect(messages(object({ a: {}, b: {} }, { dependencies: { a: ['b'] } }), { a: 1 })).toEqual(['b is required when a is set']);
  });

  test('if and then: what is missing, not the condition', () => {
    const schema = object({ a: {}, b: {} }, { if: { properties: { a: { const: 1 } }, required: ['a'] }, [THEN]: { required: ['b'] } });

    expect(messages(schema, { a: 1 })).toEqual(['b is required']);
  });

  test('all problems come at once', () => {
    const schema = object(
      { url: { type: 'string' }, port: { type: 'integer' }, proxy: object({ host: { type: 'string' } }) },
      { required: ['url', 'key'] },
    );

    expect(
      messages(schema, { port: 'x', prot: 1, proxy: { host: 1 } })
        ?.map((text) => text.split(' ')[0])
        .sort(),
    ).toEqual(['key', 'port', 'prot', 'proxy.host', 'url']);
  });
});

describe('unknown settings', () => {
  test('are refused with the name that may have been meant', () => {
    expect(messages(object({ region: {} }), { regoin: 'x', zzz: 1 })).toEqual([
      'regoin is not a setting; did you mean "region"?',
      'zzz is not a setting',
    ]);
  });

  test('are refused inside an object and a list too', () => {
    const schema = object({ proxy: object({ host: {} }), servers: { type: 'array', items: object({ host: {} }) } });

    expect(messages(schema, { proxy: { hots: 'x' }, servers: [{ hots: 'x' }] })).toEqual([
      'proxy.hots is not a setting; did you mean "host"?',
      'servers[0].hots is not a setting; did you mean "host"?',
    ]);
  });

  test('are taken where the schema says so', () => {
    const schema = object(
      { headers: { type: 'object', additionalProperties: { type: 'string' } }, free: { type: 'object' } },
      { additionalProperties: true },
    );

    expect(checkConfiguration(schema, { headers: { a: 'b' }, free: { c: 1 }, d: 1 }).value).toEqual({ headers: { a: 'b' }, free: { c: 1 }, d: 1 });
  });

  test('a __proto__ key from JSON is one, and pollutes nothing', () => {
    expect(messages(object({ a: {} }), JSON.parse('{"__proto__":{"a":1},"constructor":1}'))).toEqual([
      '__proto__ is not a setting',
      'constructor is not a setting',
    ]);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test('a __proto__ key in a free object stays a key', () => {
    const { value } = checkConfiguration(object({ free: { type: 'object', additionalProperties: { type: 'object' } } }), {
      free: JSON.parse('{"__proto__":{"a":1}}'),
    });

    expect(Object.keys(value?.free as object)).toEqual(['__proto__']);
    expect((value as { free: { a?: number } }).free.a).toBeUndefined();
  });
});

describe('values', () => {
  test.each([undefined, null, 'text', 5, true, [], [{}]])('a configuration that is no object is refused: %j', (input) => {
    expect(messages(object({}), input)).toEqual([expect.stringContaining('must be an object of settings')]);
    expect(messages({}, input)).toEqual([expect.stringContaining('must be an object of settings')]);
  });

  test('defaults are filled in, nested ones too, and are not shared', () => {
    const schema = object({ size: { default: 100 }, list: { default: ['a'] }, proxy: object({ port: { default: 1 } }) });
    const first = checkConfiguration(schema, { proxy: {} }).value as { list: string[] };
    first.list.push('b');

    expect(checkConfiguration(schema, { proxy: {} }).value).toEqual({ size: 100, list: ['a'], proxy: { port: 1 } });
  });

  test('undefined settings are left out, so their default counts', () => {
    expect(checkConfiguration(object({ a: { type: 'integer', default: 5 }, b: { type: 'string' } }), { a: undefined, b: undefined }).value).toEqual({
      a: 5,
    });
  });

  test('the input is not changed', () => {
    const input = Object.freeze({ key: 'k', proxy: Object.freeze({}), list: Object.freeze([Object.freeze({})]) });
    const item = object({ port: { default: 1 } });

    const { value } = checkConfiguration(
      object({ key: { type: 'string', writeOnly: true }, size: { default: 1 }, proxy: item, list: { type: 'array', items: item } }),
      input,
    );

    expect(value).toMatchObject({ size: 1, proxy: { port: 1 }, list: [{ port: 1 }] });
    expect(input).toEqual({ key: 'k', proxy: {}, list: [{}] });
  });

  test('an object with a prototype, such as process.env, is copied and checked like any other', () => {
    class Settings {
      key = 'hunter2';
    }
    const input = new Settings();

    const { value } = checkConfiguration(object({ key: { type: 'string', writeOnly: true }, size: { default: 1 } }), input);

    expect(value?.key).toBeInstanceOf(Secret);
    expect(input).toEqual(new Settings());
  });

  test('a value of the program is handed on as it is', () => {
    const schema = object({ clock: programValue('function', 'x'), store: programValue('object', 'x') });
    const input = { clock: () => 5, store: { inner: { secret: new Secret('x') } } };

    const { value } = checkConfiguration(schema, input);

    expect(value?.clock).toBe(input.clock);
    expect(value?.store).toBe(input.store);
    expect(messages(schema, { store: null })).toEqual(['store must be an object (got null)']);
  });

  test('a configuration that contains itself ends', () => {
    const loop: { [key: string]: unknown } = {};
    loop.self = loop;

    expect(checkConfiguration(object({ self: { type: 'object' } }), loop).value).toBeDefined();
    expect(messages(object({}), loop)).toEqual(['self is not a setting']);
  });

  test('$schema may name any draft', () => {
    for (const draft of ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema']) {
      expect(checkConfiguration(object({ a: {} }, { $schema: draft }), { a: 1 }).value).toEqual({ a: 1 });
    }
  });
});

describe('secrets', () => {
  const secret = { type: 'string', writeOnly: true, minLength: 20, pattern: '^A', maxLength: 30, format: 'uri', enum: ['only this'] };

  test('become Secret, given as text or as Secret', () => {
    const schema = object({ key: { type: 'string', writeOnly: true }, keys: { type: 'array', items: { type: 'string', writeOnly: true } } });

    const { value } = checkConfiguration(schema, { key: new Secret('a'), keys: ['b', new Secret('c')] });

    expect((value as { key: Secret }).key.reveal()).toBe('a');
    expect((value as { keys: Secret[] }).keys.map((each) => each.reveal())).toEqual(['b', 'c']);
  });

  test.each([
    ['a setting', object({ key: secret }), { key: 'hunter2' }],
    ['a setting given as Secret', object({ key: secret }), { key: new Secret('hunter2') }],
    ['a nested setting', object({ proxy: object({ key: secret }) }), { proxy: { key: 'hunter2' } }],
    ['a list', object({ keys: { type: 'array', items: secret } }), { keys: ['hunter2'] }],
    ['a map', object({ keys: { type: 'object', additionalProperties: secret } }), { keys: { a: 'hunter2' } }],
    ['a pattern of names', object({}, { patternProperties: { '^key': secret } }), { key1: 'hunter2' }],
    ['an alternative', object({ key: {} }, { anyOf: [{ properties: { key: secret } }] }), { key: 'hunter2' }],
    ['a branch', object({ key: {} }, { if: true, [THEN]: { properties: { key: secret } } }), { key: 'hunter2' }],
    [
      'a branch that narrows',
      object({ key: { type: 'string', writeOnly: true } }, { [THEN]: { properties: { key: { minLength: 20 } } }, if: true }),
      { key: 'hunter2' },
    ],
    ['an unknown setting', object({ key: secret }), { kye: 'hunter2' }],
  ])('are never shown: %s', (_, schema, input) => {
    const { problems } = checkConfiguration(schema, input);

    expect(problems?.length).toBeGreaterThan(0);
    expect(inspect(problems, { depth: 9 })).not.toContain('hunter2');
  });

  test.each([
    ['a type that may be another', { key: { type: ['string', 'null'], writeOnly: true } }, {}],
    ['no type', { key: { writeOnly: true } }, {}],
    ['a number', { key: { type: 'integer', writeOnly: true } }, {}],
    ['an object', { key: { type: 'object', writeOnly: true, properties: { a: { type: 'string' } } } }, {}],
    ['a list', { key: { type: 'array', writeOnly: true, items: { type: 'string' } } }, {}],
    ['an alternative of a setting', { key: { anyOf: [{ type: 'string', writeOnly: true }, { type: 'null' }] } }, {}],
    ['a reference', { key: { $ref: '#/$defs/key' } }, { $defs: { key: secret } }],
    ['a negation', { key: { type: 'string', not: { writeOnly: true, type: 'string' } } }, {}],
    ['the places of a list', { key: { type: 'array', prefixItems: [{ type: 'string', writeOnly: true }] } }, {}],
  ])('a mark that would guard nothing is refused, before a value is looked at: %s', (_, properties, more) => {
    const check = () => checkConfiguration(object(properties, more), { key: 'hunter2' });

    expect(check).toThrow(/marked writeOnly/);
    expect(check).not.toThrow(/hunter2/);
  });

  test('the user and the password of an address are not shown', () => {
    for (const url of ['ht tp://ada:hunter2@x', '//ada:hunter2@proxy:80']) {
      expect(messages(object({ url: { type: 'string', format: 'uri' } }), { url })?.join()).not.toMatch(/hunter2|ada/);
    }
  });

  test('a Secret where none belongs is refused without being shown', () => {
    expect(messages(object({ url: { type: 'string' } }), { url: new Secret('hunter2') })).toEqual(['url must be a string (got [secret])']);
  });

  test('a secret of another type is refused without being shown', () => {
    expect(messages(object({ key: { type: 'string', writeOnly: true } }), { key: 12345678 })).toEqual([
      'key must be a string (got a value that is not shown)',
    ]);
  });

  test('no text that was given as a secret is in any problem', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6 }).filter((text) => !/^[\w\s]*$/.test(text)),
        (text) => {
          const { problems } = checkConfiguration(object({ key: secret, list: { type: 'array', items: secret, uniqueItems: true } }), {
            key: text,
            list: [text, text],
          });
          expect(JSON.stringify(problems)).not.toContain(JSON.stringify(text).slice(1, -1));
        },
      ),
    );
  });
});

describe('a Standard Schema', () => {
  const standard = (validate: (value: unknown) => unknown) => ({ '~standard': { version: 1, vendor: 'test', validate } });

  test('gives its value', () => {
    expect(
      checkConfiguration(
        standard((value) => ({ value: { ...(value as object), more: 1 } })),
        { a: 1 },
      ).value,
    ).toEqual({ a: 1, more: 1 });
  });

  test('gives its issues with paths', () => {
    const issues = [{ message: 'wrong', path: ['proxy', { key: 'port' }, 0] }, { message: 'all wrong' }];

    expect(
      checkConfiguration(
        standard(() => ({ issues })),
        {},
      ).problems,
    ).toEqual([
      { path: 'proxy.port.0', message: 'wrong' },
      { path: '', message: 'all wrong' },
    ]);
  });

  test('may be a function, as some libraries have it', () => {
    const schema = Object.assign(
      () => {},
      standard(() => ({ value: { a: 1 } })),
    );

    expect(checkConfiguration(schema, {}).value).toEqual({ a: 1 });
  });

  test('that answers later cannot be used, and its failure does not end the process', async () => {
    const validate = vi.fn(() => Promise.reject(new Error('late')));

    expect(messages(standard(validate), {})).toEqual([expect.stringContaining('answers later')]);
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('whose value is no object is refused', () => {
    expect(
      messages(
        standard(() => ({ value: 'x' })),
        {},
      ),
    ).toEqual([expect.stringContaining('must be an object of settings')]);
  });
});
