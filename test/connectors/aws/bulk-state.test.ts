import { expect, test } from 'vitest';
import { employee, hire, tally } from './employees.ts';
import { failureOf, startHarness } from './harness.ts';

const hour = 3_600_000;
const state = ['__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess', 'MFAActive'] as const;
const columns = [
  ...['PasswordLastChanged', 'AccessKey1Active', 'AccessKey1LastRotated', 'AccessKey1LastUsed', 'AccessKey1LastUsedRegion'],
  ...['AccessKey1LastUsedService', 'AccessKey2Active', 'AccessKey2LastRotated', 'Certificate1Active', 'StateAsOf'],
] as const;
const everything = ['*', '__GROUPS__', 'AttachedPolicies', 'InlinePolicies', 'InheritedPolicies', ...state, ...columns] as never[];

const enabledOf = (i: number) => employee(i).hasPassword || employee(i).keys.some(({ status }) => status === 'Active');

test('5,000 users with all that details, listing and report hold take 14 calls', { timeout: 120_000 }, async () => {
  await using h = await startHarness({}, { policyGroup: true });
  const arn = hire(h, 4999);

  const rows = await h.accounts.search({ attributes: everything }).toArray();

  expect(tally(h.actions())).toEqual({ ListUsers: 5, GetAccountAuthorizationDetails: 6, GenerateCredentialReport: 1, GetCredentialReport: 2 });
  expect(rows).toHaveLength(5000);
  const found = new Map(rows.map((row) => [row.uid, row.attributes]));
  for (let i = 0; i < 4999; i++) {
    const { name, hasPassword, keys, hasMfa, certificates, groups, tags, lastUsed, isAttached, createdAt } = employee(i);
    const [first] = keys;
    expect(found.get(name)).toMatchObject({
      __GROUPS__: groups,
      Tags: [{ Key: 'number', Value: tags.number }],
      AttachedPolicies: isAttached ? [arn] : [],
      InheritedPolicies: [
        { PolicyArn: arn, GroupName: groups[0] },
        { PolicyName: 'own', GroupName: groups[0] },
      ],
      __ENABLE__: enabledOf(i),
      ConsoleAccess: hasPassword,
      ProgrammaticAccess: keys.some(({ status }) => status === 'Active'),
      MFAActive: hasMfa,
      AccessKey1Active: first?.status === 'Active',
      AccessKey2Active: keys[1]?.status === 'Active',
      Certificate1Active: certificates.length > 0,
      ...(hasPassword && { PasswordLastUsed: lastUsed, PasswordLastChanged: new Date(createdAt) }),
      ...(first && { AccessKey1LastRotated: new Date(Number(first.createdAt)), AccessKey1LastUsed: lastUsed, AccessKey1LastUsedRegion: 'eu-west-1' }),
    });
    expect(found.get(name)?.InlinePolicies?.map(({ PolicyName }) => PolicyName)).toEqual(isAttached ? ['inline'] : []);
    expect(found.get(name)?.PermissionsBoundary).toBe(isAttached ? arn : undefined);
  }
});

test('an account of under 900 entities takes five calls, when the report is ready at the first look', async () => {
  await using h = await startHarness({}, { policyGroup: true });
  hire(h, 880);
  h.server.iam.setReportPolls(0);

  expect(await h.accounts.search({ attributes: everything }).toArray()).toHaveLength(881);

  expect(tally(h.actions())).toEqual({ ListUsers: 1, GetAccountAuthorizationDetails: 2, GenerateCredentialReport: 1, GetCredentialReport: 1 });
});

test('a page says how old the report is that its state comes from, and so does each row', async () => {
  await using h = await startHarness();
  hire(h, 20);
  const before = Math.floor(h.server.clock.now() / 1000) * 1000;
  await h.accounts.search({ attributes: ['MFAActive'] }).toArray();
  h.server.clock.advance(2 * hour);
  await h.accounts.get('emp-00000');
  h.actions();

  const page = await h.accounts.search({ attributes: ['MFAActive', 'StateAsOf'] }).page();

  expect(tally(h.actions())).toEqual({ ListUsers: 1, GenerateCredentialReport: 1, GetCredentialReport: 1 });
  const asOf = page.asOf?.getTime() ?? 0;
  expect(asOf).toBeGreaterThanOrEqual(before);
  expect(asOf).toBeLessThan(before + hour);
  expect(page.rows.map(({ attributes }) => attributes.StateAsOf)).toEqual(page.rows.map(() => page.asOf));
  expect(await h.accounts.search({ attributes: ['Path'] }).page()).not.toHaveProperty('asOf');
});

