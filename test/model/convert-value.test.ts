import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributeInfo, attr } from '../../src/model/attribute.ts';
import { conversionOf } from '../../src/model/convert-value.ts';
import { ConnectorError, type Problem } from '../../src/model/errors.ts';
import { fitOf } from '../../src/model/fit-value.ts';
import { Secret, type SecretBytes } from '../../src/model/secret.ts';

function convert(attribute: AttributeInfo, value: unknown): unknown {
  const problems: Problem[] = [];
  const result = conversionOf(attribute)(value, 'it', problems);
  expect(problems).toEqual([]);
  return result;
}

function problemsOf(attribute: AttributeInfo, value: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  expect(conversionOf(attribute)(value, 'it', problems)).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  return problems;
}

describe('accepted', () => {
  test.each<[string, AttributeInfo, unknown, unknown]>([
    ['text', { type: 'string' }, 'a', 'a'],
    ['the empty text', { type: 'string' }, '', ''],
    ['one character of two code units', attr.character(), '😀', '😀'],
    ['the largest integer', { type: 'integer' }, 2147483647, 2147483647],
    ['an integer as bigint', { type: 'integer' }, 5n, 5],
    ['a byte', { type: 'byte' }, 255, 255],
    ['a long as number', { type: 'long' }, 5, 5n],
    ['a long as digits', { type: 'long' }, '-9223372036854775808', -(2n ** 63n)],
    ['a bigInteger', { type: 'bigInteger' }, 2n ** 99n, 2n ** 99n],
    ['a double', { type: 'double' }, 1.5, 1.5],
    ['a double as bigint', { type: 'double' }, 2n, 2],
    ['a decimal, as it is written', { type: 'bigDecimal' }, '1.50', '1.50'],
    ['a decimal as number', { type: 'bigDecimal' }, 1.5, '1.5'],
    ['a decimal as bigint', { type: 'bigDecimal' }, 7n, '7'],
    ['false', { type: 'boolean' }, false, false],
    ['bytes', { type: 'bytes' }, Buffer.from([1, 2]), Uint8Array.of(1, 2)],
    ['bytes in base64', { type: 'bytes' }, 'AQI=', Uint8Array.of(1, 2)],
    ['no bytes', { type: 'bytes' }, '', Uint8Array.of()],
    ['a date', { type: 'dateTime' }, new Date(5), new Date(5)],
    ['ISO text in UTC', { type: 'dateTime' }, '2026-11-21T10:00:00Z', new Date(Date.UTC(2026, 10, 21, 10))],
    [
      'ISO text with an offset and microseconds',
      { type: 'dateTime' },
      '2026-11-21T10:00:00.123456+01:30',
      new Date(Date.UTC(2026, 10, 21, 8, 30, 0, 123)),
    ],
    ['ISO text with a short offset and no seconds', { type: 'dateTime' }, '2026-11-21T10:00+01', new Date(Date.UTC(2026, 10, 21, 9))],
    ['a date alone is midnight UTC', { type: 'dateTime' }, '2024-02-29', new Date(Date.UTC(2024, 1, 29))],
    ['a year beyond four digits', { type: 'dateTime' }, '+012026-01-01T00:00:00.000Z', new Date(Date.UTC(12026, 0, 1))],
    ['a list', { type: 'string', multiValued: true }, ['a', 'b'], ['a', 'b']],
    ['an empty list', { type: 'string', multiValued: true }, [], []],
    ['a value given twice, once', { type: 'long', multiValued: true }, [1, 1n, '1', 2], [1n, 2n]],
    [
      'a value given twice in other case, once where case does not count',
      { type: 'string', subtype: 'caseIgnore', multiValued: true },
      ['a', 'A'],
      ['a'],
    ],
    ['a date given twice, once', { type: 'dateTime', multiValued: true }, [new Date(5), new Date(5)], [new Date(5)]],
    ['an allowed value', { type: 'string', allowedValues: ['on', 'off'] }, 'on', 'on'],
    ['an allowed value in other case, in its own spelling', { type: 'string', subtype: 'caseIgnore', allowedValues: ['On'] }, 'ON', 'On'],
    ['text of code points up to the maximum', { type: 'string', maxLength: 2 }, '😀😀', '😀😀'],
    ['text that matches as a whole', { type: 'string', pattern: 'a|ab' }, 'ab', 'ab'],
    ['a map', { type: 'map' }, { a: [1, { b: null }], c: undefined }, { a: [1, { b: null }] }],
    [
      'a described map',
      attr.object({ Key: { type: 'string' }, Value: { type: 'string' } }, { requiredProperties: ['Key'] }),
      { Key: 'k' },
      { Key: 'k' },
    ],
    ['a reference', { type: 'reference' }, { uid: '7', name: undefined }, { uid: '7' }],
    ['an embedded object', { type: 'reference' }, { attributes: { mail: 'a' } }, { attributes: { mail: 'a' } }],
    [
      'a reference to the declared class in other case',
      { type: 'reference', objectClass: '__GROUP__' },
      { objectClass: '__group__', uid: '1' },
      { objectClass: '__group__', uid: '1' },
    ],
  ])('%s', (_, attribute, value, expected) => {
    expect(convert(attribute, value)).toStrictEqual(expected);
  });

  test('secrets as text and as bytes', () => {
    expect((convert({ type: 'secret' }, 'x') as Secret).reveal()).toBe('x');
    expect((convert({ type: 'secret' }, new Secret('x')) as Secret).reveal()).toBe('x');
    expect((convert({ type: 'secretBytes' }, Uint8Array.of(1)) as SecretBytes).reveal()).toEqual(Uint8Array.of(1));
  });

  test('a secret inside a described map as text', () => {
    const result = convert(attr.object({ token: { type: 'string', writeOnly: true, minLength: 2 } }), { token: 'abc' }) as { token: Secret };

    expect(result.token).toBeInstanceOf(Secret);
    expect(result.token.reveal()).toBe('abc');
  });

  test('without keeping anything of the input that the caller may change', () => {
    const date = new Date(5);
    const bytes = Uint8Array.of(1);
    const map = { list: [1], date, bytes };

    const result = convert({ type: 'map', multiValued: true }, [map]) as (typeof map)[];
    map.list.push(2);
    date.setTime(6);
    bytes[0] = 9;

    expect(result).toEqual([{ list: [1], date: new Date(5), bytes: Uint8Array.of(1) }]);
  });
});

