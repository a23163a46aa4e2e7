import { describe, expect, test } from 'vitest';
import { filters as f } from '../../../src/model/filter.ts';
import { hire } from './employees.ts';
import { type Asked, both, within } from './explained-search.ts';
import { failureOf, startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const lists = ['AccessKeys', 'MFADevices', 'SSHPublicKeys', 'SigningCertificates', 'ServiceSpecificCredentials'];
const exact: readonly Asked[] = [
  {},
  { attributes: [] },
  { attributes: ['Path', 'PasswordLastUsed'] },
  { attributes: ['Tags'] },
  { attributes: ['AttachedPolicies', 'InlinePolicies'] },
  { attributes: ['*', '__GROUPS__', 'InlinePolicies'] },
  { attributes: ['__ENABLE__', 'MFAActive'] },
  { attributes: ['*', '__GROUPS__', '__ENABLE__', 'PasswordLastChanged', 'AccessKey1LastUsed'] },
  { attributes: ['MFADevices', 'SSHPublicKeys'] },
  { attributes: ['MFADevices', 'MFAActive'] },
  { attributes: ['__FORCE_PASSWORD_CHANGE__', '__ENABLE__'] },
  { attributes: ['RemainingAccess'] },
  { limit: 10 },
  { limit: 102, attributes: ['MFADevices', 'ConsoleAccess'] },
  { limit: 0 },
];

const bounded: readonly Asked[] = [
  { attributes: lists },
  { filter: f.equals('__NAME__', 'emp-00001'), attributes: ['*', '__GROUPS__', '__ENABLE__', 'AttachedPolicies', 'InlinePolicies'] },
  { filter: f.or(f.equals('__NAME__', 'emp-00001'), f.equals('__UID__', 'nobody')), attributes: lists },
  { filter: f.equals('Arn', 'arn:aws:iam::123456789012:user/eng/emp-00001') },
  { filter: f.startsWith('Path', '/eng/'), attributes: ['Tags', '__ENABLE__'] },
  { filter: f.startsWith('Path', '/nowhere/'), attributes: ['Tags', '__ENABLE__'] },
  { filter: f.startsWith('Path', 'nonsense') },
  { filter: f.equals('__GROUPS__', 'team-3'), attributes: ['Tags', '__ENABLE__', 'AccessKeys'] },
  { filter: f.equals('__GROUPS__', 'nobody') },
  { filter: f.contains('__NAME__', '0001'), attributes: ['*', '__GROUPS__', '__ENABLE__', 'InlinePolicies'] },
  { filter: f.endsWith('__NAME__', '00012'), attributes: ['ProgrammaticAccess', 'Tags'] },
  { filter: f.and(f.equals('MFAActive', false), f.equals('ConsoleAccess', true)), attributes: lists },
  { filter: f.not(f.equals('__GROUPS__', 'team-3')), attributes: ['SSHPublicKeys'] },
  { filter: f.equals('MFAActive', true), limit: 3, attributes: ['*', 'MFADevices'] },
  { filter: f.lessThan('CreatedDate', new Date(0)), attributes: ['*', '__ENABLE__', ...lists] },
  { filter: f.or(), attributes: ['*'] },
];

const hour = 3_600_000;

/** What goes before each search: AWS has a report, or the last one has expired. The connector learns the time from an answer. */
const before = {
  present: (h: Harness) => h.accounts.search({ attributes: ['MFAActive'] }).toArray(),
  expired: async (h: Harness) => {
    h.server.clock.advance(5 * hour);
    await h.accounts.get('emp-00000');
  },
};

describe.each([
  ['a report that AWS has', { prepare: before.present, settings: {} }],
  ['no report yet', { prepare: before.expired, settings: {} }],
  ['bulkState live', { prepare: async () => {}, settings: { bulkState: 'live' } as const }],
])('with %s', (_, { prepare, settings }) => {
  test('searches without a filter cost what was told', { timeout: 60_000 }, async () => {
    await using h = await startHarness({}, settings);
    hire(h, 104);
    for (const query of exact) {
      await prepare(h);
      const { told, made, bounds } = await both(h, '__ACCOUNT__', query);
      within(made, bounds, query);
      for (const [action, { least, most }] of Object.entries(bounds)) {
        // How often AWS is asked whether a report is ready, whether a console password makes asking for keys needless, and how many keys there are.
        if (!['GetCredentialReport', 'ListAccessKeys', 'GetAccessKeyLastUsed'].includes(action)) expect(least, action).toBe(most);
      }
      expect(told.pushed).toEqual([]);
    }
  });

  test('searches with a filter cost what lies within the bounds told', { timeout: 60_000 }, async () => {
    await using h = await startHarness({}, settings);
    hire(h, 45);
    for (const query of bounded) {
      await prepare(h);
      const { made, bounds, told } = await both(h, '__ACCOUNT__', query);
      within(made, bounds, query);
      const sum = Object.values(made).reduce((all, count) => all + count, 0);
      expect(sum).toBeGreaterThanOrEqual(told.least);
      expect(sum).toBeLessThanOrEqual(told.most);
    }
  });
});

test('holders of a policy, few or many, cost what lies within the bounds told', async () => {
  await using h = await startHarness({}, { policyGroup: true });
  const arn = hire(h, 250);
  const { arn: rare } = h.server.iam.addPolicy({ name: 'rare' });
  h.server.iam.addUser({ name: 'ada', policies: [rare] });
  for (const policy of [arn, rare]) {
    const query = { filter: f.equals('AttachedPolicies', policy), attributes: ['*', '__ENABLE__', 'InheritedPolicies', 'InlinePolicies'] };
    const { told, made, bounds } = await both(h, '__ACCOUNT__', query);
    expect(told.pushed).toEqual([`AttachedPolicies eq "${policy}"`]);
    for (const [action, count] of Object.entries(made)) expect(count, action).toBeLessThanOrEqual(bounds[action]?.most ?? 0);
  }
});

test('searches of groups cost what was told', async () => {
  for (const groups of [4, 40]) {
    for (const query of [
      {},
      { attributes: ['Members'] },
      { attributes: ['Members', 'AttachedPolicies', 'InlinePolicies'] },
      { filter: f.equals('__NAME__', 'g-1'), attributes: ['Members', 'InlinePolicies'] },
      { filter: f.startsWith('Path', '/x/'), attributes: ['Members'] },
      { filter: f.contains('__NAME__', '3'), attributes: ['Members', 'AttachedPolicies'] },
    ] as const) {
      await using h = await startHarness();
      for (let i = 0; i < groups; i++) h.server.iam.addGroup({ name: `g-${i}` });
      h.server.iam.addUser({ name: 'ada', groups: ['g-1'] });
      h.actions();
      const { made, bounds } = await both(h, '__GROUP__', query);
      within(made, bounds, query);
    }
  }
});

test('it tells how old the report is, and what comes from it', async () => {
  await using h = await startHarness();
  hire(h, 20);
  await h.accounts.search({ attributes: ['MFAActive'] }).toArray();
  h.server.clock.advance(3_600_000);
  await h.accounts.get('emp-00000');
  h.actions();

  const told = await h.facade.hook('explain', { objectClass: '__ACCOUNT__', filter: 'MFAActive eq false', attributes: ['AccessKeys', '__ENABLE__'] });

  expect(h.actions()).toEqual(['GetAccountSummary', 'GetCredentialReport']);
  expect(told).toMatchObject({
    local: 'MFAActive eq false',
    live: ['AccessKeys'],
    report: { where: 'present', tooOld: false, attributes: ['__ENABLE__', 'MFAActive'], usersWritten: 0 },
    counts: { users: 21, groups: 10 },
  });
  expect(told.report?.age).toBeGreaterThanOrEqual(3600);
  expect(told.report?.age).toBeLessThan(3700);
  expect(Date.parse(told.report?.generatedAt ?? '')).toBeLessThan(Date.now() + 60_000);
});

test('with given counts it calls nobody', async () => {
  await using h = await startHarness();

  const told = await h.facade.hook('explain', { objectClass: '__ACCOUNT__', attributes: ['*', '__ENABLE__'], counts: { users: 5000, groups: 300 } });

  expect(h.actions()).toEqual([]);
  expect(told.calls.filter(({ least }) => least > 0).map(({ action, least }) => [action, least])).toEqual([
    ['iam:ListUsers', 5],
    ['iam:GetAccountAuthorizationDetails', 5],
    ['iam:GenerateCredentialReport', 1],
    ['iam:GetCredentialReport', 1],
  ]);
});

test('what is no search is refused, all of it at once', async () => {
  await using h = await startHarness();

  const error = await failureOf(
    h.facade.runHook('explain', { objectClass: 'Computer', filter: 'nothing eq 1', attributes: ['Path', 'shoeSize', '__PASSWORD__'], limit: -1 }),
  );

  expect(error).toMatchObject({ code: 'InvalidArgument' });
  expect(error.problems.map(({ path }) => path).sort()).toEqual(
    ['args.attributes[1]', 'args.attributes[2]', 'args.filter.attribute', 'args.limit', 'args.objectClass'].sort(),
  );
  expect(error.message).toContain('must be one of __ACCOUNT__, __GROUP__, Role, ManagedPolicy, Entitlement (got "Computer")');
  expect(h.actions()).toEqual([]);
});

test('counts that are given stand for those that AWS tells, which is asked where one is missing', async () => {
  await using h = await startHarness();
  for (let i = 0; i < 3; i++) h.server.iam.addGroup({ name: `g-${i}` });

  const told = await h.facade.hook('explain', { objectClass: '__ACCOUNT__', counts: { users: 5000, roles: 7 } });
  const error = await failureOf(h.facade.runHook('explain', { objectClass: '__ACCOUNT__', counts: { users: -1, policies: 'many' } }));

  expect(h.actions()).toEqual(['GetAccountSummary']);
  expect(told.counts).toEqual({ users: 5000, groups: 3 });
  expect(error.problems.map(({ path }) => path)).toEqual(['args.counts.users', 'args.counts.policies']);
});
