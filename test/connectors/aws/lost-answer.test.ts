import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

const password = 'Correct-Horse-9';

test('a user whose CreateUser answer was lost is found to be ours and completed', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.dropNext({ action: 'CreateUser', when: 'after' });

  const { uid, sideEffects } = await h.accounts.create({
    __NAME__: 'ada',
    Path: '/x/',
    Tags: [{ Key: 'b', Value: '1' }, { Key: 'a' }],
    __GROUPS__: ['a'],
  });

  expect(uid).toBe('ada');
  expect(sideEffects?.replace?.UserId).toMatch(/^AIDA/);
  expect(h.actions()).toEqual(['CreateUser', 'GetUser', 'AddUserToGroup']);
});

test('a CreateUser that never reached AWS is sent again', async () => {
  await using h = await startHarness();
  h.server.faults.dropNext({ action: 'CreateUser', when: 'before' });

  await h.accounts.create({ __NAME__: 'ada' });

  expect(h.actions().filter((action) => action === 'CreateUser')).toHaveLength(2);
  expect(h.server.iam.userNames()).toContain('ada');
});

test('a user of the same name that is not what was sent is somebody else’s', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', path: '/other/' });
  h.server.faults.dropNext({ action: 'CreateUser', when: 'before' });

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', Path: '/x/' }));

  expect(error).toMatchObject({ code: 'AlreadyExists', uid: 'ada', outcome: 'none' });
});

test('a user like ours that is older than the call is somebody else’s', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', createdAt: h.server.clock.now() - 3_600_000 });
  h.server.faults.dropNext({ action: 'CreateUser', when: 'before' });

  expect(await failureOf(h.accounts.create({ __NAME__: 'ada' }))).toMatchObject({ code: 'AlreadyExists', outcome: 'none' });
});

test('a user like ours of a minute ago may be anybody’s: the outcome is unknown, and the user is left alone', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', createdAt: h.server.clock.now() - 60_000 });
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.dropNext({ action: 'CreateUser', when: 'before' });

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'] }));

  expect(error).toMatchObject({ uid: 'ada', outcome: 'unknown', retryable: false });
  expect(h.server.iam.userNames()).toContain('ada');
  expect(h.server.iam.membersOf('a')).toEqual([]);
});

test('when the user cannot be read back the outcome is unknown', async () => {
  await using h = await startHarness();
  h.server.faults.dropNext({ action: 'CreateUser', when: 'after' });
  h.server.faults.deny('GetUser');

  expect(await failureOf(h.accounts.create({ __NAME__: 'ada' }))).toMatchObject({ uid: 'ada', outcome: 'unknown', retryable: false });
});

test('a lost CreateLoginProfile of a new user is found to have worked', async () => {
  await using h = await startHarness();
  h.server.faults.dropNext({ action: 'CreateLoginProfile', when: 'after' });

  await h.accounts.create({ __NAME__: 'ada', __PASSWORD__: password });

  expect(h.actions()).toEqual(['CreateUser', 'CreateLoginProfile', 'GetLoginProfile']);
});

test('a lost CreateLoginProfile in an update ends with the password set', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  for (const when of ['before', 'after'] as const) {
    await h.accounts.update('ada', { replace: { __PASSWORD__: null } });
    h.server.faults.dropNext({ action: 'CreateLoginProfile', when });

    await h.accounts.update('ada', { replace: { __PASSWORD__: password } });

    expect(h.server.iam.passwordOf('ada')).toBe(password);
  }
});

test('a lost AddUserToGroup or UpdateUser to another path is simply sent again', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.dropNext({ action: 'AddUserToGroup', when: 'after' });
  await h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'] });
  h.server.faults.dropNext({ action: 'UpdateUser', when: 'after' });
  await h.accounts.update('ada', { replace: { Path: '/x/' } });

  expect((await h.accounts.get('ada'))?.attributes.Path).toBe('/x/');
  expect(h.server.iam.membersOf('a')).toEqual(['ada']);
});

test('a rename whose answer was lost is found to have worked, or is sent again', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  for (const [when, to] of [
    ['after', 'ada.l'],
    ['before', 'ada.b'],
  ] as const) {
    const from = h.server.iam.userNames().find((name) => name.startsWith('ada')) ?? '';
    h.server.faults.dropNext({ action: 'UpdateUser', when });

    const { uid } = await h.accounts.update(from, { replace: { __NAME__: to, Path: '/x/' } });

    expect(uid).toBe(to);
    expect(h.server.iam.userNames().filter((name) => name.startsWith('ada'))).toEqual([to]);
  }
});

test('a group whose CreateGroup answer was lost is found to be ours', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.faults.dropNext({ action: 'CreateGroup', when: 'after' });

  await h.groups.create({ __NAME__: 'team', Path: '/x/', Members: ['ada'] });

  expect(h.actions()).toEqual(['CreateGroup', 'GetGroup', 'AddUserToGroup']);
  expect(h.server.iam.membersOf('team')).toEqual(['ada']);
});

test('a lost DeleteUser is no error', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.faults.dropNext({ action: 'DeleteUser', when: 'after' });

  await h.accounts.delete('ada');

  expect(h.server.iam.userNames()).not.toContain('ada');
});