describe('refused, with the path and what would be right', () => {
  test.each<[string, AttributeInfo, unknown, string, string]>([
    ['a number for text', { type: 'string' }, 5, 'it', 'must be text (got 5)'],
    ['two characters', attr.character(), 'ab', 'it', 'one character'],
    ['no character', attr.character(), '', 'it', 'one character'],
    ['a fraction', { type: 'integer' }, 1.5, 'it', '32 bits'],
    ['too large an integer', { type: 'integer' }, 2147483648, 'it', '32 bits'],
    ['digits for an integer', { type: 'integer' }, '5', 'it', '32 bits'],
    ['a negative byte', { type: 'byte' }, -1, 'it', '0 to 255'],
    ['a long above 64 bits', { type: 'long' }, 2n ** 63n, 'it', '64 bits'],
    ['a long that a number has rounded', { type: 'long' }, 2 ** 53, 'it', '2^53'],
    ['NaN', { type: 'double' }, Number.NaN, 'it', 'finite'],
    ['infinity', { type: 'double' }, Number.POSITIVE_INFINITY, 'it', 'finite'],
    ['a float above its range', { type: 'float' }, 1e39, 'it', '32-bit'],
    ['text that is no decimal', { type: 'bigDecimal' }, '1,5', 'it', 'decimal'],
    ['a decimal with an endless exponent', { type: 'bigDecimal' }, '1e9999999999', 'it', 'decimal'],
    ['text for a boolean', { type: 'boolean' }, 'true', 'it', 'true or false'],
    ['text that is not base64', { type: 'bytes' }, 'a?==', 'it', 'base64'],
    ['an invalid date', { type: 'dateTime' }, new Date(Number.NaN), 'it', 'ISO 8601'],
    ['a day that is not in the calendar', { type: 'dateTime' }, '2026-02-29T00:00:00Z', 'it', 'ISO 8601'],
    ['a time without a zone', { type: 'dateTime' }, '2026-01-01T00:00:00', 'it', 'time zone'],
    ['hour 24', { type: 'dateTime' }, '2026-01-01T24:00:00Z', 'it', 'ISO 8601'],
    ['milliseconds for a date', { type: 'dateTime' }, 5, 'it', 'ISO 8601'],
    ['a list for a single value', { type: 'string' }, ['a'], 'it', 'a list of 1'],
    ['a single value for a list', { type: 'string', multiValued: true }, 'a', 'it', 'must be a list'],
    ['a wrong value in a list', { type: 'string', multiValued: true }, ['a', 5], 'it[1]', 'must be text'],
    ['null in a list', { type: 'string', multiValued: true }, [null], 'it[0]', 'must be text'],
    ['a value that is not allowed', { type: 'string', allowedValues: ['on', 'off'] }, 'On', 'it', 'must be one of "on", "off" (got "On")'],
    ['short text', { type: 'string', minLength: 2 }, 'a', 'it', 'at least 2 characters (got 1)'],
    ['long bytes', { type: 'bytes', maxLength: 1 }, Uint8Array.of(1, 2), 'it', 'at most 1 bytes (got 2)'],
    ['text that matches in part only', { type: 'string', pattern: 'a+' }, 'aab', 'it', 'must match a+ (got "aab")'],
    ['a list for a map', { type: 'map' }, [], 'it', 'must be a map'],
    ['a date for a map', { type: 'map' }, new Date(5), 'it', 'must be a map'],
    ['a function in a map', { type: 'map' }, { a: [() => 1] }, 'it.a[0]', 'a function'],
    ['a missing property', attr.object({ Key: { type: 'string' } }, { requiredProperties: ['Key'] }), {}, 'it.Key', 'is missing'],
    ['an unknown property', attr.object({ Key: { type: 'string' } }), { key: 'a' }, 'it.key', 'known are Key'],
    [
      'a property of another type',
      attr.object({ Key: { type: 'string' } }, { multiValued: true }),
      [{ Key: 'a' }, { Key: 5 }],
      'it[1].Key',
      'of type string',
    ],
    ['a property outside an enumeration', attr.object({ a: { enum: ['x', 'y'] } }), { a: 'z' }, 'it.a', 'one of "x", "y"'],
    ['a property that must be constant', attr.object({ a: { const: 1 } }), { a: 2 }, 'it.a', 'one of 1'],
    ['a number below the minimum', attr.object({ a: { type: 'integer', minimum: 3 } }), { a: 2 }, 'it.a', 'at least 3'],
    ['a number above the maximum', attr.object({ a: { type: 'number', maximum: 3 } }), { a: 4 }, 'it.a', 'at most 3'],
    ['a text without a match', attr.object({ a: { type: 'string', pattern: '^x' } }), { a: 'y' }, 'it.a', 'must match ^x'],
    ['an item of another type', attr.object({ a: { type: 'array', items: { type: 'integer' } } }), { a: [1, 'x'] }, 'it.a[1]', 'of type integer'],
    [
      'a property deep inside',
      attr.object({ a: { type: 'object', properties: { b: { type: 'boolean' } }, required: ['b'] } }),
      { a: {} },
      'it.a.b',
      'is missing',
    ],
    ['a reference to nothing', { type: 'reference' }, {}, 'it', 'a uid, a name or attributes'],
    ['a uid for a reference', { type: 'reference' }, '7', 'it', 'must be a reference'],
    ['a reference with a number as uid', { type: 'reference' }, { uid: 7 }, 'it.uid', 'must be text'],
    ['a reference with an unknown part', { type: 'reference' }, { uid: '7', id: '7' }, 'it.id', 'not part of a reference'],
    [
      'a reference to another class',
      { type: 'reference', objectClass: '__GROUP__' },
      { objectClass: '__ACCOUNT__', uid: '1' },
      'it.objectClass',
      '__GROUP__',
    ],
    ['a number for a secret', { type: 'secret' }, 5, 'it', 'a number'],
  ])('%s', (_, attribute, value, path, message) => {
    expect(problemsOf(attribute, value)[0]?.path).toBe(path);
    expect(problemsOf(attribute, value)[0]?.message).toContain(message);
  });

  test('a map that contains itself', () => {
    const map: { self?: unknown } = {};
    map.self = map;

    expect(problemsOf({ type: 'map' }, map)[0]?.message).toContain('nested');
  });

  test('with every problem at once', () => {
    const tags = attr.object(
      { Key: { type: 'string', minLength: 1 }, Value: { type: 'string' } },
      { requiredProperties: ['Key'], multiValued: true },
    );

    expect(problemsOf(tags, [{ Key: '' }, { Value: 5 }]).map(({ path }) => path)).toEqual(['it[0].Key', 'it[1].Key', 'it[1].Value']);
  });

  test('without showing a secret, whatever is wrong with it', () => {
    const secret = 'hunter2';
    const cases: [AttributeInfo, unknown][] = [
      [{ type: 'secret', minLength: 20 }, secret],
      [{ type: 'secret', maxLength: 2 }, new Secret(secret)],
      [{ type: 'secret', pattern: '\\d+' }, secret],
      [{ type: 'secret', allowedValues: ['a'] }, secret],
      [{ type: 'secretBytes' }, secret],
      [{ type: 'secret', multiValued: true }, secret],
      [{ type: 'string' }, new Secret(secret)],
      [{ type: 'map' }, new Secret(secret)],
      [{ type: 'dateTime' }, new Secret(secret)],
      [attr.object({ token: { type: 'string', writeOnly: true, pattern: '^x', minLength: 9 } }), { token: secret }],
      [attr.object({ token: { type: 'string', writeOnly: true, enum: ['a'] } }), { token: secret }],
      [attr.object({ token: { type: 'integer', writeOnly: true } }), { token: secret }],
    ];

    for (const [attribute, value] of cases) {
      const text = JSON.stringify(problemsOf(attribute, value));
      expect(text).not.toContain(secret);
      expect(text).not.toMatch(/got 7\b/);
    }
    expect(problemsOf({ type: 'secret' }, 12345)[0]?.message).not.toContain('12345');
  });
});