test('whom this session wrote after the report was made is read live, the others are not', async () => {
  await using h = await startHarness();
  hire(h, 30);
  await h.accounts.search({ attributes: [...state] }).toArray();
  await h.accounts.update('emp-00000', { replace: { __PASSWORD__: null } });
  await h.accounts.update('emp-00003', { replace: { Tags: [{ Key: 'a', Value: 'b' }] } });
  h.actions();

  const rows = await h.accounts.search({ attributes: [...state, 'StateAsOf'] }).toArray();

  const calls = tally(h.actions());
  expect(calls).toMatchObject({ GetLoginProfile: 1, ListAccessKeys: 1, ListMFADevices: 1 });
  const found = new Map(rows.map((row) => [row.uid, row.attributes]));
  expect(found.get('emp-00000')).toEqual({ __ENABLE__: false, ConsoleAccess: false, ProgrammaticAccess: false, MFAActive: true });
  expect(found.get('emp-00002')).toMatchObject({ ConsoleAccess: true, StateAsOf: expect.any(Date) });
  expect(found.get('emp-00003')).toHaveProperty('StateAsOf');
});

test('a user made, renamed, moved or made anew after the report is read live', async () => {
  await using h = await startHarness();
  hire(h, 30);
  await h.accounts.search({ attributes: ['ConsoleAccess'] }).toArray();
  h.server.clock.advance(hour);
  const other = await startOther(h);
  await other.accounts.create({ __NAME__: 'new', __PASSWORD__: 'Correct-Horse-9' });
  await other.accounts.update('emp-00002', { replace: { __NAME__: 'renamed' } });
  await other.accounts.update('emp-00004', { replace: { Path: '/moved/' } });
  await other.accounts.delete('emp-00006');
  await other.accounts.create({ __NAME__: 'emp-00006', Path: employee(6).path });
  h.actions();

  const rows = await h.accounts.search({ attributes: ['ConsoleAccess', 'StateAsOf'] }).toArray();

  expect(tally(h.actions())).toMatchObject({ GetLoginProfile: 4 });
  const found = new Map(rows.map((row) => [row.uid, row.attributes]));
  expect(found.get('new')).toEqual({ ConsoleAccess: true });
  expect(found.get('renamed')).toEqual({ ConsoleAccess: true });
  expect(found.get('emp-00004')).toEqual({ ConsoleAccess: true });
  expect(found.get('emp-00006')).toEqual({ ConsoleAccess: false });
  await other.close();
});

test('a password used after the report was made has its user read live', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.iam.addUser({ name: 'bob', password: 'Correct-Horse-9' });
  await h.accounts.search({ attributes: ['ConsoleAccess'] }).toArray();
  h.server.clock.advance(hour);
  h.server.iam.setPasswordLastUsed('bob', h.server.clock.now() - 1000);
  h.actions();

  await h.accounts.search({ attributes: ['ConsoleAccess', 'PasswordLastUsed'] }).toArray();

  expect(tally(h.actions())).toMatchObject({ GetLoginProfile: 1 });
});

test('what only the report knows stays with a user of whom something else was written, and is marked as missing otherwise', async () => {
  await using h = await startHarness();
  const [credentials] = h.server.iam.addUser({ name: 'ada', password: 'Correct-Horse-9', accessKeys: ['Active'] }).accessKeys;
  h.server.iam.addUser({ name: 'bob', password: 'Correct-Horse-9' });
  const attributes = ['PasswordLastChanged', 'ProgrammaticAccess'] as const;
  await h.accounts.search({ attributes }).toArray();
  const session = await startOther(h);
  await session.accounts.search({ attributes }).toArray();
  await session.updateKey('ada', credentials?.accessKeyId ?? '');
  await session.accounts.update('bob', { replace: { __PASSWORD__: 'Other-Horse-10' } });

  const rows = new Map((await session.accounts.search({ attributes }).toArray()).map((row) => [row.uid, row]));

  expect(rows.get('ada')).toMatchObject({ attributes: { PasswordLastChanged: expect.any(Date), ProgrammaticAccess: false } });
  expect(rows.get('ada')?.incomplete).toBeUndefined();
  expect(rows.get('bob')?.attributes.PasswordLastChanged).toBeUndefined();
  expect(rows.get('bob')?.incomplete).toEqual(['PasswordLastChanged']);
  await session.close();
});

test('a report older than reportMaxAge, and bulkState live, read every user', async () => {
  await using old = await startHarness({}, { reportMaxAge: 3600 });
  hire(old, 5);
  await old.accounts.search({ attributes: ['ConsoleAccess'] }).toArray();
  old.server.clock.advance(2 * hour);
  // The connector learns AWS's time from its answers.
  await old.accounts.get('emp-00000');
  old.actions();
  const page = await old.accounts.search({ attributes: ['ConsoleAccess'] }).page();
  expect(tally(old.actions())).toMatchObject({ GetLoginProfile: 6 });
  expect(page).not.toHaveProperty('asOf');

  await using live = await startHarness({}, { bulkState: 'live' });
  hire(live, 5);
  await live.accounts.search({ attributes: ['ConsoleAccess', 'StateAsOf'] }).toArray();
  expect(tally(live.actions())).toEqual({ ListUsers: 1, GetLoginProfile: 6 });
});

