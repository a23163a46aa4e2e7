import { expect, test } from 'vitest';
import { failureOf, startHarness } from '../harness.ts';

const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] };
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const holders = { attributes: ['Users', 'Groups', 'Roles'] } as const;

async function scene(...settings: Parameters<typeof startHarness>) {
  const h = await startHarness(...settings);
  const policy = h.server.iam.addPolicy({ name: 'deploy', path: '/apps/', description: 'May deploy' }).arn;
  const fence = h.server.iam.addPolicy({ name: 'fence' }).arn;
  const group = h.server.iam.addGroup({ name: 'ops', path: '/teams/' }).arn;
  const role = h.server.iam.addRole({ name: 'deployer', trustPolicy, description: 'Deploys' }).arn;
  for (const name of ['ada', 'bob', 'cyd']) h.server.iam.addUser({ name, permissionsBoundary: fence });
  h.actions();
  const writes = () => h.actions().filter((action) => !/^(Get|List)/.test(action));
  return { ...h, entitlements: h.facade.objectClass('Entitlement'), policy, fence, group, role, writes };
}

test('groups, policies and roles are one list, each with its type and how it is held', async () => {
  await using h = await scene();
  await h.facade.hook('assignEntitlement', { entitlement: h.policy, user: 'ada' });

  const rows = await h.entitlements.search({ attributes: ['*', 'description'] }).toArray();

  const of = (uid: string) => rows.find((row) => row.uid === uid);
  const { accountId: AccountId } = h.server;
  expect(of(h.group)).toMatchObject({ name: 'ops', attributes: { entitlementArn: h.group, type: 'Group', usedAs: ['membership'], AccountId } });
  expect(of(h.policy)?.attributes).toMatchObject({ type: 'Customer managed policy', usedAs: ['permissions policy'], description: 'May deploy' });
  expect(of(h.fence)?.attributes).toMatchObject({ type: 'Customer managed policy', usedAs: ['permissions boundary'] });
  expect(of(h.role)?.attributes).toMatchObject({ type: 'Role', usedAs: ['assumed role'], description: 'Deploys' });
  expect(of(readOnly)).toMatchObject({ name: 'ReadOnlyAccess', attributes: { type: 'AWS managed policy' } });
  expect(of(readOnly)?.attributes).not.toHaveProperty('AccountId');
  for (const row of rows) expect(await h.entitlements.get(row.uid, { attributes: ['*', 'description'] })).toEqual(row);
});

test('a search reads only the listings that can hold what the filter asks for, and goes on in another call', async () => {
  await using h = await scene();

  await h.entitlements.search({ filter: (f) => f.equals('type', 'Group') }).toArray();
  expect(h.actions()).toEqual(['ListGroups']);
  const own = await h.entitlements.search({ filter: (f) => f.equals('type', 'Customer managed policy') }).toArray();
  expect(h.actions()).toEqual(['ListPolicies']);
  expect(own.map(({ name }) => name).sort()).toEqual(['deploy', 'fence']);
  expect(await h.entitlements.search({ filter: (f) => f.equals('usedAs', 'assumed role') }).toArray()).toMatchObject([{ uid: h.role }]);
  expect(await h.entitlements.search({ filter: (f) => f.equals('entitlementArn', h.group) }).toArray()).toMatchObject([{ uid: h.group }]);

  const all = await h.entitlements.search().toArray();
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await h.entitlements.search({ pageSize: 2, ...(cursor !== undefined && { cursor }) }).page();
    paged.push(...page.rows.map(({ uid }) => uid));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(paged).toEqual(all.map(({ uid }) => uid));
});

test('hooks give and take groups and policies, and what is so already is as good', async () => {
  await using h = await scene();
  const to = [
    { entitlement: h.group, user: 'ada' },
    { entitlement: h.policy, user: 'ada' },
    { entitlement: h.policy, group: 'ops' },
    { entitlement: readOnly, role: 'deployer' },
  ];

  for (const each of [...to, ...to]) await h.facade.hook('assignEntitlement', each);
  expect((await h.entitlements.get(h.group, holders))?.attributes).toMatchObject({ Users: ['ada'] });
  expect((await h.entitlements.get(h.policy, holders))?.attributes).toEqual({ Users: ['ada'], Groups: ['ops'], Roles: [] });
  expect((await h.entitlements.get(readOnly, holders))?.attributes).toMatchObject({ Roles: ['deployer'] });

  for (const each of [...to, ...to]) await h.facade.hook('unassignEntitlement', each);
  expect((await h.entitlements.get(h.policy, holders))?.attributes).toEqual({ Users: [], Groups: [], Roles: [] });
  expect(h.server.iam.membersOf('ops')).toEqual([]);
});

