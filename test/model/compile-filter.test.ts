import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attr } from '../../src/model/attribute.ts';
import type { AnyAttributes, AttributeValue } from '../../src/model/attribute-value.ts';
import { compileFilter } from '../../src/model/compile-filter.ts';
import { ConnectorError } from '../../src/model/errors.ts';
import { type Filter, filters as f } from '../../src/model/filter.ts';
import { filterAttributes, normalizeFilter } from '../../src/model/normalize-filter.ts';
import { type ObjectClass, objectClass } from '../../src/model/object-class.ts';
import { Secret } from '../../src/model/secret.ts';

const Thing: ObjectClass = objectClass('thing', {
  __NAME__: attr.string({ subtype: 'caseIgnore' }),
  text: attr.string({ aliases: ['words'] }),
  loose: attr.string({ subtype: 'caseIgnore' }),
  many: attr.string({ multiValued: true }),
  looseMany: attr.string({ subtype: 'caseIgnore', multiValued: true }),
  dn: attr.string({ subtype: 'ldapDn' }),
  whole: attr.integer(),
  long: attr.long(),
  numbers: attr.long({ multiValued: true }),
  big: attr.bigDecimal(),
  flag: attr.boolean(),
  when: attr.dateTime(),
  raw: attr.bytes(),
  map: attr.map({ multiValued: true }),
  ref: attr.reference(),
  constructor: attr.string(),
  __PASSWORD__: attr.secret(),
});
const matches = (filter: Filter, attributes: AnyAttributes = {}, uid = '1', name = 'one') => compileFilter(filter, Thing)({ uid, name, attributes });

function problemsOf(filter: unknown): readonly (readonly [string, string])[] {
  try {
    normalizeFilter(filter as Filter, Thing);
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    expect((error as ConnectorError).code).toBe('InvalidArgument');
    return (error as ConnectorError).problems.map(({ path, message }) => [path, message]);
  }
  throw new Error('the filter was accepted');
}

describe('defects of ConnId that are not copied', () => {
  test('equals does not depend on the order of a list', () => {
    expect(matches(f.equals('many', ['g20', 'g0']), { many: ['g0', 'g20'] })).toBe(true);
  });

  test('equals compares numbers by value, not by type', () => {
    expect(matches(f.equals('long', 1), { long: 1n })).toBe(true);
    expect(matches(f.equals('whole', 1n), { whole: 1 })).toBe(true);
  });

  test.each(['contains', 'startsWith', 'endsWith', 'equalsIgnoreCase'] as const)('%s looks at every value, not at the first only', (op) => {
    expect(matches(f[op]('many', 'second'), { many: ['first', 'second'] })).toBe(true);
  });

  test('lessThan is not true of every list', () => {
    expect(matches(f.lessThan('numbers', 5), { numbers: [7n, 9n] })).toBe(false);
    expect(matches(f.lessThan('numbers', 5), { numbers: [7n, 3n] })).toBe(true);
    expect(matches(f.lessThan('numbers', 5), { numbers: [] })).toBe(false);
  });

  test('an absent value compares with nothing and throws nothing', () => {
    for (const op of ['lessThan', 'greaterThan', 'equals'] as const) expect(matches(f[op]('long', 5), { long: null })).toBe(false);
  });

  test('text comparisons of other types are refused beforehand instead of failing in the middle of a search', () => {
    expect(problemsOf(f.startsWith('long', '1'))).toEqual([['filter.op', 'startsWith compares text, and long is of type long']]);
  });
});

