import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attr } from '../../../src/model/attribute.ts';
import type { AttributeValue } from '../../../src/model/attribute-value.ts';
import { compileFilter } from '../../../src/model/compile-filter.ts';
import { compileSort } from '../../../src/model/compile-sort.ts';
import { type Comparison, type Filter, filters as f } from '../../../src/model/filter.ts';
import { objectClass } from '../../../src/model/object-class.ts';
import { Secret } from '../../../src/model/secret.ts';
import { isSameSet, type Judged, oracleMatches, oracleOrder } from '../../../src/testing/contract/oracle.ts';
import { isSameValue } from '../../../src/testing/contract/oracle-values.ts';

const Person = objectClass('person', {
  __NAME__: attr.string({ required: true, subtype: 'caseIgnore' }),
  exact: attr.string(),
  mail: attr.string({ subtype: 'caseIgnore' }),
  mails: attr.string({ subtype: 'caseIgnore', multiValued: true }),
  home: attr.string({ subtype: 'uri' }),
  id: attr.string({ subtype: 'uuid' }),
  dn: attr.string({ subtype: 'ldapDn' }),
  age: attr.integer(),
  ages: attr.integer({ multiValued: true }),
  size: attr.double(),
  total: attr.long(),
  price: attr.bigDecimal(),
  born: attr.dateTime(),
  photo: attr.bytes(),
  active: attr.boolean(),
  tag: attr.map(),
});

const ada: Judged = {
  uid: 'U1',
  name: 'Ada',
  attributes: {
    exact: 'Zoë',
    mail: 'Ada@Example.org',
    mails: ['a@example.org', 'B@example.org'],
    home: 'HTTP://User@Example.ORG/Path',
    id: '{0000000A-0000-4000-A000-000000000000}',
    dn: 'CN=Ada, OU=People',
    age: 36,
    ages: [10, 20],
    size: 1.5,
    total: 2n ** 60n,
    price: '12.50',
    born: new Date('1815-12-10T00:00:00Z'),
    photo: Uint8Array.of(1, 2),
    active: false,
    tag: { Key: 'a', Value: 1 },
  },
};
const bare: Judged = { uid: 'u2', name: 'bare', attributes: { mail: null, mails: [] } };

