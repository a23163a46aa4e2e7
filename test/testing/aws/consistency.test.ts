import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws, undefined, 2);
  aws.faults.eventualConsistency({ calls: 2 });
});
afterEach(() => aws.close());

/** How a call fares, again and again. */
async function outcomes(count: number, call: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const one = call();
    seen.push(
      await one.then(
        () => 'ok',
        async () => (await refusal(one)).code,
      ),
    );
  }
  return seen;
}

describe('counted by calls', () => {
  test('a new user is not found by the first calls that name it', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'b' }));

    expect(await outcomes(3, () => iam.send(new GetUserCommand({ UserName: 'B' })))).toEqual(['NoSuchEntity', 'NoSuchEntity', 'ok']);
  });

  test('a new user cannot be created again meanwhile', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'b' }));

    expect((await refusal(iam.send(new CreateUserCommand({ UserName: 'b' })))).code).toBe('EntityAlreadyExists');
  });

  test('a new user is in lists at once', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'b' }));

    expect((await iam.send(new ListUsersCommand({}))).Users?.map((user) => user.UserName)).toContain('b');
  });

  test('other users are not affected', async () => {
    aws.iam.addUser({ name: 'a' });
    await iam.send(new CreateUserCommand({ UserName: 'b' }));

    await expect(iam.send(new GetUserCommand({ UserName: 'a' }))).resolves.toBeDefined();
  });

  test('a new group is not found when a user is to join it', async () => {
    aws.iam.addUser({ name: 'a' });
    await iam.send(new CreateGroupCommand({ GroupName: 'g' }));

    const join = () => iam.send(new AddUserToGroupCommand({ UserName: 'a', GroupName: 'g' }));
    expect(await outcomes(3, join)).toEqual(['NoSuchEntity', 'NoSuchEntity', 'ok']);
  });

  test('a renamed user is not found under its new name', async () => {
    aws.iam.addUser({ name: 'old' });
    await iam.send(new UpdateUserCommand({ UserName: 'old', NewUserName: 'new' }));

    expect((await refusal(iam.send(new GetUserCommand({ UserName: 'new' })))).code).toBe('NoSuchEntity');
  });

  test('a new password is not found, its user is', async () => {
    aws.iam.addUser({ name: 'a' });
    await iam.send(new CreateLoginProfileCommand({ UserName: 'a', Password: 'Correct-horse-1' }));

    const { message } = await refusal(iam.send(new GetLoginProfileCommand({ UserName: 'a' })));
    await iam.send(new GetUserCommand({ UserName: 'a' }));

    expect(message).toBe('Login Profile for User a cannot be found.');
  });

  test('a new policy cannot be attached yet', async () => {
    aws.iam.addUser({ name: 'a' });
    const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument }));

    expect((await refusal(iam.send(new AttachUserPolicyCommand({ UserName: 'a', PolicyArn: Policy?.Arn })))).code).toBe('NoSuchEntity');
  });

  test('a new access key is not accepted yet', async () => {
    aws.iam.addUser({ name: 'a' });
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'a' }));
    const own = iamClient(aws, { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' });

    expect(await outcomes(3, () => own.send(new GetUserCommand({})))).toEqual(['InvalidClientTokenId', 'InvalidClientTokenId', 'ok']);
  });
});

describe('what was taken from a user still stands in the way of its deletion:', () => {
  const remove: readonly [title: string, prepare: () => void, takeAway: () => Promise<unknown>, message: string][] = [
    [
      'a group',
      () => aws.iam.addUser({ name: 'a', groups: ['g'] }),
      () => iam.send(new RemoveUserFromGroupCommand({ UserName: 'a', GroupName: 'g' })),
      'must remove users from group first.',
    ],
    [
      'an attached policy',
      () => aws.iam.addUser({ name: 'a', policies: [readOnly] }),
      () => iam.send(new DetachUserPolicyCommand({ UserName: 'a', PolicyArn: readOnly })),
      'must detach all policies first.',
    ],
    [
      'an inline policy',
      () => aws.iam.addUser({ name: 'a', inlinePolicies: { p: '{}' } }),
      () => iam.send(new DeleteUserPolicyCommand({ UserName: 'a', PolicyName: 'p' })),
      'must delete policies first.',
    ],
    [
      'a password',
      () => aws.iam.addUser({ name: 'a', password: 'x' }),
      () => iam.send(new DeleteLoginProfileCommand({ UserName: 'a' })),
      'must delete login profile first.',
    ],
  ];
  test.each(remove)('%s', async (_title, prepare, takeAway, message) => {
    prepare();
    await takeAway();
    const first = await refusal(iam.send(new DeleteUserCommand({ UserName: 'a' })));

    const later = await outcomes(2, () => iam.send(new DeleteUserCommand({ UserName: 'a' })));

    expect([first.message, later]).toEqual([`Cannot delete entity, ${message}`, ['DeleteConflict', 'ok']]);
  });

  test('an access key', async () => {
    const [key] = aws.iam.addUser({ name: 'a', accessKeys: ['Active'] }).accessKeys;
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'a', AccessKeyId: key?.accessKeyId }));

    expect((await refusal(iam.send(new DeleteUserCommand({ UserName: 'a' })))).message).toMatch(/must delete access keys first/);
  });

  test('and a group whose member was removed cannot be deleted yet', async () => {
    aws.iam.addUser({ name: 'a', groups: ['g'] });
    await iam.send(new RemoveUserFromGroupCommand({ UserName: 'a', GroupName: 'g' }));

    expect(await outcomes(3, () => iam.send(new DeleteGroupCommand({ GroupName: 'g' })))).toEqual(['DeleteConflict', 'DeleteConflict', 'ok']);
  });
});

describe('counted by time', () => {
  test('a new user is found once the clock has moved on', async () => {
    aws.faults.eventualConsistency({ ms: 60_000 });
    await iam.send(new CreateUserCommand({ UserName: 'b' }));
    const early = await outcomes(4, () => iam.send(new GetUserCommand({ UserName: 'b' })));
    aws.clock.advance(60_000);

    const late = await outcomes(1, () => iam.send(new GetUserCommand({ UserName: 'b' })));

    expect([...early, ...late]).toEqual(['NoSuchEntity', 'NoSuchEntity', 'NoSuchEntity', 'NoSuchEntity', 'ok']);
  });

  test('nothing lags once it is switched off', async () => {
    aws.faults.eventualConsistency({ ms: 60_000 });
    await iam.send(new CreateUserCommand({ UserName: 'b' }));
    aws.faults.eventualConsistency(null);

    await expect(iam.send(new GetUserCommand({ UserName: 'b' }))).resolves.toBeDefined();
  });
});
