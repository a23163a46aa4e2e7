import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

test('a group is one GetGroup, with its members no more than their pages', async () => {
  await using h = await startHarness();
  h.server.iam.seedUsers(1200, (i) => ({ name: `user-${i}`, groups: ['team'] }));
  h.server.clearCalls();

  await h.groups.get('team');
  expect(h.actions()).toEqual(['GetGroup']);
  const row = await h.groups.get('TEAM', { attributes: ['Members'] });
  expect(h.actions()).toEqual(['GetGroup', 'GetGroup']);
  expect(row).toMatchObject({ uid: 'team', name: 'team' });
  expect(row?.attributes.Members).toHaveLength(1200);
});

test('members of many groups come from one pass over the users', async () => {
  await using h = await startHarness();
  const count = 40;
  for (let i = 0; i < count; i++) h.server.iam.addGroup({ name: `group-${i}`, path: i < 3 ? '/few/' : '/many/' });
  h.server.iam.seedUsers(1500, (i) => ({ name: `user-${i}`, groups: [`group-${i % (count - 1)}`, `group-${(i + 1) % (count - 1)}`] }));
  h.server.clearCalls();

  const all = await h.groups.search({ attributes: ['Members'] }).toArray();
  expect(h.actions()).toEqual(['ListGroups', 'GetAccountAuthorizationDetails', 'GetAccountAuthorizationDetails']);
  expect(all).toHaveLength(count);
  for (const { uid, attributes } of all) expect([...(attributes.Members ?? [])].sort()).toEqual([...h.server.iam.membersOf(uid)].sort());

  const few = await h.groups.search({ filter: (f) => f.startsWith('Path', '/few/'), attributes: ['Members'] }).toArray();
  expect(few).toHaveLength(3);
  expect(h.actions()).toEqual(['ListGroups', 'GetGroup', 'GetGroup', 'GetGroup']);

  const many = await h.groups.search({ filter: (f) => f.startsWith('Path', '/many/'), attributes: ['Members'] }).toArray();
  expect(many).toHaveLength(37);
  for (const { uid, attributes } of many) expect(attributes.Members).toHaveLength(h.server.iam.membersOf(uid).length);
});

test('without members a listing of groups is ListGroups alone', async () => {
  await using h = await startHarness();
  for (let i = 0; i < 30; i++) h.server.iam.addGroup({ name: `group-${i}` });

  expect(await h.groups.search().count()).toBe(30);
  expect(h.actions()).toEqual(['ListGroups']);
});

test('groups are found by the users in them', async () => {
  await using h = await startHarness();
  for (let i = 0; i < 15; i++) h.server.iam.addGroup({ name: `group-${i}` });
  h.server.iam.addUser({ name: 'Ada', groups: ['group-3', 'group-11'] });

  const rows = await h.groups.search({ filter: (f) => f.equals('Members', 'ada'), attributes: [] }).toArray();

  expect(rows.map(({ uid }) => uid).sort()).toEqual(['group-11', 'group-3']);
});

test('an update changes members by difference, then moves and renames in one call', async () => {
  await using h = await startHarness();
  h.server.iam.seedUsers(4, (i) => ({ name: `user-${i}`, groups: i < 2 ? ['team'] : [] }));
  h.server.clearCalls();

  const { uid, sideEffects } = await h.groups.update('team', { replace: { __NAME__: 'crew', Path: '/x/', Members: ['USER-1', 'user-2'] } });

  expect(h.actions()).toEqual(['GetGroup', 'RemoveUserFromGroup', 'AddUserToGroup', 'UpdateGroup']);
  expect({ uid, sideEffects }).toEqual({ uid: 'crew', sideEffects: { replace: { Arn: `arn:aws:iam::${h.server.accountId}:group/x/crew` } } });
  expect(h.server.iam.membersOf('crew')).toEqual(['user-1', 'user-2']);
});

test('a group that is not there is an error even when nothing would change', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  for (const changes of [
    { replace: { __NAME__: 'team' } },
    { replace: { Members: null } },
    { remove: { Members: ['ada'] } },
    { add: { Members: ['ada'] } },
    { replace: { Path: '/' } },
  ]) {
    expect(await failureOf(h.groups.update('team', changes))).toMatchObject({ code: 'UnknownUid', uid: 'team' });
  }
});

test('an update that names an unknown member says which, and what was done', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'team' });
  h.server.iam.addUser({ name: 'ada' });

  const error = await failureOf(h.groups.update('team', { add: { Members: ['ada', 'nobody'] }, replace: { Path: '/x/' } }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'partial', uid: 'team' });
  expect(error.problems.map(({ path, message }) => `${path}: ${message.replace(/ \(.*/s, '')}`)).toEqual([
    'add.Members[0]: done: AddUserToGroup ada to team',
    'add.Members[1]: not done: AddUserToGroup nobody to team',
    'Path: not done: move to /x/',
  ]);
});

test('a delete takes members out, detaches and removes policies, then deletes', async () => {
  await using h = await startHarness();
  const { arn } = h.server.iam.addPolicy({ name: 'p' });
  h.server.iam.addGroup({
    name: 'team',
    policies: [arn],
    inlinePolicies: { inline: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' },
  });
  h.server.iam.addUser({ name: 'ada', groups: ['team'] });
  h.server.clearCalls();

  await h.groups.delete('team');

  expect(h.actions()).toEqual([
    'ListGroupPolicies',
    'GetGroup',
    'ListAttachedGroupPolicies',
    'RemoveUserFromGroup',
    'DetachGroupPolicy',
    'DeleteGroupPolicy',
    'DeleteGroup',
  ]);
  expect(h.server.iam.groupNames()).toEqual([]);
});

test('a delete of a group stops half-way with what was removed', async () => {
  await using h = await startHarness();
  h.server.iam.seedUsers(2, (i) => ({ name: `user-${i}`, groups: ['team'] }));
  h.server.faults.deny('DeleteGroup');

  const error = await failureOf(h.groups.delete('team'));

  expect(error).toMatchObject({ code: 'PermissionDenied', outcome: 'partial', uid: 'team' });
  expect(error.problems.map(({ message }) => message.split(':')[0])).toEqual(['done', 'done', 'not done']);
});

test('a group whose create fails half-way is undone', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  const error = await failureOf(h.groups.create({ __NAME__: 'team', Members: ['ada', 'nobody'] }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'Members[1]' }] });
  expect(h.server.iam.groupNames()).toEqual([]);
});

test('tags are no attribute of groups, which AWS does not tag', async () => {
  await using h = await startHarness();

  expect(await failureOf(h.facade.dynamic('__GROUP__').create({ __NAME__: 'team', Tags: [] }))).toMatchObject({ code: 'InvalidAttributeValue' });
});
