import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { failureOf, shown, startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** The keys that AWS has, by status. */
async function keysOf(h: Harness, uid = 'ada') {
  const list = (await h.accounts.get(uid, { attributes: ['AccessKeys'] }))?.attributes.AccessKeys ?? [];
  h.server.clearCalls();
  return {
    active: list.flatMap(({ AccessKeyId, Status }) => (Status === 'Active' ? [AccessKeyId] : [])),
    inactive: list.flatMap(({ AccessKeyId, Status }) => (Status === 'Inactive' ? [AccessKeyId] : [])),
  };
}

test('createAccessKey answers a key that works, its secret as a Secret that nothing prints', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  const key = await h.facade.hook('createAccessKey', { user: 'ada' });

  expect(key.SecretAccessKey).toBeInstanceOf(Secret);
  expect(JSON.stringify([key, h.log, h.server.calls.map(({ action }) => action)])).not.toContain(key.SecretAccessKey.reveal());
  expect((await keysOf(h)).active).toEqual([key.AccessKeyId]);
  expect(await callerOf(h, key.AccessKeyId, key.SecretAccessKey.reveal())).toMatch(/:user\/ada$/);
});

test('a third key is refused, as are users who are not there and names that none can have', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Active', 'Inactive'] });

  expect(await failureOf(h.facade.hook('createAccessKey', { user: 'ada' }))).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none' });
  expect(await failureOf(h.facade.hook('createAccessKey', { user: 'eve' }))).toMatchObject({ code: 'UnknownUid' });
  expect(await failureOf(h.facade.hook('createAccessKey', { user: 'a b' }))).toMatchObject({ code: 'InvalidArgument' });
  expect(await failureOf(h.facade.runHook('createAccessKey', {}))).toMatchObject({ problems: [{ path: 'args.user' }] });
});

test('the key of a lost answer, which nobody holds, is deleted, and another one made', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: [{ createdAt: Date.UTC(2026, 0, 1) }] });
  const { active: before } = await keysOf(h);
  h.server.faults.dropNext({ action: 'CreateAccessKey', when: 'after' });

  const key = await h.facade.hook('createAccessKey', { user: 'ada' });

  expect(h.actions().filter((action) => !/^List/.test(action))).toEqual(['CreateAccessKey', 'DeleteAccessKey', 'CreateAccessKey']);
  expect([...(await keysOf(h)).active].sort()).toEqual([...before, key.AccessKeyId].sort());
});

test('when every answer is lost no key is left, and the error says so', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  for (const _ of [1, 2, 3]) h.server.faults.dropNext({ action: 'CreateAccessKey', when: 'after' });

  const error = await failureOf(h.facade.hook('createAccessKey', { user: 'ada' }));

  expect(error).toMatchObject({ outcome: 'none' });
  expect(error.message).toContain('was deleted again, because its secret was lost');
  expect(await keysOf(h)).toEqual({ active: [], inactive: [] });
});

test('a key that cannot be deleted after its answer was lost is named, and no other is made', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.faults.dropNext({ action: 'CreateAccessKey', when: 'after' });
  h.server.faults.deny('DeleteAccessKey');

  const error = await failureOf(h.facade.hook('createAccessKey', { user: 'ada' }));

  const { active } = await keysOf(h);
  expect(active).toHaveLength(1);
  expect(error).toMatchObject({ outcome: 'unknown', retryable: false });
  expect(shown(error)).toContain(active[0]);
});

test('a rotation makes the new key before it deactivates, deletes or keeps the old one', async () => {
  for (const [old, action, status] of [
    [undefined, 'UpdateAccessKey', 'Inactive'],
    ['deactivate', 'UpdateAccessKey', 'Inactive'],
    ['delete', 'DeleteAccessKey', 'Deleted'],
    ['keep', undefined, 'Active'],
  ] as const) {
    await using h = await startHarness();
    h.server.iam.addUser({ name: 'ada', accessKeys: ['Active'] });
    const { active } = await keysOf(h);

    const rotated = await h.facade.hook('rotateAccessKey', { user: 'ada', ...(old && { old }) });

    expect(h.actions().filter((each) => !/^(List|GetCaller)/.test(each))).toEqual(['CreateAccessKey', ...(action ? [action] : [])]);
    expect(rotated.replaced).toEqual({ AccessKeyId: active[0], Status: status });
    expect((await keysOf(h)).active).toContain(rotated.AccessKeyId);
    expect(await callerOf(h, rotated.AccessKeyId, rotated.SecretAccessKey.reveal())).toMatch(/:user\/ada$/);
  }
});

