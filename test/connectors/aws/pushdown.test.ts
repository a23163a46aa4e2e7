import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Filter, filters } from '../../../src/model/filter.ts';
import { employee, hire, tally } from './employees.ts';
import { startHarness } from './harness.ts';

const names = (rows: readonly { readonly uid: string }[]) => rows.map(({ uid }) => uid).sort();
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test('members of a group are asked for as such, page by page', async () => {
  await using h = await startHarness();
  hire(h, 30);
  h.server.iam.addGroup({ name: 'big' });
  h.server.iam.seedUsers(1300, (i) => ({ name: `big-${i}`, groups: ['big'] }));
  h.actions();

  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await h.accounts.search({ filter: (f) => f.equals('__GROUPS__', 'BIG'), attributes: ['Path'], pageSize: 500, cursor }).page();
    seen.push(...names(page.rows));
    cursor = page.cursor;
  } while (cursor !== undefined);

  expect(seen).toHaveLength(1300);
  expect(new Set(seen).size).toBe(1300);
  const calls = tally(h.actions());
  expect(calls).toHaveProperty('GetGroup');
  expect(calls).not.toHaveProperty('ListUsers');
});

test('a group that is not there has no members, and one call tells', async () => {
  await using h = await startHarness();
  hire(h, 30);

  expect(await h.accounts.search({ filter: (f) => f.equals('__GROUPS__', 'nobody'), attributes: [] }).toArray()).toEqual([]);
  expect(h.actions()).toEqual(['GetGroup']);
  expect(await h.accounts.search({ filter: { op: 'equals', attribute: '__GROUPS__', value: 'no group/name' }, attributes: [] }).toArray()).toEqual(
    [],
  );
  expect(h.actions()).toEqual([]);
});

test('few holders of a policy are read one by one, many out of the listing', async () => {
  await using h = await startHarness();
  const arn = hire(h, 300);
  const { arn: rare } = h.server.iam.addPolicy({ name: 'rare' });
  for (const name of ['a', 'b']) h.server.iam.addUser({ name, policies: [rare] });
  h.server.iam.addUser({ name: 'c', permissionsBoundary: rare });

  const search = (filter: Filter) => h.accounts.search({ filter, attributes: ['Path'] }).toArray();
  expect(names(await search(filters.equals('AttachedPolicies', rare)))).toEqual(['a', 'b']);
  expect(tally(h.actions())).toEqual({ ListEntitiesForPolicy: 1, GetUser: 2, ListAttachedUserPolicies: 2 });
  expect(names(await search(filters.equals('PermissionsBoundary', rare)))).toEqual(['c']);
  expect(tally(h.actions())).toEqual({ ListEntitiesForPolicy: 1, GetUser: 1 });
  expect(names(await search(filters.containsAllValues('AttachedPolicies', [arn])))).toHaveLength(75);
  expect(tally(h.actions())).toEqual({ ListEntitiesForPolicy: 1, GetAccountAuthorizationDetails: 1 });
  expect(await search(filters.equals('AttachedPolicies', `${arn}-gone`))).toEqual([]);
  expect(h.actions()).toEqual(['ListEntitiesForPolicy']);
});

test('an ARN is a name, and an id ends the listing', async () => {
  await using h = await startHarness();
  hire(h, 2500);
  const { arn, id } = h.server.iam.addUser({ name: 'ada', path: '/people/ops/' });

  expect(names(await h.accounts.search({ filter: (f) => f.equals('Arn', arn), attributes: [] }).toArray())).toEqual(['ada']);
  expect(h.actions()).toEqual(['GetUser']);
  expect(await h.accounts.search({ filter: (f) => f.equals('Arn', arn.replace('/people', '/other')), attributes: [] }).toArray()).toEqual([]);
  expect(h.actions()).toEqual(['GetUser']);
  expect(await h.accounts.search({ filter: (f) => f.equals('Arn', arn.replace(':user', ':group')), attributes: [] }).toArray()).toEqual([]);
  expect(h.actions()).toEqual([]);
  expect(names(await h.accounts.search({ filter: (f) => f.equals('UserId', id), attributes: [] }).toArray())).toEqual(['ada']);
  expect(h.actions()).toEqual(['ListUsers']);
});