describe('meaning', () => {
  test.each<[string, Filter, AnyAttributes, boolean]>([
    ['names are found without case', f.equals('TEXT', 'a'), { text: 'a' }, true],
    ['names are found by alias', f.equals('Words', 'a'), { text: 'a' }, true],
    ['any value of a list may match', f.equals('many', 'b'), { many: ['a', 'b'] }, true],
    ['equals with a list needs every value', f.equals('many', ['a']), { many: ['a', 'b'] }, false],
    ['equals with a list takes sets, so repeated values count once', f.equals('many', ['a', 'a', 'b']), { many: ['b', 'a', 'b'] }, true],
    ['equals with a list is not deceived by a value that stands twice', f.equals('many', ['a', 'b']), { many: ['a', 'a'] }, false],
    ['equals with an empty list is absence', f.equals('many', []), {}, true],
    ['equals with an empty list is an empty list', f.equals('many', []), { many: [] }, true],
    ['equals with an empty list is no value at all', f.equals('many', []), { many: ['a'] }, false],
    ['equals with a list compares as the subtype says', f.equals('looseMany', ['A', 'B']), { looseMany: ['b', 'a'] }, true],
    ['equals with a list of one is that value alone', f.equals('text', ['a']), { text: 'a' }, true],
    ['containsAllValues needs all of them', f.containsAllValues('many', ['a', 'c']), { many: ['a', 'b'] }, false],
    ['containsAllValues takes more than it needs', f.containsAllValues('many', ['a']), { many: ['a', 'b'] }, true],
    ['containsAllValues of nothing needs a value all the same', f.containsAllValues('many', []), {}, false],
    ['containsAllValues compares as the subtype says', f.containsAllValues('looseMany', ['A', 'B']), { looseMany: ['b', 'a', 'c'] }, true],
    ['containsAllValues of a single value', f.containsAllValues('text', ['a']), { text: 'a' }, true],
    ['present needs a value', f.present('many'), { many: [] }, false],
    ['present holds for false', f.present('flag'), { flag: false }, true],
    ['present holds for the empty text', f.present('text'), { text: '' }, true],
    ['absent matches under not', f.not(f.equals('text', 'a')), {}, true],
    ['null is absent', f.present('text'), { text: null }, false],
    ['caseIgnore has no case', f.equals('loose', 'ADA'), { loose: 'ada' }, true],
    ['caseIgnore has no case in a prefix', f.startsWith('loose', 'AD'), { loose: 'ada' }, true],
    ['caseIgnore has no case in an order', f.lessThan('loose', 'B'), { loose: 'a' }, true],
    ['text has case', f.equals('text', 'ADA'), { text: 'ada' }, false],
    ['equalsIgnoreCase has no case on any text', f.equalsIgnoreCase('text', 'ADA'), { text: 'ada' }, true],
    ['a letter beyond ASCII that folds to ASCII is found', f.equals('loose', 'k'), { loose: '\u212a' }, true],
    ['a DN is found by its end', f.endsWith('dn', 'OU=People, O=Example'), { dn: 'cn=Ada,ou=people,o=example' }, true],
    ['a part of a DN is found', f.contains('dn', 'ADA'), { dn: 'cn=Ada,ou=people' }, true],
    ['dates compare by instant, ISO text too', f.greaterThan('when', '2026-01-01' as never), { when: new Date('2026-01-02') }, true],
    ['equal dates are equal', f.equals('when', new Date(5)), { when: new Date(5) }, true],
    ['bytes compare by content', f.equals('raw', Uint8Array.of(1, 2)), { raw: Uint8Array.of(1, 2) }, true],
    ['booleans compare', f.equals('flag', false), { flag: true }, false],
    ['decimals compare at any size', f.greaterThan('big', '9'.repeat(50)), { big: `1${'0'.repeat(50)}` }, true],
    ['a decimal is found by a number', f.equals('big', 1.5 as never), { big: '1.50' }, true],
    ['an integer is compared with a fraction by value', f.greaterThan('whole', 1.5), { whole: 2 }, true],
    ['an integer never equals a number out of its range', f.equals('whole', 2n ** 70n), { whole: 2 }, false],
    ['maps compare deeply', f.equals('map', { a: { b: [1] } }), { map: [{ x: 1 }, { a: { b: [1n] } }] }, true],
    ['references compare deeply', f.equals('ref', { uid: '1', objectClass: 'x' }), { ref: { objectClass: 'x', uid: '1' } }, true],
    [
      'a list in a single-valued attribute, as a discovered class may have it, counts by its values',
      f.equals('text', 'b'),
      { text: ['a', 'b'] },
      true,
    ],
    ['an attribute called like a method of objects is absent when it is absent', f.present('constructor'), {}, false],
    ['and of none is true', f.and(), {}, true],
    ['or of none is false', f.or(), {}, false],
    ['three must hold', f.and(f.present('text'), f.present('flag'), f.present('whole')), { text: '', flag: true }, false],
    ['one of three is enough', f.or(f.present('text'), f.present('flag'), f.present('whole')), { whole: 1 }, true],
  ])('%s', (_, filter, attributes, expected) => {
    expect(matches(filter, attributes)).toBe(expected);
  });

  test('__UID__ is the uid, exactly', () => {
    expect(matches(f.equals('__UID__', 'Ab'), {}, 'Ab')).toBe(true);
    expect(matches(f.equals('__uid__', 'ab'), {}, 'Ab')).toBe(false);
    expect(matches(f.startsWith('__UID__', 'A'), {}, 'Ab')).toBe(true);
    expect(matches(f.containsAllValues('__UID__', ['Ab']), {}, 'Ab')).toBe(true);
  });

  test('__NAME__ is the name, with the subtype of the class', () => {
    expect(matches(f.equals('__NAME__', 'ADA'), {}, '1', 'ada')).toBe(true);
    expect(matches(f.equals('__NAME__', ['ADA']), {}, '1', 'ada')).toBe(true);
    expect(matches(f.endsWith('__NAME__', 'DA'), {}, '1', 'ada')).toBe(true);
  });
});