test('one user is read live, whatever the report says', async () => {
  await using h = await startHarness();
  hire(h, 5);
  await h.accounts.search({ attributes: [...state] }).page();
  h.actions();

  const row = await h.accounts.get('emp-00000', { attributes: [...state, 'StateAsOf', 'PasswordLastChanged'] });

  expect(tally(h.actions())).toEqual({ GetUser: 1, GetLoginProfile: 1, ListAccessKeys: 1, ListMFADevices: 1 });
  expect(row?.attributes).toEqual({ __ENABLE__: true, ConsoleAccess: true, ProgrammaticAccess: false, MFAActive: true });
  expect(row?.incomplete).toEqual(['PasswordLastChanged']);
});

test('where few users are left, reading them costs less than the report', async () => {
  await using h = await startHarness();
  hire(h, 300);

  const [row] = await h.accounts.search({ filter: (f) => f.endsWith('__NAME__', '00122'), attributes: ['__ENABLE__'] }).toArray();
  expect(row?.attributes.__ENABLE__).toBe(enabledOf(122));
  expect(tally(h.actions())).toEqual({ ListUsers: 1, GetLoginProfile: 1 });

  await h.accounts.search({ filter: (f) => f.endsWith('__NAME__', '22'), attributes: ['__ENABLE__'] }).toArray();
  expect(tally(h.actions())).toMatchObject({ ListUsers: 1, GetCredentialReport: 2 });
});

test('lists of credentials cost a call for each user and kind, only for users that listing, details and report let through', async () => {
  await using h = await startHarness();
  hire(h, 300);

  const rows = await h.accounts
    .search({
      filter: (f) => f.and(f.equals('MFAActive', true), f.startsWith('Path', '/'), f.containsAllValues('__GROUPS__', ['team-0'])),
      attributes: ['AccessKeys', 'SSHPublicKeys', 'SigningCertificates', 'ServiceSpecificCredentials'],
    })
    .toArray();

  const expected = Array.from({ length: 300 }, (_, i) => i).filter((i) => employee(i).hasMfa && employee(i).groups[0] === 'team-0');
  expect(rows.map(({ uid }) => uid).sort()).toEqual(expected.map((i) => employee(i).name));
  const calls = tally(h.actions());
  expect(calls).toMatchObject({
    ...{ ListAccessKeys: 30, ListSSHPublicKeys: 30, ListSigningCertificates: 30, ListServiceSpecificCredentials: 30 },
    ...{ GetGroup: 1, GenerateCredentialReport: 1, GetCredentialReport: 2 },
  });
  // The report says when the keys were last used.
  expect(calls).not.toHaveProperty('GetAccessKeyLastUsed');
  for (const { uid, attributes } of rows) {
    const { keys, lastUsed, certificates } = employee(Number(uid.slice(4)));
    const found = attributes.AccessKeys?.map(({ Status, CreateDate, LastUsedDate }) => [CreateDate, Status, LastUsedDate]);
    expect(found?.sort()).toEqual(
      keys.map(({ status, createdAt = 0 }) => [new Date(createdAt).toISOString(), status, lastUsed.toISOString()]).sort(),
    );
    expect(attributes.SigningCertificates).toHaveLength(certificates.length);
  }
});

test('no state is guessed when the report or a user cannot be read', async () => {
  await using h = await startHarness({}, { maxAttempts: 1 });
  hire(h, 20);
  for (const action of ['GenerateCredentialReport', 'GetCredentialReport']) {
    h.server.faults.deny(action);
    expect(await failureOf(h.accounts.search({ attributes: ['MFAActive'] }).toArray())).toMatchObject({ code: 'PermissionDenied' });
    h.server.faults.clear();
  }
  h.server.faults.failNext({ action: 'GetCredentialReport', code: 'Throttling', status: 400, times: 3 });
  expect(await failureOf(h.accounts.search({ attributes: ['MFAActive'] }).toArray())).toMatchObject({ code: 'RateLimited', retryable: true });
});

/** Another session with the same account, as another program has it. */
async function startOther(h: Awaited<ReturnType<typeof startHarness>>) {
  const { default: aws } = await import('../../../src/connectors/aws/index.ts');
  const { openSession } = await import('../../../src/connectors/aws/session.ts');
  const { openConnector } = await import('../../../src/facade/opening/open-connector.ts');
  const { accessKeyId, secretAccessKey: secretKey } = h.server.adminCredentials;
  const sessions: Awaited<ReturnType<typeof openSession>>[] = [];
  const connect: (typeof aws)['connect'] = async (configuration, context) => {
    const session = await openSession(configuration as never, context);
    sessions.push(session);
    return session;
  };
  const facade = await openConnector({ ...aws, connect } as typeof aws, { accessKeyId, secretKey, endpoint: h.server.endpoint });
  return {
    accounts: facade.objectClass('__ACCOUNT__'),
    /** Through the session, as the connector's own operations and hooks do it. */
    updateKey: (UserName: string, AccessKeyId: string) => sessions[0]?.iam('UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' }),
    close: () => facade.close(),
  };
}
