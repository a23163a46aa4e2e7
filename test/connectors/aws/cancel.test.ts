import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

/** Starts a call and aborts it as soon as the server has seen an action. */
async function abortedAt(h: Awaited<ReturnType<typeof startHarness>>, action: string, call: (signal: AbortSignal) => Promise<unknown>) {
  const controller = new AbortController();
  const failure = failureOf(call(controller.signal));
  await expect.poll(() => h.server.countOf(action), { interval: 5, timeout: 5000 }).toBeGreaterThan(0);
  controller.abort();
  return failure;
}

test('a create that is cancelled half-way leaves nothing behind', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.hangNext({ action: 'AddUserToGroup', when: 'after' });

  const error = await abortedAt(h, 'AddUserToGroup', (signal) =>
    h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'], __PASSWORD__: 'Correct-Horse-9' }, { signal }),
  );

  expect(error).toMatchObject({ code: 'OperationAborted', outcome: 'none' });
  expect(h.actions()).toEqual(['CreateUser', 'AddUserToGroup', 'RemoveUserFromGroup', 'DeleteUser']);
  expect(h.server.iam.userNames()).not.toContain('ada');
});

test('a create that is cancelled while CreateUser is under way is looked after', async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'a' });
  h.server.faults.hangNext({ action: 'CreateUser', when: 'after' });

  const error = await abortedAt(h, 'CreateUser', (signal) => h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'] }, { signal }));

  expect(error).toMatchObject({ code: 'OperationAborted', outcome: 'none' });
  expect(h.server.iam.userNames()).not.toContain('ada');
});

test('an update that is cancelled stops, and says what is done, what is not known and what is not done', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', tags: { old: '1' } });
  h.server.faults.hangNext({ action: 'TagUser', when: 'before' });

  const error = await abortedAt(h, 'TagUser', (signal) =>
    h.accounts.update('ada', { replace: { Tags: [{ Key: 'new' }], __PASSWORD__: 'Correct-Horse-9' } }, { signal }),
  );

  expect(error).toMatchObject({ code: 'OperationAborted', outcome: 'partial', uid: 'ada' });
  expect(error.problems.map(({ message }) => message.replace(/ \(.*/s, ''))).toEqual([
    'done: UntagUser old',
    'not known whether done: TagUser new',
    'not done: set the console password',
  ]);
  expect(h.server.iam.passwordOf('ada')).toBeUndefined();
});

test('an update whose first call is cancelled under way has an unknown outcome', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.faults.hangNext({ action: 'UpdateLoginProfile', when: 'before' });

  const error = await abortedAt(h, 'UpdateLoginProfile', (signal) =>
    h.accounts.update('ada', { replace: { __PASSWORD__: 'Correct-Horse-9' } }, { signal }),
  );

  expect(error).toMatchObject({ code: 'OperationAborted', outcome: 'unknown' });
});

test('a delete that is cancelled while it looks has removed nothing', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  h.server.faults.hangNext({ action: 'ListMFADevices', when: 'before' });

  const error = await abortedAt(h, 'ListMFADevices', (signal) => h.accounts.delete('ada', { signal }));

  expect(error.code).toBe('OperationAborted');
  expect(h.server.iam.passwordOf('ada')).toBe('x');
});

test('a search that is cancelled is an error, not a shorter list', async () => {
  await using h = await startHarness();
  h.server.iam.seedUsers(50);
  h.server.faults.hangNext({ action: 'GetAccountAuthorizationDetails', when: 'before' });

  const error = await abortedAt(h, 'GetAccountAuthorizationDetails', (signal) => h.accounts.search({ signal }).toArray());

  expect(error.code).toBe('OperationAborted');
});