test('a rotation deletes the inactive key that stands in its way, and says which', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Active', 'Inactive'] });
  const { active, inactive } = await keysOf(h);

  const rotated = await h.facade.hook('rotateAccessKey', { user: 'ada' });

  expect(rotated).toMatchObject({ replaced: { AccessKeyId: active[0] }, deleted: inactive[0] });
  expect(await keysOf(h)).toEqual({ active: [rotated.AccessKeyId], inactive: active });
});

test('a rotation that is not clear, or has no room, writes nothing', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'two', accessKeys: ['Active', 'Active'] });
  h.server.iam.addUser({ name: 'none' });
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Active'] });
  const [first = ''] = (await keysOf(h, 'two')).active;
  h.actions();

  expect(await failureOf(h.facade.hook('rotateAccessKey', { user: 'two' }))).toMatchObject({ code: 'PreconditionFailed', uid: 'two' });
  expect(await failureOf(h.facade.hook('rotateAccessKey', { user: 'two', accessKeyId: first }))).toMatchObject({ code: 'PreconditionFailed' });
  expect(await failureOf(h.facade.hook('rotateAccessKey', { user: 'none' }))).toMatchObject({ code: 'PreconditionFailed' });
  expect(await failureOf(h.facade.hook('rotateAccessKey', { user: 'ada', accessKeyId: first }))).toMatchObject({ code: 'InvalidArgument' });
  expect(await failureOf(h.facade.runHook('rotateAccessKey', { user: 'ada', old: 'burn' }))).toMatchObject({ problems: [{ path: 'args.old' }] });
  expect(h.actions().filter((action) => !/^(List|Get)/.test(action))).toEqual([]);
});

test('when the old key cannot be ended, the new one is taken back and nothing has changed', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Active'] });
  const before = await keysOf(h);
  h.server.faults.deny('UpdateAccessKey');

  expect(await failureOf(h.facade.hook('rotateAccessKey', { user: 'ada' }))).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  expect(await keysOf(h)).toEqual(before);
});

test('updateAccessKey and deleteAccessKey end a key, and deleting it twice is no error', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Active'] });
  const [accessKeyId = ''] = (await keysOf(h)).active;

  await h.facade.hook('updateAccessKey', { user: 'ada', accessKeyId, status: 'Inactive' });
  expect(await keysOf(h)).toEqual({ active: [], inactive: [accessKeyId] });

  await h.facade.hook('deleteAccessKey', { user: 'ada', accessKeyId });
  await h.facade.hook('deleteAccessKey', { user: 'ada', accessKeyId });
  expect(await keysOf(h)).toEqual({ active: [], inactive: [] });
  expect(await failureOf(h.facade.hook('updateAccessKey', { user: 'ada', accessKeyId, status: 'Active' }))).toMatchObject({
    problems: [{ path: 'args.accessKeyId' }],
  });
});

test('service-specific credentials are made and reset, their passwords told once', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  const made = await h.facade.hook('createServiceSpecificCredential', { user: 'ada', service: 'codecommit.amazonaws.com' });
  const reset = await h.facade.hook('resetServiceSpecificCredential', { user: 'ada', id: made.ServiceSpecificCredentialId });

  expect(made).toMatchObject({ ServiceName: 'codecommit.amazonaws.com', ServiceUserName: expect.stringContaining('ada') });
  expect(made.password).toBeInstanceOf(Secret);
  expect(reset.password.equals(made.password)).toBe(false);
  expect(reset.ServiceSpecificCredentialId).toBe(made.ServiceSpecificCredentialId);
});

test('guard rails hold for hooks: protected users, read-only connectors, the connector’s own keys', async () => {
  await using h = await startHarness({}, { protect: ['breakglass'] });
  h.server.iam.addUser({ name: 'breakglass', accessKeys: ['Active'] });
  const denied = { code: 'PermissionDenied', outcome: 'none' };

  expect(await failureOf(h.facade.hook('createAccessKey', { user: 'breakglass' }))).toMatchObject(denied);
  expect(await failureOf(h.facade.hook('resetPassword', { user: 'breakglass' }))).toMatchObject(denied);
  expect(await failureOf(h.facade.hook('rotateAccessKey', { user: 'bootstrap' }))).toMatchObject(denied);
  await using r = await startHarness({}, { readOnly: true });
  expect(await failureOf(r.facade.hook('createAccessKey', { user: 'ada' }))).toMatchObject(denied);
});

/** Who AWS takes the holder of a key for. */
async function callerOf(h: Harness, accessKeyId: string, secretAccessKey: string): Promise<string | undefined> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const sts = new STSClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}
