import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Filter, filters as f } from '../../src/model/filter.ts';
import { pushdown } from '../../src/spi/pushdown.ts';

const can = { a: ['equals', 'startsWith'], b: ['containsAllValues'], __UID__: ['equals'] } as const;

test('no filter is nothing to push and nothing left', () => {
  expect(pushdown(undefined, can)).toEqual({ pushed: [], rest: undefined });
});

test('a single leaf that the system understands leaves no rest', () => {
  expect(pushdown(f.equals('a', '1'), can)).toEqual({ pushed: [f.equals('a', '1')], rest: undefined });
});

test('a comparison that the system does not understand stays', () => {
  expect(pushdown(f.contains('a', '1'), can)).toEqual({ pushed: [], rest: f.contains('a', '1') });
});

test('leaves of nested conjunctions are pushed, and what stays is one conjunction', () => {
  const filter = f.and(f.and(f.equals('a', '1'), f.present('c')), f.equals('__UID__', '7'), f.or(f.equals('a', '2')));

  expect(pushdown(filter, can)).toEqual({
    pushed: [f.equals('a', '1'), f.equals('__UID__', '7')],
    rest: f.and(f.present('c'), f.or(f.equals('a', '2'))),
  });
});

test('alternatives and negations stay, because a superset under not would be a subset', () => {
  const filter = f.and(f.not(f.equals('a', '1')), f.or(f.equals('a', '1'), f.equals('a', '2')));

  expect(pushdown(filter, can)).toEqual({ pushed: [], rest: filter });
});

test('equals with a list compares sets, so it stays', () => {
  expect(pushdown(f.equals('a', ['1', '2']), can).pushed).toEqual([]);
  expect(pushdown(f.containsAllValues('b', ['1', '2']), can).rest).toBeUndefined();
});

test('an attribute called like a method of objects is not pushed by accident', () => {
  expect(pushdown(f.equals('constructor', '1'), can).pushed).toEqual([]);
});

test('false stays false and true leaves nothing', () => {
  expect(pushdown(f.or(), can)).toEqual({ pushed: [], rest: f.or() });
  expect(pushdown(f.and(), can)).toEqual({ pushed: [], rest: undefined });
});

test('what is pushed and what is left mean the same as the filter', () => {
  const leaf = fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('equals', 'startsWith', 'contains'), fc.constantFrom('', 'x', 'xy'))
    .map(([attribute, op, value]) => ({ attribute, op, value }) as Filter);
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('filter'), { maxLength: 3 })).map(([op, filters]) => ({ op, filters }) as Filter),
      tie('filter').map((inner) => f.not(inner)),
    ),
  }));
  // An evaluation of its own: plain text, one value each.
  const holds = (each: Filter, row: Record<string, string>): boolean => {
    if (each.op === 'and') return (each as { filters: readonly Filter[] }).filters.every((one) => holds(one, row));
    if (each.op === 'or') return (each as { filters: readonly Filter[] }).filters.some((one) => holds(one, row));
    if (each.op === 'not') return !holds((each as { filter: Filter }).filter, row);
    const { op, attribute, value } = each as { op: string; attribute: string; value: string };
    const found = row[attribute] ?? '';
    return op === 'equals' ? found === value : op === 'startsWith' ? found.startsWith(value) : found.includes(value);
  };
  const row = fc.record({ a: fc.constantFrom('', 'x', 'xy'), b: fc.constantFrom('', 'x', 'xy'), c: fc.constantFrom('', 'x', 'xy') });

  fc.assert(
    fc.property(filter, row, (each, object) => {
      const { pushed, rest } = pushdown(each, { a: ['equals', 'startsWith'], b: ['contains'] });
      const together = pushed.every((one) => holds(one, object)) && (rest === undefined || holds(rest, object));
      expect(together).toBe(holds(each, object));
    }),
  );
});