describe('the oracle of filters', () => {
  const table: readonly (readonly [rule: string, filter: Filter, ada: boolean, bare: boolean])[] = [
    ['text compares exactly', f.equals('exact', 'zoë'), false, false],
    ['equalsIgnoreCase has no case on any text', f.equalsIgnoreCase('exact', 'ZOË'), true, false],
    ['the subtype decides the case', f.equals('mail', 'ADA@example.ORG'), true, false],
    ['the name compares by its subtype', f.equals('__NAME__', 'ADA'), true, false],
    ['the uid compares exactly', f.equals('__UID__', 'u1'), false, false],
    ['names of attributes have no case', f.equals('MAIL', 'ada@example.org'), true, false],
    ['any value of many may match', f.equals('mails', 'b@EXAMPLE.org'), true, false],
    ['any value of many may be less', f.lessThan('ages', 11), true, false],
    ['many values are not less because they are many', f.lessThan('ages', 10), false, false],
    ['equals on a list is as a set', f.equals('mails', ['b@example.org', 'A@example.org', 'a@example.org']), true, false],
    ['equals on a list wants all values', f.equals('mails', ['a@example.org']), false, false],
    ['equals on a list of none wants no value', f.equals('mails', []), false, true],
    ['containsAllValues wants those, others may be there', f.containsAllValues('mails', ['B@EXAMPLE.ORG']), true, false],
    ['containsAllValues wants all of them', f.containsAllValues('mails', ['a@example.org', 'c@example.org']), false, false],
    ['containsAllValues of none holds where there is a value', f.containsAllValues('mails', []), true, false],
    ['null and lists of none are absent', f.present('mail'), true, false],
    ['not finds what has no value', f.not(f.equals('mail', 'bob@example.org')), true, true],
    ['absence is not present', f.not(f.present('mails')), false, true],
    ['a URI has no case in scheme and host', f.equals('home', 'http://User@example.org/Path'), true, false],
    ['a URI has case in user and path', f.equals('home', 'http://user@example.org/path'), false, false],
    ['a part of a URI is looked for as it stands', f.startsWith('home', 'http'), false, false],
    ['a UUID has no case and no braces', f.equals('id', 'urn:uuid:0000000a-0000-4000-a000-000000000000'), true, false],
    ['a distinguished name has no case and no spaces', f.equals('dn', 'cn=ada,ou=people'), true, false],
    ['numbers compare by value', f.equals('age', 36n), true, false],
    ['a whole number is greater than a fraction below it', f.greaterThan('age', 35.5), true, false],
    ['a long compares exactly with a double', f.equals('total', 2 ** 60), true, false],
    ['a long is not the next one', f.equals('total', 2n ** 60n + 1n), false, false],
    ['decimals compare by value', f.equals('price', '1250e-2'), true, false],
    ['decimals are not text', f.lessThan('price', '9'), false, false],
    ['dates are instants', f.equals('born', new Date(Date.UTC(1815, 11, 10))), true, false],
    ['an instant is not the next', f.lessThan('born', new Date(Date.UTC(1815, 11, 10))), false, false],
    ['bytes compare by content', f.equals('photo', Uint8Array.of(1, 2)), true, false],
    ['false is a value', f.equals('active', false), true, false],
    ['maps compare deeply, the order of keys aside', f.equals('tag', { Value: 1, Key: 'a' }), true, false],
    ['and of none is true', f.and(), true, true],
    ['or of none is false', f.or(), false, false],
    ['junctions join', f.or(f.and(f.equals('age', 36), f.not(f.present('exact'))), f.equals('__NAME__', 'BARE')), false, true],
    ['startsWith looks at the beginning', f.startsWith('mail', 'ADA@'), true, false],
    ['endsWith looks at the end', f.endsWith('mail', 'ada@'), false, false],
    ['contains looks anywhere', f.contains('exact', 'o'), true, false],
  ];

  test.each(table)('%s', (_, filter, matchesAda, matchesBare) => {
    expect([oracleMatches(filter, ada, Person), oracleMatches(filter, bare, Person)]).toEqual([matchesAda, matchesBare]);
  });

  test('a secret equals nothing', () => {
    const secret = new Secret('a');

    expect(isSameValue({ type: 'secret' }, secret, secret)).toBe(false);
  });

  test('lists are the same when they hold the same values, however often', () => {
    expect(isSameSet({ type: 'integer' }, [1, 2, 2], [2, 1])).toBe(true);
    expect(isSameSet({ type: 'integer' }, [1, 2], [1])).toBe(false);
    expect(isSameSet({ type: 'integer' }, [1], [1, 2])).toBe(false);
  });
});

describe('the oracle of sorts', () => {
  const sorted = (rows: readonly Judged[], ...sort: Parameters<typeof oracleOrder>[0]) =>
    [...rows].sort(oracleOrder(sort, Person)).map(({ uid }) => uid);
  const row = (uid: string, attributes: Judged['attributes']): Judged => ({ uid, name: uid, attributes });

  test('rows without a value come last in either direction', () => {
    const rows = [row('none', {}), row('two', { age: 2 }), row('one', { age: 1 })];

    expect(sorted(rows, { attribute: 'age' })).toEqual(['one', 'two', 'none']);
    expect(sorted(rows, { attribute: 'age', ascending: false })).toEqual(['two', 'one', 'none']);
  });

  test('of many values the one that comes first in the direction counts', () => {
    const rows = [row('wide', { ages: [1, 9] }), row('middle', { ages: [5] })];

    expect(sorted(rows, { attribute: 'ages' })).toEqual(['wide', 'middle']);
    expect(sorted(rows, { attribute: 'ages', ascending: false })).toEqual(['wide', 'middle']);
  });

  test('further criteria decide what the first leaves equal', () => {
    const rows = [row('b', { mail: 'X', age: 1 }), row('a', { mail: 'x', age: 2 }), row('c', { mail: 'w', age: 0 })];

    expect(sorted(rows, { attribute: 'mail' }, { attribute: 'age', ascending: false })).toEqual(['c', 'a', 'b']);
  });
});

