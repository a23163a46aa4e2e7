import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeValue } from '../../src/model/attribute-value.ts';
import { ConnectorError } from '../../src/model/errors.ts';
import { type Filter, filters as f } from '../../src/model/filter.ts';
import { deepestFilter } from '../../src/model/filter-words.ts';
import { formatFilter } from '../../src/model/format-filter.ts';
import { parseFilter } from '../../src/model/parse-filter.ts';
import { Secret, SecretBytes } from '../../src/model/secret.ts';

const errorOf = (run: () => unknown): ConnectorError => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    expect((error as ConnectorError).code).toBe('InvalidArgument');
    return error as ConnectorError;
  }
  throw new Error('nothing was thrown');
};

describe('filter text is read', () => {
  test.each<[string, Filter]>([
    ['mail eq "x"', f.equals('mail', 'x')],
    ["mail eq 'x'", f.equals('mail', 'x')],
    ['/mail eq "x"', f.equals('mail', 'x')],
    ['/a~1b~0c pr', f.present('a/b~c')],
    ['"first name" sw "A"', f.startsWith('first name', 'A')],
    ['name.familyName co "O\'Malley"', f.contains('name.familyName', "O'Malley")],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', f.startsWith('urn:ietf:params:scim:schemas:core:2.0:User:userName', 'J')],
    ['a ew "x"', f.endsWith('a', 'x')],
    ['a ca ["x", "y"]', f.containsAllValues('a', ['x', 'y'])],
    ['a eq ["x","y"]', f.equals('a', ['x', 'y'])],
    ['a eq []', f.equals('a', [])],
    ['a ei "x"', f.equalsIgnoreCase('a', 'x')],
    [
      'a lt 1 and b le 2 and c gt 3.5 and d ge -4e2',
      f.and(f.lessThan('a', 1), f.lessThanOrEqual('b', 2), f.greaterThan('c', 3.5), f.greaterThanOrEqual('d', -400)),
    ],
    ['a eq 9007199254740993', f.equals('a', 9007199254740993n)],
    ['a eq 5n', f.equals('a', 5n)],
    ['a eq true', f.equals('a', true)],
    ['a ne "x"', f.not(f.equals('a', 'x'))],
    ['a eq null', f.not(f.present('a'))],
    ['a ne null', f.present('a')],
    ['A PR AND B Eq 1 OR NOT (C pr)', f.or(f.and(f.present('A'), f.equals('B', 1)), f.not(f.present('C')))],
    ['!(a pr)', f.not(f.present('a'))],
    ['!a pr', f.not(f.present('a'))],
    ['!!(a pr)', f.not(f.not(f.present('a')))],
    ['not (a pr and b pr)', f.not(f.and(f.present('a'), f.present('b')))],
    ['a pr or b pr and c pr', f.or(f.present('a'), f.and(f.present('b'), f.present('c')))],
    ['(a pr or b pr) and c pr', f.and(f.or(f.present('a'), f.present('b')), f.present('c'))],
    ['true', f.and()],
    ['false', f.or()],
    ['trueName pr', f.present('trueName')],
    ['and(a pr)', f.and(f.present('a'))],
    ['a eq date("2026-11-21T10:00:00Z")', f.equals('a', new Date('2026-11-21T10:00:00Z'))],
    ['a eq bytes("AQID")', f.equals('a', Uint8Array.of(1, 2, 3))],
    ['ref eq {"uid": "7", "objectClass": "__GROUP__"}', f.equals('ref', { uid: '7', objectClass: '__GROUP__' })],
    ['map eq {"a": [1, null, {"b": false}]}', f.equals('map', { a: [1, null, { b: false }] } as never)],
    ['a eq "\\u00e9\\"\\n"', f.equals('a', 'é"\n')],
    ["a eq 'it\\'s \"x\"'", f.equals('a', 'it\'s "x"')],
    ['  a   pr  ', f.present('a')],
    ['ñ pr', f.present('ñ')],
  ])('%s', (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  test('without setting the prototype of a map', () => {
    const { value } = parseFilter('a eq {"__proto__": {"polluted": true}}') as { value: object };

    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  test('when a chain is long: it is not nested', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `a eq ${i}`).join(' or ');

    expect((parseFilter(text) as { filters: readonly Filter[] }).filters).toHaveLength(20_000);
  });
});

describe('filter text is refused, with the position and what was expected', () => {
  test.each([
    ['', 1, 'an attribute'],
    ['mail', 5, 'an operator'],
    ['mail like "x"', 6, 'an operator'],
    ['mail eq', 8, 'a value'],
    ['mail eq x', 9, 'a value'],
    ['mail eq "x', 9, 'text that ends with "'],
    ['mail eq "\\x"', 9, 'the escapes of JSON'],
    ['(mail pr', 9, '")"'],
    ['mail pr)', 8, 'the end'],
    ['mail pr and', 12, 'an attribute'],
    ['mail pr mail pr', 9, '"and", "or" or the end'],
    ['/a/b pr', 1, 'one token'],
    ['a eq [1', 8, '"," or "]"'],
    ['a eq {b: 1}', 7, 'a key in quotes'],
    ['a eq {"b" 1}', 11, '":"'],
    ['a eq date("yesterday")', 6, 'a date'],
    ['a eq bytes("?")', 6, 'base64'],
    ['a eq 1e999', 6, 'range'],
    ['a gt null', 6, 'a value'],
    ['and pr', 5, '"("'],
    ['emails[type eq "work"]', 7, 'an operator'],
  ])('%s', (text, position, expected) => {
    const { message } = errorOf(() => parseFilter(text));

    expect(message).toContain(`character ${position}:`);
    expect(message).toContain(expected);
  });

  test.each(['(', '!', 'not ', 'and(', 'a eq [', 'a eq {"a":'])('nested without end by %s', (opening) => {
    expect(
      errorOf(() => parseFilter(opening.startsWith('a eq') ? `a eq ${opening.slice(5).repeat(100_000)}` : opening.repeat(100_000))).message,
    ).toContain('nested');
  });

  test('whatever it is: anything but a filter is an InvalidArgument', () => {
    const pieces = fc.constantFrom(
      'a',
      ' ',
      'eq',
      '"',
      "'",
      '(',
      ')',
      '!',
      'and',
      'or',
      'true',
      '1',
      '-',
      '[',
      ']',
      '{',
      '}',
      ':',
      ',',
      '\\',
      'date',
      '/',
      'null',
      '😀',
      'pr',
    );

    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            expect(ConnectorError.is(error) && error.code).toBe('InvalidArgument');
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('a filter is written', () => {
  test.each<[Filter, string]>([
    [f.equals('mail', 'a"b'), 'mail eq "a\\"b"'],
    [f.not(f.equals('mail', 'x')), 'mail ne "x"'],
    [f.not(f.present('mail')), '!(mail pr)'],
    [f.or(f.and(f.present('a'), f.present('b')), f.present('c')), 'a pr and b pr or c pr'],
    [f.and(f.or(f.present('a'), f.present('b')), f.present('c')), '(a pr or b pr) and c pr'],
    [f.and(f.present('a'), f.and(f.present('b'), f.present('c'))), 'a pr and (b pr and c pr)'],
    [f.present('not'), '"not" pr'],
    [f.present('first name'), '"first name" pr'],
    [f.equals('n', 5n), 'n eq 5n'],
    [f.equals('n', 2 ** 60), 'n eq 1.152921504606847e+18'],
    [f.equals('n', new Date(0)), 'n eq date("1970-01-01T00:00:00.000Z")'],
    [f.and(), 'true'],
    [f.or(), 'false'],
  ])('%#', (filter, text) => {
    expect(formatFilter(filter)).toBe(text);
  });

  test('but never with a secret in it', () => {
    for (const secret of [new Secret('hunter2'), new SecretBytes(Uint8Array.of(7))]) {
      expect(errorOf(() => formatFilter(f.equals('a', secret))).message).not.toContain('hunter2');
      errorOf(() => formatFilter(f.equals('a', { inside: [secret] } as never)));
    }
  });

  test('but not with a number or a date that no text can say', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN)]) errorOf(() => formatFilter(f.equals('a', value)));
  });

  test('but not when nested too deeply', () => {
    let filter: Filter = f.present('a');
    for (let i = 0; i < 50_000; i++) filter = f.not(filter);

    expect(errorOf(() => formatFilter(filter)).message).toContain('nested');
  });

  test('at the greatest depth, and read again', () => {
    let filter: Filter = f.present('a');
    for (let i = 0; i < deepestFilter; i++) filter = i % 2 ? f.not(filter) : f.and(filter, f.present('b'));

    expect(parseFilter(formatFilter(filter))).toEqual(filter);
  });

  test('so that it is read back as the same filter, whatever it holds', () => {
    const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.bigInt(),
      fc.boolean(),
      fc.date({ noInvalidDate: true }),
      fc.uint8Array(),
    );
    const map = fc.dictionary(fc.string(), fc.oneof(scalar, fc.constant(null), fc.array(scalar)), {
      noNullPrototype: true,
    }) as fc.Arbitrary<AttributeValue>;
    const reference = fc.record({ uid: fc.string(), objectClass: fc.string() }, { noNullPrototype: true }) as fc.Arbitrary<AttributeValue>;
    const one = fc.oneof(scalar, map, reference);
    const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('mail', 'and', 'TRUE', 'date', 'a.b', '__NAME__', 'pr'));
    const leaf: fc.Arbitrary<Filter> = fc.oneof(
      name.map((attribute): Filter => ({ op: 'present', attribute })),
      fc
        .tuple(
          fc.constantFrom('equals', 'equalsIgnoreCase', 'greaterThan', 'lessThanOrEqual', 'startsWith', 'containsAllValues'),
          name,
          fc.oneof(one, fc.array(one)),
        )
        .map(([op, attribute, value]) => ({ op, attribute, value }) as Filter),
    );
    const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('filter'), { maxLength: 3 })).map(([op, filters]) => ({ op, filters }) as Filter),
        tie('filter').map((inner) => f.not(inner)),
      ),
    }));

    fc.assert(
      fc.property(filter, (each) => void expect(parseFilter(formatFilter(each))).toStrictEqual(each)),
      { numRuns: 2000 },
    );
  });
});
