import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeInfo } from '../../src/model/attribute.ts';
import { attr } from '../../src/model/attribute.ts';
import type { AttributeValue } from '../../src/model/attribute-value.ts';
import { comparisonOf } from '../../src/model/compare-values.ts';
import { compileSort } from '../../src/model/compile-sort.ts';
import { ConnectorError } from '../../src/model/errors.ts';
import { objectClass } from '../../src/model/object-class.ts';
import { Secret } from '../../src/model/secret.ts';
import { foldCase } from '../../src/model/text-key.ts';

type Kind = Pick<AttributeInfo, 'type' | 'subtype'>;
const same = (kind: Kind, a: AttributeValue, b: AttributeValue) => comparisonOf(kind).equal(a, b);

describe('values are equal', () => {
  const table: readonly (readonly [string, Kind, AttributeValue, AttributeValue, boolean])[] = [
    ['text exactly', { type: 'string' }, 'Ada', 'ada', false],
    ['caseIgnore without case', { type: 'string', subtype: 'caseIgnore' }, 'ÉCOLE', 'école', true],
    ['caseIgnore with either small sigma', { type: 'string', subtype: 'caseIgnore' }, 'ΟΔΟΣ', 'οδοσ', true],
    [
      'uuid without case and braces',
      { type: 'string', subtype: 'uuid' },
      '{ABCDEF00-0000-0000-0000-000000000001}',
      'abcdef00-0000-0000-0000-000000000001',
      true,
    ],
    ['uuid as urn', { type: 'string', subtype: 'uuid' }, 'urn:uuid:ABC', 'abc', true],
    [
      'uri with scheme and host without case',
      { type: 'string', subtype: 'uri' },
      'HTTP://User@Example.ORG/Path',
      'http://User@example.org/Path',
      true,
    ],
    ['uri with the case of its path', { type: 'string', subtype: 'uri' }, 'http://example.org/a', 'http://example.org/A', false],
    ['uri with the case of its user', { type: 'string', subtype: 'uri' }, 'http://A@example.org/', 'http://a@example.org/', false],
    ['uri without authority', { type: 'string', subtype: 'uri' }, 'MAILTO:Ada@example.org', 'mailto:Ada@example.org', true],
    ['xml exactly', { type: 'string', subtype: 'xml' }, '<a/>', '<a />', false],
    ['json whatever the order of keys', { type: 'string', subtype: 'json' }, '{"a":1,"b":[true,null]}', ' {"b":[true, null], "a":1.0} ', true],
    ['json in the order of lists', { type: 'string', subtype: 'json' }, '[1,2]', '[2,1]', false],
    ['json with null apart from absent', { type: 'string', subtype: 'json' }, '{"a":null}', '{}', false],
    ['json with large numbers exactly', { type: 'string', subtype: 'json' }, '[12345678901234567890]', '[12345678901234567891]', false],
    ['json with text apart from numbers', { type: 'string', subtype: 'json' }, '["1"]', '[1]', false],
    ['json that is none as text', { type: 'string', subtype: 'json' }, '{oops', '{oops', true],
    ['json that is none, apart', { type: 'string', subtype: 'json' }, '{oops', '{ oops', false],
    ['a DN without case and spaces', { type: 'string', subtype: 'ldapDn' }, 'CN=Ada  Lovelace , OU=People', 'cn=ada lovelace,ou=people', true],
    ['a DN with hexadecimal escapes', { type: 'string', subtype: 'ldapDn' }, 'cn=J\\C3\\A9r\\C3\\B4me\\2c x', 'cn=jérôme\\, x', true],
    ['a DN with the parts of an RDN in any order', { type: 'string', subtype: 'ldapDn' }, 'cn=a+sn=b,o=c', 'SN=B+CN=A,O=C', true],
    ['a DN with an escaped comma apart from two RDNs', { type: 'string', subtype: 'ldapDn' }, 'cn=a\\,o=c', 'cn=a,o=c', false],
    ['a DN with an escaped backslash before hexadecimal digits', { type: 'string', subtype: 'ldapDn' }, 'cn=a\\\\2C', 'cn=a\\,', false],
    ['a DN in the order of its RDNs', { type: 'string', subtype: 'ldapDn' }, 'o=a,o=b', 'o=b,o=a', false],
    ['a number and a bigint', { type: 'long' }, 1, 1n, true],
    ['a bigint above 2^53 and its neighbour', { type: 'long' }, 9007199254740993n, 9007199254740992, false],
    ['a bigint and a fraction', { type: 'double' }, 1.5, 1n, false],
    ['decimals by value', { type: 'bigDecimal' }, '1.50', '+0.0015e3', true],
    ['decimals of any size', { type: 'bigDecimal' }, `1${'0'.repeat(400)}1`, `1${'0'.repeat(400)}2`, false],
    ['zeros', { type: 'bigDecimal' }, '-0.00', '0e10', true],
    ['dates by instant', { type: 'dateTime' }, new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T01:00:00+01:00'), true],
    ['bytes by content', { type: 'bytes' }, Uint8Array.of(1, 2), Buffer.from([1, 2]), true],
    ['bytes of another length', { type: 'bytes' }, Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0), false],
    ['maps deeply, key order and absence aside', { type: 'map' }, { a: [1, { b: new Date(5) }], c: null }, { a: [1n, { b: new Date(5) }] }, true],
    ['maps with another list', { type: 'map' }, { a: [1, 2] }, { a: [2, 1] }, false],
    ['a text in a map apart from a number', { type: 'map' }, { a: '1' }, { a: 1 }, false],
    ['references deeply', { type: 'reference' }, { uid: '1', objectClass: 'x' }, { objectClass: 'x', uid: '1', name: undefined }, true],
    ['references to others', { type: 'reference' }, { uid: '1' }, { uid: '2' }, false],
    ['a secret to nothing', { type: 'secret' }, new Secret('a'), new Secret('a'), false],
    ['a map with a secret to nothing', { type: 'map' }, { a: new Secret('a') }, { a: new Secret('a') }, false],
  ];

  test.each(table)('%s', (_, kind, a, b, expected) => {
    expect(same(kind, a, b)).toBe(expected);
    expect(same(kind, b, a)).toBe(expected);
    const { key } = comparisonOf(kind);
    expect(key(a) === key(b)).toBe(expected);
  });
});

