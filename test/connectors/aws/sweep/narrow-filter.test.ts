import { describe, expect, test } from 'vitest';
import { narrowFilter, type PartNaming } from '../../../../src/connectors/aws/sweep/narrow-filter.ts';
import { attr } from '../../../../src/model/attribute.ts';
import { compileFilter } from '../../../../src/model/compile-filter.ts';
import { type Filter, filters as f } from '../../../../src/model/filter.ts';
import { objectClass } from '../../../../src/model/object-class.ts';

const User = objectClass('user', {
  __NAME__: attr.string({ required: true }),
  AccountId: attr.string(),
  __GROUPS__: attr.string({ multiValued: true }),
  Path: attr.string(),
});
const [here, there] = ['111111111111', '222222222222'];
const naming: PartNaming = {
  attribute: 'AccountId',
  references: ['__GROUPS__'],
  split(text) {
    const [, part = '', uid = ''] = /^(\d{12})\/(.+)$/.exec(text) ?? [];
    return part === '' ? undefined : { part, uid };
  },
};
const narrow = (filter: Filter) => narrowFilter(filter, here, User, naming);

test('without a filter everything is asked for', () => {
  expect(narrowFilter(undefined, here, User, naming)).toEqual({ possible: true, filter: undefined, same: true });
});

test('a filter on AccountId is settled for each account, whatever its comparison', () => {
  expect(narrow(f.equals('AccountId', here))).toEqual({ possible: true, filter: undefined, same: true });
  expect(narrow(f.equals('AccountId', there)).possible).toBe(false);
  expect(narrow(f.not(f.startsWith('AccountId', '2'))).possible).toBe(true);
  expect(narrow(f.or(f.equals('AccountId', there), f.equals('Path', '/x/')))).toEqual({
    possible: true,
    filter: f.equals('Path', '/x/'),
    same: true,
  });
});

test('a uid of the account loses its number, one of another account cannot be there', () => {
  expect(narrow(f.equals('__UID__', `${here}/ada`)).filter).toEqual(f.equals('__UID__', 'ada'));
  expect(narrow(f.equals('__UID__', `${there}/ada`)).possible).toBe(false);
  expect(narrow(f.equals('__UID__', 'ada')).possible).toBe(false);
});

test('references are said as the account has them', () => {
  expect(narrow(f.containsAllValues('__GROUPS__', [`${here}/a`, `${here}/b`])).filter).toEqual(f.containsAllValues('__GROUPS__', ['a', 'b']));
  expect(narrow(f.containsAllValues('__GROUPS__', [`${here}/a`, `${there}/b`])).possible).toBe(false);
});

test('what cannot be said so is left out, and a negation of it too', () => {
  expect(narrow(f.contains('__UID__', 'ad'))).toEqual({ possible: true, filter: undefined, same: false });
  expect(narrow(f.not(f.contains('__UID__', 'ad')))).toEqual({ possible: true, filter: undefined, same: false });
  expect(narrow(f.and(f.contains('__UID__', 'ad'), f.equals('Path', '/')))).toEqual({ possible: true, filter: f.equals('Path', '/'), same: false });
  expect(narrow(f.or(f.contains('__UID__', 'ad'), f.equals('Path', '/'))).filter).toBeUndefined();
});

describe('against a brute-force evaluation of many filters over many users', () => {
  const leaves: readonly Filter[] = [
    f.equals('AccountId', here),
    f.equals('AccountId', there),
    f.equals('__UID__', `${here}/ada`),
    f.equals('__UID__', 'ada'),
    f.endsWith('__UID__', 'a'),
    f.equals('__NAME__', 'bob'),
    f.equals('__GROUPS__', `${here}/ops`),
    f.equals('__GROUPS__', [`${here}/ops`, `${here}/dev`]),
    f.equals('__GROUPS__', `${there}/ops`),
    f.present('__GROUPS__'),
    f.startsWith('__GROUPS__', here),
  ];
  const pairs = leaves.flatMap((a) => leaves.map((b) => [a, b] as const));
  const all = [
    ...leaves.flatMap((leaf) => [leaf, f.not(leaf)]),
    ...pairs.flatMap(([a, b]) => [f.and(a, f.not(b)), f.or(a, b), f.not(f.and(a, b)), f.not(f.or(f.not(a), b))]),
  ];
  const users = ['ada', 'bob', 'a'].flatMap((name) => [[], ['ops'], ['ops', 'dev'], ['dev']].map((groups) => ({ name, groups })));

  test('no user that matches is lost, and none is added where the filter says the same', () => {
    let same = 0;
    for (const filter of all) {
      const narrowed = narrow(filter);
      const matchesAll = compileFilter(filter, User);
      const matchesHere = narrowed.filter ? compileFilter(narrowed.filter, User) : () => true;
      if (narrowed.same) same++;
      for (const { name, groups } of users) {
        const wanted = matchesAll({
          uid: `${here}/${name}`,
          name,
          attributes: { AccountId: here, __GROUPS__: groups.map((each) => `${here}/${each}`) },
        });
        const found = narrowed.possible && matchesHere({ uid: name, name, attributes: { __GROUPS__: groups } });
        if (wanted || narrowed.same) expect([JSON.stringify(filter), name, groups, found]).toEqual([JSON.stringify(filter), name, groups, wanted]);
      }
    }
    expect(same).toBeGreaterThan(all.length / 3);
  });
});
