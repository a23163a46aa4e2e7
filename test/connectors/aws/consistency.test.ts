import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

test('a new user that AWS does not see yet is waited for', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.eventualConsistency({ calls: 3 });

  await h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'], __PASSWORD__: 'Correct-Horse-9' });

  expect(h.server.iam.membersOf('a')).toEqual(['ada']);
  expect(h.server.iam.passwordOf('ada')).toBe('Correct-Horse-9');
  expect(h.waits.length).toBeGreaterThan(0);
});

test('the waiting for a new user ends after 30 seconds, and the create is undone or reported', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.eventualConsistency({ calls: 10_000 });

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'] }));

  // The undoing waits for the user as well, because "no such user" may not be true.
  expect(h.waits.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
  expect(error).toMatchObject({ uid: 'ada', outcome: 'partial' });
  expect(error.problems.map(({ message }) => message.split(':')[0])).toEqual(['done', 'not done', 'not undone']);
});

test('a group that is not there is not waited for', async () => {
  await using h = await startHarness();

  expect(await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['missing'] }))).toMatchObject({ code: 'InvalidAttributeValue' });
  expect(h.waits).toEqual([]);
});

test('a user who is not there is not waited for in an update', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });

  expect(await failureOf(h.accounts.update('ada', { add: { __GROUPS__: ['a'] } }))).toMatchObject({ code: 'UnknownUid', uid: 'ada' });
  expect(h.waits).toEqual([]);
});

test('a new group that AWS does not see yet is waited for, an unknown member is not', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.faults.eventualConsistency({ calls: 2 });

  await h.groups.create({ __NAME__: 'team', Members: ['ada'] });
  expect(h.server.iam.membersOf('team')).toEqual(['ada']);
  expect(h.waits.length).toBeGreaterThan(0);

  h.server.faults.clear();
  h.waits.length = 0;
  expect(await failureOf(h.groups.create({ __NAME__: 'other', Members: ['missing'] }))).toMatchObject({
    code: 'InvalidAttributeValue',
    problems: [{ path: 'Members[0]' }],
  });
  expect(h.waits).toEqual([]);
});

test('what was just removed may be in the way of a delete for a while', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', groups: ['a'], password: 'x' });
  h.server.faults.eventualConsistency({ calls: 3 });

  await h.accounts.delete('ada');

  expect(h.server.iam.userNames()).not.toContain('ada');
  expect(h.waits.length).toBeGreaterThan(0);
});
