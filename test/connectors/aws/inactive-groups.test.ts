import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

const password = 'Correct-horse-battery-1';
const longAgo = Date.now() - 40 * 86_400_000;

async function scene(settings: Parameters<typeof startHarness>[1] = {}) {
  const h = await startHarness({}, settings);
  for (const name of ['empty', 'leavers', 'mixed', 'keys']) h.server.iam.addGroup({ name, path: '/teams/' });
  h.server.iam.addUser({ name: 'gone', groups: ['leavers', 'mixed'], accessKeys: ['Inactive'], createdAt: longAgo });
  h.server.iam.addUser({ name: 'left', groups: ['leavers'], createdAt: longAgo });
  h.server.iam.addUser({ name: 'ada', groups: ['mixed'], password, createdAt: longAgo });
  h.server.iam.addUser({ name: 'robot', groups: ['keys'], accessKeys: ['Inactive', 'Active'], createdAt: longAgo });
  h.server.clearCalls();
  return h;
}

test('the groups that are empty or whose members can all not get in are told, with the reason', async () => {
  await using h = await scene();

  const { groups, looked, asOf } = await h.facade.hook('inactiveGroups', {});

  const arn = (name: string) => `arn:aws:iam::${h.server.accountId}:group/teams/${name}`;
  expect(groups).toEqual([
    { name: 'empty', arn: arn('empty'), members: 0, activeMembers: 0, reason: 'empty' },
    { name: 'leavers', arn: arn('leavers'), members: 2, activeMembers: 0, reason: 'no active member' },
  ]);
  expect(looked).toBe(4);
  expect(asOf).toBeInstanceOf(Date);
  expect([...new Set(h.actions())]).toEqual(['ListGroups', 'GetAccountAuthorizationDetails', 'GenerateCredentialReport', 'GetCredentialReport']);
});

test('without the report the members are read live', async () => {
  await using h = await scene({ bulkState: 'live' });

  const { groups, asOf } = await h.facade.hook('inactiveGroups', {});

  expect(groups.map(({ name }) => name)).toEqual(['empty', 'leavers']);
  expect(asOf).toBeUndefined();
  expect(h.actions()).not.toContain('GenerateCredentialReport');
});

test('a member whom this session has just given a password is active, whatever the report says', async () => {
  await using h = await scene();
  await h.facade.hook('inactiveGroups', {});
  await h.accounts.update('left', { replace: { __PASSWORD__: password } });

  const { groups } = await h.facade.hook('inactiveGroups', {});

  expect(groups.map(({ name }) => name)).toEqual(['empty']);
});

test('a user who is newer than the report is read live', async () => {
  await using h = await scene();
  await h.facade.hook('inactiveGroups', {});
  h.server.iam.addUser({ name: 'newcomer', groups: ['empty'], password });

  const { groups } = await h.facade.hook('inactiveGroups', {});

  expect(groups.map(({ name }) => name)).toEqual(['leavers']);
});

test('a pass that is refused is an error, not a list of groups that look empty', async () => {
  await using h = await scene();
  h.server.faults.deny('GetAccountAuthorizationDetails');

  expect(await failureOf(h.facade.hook('inactiveGroups', {}))).toMatchObject({ code: 'PermissionDenied' });
});
