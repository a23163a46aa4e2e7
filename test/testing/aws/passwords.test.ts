import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteLoginProfileCommand,
  GetAccountPasswordPolicyCommand,
  GetLoginProfileCommand,
  type IAMClient,
  UpdateAccountPasswordPolicyCommand,
  type UpdateAccountPasswordPolicyCommandInput,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const b = { UserName: 'b' };
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
  aws.iam.addUser({ name: 'b' });
});
afterEach(() => aws.close());

describe('a password', () => {
  const give = (Password: string) => iam.send(new CreateLoginProfileCommand({ ...b, Password, PasswordResetRequired: true }));

  test('keeps that it must be changed', async () => {
    await give('Correct-horse-1');

    expect((await iam.send(new GetLoginProfileCommand(b))).LoginProfile?.PasswordResetRequired).toBe(true);
  });

  test('cannot be given twice', async () => {
    await give('Correct-horse-1');

    expect(await refusal(give('Correct-horse-1'))).toEqual({
      code: 'EntityAlreadyExists',
      status: 409,
      message: 'Login Profile for user b already exists.',
    });
  });

  test('is changed, and what is left out stays', async () => {
    await give('Correct-horse-1');
    await iam.send(new UpdateLoginProfileCommand({ ...b, Password: 'Correct-horse-2' }));

    const { LoginProfile } = await iam.send(new GetLoginProfileCommand(b));

    expect([aws.iam.passwordOf('b'), LoginProfile?.PasswordResetRequired]).toEqual(['Correct-horse-2', true]);
  });

  test('is changed by its user, who must know the old one', async () => {
    const [key] = aws.iam.addUser({ name: 'c', password: 'Correct-horse-1', accessKeys: ['Active'] }).accessKeys;
    const own = iamClient(aws, key);
    const wrong = await refusal(own.send(new ChangePasswordCommand({ OldPassword: 'x', NewPassword: 'Correct-horse-2' })));
    await own.send(new ChangePasswordCommand({ OldPassword: 'Correct-horse-1', NewPassword: 'Correct-horse-2' }));

    expect([wrong.code, aws.iam.passwordOf('c')]).toEqual(['AccessDenied', 'Correct-horse-2']);
  });

  test.each([
    ['read', () => iam.send(new GetLoginProfileCommand(b))],
    ['changed', () => iam.send(new UpdateLoginProfileCommand({ ...b, Password: 'Correct-horse-1' }))],
    ['deleted', () => iam.send(new DeleteLoginProfileCommand(b))],
  ])('that is not there cannot be %s', async (_verb, call) => {
    expect(await refusal(call())).toEqual({ code: 'NoSuchEntity', status: 404, message: 'Login Profile for User b cannot be found.' });
  });

  const weak: readonly [title: string, password: string][] = [
    ['7 characters', 'Abcde-1'],
    ['two kinds of characters', 'abcdefgh1'],
  ];
  test.each(weak)('of %s breaks the default policy', async (_title, password) => {
    expect(await refusal(give(password))).toMatchObject({ code: 'PasswordPolicyViolation', status: 400 });
  });

  const policies: readonly [title: string, policy: UpdateAccountPasswordPolicyCommandInput, bad: string, good: string, message: string][] = [
    ['length', { MinimumPasswordLength: 14 }, 'Short-1', 'long enough for it', 'Password should have a minimum length of 14'],
    ['upper case', { RequireUppercaseCharacters: true }, 'abcdef', 'abcdeF', 'Password should have at least one uppercase letter'],
    ['lower case', { RequireLowercaseCharacters: true }, 'ABCDEF', 'ABCDEf', 'Password should have at least one lowercase letter'],
    ['a number', { RequireNumbers: true }, 'abcdef', 'abcde1', 'Password should have at least one number'],
    ['a symbol', { RequireSymbols: true }, 'abcdef', 'abcde!', 'Password should have at least one symbol'],
  ];
  test.each(policies)("meets the account's policy: %s", async (_title, policy, bad, good, message) => {
    await iam.send(new UpdateAccountPasswordPolicyCommand(policy));
    const refused = await refusal(give(bad));
    await give(good);

    expect(refused).toEqual({ code: 'PasswordPolicyViolation', status: 400, message });
  });

  test('is checked when it is changed, too', async () => {
    await give('Correct-horse-1');

    expect((await refusal(iam.send(new UpdateLoginProfileCommand({ ...b, Password: 'weak' })))).code).toBe('PasswordPolicyViolation');
  });

  test('cannot be one of the last ones where the policy forbids it', async () => {
    await iam.send(new UpdateAccountPasswordPolicyCommand({ PasswordReusePrevention: 2 }));
    const change = (Password: string) => iam.send(new UpdateLoginProfileCommand({ ...b, Password }));
    await give('first-1');
    await change('second-2');
    const tooSoon = await refusal(change('first-1'));
    await change('third-3');

    await change('first-1');

    expect([tooSoon.code, aws.iam.passwordOf('b')]).toEqual(['PasswordPolicyViolation', 'first-1']);
  });
});

describe("the account's password policy", () => {
  test('is not there at first', async () => {
    expect(await refusal(iam.send(new GetAccountPasswordPolicyCommand({})))).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: 'The Password Policy with domain name 123456789012 cannot be found.',
    });
  });

  test('goes back to defaults where an update leaves something out', async () => {
    await iam.send(new UpdateAccountPasswordPolicyCommand({ RequireSymbols: true, MaxPasswordAge: 90 }));
    await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 12 }));

    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}));

    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 12, RequireSymbols: false, ExpirePasswords: false });
  });

  test('is deleted once', async () => {
    await iam.send(new UpdateAccountPasswordPolicyCommand({}));
    await iam.send(new DeleteAccountPasswordPolicyCommand({}));

    expect((await refusal(iam.send(new DeleteAccountPasswordPolicyCommand({})))).code).toBe('NoSuchEntity');
  });
});