describe('bad filters are refused', () => {
  test.each<[string, unknown, string]>([
    ['an unknown attribute', f.equals('tetx', 'a'), 'filter.attribute'],
    ['an attribute that is never read', f.equals('__PASSWORD__', new Secret('x')), 'filter.attribute'],
    ['presence of an attribute that is never read', f.present('__PASSWORD__'), 'filter.attribute'],
    ['text for a number', f.equals('whole', 'x'), 'filter.value'],
    ['a number for text', f.equals('text', 5), 'filter.value'],
    ['a number as prefix', f.startsWith('text', 5 as never), 'filter.value'],
    ['an order of booleans', f.lessThan('flag', true), 'filter.op'],
    ['an order of maps', f.lessThan('map', {}), 'filter.op'],
    ['an order of bytes', f.lessThan('raw', Uint8Array.of(1)), 'filter.op'],
    ['an order against a list', f.lessThan('long', [1, 2] as never), 'filter.value'],
    ['a wrong value in a list', f.equals('numbers', [1, 'x']), 'filter.value[1]'],
    ['containsAllValues without a list', { op: 'containsAllValues', attribute: 'many', value: 'a' }, 'filter.value'],
    ['no value', { op: 'equals', attribute: 'text' }, 'filter.value'],
    ['an invalid date', f.equals('when', '2026-02-30'), 'filter.value'],
    ['NaN', f.equals('whole', Number.NaN), 'filter.value'],
    ['a wrong reference', f.equals('ref', { uid: 5 } as never), 'filter.value.uid'],
    ['an unknown operator', { op: 'like', attribute: 'text', value: 'a' }, 'filter.op'],
    ['no object', 'text eq 1', 'filter'],
    ['null', null, 'filter'],
    ['and without a list', { op: 'and' }, 'filter.filters'],
    ['not without a filter', { op: 'not' }, 'filter.filter'],
    ['an attribute that is no text', { op: 'present', attribute: 5 }, 'filter.attribute'],
  ])('%s', (_, filter, path) => {
    expect(problemsOf(filter).map(([where]) => where)).toEqual([path]);
  });

  test('with all problems at once, each with its path', () => {
    const filter = f.and(f.equals('text', 'a'), f.or(f.equals('nothing', 'a'), f.not(f.equals('flag', 'yes'))));

    expect(problemsOf(filter)).toEqual([
      ['filter.filters[1].filters[0].attribute', '"nothing" is not an attribute of thing'],
      ['filter.filters[1].filters[1].filter.value', 'must be true or false (got "yes")'],
    ]);
  });

  test('with the name that was probably meant', () => {
    expect(problemsOf(f.present('wohle'))[0]?.[1]).toContain('did you mean "whole"?');
  });

  test('without showing a secret that stands in a value', () => {
    expect(problemsOf(f.equals('text', new Secret('hunter2') as never))[0]?.[1]).not.toContain('hunter2');
  });

  test('when nested too deeply for the stack', () => {
    let filter: Filter = f.present('text');
    for (let i = 0; i < 100_000; i++) filter = f.not(filter);

    expect(problemsOf(filter)).toHaveLength(1);
  });
});