test('a pattern in the schema that is no regular expression is a Configuration error', () => {
  expect(() => conversionOf({ type: 'string', pattern: '(' })).toThrow(ConnectorError);
});

test('digits are converted as bigint reads them', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      (value) => void expect(convert({ type: 'long' }, value.toString())).toBe(value),
    ),
  );
});

test('a date survives its ISO text', () => {
  fc.assert(fc.property(fc.date({ noInvalidDate: true }), (date) => void expect(convert({ type: 'dateTime' }, date.toISOString())).toEqual(date)));
});

test('what is converted fits, and converting it again changes nothing', () => {
  const inputs: [AttributeInfo, fc.Arbitrary<unknown>][] = [
    [{ type: 'string' }, fc.string()],
    [{ type: 'long', multiValued: true }, fc.array(fc.oneof(fc.integer(), fc.bigInt({ min: -5n, max: 5n })))],
    [{ type: 'bytes' }, fc.oneof(fc.uint8Array(), fc.base64String())],
    [{ type: 'dateTime', multiValued: true }, fc.array(fc.date({ noInvalidDate: true }))],
    [{ type: 'map' }, fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.constant(null)), { noNullPrototype: true })],
  ];
  for (const [attribute, input] of inputs) {
    fc.assert(
      fc.property(input, (value) => {
        const once = convert(attribute, value);
        expect(fitOf(attribute)(once)).toBe(true);
        expect(convert(attribute, once)).toEqual(once);
      }),
    );
  }
});