const decimalText = fc
  .tuple(fc.constantFrom('', '-', '+'), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5 }))
  .map(([sign, digits, scale, zeros]) => ({
    text: `${sign}${'0'.repeat(zeros)}${digits}e-${scale}`,
    scaled: (sign === '-' ? -digits : digits) * 10n ** BigInt(40 - scale),
  }));

test('decimals compare as scaled integers do', () => {
  const { equal, order } = comparisonOf({ type: 'bigDecimal' });

  fc.assert(
    fc.property(decimalText, decimalText, (a, b) => {
      expect(equal(a.text, b.text)).toBe(a.scaled === b.scaled);
      expect(Math.sign(order?.(a.text, b.text) ?? Number.NaN)).toBe(a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0);
    }),
  );
});

test('json compares by meaning after any change of key order and spacing', () => {
  const shuffled = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(shuffled)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, each]) => [key, shuffled(each)]),
          )
        : value;

  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(same({ type: 'string', subtype: 'json' }, JSON.stringify(value), JSON.stringify(shuffled(value), null, 2))).toBe(true);
    }),
  );
});

test('json nested too deeply to read compares as text', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);

  expect(same({ type: 'string', subtype: 'json' }, deep, deep)).toBe(true);
  expect(same({ type: 'string', subtype: 'json' }, deep, ` ${deep}`)).toBe(false);
});

test('a folded prefix is the prefix of the folded text', () => {
  const letters = fc.string({ unit: fc.constantFrom('Σ', 'σ', 'ς', 'a', 'A', 'İ', 'ß', 'K', ' ') });

  fc.assert(fc.property(letters, letters, (a, b) => foldCase(a + b) === foldCase(a) + foldCase(b)));
});

describe('rows are sorted', () => {
  const Thing = objectClass('thing', {
    __NAME__: attr.string({ subtype: 'caseIgnore' }),
    size: attr.bigDecimal(),
    age: attr.long(),
    tags: attr.string({ multiValued: true }),
    raw: attr.map(),
    __PASSWORD__: attr.secret(),
  });
  const row = (uid: string, attributes: Record<string, AttributeValue | AttributeValue[] | null> = {}, name = uid) => ({ uid, name, attributes });
  const uids = (rows: ReturnType<typeof row>[]) => rows.map(({ uid }) => uid).join('');

  test('by type, not as text', () => {
    const rows = [row('a', { size: '10' }), row('b', { size: '9.5' }), row('c', { size: '-1' })];

    expect(uids(rows.sort(compileSort([{ attribute: 'SIZE' }], Thing)))).toBe('cba');
  });

  test('with absent values last in both directions', () => {
    const rows = [row('a'), row('b', { age: 1n }), row('c', { age: null }), row('d', { age: 2n })];

    expect(uids([...rows].sort(compileSort([{ attribute: 'age' }], Thing)))).toBe('bdac');
    expect(uids([...rows].sort(compileSort([{ attribute: 'age', ascending: false }], Thing)))).toBe('dbac');
  });

  test('by the value of a list that comes first in that direction', () => {
    const rows = [row('a', { tags: ['m', 'n'] }), row('b', { tags: ['z', 'a'] }), row('c', { tags: [] })];

    expect(uids([...rows].sort(compileSort([{ attribute: 'tags' }], Thing)))).toBe('bac');
    expect(uids([...rows].sort(compileSort([{ attribute: 'tags', ascending: false }], Thing)))).toBe('bac');
  });

  test('by the next criterion where the first finds no difference', () => {
    const rows = [row('b', {}, 'ADA'), row('a', {}, 'ada'), row('c', {}, 'Aba')];

    expect(uids(rows.sort(compileSort([{ attribute: '__NAME__' }, { attribute: '__uid__' }], Thing)))).toBe('cab');
  });

  test('unless something has no order: every such criterion is named', () => {
    const sort = [{ attribute: 'raw' }, { attribute: 'nothing' }, { attribute: '__PASSWORD__' }, { attribute: 5 as never }];

    const error = (() => {
      try {
        compileSort(sort, Thing);
      } catch (thrown) {
        return thrown;
      }
    })();

    expect(error).toBeInstanceOf(ConnectorError);
    expect((error as ConnectorError).code).toBe('InvalidArgument');
    expect((error as ConnectorError).problems.map(({ path }) => path)).toEqual([0, 1, 2, 3].map((i) => `sort[${i}].attribute`));
  });
});
