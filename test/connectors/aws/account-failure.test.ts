import { expect, test } from 'vitest';
import { failureOf, shown, startHarness } from './harness.ts';

const password = 'Correct-Horse-9';

test('an unknown boundary is named and leaves nothing behind', async () => {
  await using h = await startHarness();
  const arn = 'arn:aws:iam::123456789012:policy/missing';

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', PermissionsBoundary: arn }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'PermissionsBoundary' }] });
  expect(error.message).toContain(arn);
  expect(h.server.iam.userNames()).not.toContain('ada');
});

test('a create that fails half-way is undone, last step first', async () => {
  await using h = await startHarness();
  for (const name of ['a', 'b']) h.server.iam.addGroup({ name });

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a', 'b', 'missing'], __PASSWORD__: password }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: '__GROUPS__[2]' }] });
  expect(error.message).toContain('removed again');
  expect(h.actions()).toEqual([
    'CreateUser',
    'AddUserToGroup',
    'AddUserToGroup',
    'AddUserToGroup',
    'RemoveUserFromGroup',
    'RemoveUserFromGroup',
    'DeleteUser',
  ]);
  expect(h.server.iam.userNames()).not.toContain('ada');
  expect(h.waits).toEqual([]);
});

test('a password that the policy refuses undoes the create', async () => {
  await using h = await startHarness();
  h.server.faults.failNext({
    action: 'CreateLoginProfile',
    code: 'PasswordPolicyViolation',
    status: 400,
    message: 'Password should have at least one symbol',
  });

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', __PASSWORD__: password }));

  expect(error).toMatchObject({ code: 'InvalidPassword', outcome: 'none' });
  expect(h.server.iam.userNames()).not.toContain('ada');
});

test('a half-made user that cannot be removed is reported with what was done and what was not', async () => {
  await using h = await startHarness();
  for (const name of ['a', 'b']) h.server.iam.addGroup({ name });
  h.server.faults.deny('DeleteUser');

  const error = await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a', 'missing', 'b'], __PASSWORD__: password }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', uid: 'ada', outcome: 'partial', retryable: false });
  expect(error.problems.map(({ path, message }) => `${path}: ${message.replace(/ \(.*/s, '')}`)).toEqual([
    '__NAME__: done: CreateUser',
    '__GROUPS__[0]: done: AddUserToGroup ada to a',
    '__GROUPS__[1]: not done: AddUserToGroup ada to missing',
    '__GROUPS__[2]: not done: AddUserToGroup ada to b',
    '__PASSWORD__: not done: CreateLoginProfile',
    '__NAME__: not undone: CreateUser',
  ]);
  expect(error.problems.at(-1)?.code).toBe('PermissionDenied');
  expect(h.server.iam.membersOf('a')).toEqual([]);
});

test('an update that fails half-way says what was done and what was not', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.iam.addUser({ name: 'ada', tags: { old: '1' } });
  h.server.faults.deny('AddUserToGroup');

  const error = await failureOf(
    h.accounts.update('ada', { replace: { __NAME__: 'ada.l', Tags: [{ Key: 'new' }], __PASSWORD__: password }, add: { __GROUPS__: ['a'] } }),
  );

  expect(error).toMatchObject({ code: 'PermissionDenied', uid: 'ada', outcome: 'partial' });
  expect(error.problems.map(({ path, message }) => `${path}: ${message.replace(/ \(.*/s, '')}`)).toEqual([
    'Tags: done: UntagUser old',
    'Tags: done: TagUser new',
    'add.__GROUPS__[0]: not done: AddUserToGroup ada to a',
    '__PASSWORD__: not done: set the console password',
    '__NAME__: not done: rename to ada.l',
  ]);
});

test('an update whose first step fails says that nothing was done', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  const error = await failureOf(h.accounts.update('ada', { add: { __GROUPS__: ['missing'] }, replace: { __PASSWORD__: password } }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'add.__GROUPS__[0]' }] });
  expect(h.server.iam.passwordOf('ada')).toBeUndefined();
});

test('removing from a group that is not there changes nothing', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  expect(await h.accounts.update('ada', { remove: { __GROUPS__: ['missing'] } })).toEqual({ uid: 'ada' });
});

test('credentials that expire in the middle of an update are reported with what was done', async () => {
  await using h = await startHarness({}, { maxAttempts: 1 });
  h.server.iam.addUser({ name: 'ada', tags: { old: '1' } });
  h.server.faults.failNext({ action: 'TagUser', code: 'ExpiredToken', status: 403, times: 9 });

  const error = await failureOf(h.accounts.update('ada', { replace: { Tags: [{ Key: 'new' }] } }));

  expect(error).toMatchObject({ code: 'InvalidCredential', outcome: 'partial' });
});

test('throttling in the middle of a write is waited out', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.failNext({ action: 'AddUserToGroup', code: 'Throttling', status: 400, message: 'Rate exceeded', times: 1 });

  await h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'] });

  expect(h.server.iam.membersOf('a')).toEqual(['ada']);
  expect(h.waits).not.toEqual([]);
});

test('an eleventh group is an error about the groups, and never tried twice', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', groups: Array.from({ length: 10 }, (_, i) => `g${i}`) });
  h.server.iam.addGroup({ name: 'g10' });

  const error = await failureOf(h.accounts.update('ada', { add: { __GROUPS__: ['g10'] } }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'add.__GROUPS__[0]' }] });
  expect(h.actions()).toEqual(['AddUserToGroup']);
});

test('no password is in any error, whatever fails', async () => {
  await using h = await startHarness({}, { maxAttempts: 2 });
  h.server.iam.addUser({ name: 'bob' });
  const refusals = [
    { code: 'PasswordPolicyViolation', status: 400, message: 'refused' },
    { code: 'ValidationError', status: 400, message: `Value '${password}' at 'password' failed` },
    { code: 'ServiceFailure', status: 500, message: 'x' },
    { code: 'AccessDenied', status: 403, message: 'denied' },
  ];

  for (const refusal of refusals) {
    for (const action of ['CreateLoginProfile', 'UpdateLoginProfile']) {
      h.server.faults.failNext({ action, ...refusal, times: 4 });
      const write =
        action === 'CreateLoginProfile'
          ? h.accounts.create({ __NAME__: 'ada', __PASSWORD__: password })
          : h.accounts.update('bob', { replace: { __PASSWORD__: password } });
      expect(shown(await failureOf(write))).not.toContain(password);
      h.server.faults.clear();
    }
  }
  expect(shown(await failureOf(h.accounts.create({ __NAME__: 'x y', __PASSWORD__: `${password}€` })))).not.toContain(password);
});
