import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Filter, filters } from '../../../src/model/filter.ts';
import { failureOf, startHarness } from './harness.ts';
import { dayOne, person, seed } from './people.ts';

test('all 5,000 users with groups, tags, boundary and last password use take at most 11 calls', { timeout: 60_000 }, async () => {
  await using h = await startHarness();
  const arn = seed(h, 4999);

  const rows = await h.accounts.search({ attributes: ['*', '__GROUPS__'] }).toArray();

  const calls = h.actions();
  expect(calls.length).toBeLessThanOrEqual(11);
  expect(new Set(calls)).toEqual(new Set(['ListUsers', 'GetAccountAuthorizationDetails']));
  expect(rows).toHaveLength(5000);
  const found = new Map(rows.map((row) => [row.uid, row.attributes]));
  for (let i = 0; i < 4999; i++) {
    const { name, path, tags, groups, passwordLastUsed } = person(i);
    const attributes = found.get(name);
    expect(attributes).toMatchObject({
      Path: path,
      PasswordLastUsed: new Date(passwordLastUsed),
      Tags: [
        { Key: 'number', Value: tags.number },
        { Key: 'team', Value: tags.team },
      ],
    });
    expect([...(attributes?.__GROUPS__ ?? [])].sort()).toEqual([...groups].sort());
    expect(attributes?.PermissionsBoundary).toBe(i % 3 === 0 ? arn : undefined);
  }
});

test('only the calls are made that the attributes asked for need', async () => {
  await using h = await startHarness();
  seed(h, 50);
  const calls = async (attributes: readonly ('Path' | 'PasswordLastUsed' | 'Tags' | '__GROUPS__' | '*')[]) => {
    await h.accounts.search({ attributes }).toArray();
    return h.actions();
  };

  expect(await calls([])).toEqual(['ListUsers']);
  expect(await calls(['Path', 'PasswordLastUsed'])).toEqual(['ListUsers']);
  expect(await calls(['Tags'])).toEqual(['GetAccountAuthorizationDetails']);
  expect(await calls(['__GROUPS__', 'Path'])).toEqual(['GetAccountAuthorizationDetails']);
  expect(await calls(['*'])).toEqual(['ListUsers', 'GetAccountAuthorizationDetails']);
});

test('one user, by uid or by name, is one GetUser and what else was asked for', async () => {
  await using h = await startHarness();
  seed(h, 3);
  const name = 'user-00001';

  await h.accounts.get(name);
  expect(h.actions()).toEqual(['GetUser']);
  await h.accounts.search({ filter: (f) => f.equals('__UID__', name) }).toArray();
  expect(h.actions()).toEqual(['GetUser']);
  await h.accounts.search({ filter: (f) => f.and(f.equals('__NAME__', name), f.startsWith('Path', '/')) }).toArray();
  expect(h.actions()).toEqual(['GetUser']);
  await h.accounts
    .search({ filter: (f) => f.or(f.equals('__NAME__', name), f.equals('__NAME__', 'user-00002'), f.equals('__NAME__', 'nobody')) })
    .toArray();
  expect(h.actions()).toEqual(['GetUser', 'GetUser', 'GetUser']);
  await h.accounts.get(name, { attributes: ['__GROUPS__', '__ENABLE__'] });
  expect(h.actions().sort()).toEqual(['GetLoginProfile', 'GetUser', 'ListAccessKeys', 'ListGroupsForUser']);
});

test('a path prefix goes to AWS, and few users below it are read one by one', async () => {
  await using h = await startHarness();
  seed(h, 300);

  const few = await h.accounts.search({ filter: (f) => f.startsWith('Path', '/rare/') }).toArray();
  expect(few).toHaveLength(6);
  expect(h.server.calls[0]?.parameters).toMatchObject({ PathPrefix: '/rare/' });
  expect(h.actions()).toEqual(['ListUsers', ...Array.from({ length: 6 }, () => 'GetUser')]);

  const many = await h.accounts.search({ filter: (f) => f.startsWith('Path', '/eng/') }).toArray();
  expect(many).toHaveLength(150);
  expect(h.actions()).toEqual(['ListUsers', 'GetAccountAuthorizationDetails']);
});

test('what the filter refuses by the listing alone is not asked about further', async () => {
  await using h = await startHarness({}, { bulkState: 'live' });
  seed(h, 300);

  const named = await h.accounts.search({ filter: (f) => f.contains('__NAME__', '-0012'), attributes: ['*', '__ENABLE__'] }).toArray();

  expect(named).toHaveLength(10);
  const calls = h.actions();
  expect(calls.filter((action) => action === 'GetLoginProfile')).toHaveLength(10);
  expect(calls.filter((action) => action === 'GetUser').length).toBeLessThanOrEqual(10);
  expect(calls.length).toBeLessThanOrEqual(31);
});

test('a filter that leaves a few users here and there costs no more than ten reads above the whole account', async () => {
  await using h = await startHarness();
  seed(h, 2500);

  expect(await h.accounts.search({ filter: (f) => f.endsWith('__NAME__', '77') }).toArray()).toHaveLength(25);

  const calls = h.actions();
  expect(calls.filter((action) => action === 'GetUser').length).toBeLessThanOrEqual(10);
  expect(calls.filter((action) => action === 'ListUsers')).toHaveLength(3);
  expect(calls.filter((action) => action === 'GetAccountAuthorizationDetails')).toHaveLength(3);
});