describe('two writings of one table', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', 'é', 'É', 'Σ', 'σ', 'ς', '/', ':', '1'), maxLength: 4 });
  const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
  const decimal = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.constantFrom('', '.0', '.5', 'e1', 'e-1', '.50')).map((parts) => parts.join(''));
  const values: Readonly<Record<string, fc.Arbitrary<AttributeValue>>> = {
    exact: text,
    mail: text,
    mails: text,
    home: fc.tuple(fc.constantFrom('http', 'HTTP', 'urn'), fc.constantFrom('://', ':'), text).map((parts) => parts.join('')),
    age: fc.integer({ min: -3, max: 3 }),
    ages: fc.integer({ min: -3, max: 3 }),
    size: fc.constantFrom(-1.5, 0, -0, 1, 1.5, 2 ** 53),
    total: fc.constantFrom(0n, 1n, 2n ** 53n, 2n ** 53n + 1n),
    price: decimal,
    born: fc.constantFrom(0, 1, 1000).map((time) => new Date(time)),
    photo: fc.uint8Array({ maxLength: 2, max: 2 }),
    active: fc.boolean(),
  };
  const many = ['mails', 'ages'];
  const texts = ['exact', 'mail', 'mails', 'home'];
  const unordered = ['photo', 'active'];
  const attributes = fc.record(Object.fromEntries(Object.entries(values).map(([name, one]) => [name, many.includes(name) ? list(one) : one])), {
    requiredKeys: [],
  });
  const object = fc.record({ uid: text, name: text, attributes }) as fc.Arbitrary<Judged>;
  const orders: readonly Comparison[] = ['greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual'];
  const parts: readonly Comparison[] = ['equalsIgnoreCase', 'startsWith', 'endsWith', 'contains'];
  const leaf = fc.constantFrom(...Object.keys(values)).chain((attribute): fc.Arbitrary<Filter> => {
    const one = values[attribute] as fc.Arbitrary<AttributeValue>;
    const ops: readonly Comparison[] = ['equals', ...(unordered.includes(attribute) ? [] : orders), ...(texts.includes(attribute) ? parts : [])];
    const single = fc.record({ op: fc.constantFrom(...ops), attribute: fc.constant(attribute), value: one });
    const listed = fc.record({
      op: fc.constantFrom('equals' as const, 'containsAllValues' as const),
      attribute: fc.constant(attribute),
      value: list(one),
    });
    return fc.oneof(single, listed, fc.constant({ op: 'present' as const, attribute }));
  });
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc.record({ op: fc.constant('not' as const), filter: tie('filter') }),
      fc.record({ op: fc.constantFrom('and' as const, 'or' as const), filters: fc.array(tie('filter'), { maxLength: 3 }) }),
    ),
  }));

  test('the oracle and compileFilter agree on every filter', () => {
    fc.assert(
      fc.property(filter, fc.array(object, { minLength: 1, maxLength: 6 }), (asked, objects) => {
        const matches = compileFilter(asked, Person);
        expect(objects.map((each) => oracleMatches(asked, each, Person))).toEqual(objects.map(matches));
      }),
      { numRuns: 2000 },
    );
  });

  test('the oracle and compileSort agree on every sort', () => {
    const key = fc.record({ attribute: fc.constantFrom('__NAME__', '__UID__', ...Object.keys(values)), ascending: fc.boolean() });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 3 }), object, object, (sort, a, b) => {
        expect(Math.sign(oracleOrder(sort, Person)(a, b))).toBe(Math.sign(compileSort(sort, Person)(a, b)));
      }),
      { numRuns: 2000 },
    );
  });
});