test('whatever is pushed down, the result is what a look at every user finds', { timeout: 120_000 }, async () => {
  await using h = await startHarness();
  const count = 240;
  const arn = hire(h, count);
  const ids = new Map((await h.accounts.search({ attributes: ['UserId'] }).toArray()).map((row) => [row.uid, row.attributes.UserId ?? '']));
  type Case = { readonly filter: Filter; readonly holds: (i: number) => boolean };
  const team = (i: number) => employee(i).groups[0] ?? '';
  const enabled = (i: number) => employee(i).hasPassword || employee(i).keys.some(({ status }) => status === 'Active');
  const leaf: fc.Arbitrary<Case> = fc.oneof(
    fc.nat(count).map((n) => ({ filter: filters.equals('__NAME__', employee(n).name), holds: (i: number) => i === n })),
    fc.nat(count - 1).map((n) => ({ filter: filters.equals('UserId', ids.get(employee(n).name) ?? ''), holds: (i: number) => i === n })),
    fc.nat(11).map((n) => ({ filter: filters.equals('__GROUPS__', `Team-${n}`), holds: (i: number) => team(i) === `team-${n}` })),
    fc.nat(9).map((n) => ({ filter: filters.containsAllValues('__GROUPS__', [`team-${n}`]), holds: (i: number) => team(i) === `team-${n}` })),
    fc.nat(9).map((n) => ({ filter: filters.equals('__GROUPS__', [`team-${n}`]), holds: (i: number) => team(i) === `team-${n}` })),
    fc.constant({ filter: filters.containsAllValues('__GROUPS__', ['team-1', 'team-2']), holds: () => false }),
    fc.constant({ filter: filters.equals('AttachedPolicies', arn), holds: (i: number) => employee(i).isAttached }),
    fc.constant({ filter: filters.equals('PermissionsBoundary', arn), holds: (i: number) => employee(i).isAttached }),
    fc.constant({ filter: filters.startsWith('Path', '/eng/'), holds: (i: number) => employee(i).path === '/eng/' }),
    fc.nat(count).map((n) => ({
      filter: filters.lessThan('CreatedDate', new Date(employee(n).createdAt)),
      holds: (i: number) => employee(i).createdAt < employee(n).createdAt,
    })),
    fc.boolean().map((value) => ({ filter: filters.equals('__ENABLE__', value), holds: (i: number) => enabled(i) === value })),
    fc.boolean().map((value) => ({ filter: filters.equals('MFAActive', value), holds: (i: number) => employee(i).hasMfa === value })),
    fc.boolean().map((value) => ({ filter: filters.equals('ConsoleAccess', value), holds: (i: number) => employee(i).hasPassword === value })),
    fc.nat(count).map((n) => ({
      filter: filters.greaterThan('AccessKey1LastUsed', new Date(employee(n).lastUsed)),
      holds: (i: number) => employee(i).keys.length > 0 && employee(i).lastUsed > employee(n).lastUsed,
    })),
  );
  const { tree } = fc.letrec<{ tree: Case }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .array(tie('tree'), { minLength: 1, maxLength: 3 })
        .map((all) => ({ filter: filters.and(...all.map((t) => t.filter)), holds: (i: number) => all.every((t) => t.holds(i)) })),
      fc
        .array(tie('tree'), { minLength: 1, maxLength: 3 })
        .map((all) => ({ filter: filters.or(...all.map((t) => t.filter)), holds: (i: number) => all.some((t) => t.holds(i)) })),
      tie('tree').map((t) => ({ filter: filters.not(t.filter), holds: (i: number) => !t.holds(i) })),
    ),
  }));
  const projections = fc.constantFrom<readonly ('Path' | '*' | 'Tags' | 'MFAActive')[]>([], ['Path'], ['*'], ['Tags'], ['MFAActive']);

  await fc.assert(
    fc.asyncProperty(tree, projections, async ({ filter, holds }, attributes) => {
      const found = names(await h.accounts.search({ filter, attributes }).toArray()).filter((name) => name !== 'bootstrap');
      expect(found).toEqual(
        numbers(count)
          .filter(holds)
          .map((i) => employee(i).name),
      );
    }),
    { numRuns: 150 },
  );
});