describe('what a connector hands out fits its attribute', () => {
  test.each<[AttributeInfo, unknown, boolean]>([
    [{ type: 'string' }, 'a', true],
    [{ type: 'string' }, 5, false],
    [{ type: 'string' }, ['a'], false],
    [{ type: 'string', multiValued: true }, ['a'], true],
    [{ type: 'string', multiValued: true }, ['a', null], false],
    [{ type: 'string', multiValued: true }, 'a', false],
    [{ type: 'integer' }, 5, true],
    [{ type: 'long' }, 5n, true],
    [{ type: 'long' }, 5, false],
    [{ type: 'dateTime' }, new Date(5), true],
    [{ type: 'dateTime' }, new Date(Number.NaN), false],
    [{ type: 'dateTime' }, '2026-01-01', false],
    [{ type: 'bytes' }, Buffer.from('a'), true],
    [{ type: 'map' }, { a: 1 }, true],
    [{ type: 'map' }, [], false],
    [{ type: 'reference' }, { uid: '1' }, true],
    [{ type: 'reference' }, new Date(5), false],
    [{ type: 'boolean' }, false, true],
    [{ type: 'secret' }, new Secret('a'), false],
  ])('%j %s: %s', (attribute, value, expected) => {
    expect(fitOf(attribute)(value)).toBe(expected);
  });
});