test('a normalised filter has the names and values of the schema and stays itself', () => {
  const filter = f.and(f.equals('WORDS', 'a'), f.not(f.greaterThan('Long', 5)), f.equals('when', '2026-01-01T00:00:00Z'));

  const normalized = normalizeFilter(filter, Thing);

  expect(normalized).toEqual(f.and(f.equals('text', 'a'), f.not(f.greaterThan('long', 5n)), f.equals('when', new Date('2026-01-01T00:00:00Z'))));
  expect(normalizeFilter(normalized, Thing)).toEqual(normalized);
});

test('the attributes of a filter are those it looks at, the identity aside', () => {
  const filter = f.or(f.and(f.present('a'), f.not(f.equals('b', 1))), f.equals('__NAME__', 'x'), f.equals('__UID__', 'y'), f.present('a'));

  expect([...filterAttributes(filter)]).toEqual(['a', 'b']);
});

// ── against a brute force of its own ──

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
// ECMAScript's own simple case folding.
const foldedMatch = (pattern: string, text: string) => new RegExp(pattern, 'iu').test(text);

/** Whether one value passes, in the plainest way: text by regular expressions, numbers as scaled integers, the rest by content. */
function passes(op: string, kind: string, value: AttributeValue, wanted: AttributeValue): boolean {
  if (kind === 'loose' || op === 'equalsIgnoreCase') {
    const needle = literal(wanted as string);
    const pattern = { startsWith: `^${needle}`, endsWith: `${needle}$`, contains: needle }[op] ?? `^${needle}$`;
    if (!op.includes('Than')) return foldedMatch(pattern, value as string);
  }
  if (op === 'startsWith') return (value as string).slice(0, (wanted as string).length) === wanted;
  if (op === 'endsWith') return wanted === '' || (value as string).slice(-(wanted as string).length) === wanted;
  if (op === 'contains') return (value as string).split(wanted as string).length > 1 || wanted === '';
  const [a, b] = [value, wanted].map((each) => {
    if (each instanceof Date) return each.getTime();
    if (each instanceof Uint8Array) return Buffer.from(each).toString('hex');
    if (kind === 'number') return BigInt(Math.round(Number(each) * 2));
    return kind === 'loose' ? (each as string).toLowerCase().replaceAll('ς', 'σ') : each;
  }) as [string, string];
  return { equals: a === b, greaterThan: a > b, greaterThanOrEqual: a >= b, lessThan: a < b, lessThanOrEqual: a <= b }[op] ?? false;
}

const kindOf: Readonly<Record<string, string>> = {
  text: 'text',
  many: 'text',
  loose: 'loose',
  looseMany: 'loose',
  whole: 'number',
  numbers: 'number',
  flag: 'flag',
  when: 'date',
  raw: 'bytes',
};
const lists = ['many', 'looseMany', 'numbers'];

function oracle(filter: Filter, attributes: AnyAttributes): boolean {
  if (filter.op === 'not') return !oracle((filter as { filter: Filter }).filter, attributes);
  if (filter.op === 'and') return !(filter as { filters: readonly Filter[] }).filters.some((each) => !oracle(each, attributes));
  if (filter.op === 'or') return (filter as { filters: readonly Filter[] }).filters.some((each) => oracle(each, attributes));
  const { op, attribute, value } = filter as { op: string; attribute: string; value: AttributeValue | AttributeValue[] };
  const values = [attributes[attribute] ?? []].flat() as AttributeValue[];
  const kind = kindOf[attribute] as string;
  if (op === 'present') return values.length > 0;
  const has = (list: AttributeValue[], one: AttributeValue) => list.some((each) => passes('equals', kind, each, one));
  if (op === 'containsAllValues') return values.length > 0 && (value as AttributeValue[]).every((each) => has(values, each));
  if (Array.isArray(value)) return value.every((each) => has(values, each)) && values.every((each) => has(value, each));
  return values.some((each) => passes(op, kind, each, value));
}

