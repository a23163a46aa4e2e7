import { GetLoginProfileCommand, IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { failureOf, shown, startHarness } from './harness.ts';

const password = 'Correct-Horse-9';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const clientOf = (h: Harness) => new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });

const mustChange = async (h: Harness, UserName = 'ada') =>
  (await clientOf(h).send(new GetLoginProfileCommand({ UserName }))).LoginProfile?.PasswordResetRequired;

test('changePasswordNextSignIn makes users change what was set here, and __FORCE_PASSWORD_CHANGE__ in a call goes before it', async () => {
  for (const changePasswordNextSignIn of [false, true]) {
    await using h = await startHarness({}, { changePasswordNextSignIn });
    await h.accounts.create({ __NAME__: 'ada', __PASSWORD__: password });
    expect(await mustChange(h)).toBe(changePasswordNextSignIn);

    await h.accounts.update('ada', { replace: { __PASSWORD__: 'Wrong-Stable-10', __FORCE_PASSWORD_CHANGE__: !changePasswordNextSignIn } });
    expect(await mustChange(h)).toBe(!changePasswordNextSignIn);

    await h.accounts.update('ada', { replace: { __PASSWORD__: 'Right-Stable-11' } });
    expect(await mustChange(h)).toBe(changePasswordNextSignIn);

    await h.accounts.create({ __NAME__: 'eve', __PASSWORD__: password, __FORCE_PASSWORD_CHANGE__: !changePasswordNextSignIn });
    expect(await mustChange(h, 'eve')).toBe(!changePasswordNextSignIn);
  }
});

test('a change of the password is forced without setting one, and read back', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  const forced = async () => (await h.accounts.get('ada', { attributes: ['__FORCE_PASSWORD_CHANGE__'] }))?.attributes.__FORCE_PASSWORD_CHANGE__;

  await h.accounts.update('ada', { replace: { __FORCE_PASSWORD_CHANGE__: true } });
  expect([await forced(), h.server.iam.passwordOf('ada')]).toEqual([true, 'x']);

  await h.accounts.update('ada', { replace: { __FORCE_PASSWORD_CHANGE__: false } });
  expect(await forced()).toBe(false);

  await h.accounts.update('ada', { replace: { __PASSWORD__: null } });
  expect(await forced()).toBeUndefined();
});

test('a change cannot be forced where there is no password, and not being forced is true of it already', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  expect(await failureOf(h.accounts.update('ada', { replace: { __FORCE_PASSWORD_CHANGE__: true } }))).toMatchObject({
    code: 'InvalidAttributeValue',
    outcome: 'none',
    problems: [{ path: '__FORCE_PASSWORD_CHANGE__' }],
  });
  await h.accounts.update('ada', { replace: { __FORCE_PASSWORD_CHANGE__: false } });
  for (const force of [true, false]) {
    expect(await failureOf(h.accounts.update('eve', { replace: { __FORCE_PASSWORD_CHANGE__: force } }))).toMatchObject({ code: 'UnknownUid' });
  }
});

test('a password sync cannot let a leaver in again when passwordEnablesConsole is off, and is told that nothing was set', async () => {
  await using h = await startHarness({}, { passwordEnablesConsole: false });
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  h.server.iam.addUser({ name: 'gone' });

  expect(await h.accounts.update('ada', { replace: { __PASSWORD__: password } })).toEqual({ uid: 'ada' });
  expect(h.server.iam.passwordOf('ada')).toBe(password);

  expect(await h.accounts.update('gone', { replace: { __PASSWORD__: password } })).toEqual({
    uid: 'gone',
    sideEffects: { replace: { ConsoleAccess: false } },
  });
  expect(h.server.iam.passwordOf('gone')).toBeUndefined();
  expect(h.log).toEqual([['warn', expect.stringContaining('the password of gone was not set')]]);
  expect(await failureOf(h.accounts.update('nobody', { replace: { __PASSWORD__: password } }))).toMatchObject({ code: 'UnknownUid' });
});

test('with passwordEnablesConsole off, enabling in the same call and creating still make a password', async () => {
  await using h = await startHarness({}, { passwordEnablesConsole: false });
  for (const name of ['a', 'b']) h.server.iam.addUser({ name });

  await h.accounts.update('a', { replace: { __PASSWORD__: password, __ENABLE__: true } });
  await h.accounts.update('b', { replace: { __PASSWORD__: password, ConsoleAccess: true } });
  await h.accounts.create({ __NAME__: 'c', __PASSWORD__: password });

  expect(['a', 'b', 'c'].map((name) => h.server.iam.passwordOf(name))).toEqual([password, password, password]);
});

test('a password that the policy refuses is InvalidPassword and shown nowhere', async () => {
  await using h = await startHarness();
  await clientOf(h).send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 30 }));
  h.server.iam.addUser({ name: 'ada', password: 'x' });

  for (const attempt of [
    h.accounts.update('ada', { replace: { __PASSWORD__: password } }),
    h.accounts.create({ __NAME__: 'eve', __PASSWORD__: password }),
  ]) {
    const error = await failureOf(attempt);
    expect(error).toMatchObject({ code: 'InvalidPassword', outcome: 'none' });
    expect(shown(error)).not.toContain(password);
  }
  expect(h.server.iam.userNames()).not.toContain('eve');
});

test('resetPassword sets a password that satisfies the account’s policy and answers it as a Secret', async () => {
  await using h = await startHarness();
  const demands = { RequireSymbols: true, RequireNumbers: true, RequireUppercaseCharacters: true, RequireLowercaseCharacters: true };
  await clientOf(h).send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 24, ...demands }));
  h.server.iam.addUser({ name: 'ada', password: 'x' });

  const first = await h.facade.hook('resetPassword', { user: 'ada', force: true });
  const second = await h.facade.hook('resetPassword', { user: 'ada', length: 64 });

  expect(first.password).toBeInstanceOf(Secret);
  expect(first.password.reveal()).toHaveLength(24);
  expect(second.password.reveal()).toHaveLength(64);
  expect([first.mustChange, second.mustChange, await mustChange(h)]).toEqual([true, false, false]);
  expect(h.server.iam.passwordOf('ada')).toBe(second.password.reveal());
  expect(JSON.stringify([first, h.log])).not.toContain(first.password.reveal());
});

test('resetPassword refuses lengths that the policy or AWS refuse, and users who are not there or kept out', async () => {
  await using h = await startHarness({}, { passwordEnablesConsole: false });
  await clientOf(h).send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 12 }));
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  h.server.iam.addUser({ name: 'gone' });

  for (const length of [11, 129, 12.5]) {
    expect(await failureOf(h.facade.hook('resetPassword', { user: 'ada', length }))).toMatchObject({ problems: [{ path: 'args.length' }] });
  }
  expect(await failureOf(h.facade.hook('resetPassword', { user: 'nobody' }))).toMatchObject({ code: 'UnknownUid' });
  expect(await failureOf(h.facade.hook('resetPassword', { user: 'gone' }))).toMatchObject({ code: 'PreconditionFailed', uid: 'gone' });
  expect(await failureOf(h.facade.runHook('resetPassword', {}))).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'args.user' }] });
  expect(h.server.iam.passwordOf('ada')).toBe('x');
});