test('hooks say what is wrong: who is missing, what is missing, what cannot be', async () => {
  await using h = await scene();
  const missing = `arn:aws:iam::${h.server.accountId}:policy/missing`;
  const assign = (args: object) => failureOf(h.facade.hook('assignEntitlement', args as never));

  expect(await assign({ entitlement: h.policy, user: 'nobody' })).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'args.user' }] });
  expect(await assign({ entitlement: h.group, user: 'nobody' })).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'args.user' }] });
  expect(await assign({ entitlement: missing, user: 'ada' })).toMatchObject({ code: 'UnknownUid', uid: missing });
  expect(await assign({ entitlement: h.group.replace('ops', 'gone'), user: 'ada' })).toMatchObject({ code: 'UnknownUid' });
  expect(await failureOf(h.facade.hook('unassignEntitlement', { entitlement: missing, user: 'ada' }))).toMatchObject({ code: 'UnknownUid' });
  for (const args of [
    { entitlement: h.group, role: 'deployer' },
    { entitlement: h.role, user: 'ada' },
    { entitlement: 'ReadOnlyAccess', user: 'ada' },
    { entitlement: h.policy },
    { entitlement: h.policy, user: 'ada', group: 'ops' },
    { entitlement: h.policy, user: 'a b' },
    { user: 'ada' },
  ]) {
    expect(await assign(args)).toMatchObject({ code: 'InvalidArgument' });
  }
});

test('an update gives and takes by difference, taking first', async () => {
  await using h = await scene();
  await h.entitlements.update(h.policy, { add: { Users: ['ada', 'bob'], Groups: ['ops'] } });
  await h.entitlements.update(h.group, { replace: { Users: ['ada', 'bob'] } });
  h.actions();

  await h.entitlements.update(h.policy, { replace: { Users: ['BOB', 'cyd'] }, remove: { Groups: ['ops'] }, add: { Roles: ['deployer'] } });
  expect(h.writes()).toEqual(['DetachUserPolicy', 'DetachGroupPolicy', 'AttachUserPolicy', 'AttachRolePolicy']);
  await h.entitlements.update(h.group, { replace: { Users: ['cyd', 'ada'] } });
  expect(h.writes()).toEqual(['RemoveUserFromGroup', 'AddUserToGroup']);

  expect((await h.entitlements.get(h.policy, holders))?.attributes).toEqual({ Users: ['bob', 'cyd'], Groups: [], Roles: ['deployer'] });
  expect([...h.server.iam.membersOf('ops')].sort()).toEqual(['ada', 'cyd']);
});

test('an update that cannot be is refused whole, one that stops says how far it came', async () => {
  await using h = await scene();

  const refused = await failureOf(h.entitlements.update(h.group, { add: { Users: ['ada'], Groups: ['ops'], Roles: ['deployer'] } }));
  expect(refused).toMatchObject({ code: 'InvalidAttributeValue' });
  expect(refused.problems.map(({ path }) => path)).toEqual(['add.Groups', 'add.Roles']);
  expect(h.writes()).toEqual([]);

  const stopped = await failureOf(h.entitlements.update(h.policy, { add: { Users: ['ada', 'nobody'] } }));
  expect(stopped).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'partial', uid: h.policy });
  expect(stopped.problems.map(({ path, message }) => `${path} ${message.split(':')[0]}`)).toEqual(['add.Users[0] done', 'add.Users[1] not done']);

  for (const changes of [{ replace: { Users: null } }, { remove: { Users: ['ada'] } }, { add: { Users: ['ada'] } }]) {
    expect(await failureOf(h.entitlements.update(h.fence.replace('fence', 'gone'), changes))).toMatchObject({ code: 'UnknownUid' });
  }
});

test('guard rails hold for both sides of an assignment', async () => {
  await using h = await scene({}, { protect: ['bob', 'admins'], managedPath: '/teams/' });
  const admins = h.server.iam.addGroup({ name: 'admins', path: '/teams/' }).arn;
  h.server.iam.addUser({ name: 'eve', path: '/teams/' });
  h.actions();

  for (const args of [
    { entitlement: h.policy, user: 'bob' },
    { entitlement: admins, user: 'eve' },
    { entitlement: h.policy, user: 'ada' },
    { entitlement: h.policy, group: 'admins' },
  ]) {
    expect(await failureOf(h.facade.hook('assignEntitlement', args))).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  }
  expect(h.writes()).toEqual([]);
  await h.facade.hook('assignEntitlement', { entitlement: h.group, user: 'eve' });
  expect(h.server.iam.membersOf('ops')).toEqual(['eve']);
});