const words = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'É', 'Σ', 'σ', 'ς', 'k', 'K', '\u212a', '.', '😀'), maxLength: 3 });
const values: Record<string, fc.Arbitrary<AttributeValue>> = {
  text: words,
  loose: words,
  number: fc.integer({ min: -3, max: 3 }),
  flag: fc.boolean(),
  date: fc.integer({ min: 0, max: 3 }).map((ms) => new Date(ms)),
  bytes: fc.uint8Array({ maxLength: 2, max: 2 }),
};
const attributesOf = fc.record(
  Object.fromEntries(
    Object.entries(kindOf).map(([name, kind]) => {
      const one = values[kind] as fc.Arbitrary<AttributeValue>;
      const stored = name === 'numbers' ? one.map((each) => BigInt(each as number)) : one;
      return [
        name,
        lists.includes(name)
          ? fc.oneof(fc.array(stored, { maxLength: 4 }), fc.constant(null))
          : fc.oneof(stored, fc.constant(null), fc.constant(undefined)),
      ];
    }),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<AnyAttributes>;
const leafOf = fc.constantFrom(...Object.keys(kindOf)).chain((attribute): fc.Arbitrary<Filter> => {
  const kind = kindOf[attribute] as string;
  const textOps = kind === 'text' || kind === 'loose' ? ['startsWith', 'endsWith', 'contains', 'equalsIgnoreCase'] : [];
  const orderOps = ['text', 'loose', 'number', 'date'].includes(kind) ? ['greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual'] : [];
  // A number may come as bigint, and as half a number.
  const one =
    kind === 'number'
      ? fc.oneof(values.number as fc.Arbitrary<number>, fc.bigInt({ min: -3n, max: 3n }), fc.constantFrom(-0.5, 1.5))
      : (values[kind] as fc.Arbitrary<AttributeValue>);
  const many = fc.array(one, { maxLength: 3 });
  return fc.constantFrom('present', 'equals', 'equalsList', 'containsAllValues', ...textOps, ...orderOps).chain((op): fc.Arbitrary<Filter> => {
    if (op === 'present') return fc.constant({ op, attribute });
    if (op === 'equalsList') return many.map((value) => ({ op: 'equals', attribute, value }));
    return (op === 'containsAllValues' ? many : one).map((value) => ({ op, attribute, value }) as Filter);
  });
});
const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    leafOf,
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('filter'), { maxLength: 4 })).map(([op, filters]) => ({ op, filters }) as Filter),
    tie('filter').map((inner) => f.not(inner)),
  ),
}));

describe('a compiled filter', () => {
  test('means what a brute-force evaluation says', () => {
    fc.assert(
      fc.property(anyFilter, fc.array(attributesOf, { minLength: 1, maxLength: 5 }), (filter, rows) => {
        const compiled = compileFilter(filter, Thing);
        for (const attributes of rows) expect(compiled({ uid: '1', name: 'n', attributes })).toBe(oracle(filter, attributes));
      }),
      { numRuns: 2000 },
    );
  });

  test('obeys the algebra of not, and, or', () => {
    fc.assert(
      fc.property(anyFilter, anyFilter, attributesOf, (a, b, attributes) => {
        expect(matches(f.not(f.not(a)), attributes)).toBe(matches(a, attributes));
        expect(matches(f.not(f.and(a, b)), attributes)).toBe(matches(f.or(f.not(a), f.not(b)), attributes));
        expect(matches(f.and(a, f.and()), attributes)).toBe(matches(a, attributes));
      }),
    );
  });

  test('is the same after normalising', () => {
    fc.assert(
      fc.property(anyFilter, attributesOf, (filter, attributes) => {
        const normalized = normalizeFilter(filter, Thing);
        expect(matches(normalized, attributes)).toBe(matches(filter, attributes));
        expect(normalizeFilter(normalized, Thing)).toEqual(normalized);
      }),
    );
  });
});

describe('a filter that is no tree', () => {
  const Person = objectClass('__ACCOUNT__', { __NAME__: attr.string() });

  test('one that contains itself twice is an InvalidArgument, and soon', () => {
    const circle: { op: 'and'; filters: Filter[] } = { op: 'and', filters: [] };
    circle.filters.push(circle, circle);

    expect(() => normalizeFilter(circle, Person)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  });

  test('parts that are shared and double at every level are counted as often as they stand', () => {
    let filter: Filter = { op: 'present', attribute: '__NAME__' };
    for (let level = 0; level < 100; level++) filter = { op: 'or', filters: [filter, filter] };

    expect(() => normalizeFilter(filter, Person)).toThrow(/more than 10000 parts/);
  });
});