test('counting users costs their listing and nothing else', async () => {
  await using h = await startHarness();
  seed(h, 2500);

  expect(await h.accounts.search({ filter: (f) => f.endsWith('__NAME__', '77') }).count()).toBe(25);

  expect(h.actions()).toEqual(['ListUsers', 'ListUsers', 'ListUsers']);
});

test('the first users with __ENABLE__ do not cost the status of all', async () => {
  await using h = await startHarness({}, { bulkState: 'live' });
  seed(h, 900);

  await h.accounts.search({ attributes: ['__ENABLE__'], limit: 10 }).toArray();

  expect(h.actions().filter((action) => action === 'GetLoginProfile').length).toBeLessThanOrEqual(100);
});

test('filters find exactly what a look at every user finds', { timeout: 60_000 }, async () => {
  await using h = await startHarness();
  const count = 250;
  seed(h, count);
  const people = Array.from({ length: count }, (_, i) => person(i));
  type Person = (typeof people)[number];
  const leaf: fc.Arbitrary<{ filter: Filter; holds: (p: Person) => boolean }> = fc.oneof(
    fc
      .nat(count + 9)
      .map((i) => ({ filter: filters.equals('__NAME__', person(i).name.toUpperCase()), holds: (p: Person) => p.name === person(i).name })),
    fc.nat(count + 9).map((i) => ({ filter: filters.equals('__UID__', person(i).name), holds: (p: Person) => p.name === person(i).name })),
    fc.nat(count).map((i) => ({
      filter: filters.startsWith('__NAME__', person(i).name.slice(0, 9)),
      holds: (p: Person) => p.name.startsWith(person(i).name.slice(0, 9)),
    })),
    fc
      .constantFrom('/', '/e', '/eng/', '/rare/', '/rare/x', '', 'eng')
      .map((prefix) => ({ filter: filters.startsWith('Path', prefix), holds: (p: Person) => p.path.startsWith(prefix) })),
    fc.constantFrom('/', '/eng/', '/ops').map((path) => ({ filter: filters.equals('Path', path), holds: (p: Person) => p.path === path })),
    fc.nat(21).map((i) => ({ filter: filters.equals('__GROUPS__', `GROUP-${i}`), holds: (p: Person) => p.groups.includes(`group-${i}`) })),
    fc.nat(count).map((i) => ({
      filter: filters.greaterThan('PasswordLastUsed', new Date(dayOne + i * 1000)),
      holds: (p: Person) => p.passwordLastUsed > dayOne + i * 1000,
    })),
  );
  const { tree } = fc.letrec<{ tree: { filter: Filter; holds: (p: Person) => boolean } }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .array(tie('tree'), { maxLength: 3 })
        .map((all) => ({ filter: filters.and(...all.map((t) => t.filter)), holds: (p: Person) => all.every((t) => t.holds(p)) })),
      fc
        .array(tie('tree'), { maxLength: 3 })
        .map((all) => ({ filter: filters.or(...all.map((t) => t.filter)), holds: (p: Person) => all.some((t) => t.holds(p)) })),
      tie('tree').map((t) => ({ filter: filters.not(t.filter), holds: (p: Person) => !t.holds(p) })),
    ),
  }));

  await fc.assert(
    fc.asyncProperty(tree, fc.constantFrom<readonly ('Path' | '*' | 'Tags')[]>(['Path'], ['*'], ['Tags']), async ({ filter, holds }, attributes) => {
      const rows = await h.accounts.search({ filter, attributes }).toArray();
      const uids = rows.map(({ uid }) => uid).filter((uid) => uid !== 'bootstrap');
      expect(uids.sort()).toEqual(
        people
          .filter(holds)
          .map(({ name }) => name)
          .sort(),
      );
    }),
    { numRuns: 120 },
  );
});

test('a throttled page is retried and no user is lost', async () => {
  await using h = await startHarness();
  seed(h, 1500);
  h.server.faults.failNext({ action: 'ListUsers', code: 'Throttling', status: 400, times: 2 });
  h.server.faults.failNext({ action: 'GetAccountAuthorizationDetails', code: 'Throttling', status: 400 });

  expect(await h.accounts.search().count()).toBe(1501);
});

test('a listing that breaks is an error, never a shorter list', async () => {
  await using h = await startHarness({}, { maxAttempts: 1 });
  seed(h, 1500);
  for (const action of ['ListUsers', 'GetAccountAuthorizationDetails']) {
    let calls = 0;
    for await (const { rows } of h.accounts.search({ pageSize: 1000, attributes: ['*'] }).pages()) {
      expect(rows.length).toBe(1000);
      h.server.faults.failNext({ action, code: 'Throttling', status: 400, times: 5 });
      calls++;
      break;
    }
    expect(calls).toBe(1);
    expect(await failureOf(h.accounts.search({ attributes: ['*'] }).toArray())).toMatchObject({ code: 'RateLimited', retryable: true });
    h.server.faults.clear();
    h.server.faults.deny(action);
    expect(await failureOf(h.accounts.search({ attributes: ['*'] }).toArray())).toMatchObject({ code: 'PermissionDenied' });
    h.server.faults.clear();
  }
});

test('no status of a user is guessed when it cannot be read', async () => {
  await using h = await startHarness({}, { bulkState: 'live' });
  seed(h, 20);
  h.server.faults.deny('ListAccessKeys');

  expect(await failureOf(h.accounts.search({ attributes: ['__ENABLE__'] }).toArray())).toMatchObject({ code: 'PermissionDenied' });
});
