import {
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  type IAMClient,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUsersCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
});
afterEach(() => aws.close());

const user = async (UserName: string) => (await iam.send(new GetUserCommand({ UserName }))).User;

describe('a new user', () => {
  test('has an id that begins with AIDA, an ARN with its path, and the time on the clock', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'bjensen', Path: '/sales/emea/' }));

    expect(User).toEqual({
      UserName: 'bjensen',
      Path: '/sales/emea/',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::123456789012:user/sales/emea/bjensen',
      CreateDate: expect.any(Date),
    });
  });

  test('is answered with its tags and boundary', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'b', Tags: [{ Key: 'k', Value: 'v' }], PermissionsBoundary: readOnly }));

    expect(User).toMatchObject({ Tags: [{ Key: 'k', Value: 'v' }], PermissionsBoundary: { PermissionsBoundaryArn: readOnly } });
  });

  test('cannot have a name that is taken, whatever its case', async () => {
    aws.iam.addUser({ name: 'BJensen' });

    expect(await refusal(iam.send(new CreateUserCommand({ UserName: 'bjensen' })))).toEqual({
      code: 'EntityAlreadyExists',
      status: 409,
      message: 'User with name bjensen already exists.',
    });
  });

  test('cannot have a boundary that is not there', async () => {
    const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/none';

    const refused = await refusal(iam.send(new CreateUserCommand({ UserName: 'b', PermissionsBoundary })));

    expect([refused.code, aws.iam.userNames()]).toEqual(['NoSuchEntity', ['bootstrap']]);
  });

  test('gets another id than its predecessor of the same name', async () => {
    const first = await iam.send(new CreateUserCommand({ UserName: 'b' }));
    await iam.send(new DeleteUserCommand({ UserName: 'b' }));
    const second = await iam.send(new CreateUserCommand({ UserName: 'b' }));

    expect(second.User?.UserId).not.toBe(first.User?.UserId);
  });
});

describe('GetUser', () => {
  test('finds a user ignoring case and answers the case it was given', async () => {
    aws.iam.addUser({ name: 'BJensen' });

    expect((await user('bjensen'))?.UserName).toBe('BJensen');
  });

  test('carries tags, and the boundary with the type that AWS really answers', async () => {
    aws.iam.addUser({ name: 'b', tags: { team: 'a' }, permissionsBoundary: readOnly });

    expect(await user('b')).toMatchObject({
      Tags: [{ Key: 'team', Value: 'a' }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: readOnly },
    });
  });

  test('tells when the password was last used', async () => {
    aws.iam.addUser({ name: 'b', password: 'x', passwordLastUsed: new Date('2026-01-02T03:04:05Z') });

    expect((await user('b'))?.PasswordLastUsed).toEqual(new Date('2026-01-02T03:04:05Z'));
  });

  test('without a name answers the caller', async () => {
    const { User } = await iam.send(new GetUserCommand({}));

    expect(User?.UserName).toBe('bootstrap');
  });

  test('without a name is refused to a role session', async () => {
    const role = aws.iam.addRole({ name: 'r', trustPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] } });
    const { Credentials } = await stsClient(aws).send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'me' }));
    const session = iamClient(aws, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });

    expect((await refusal(session.send(new GetUserCommand({})))).message).toBe('Must specify userName when calling with non-User credentials');
  });

  test('of a user that is not there is refused as AWS words it', async () => {
    expect(await refusal(user('ghost'))).toEqual({ code: 'NoSuchEntity', status: 404, message: 'The user with name ghost cannot be found.' });
  });
});

describe('ListUsers', () => {
  test('carries neither tags nor boundaries', async () => {
    aws.iam.addUser({ name: 'b', tags: { team: 'a' }, permissionsBoundary: readOnly });

    const { Users } = await iam.send(new ListUsersCommand({}));

    expect(Users?.flatMap((each) => Object.keys(each)).filter((key) => key === 'Tags' || key === 'PermissionsBoundary')).toEqual([]);
  });

  test('finds users by the beginning of their paths', async () => {
    aws.iam.addUser({ name: 'in', path: '/sales/emea/' });
    aws.iam.addUser({ name: 'out', path: '/support/' });

    const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: '/sales/' }));

    expect(Users?.map((each) => each.UserName)).toEqual(['in']);
  });
});

describe('UpdateUser', () => {
  test('renames: the ARN changes, the id stays', async () => {
    const before = aws.iam.addUser({ name: 'old', path: '/x/' });

    await iam.send(new UpdateUserCommand({ UserName: 'old', NewUserName: 'new' }));

    expect(await user('new')).toMatchObject({ UserId: before.id, Arn: 'arn:aws:iam::123456789012:user/x/new' });
  });

  test('moves: the ARN changes', async () => {
    aws.iam.addUser({ name: 'b' });

    await iam.send(new UpdateUserCommand({ UserName: 'b', NewPath: '/y/' }));

    expect((await user('b'))?.Arn).toBe('arn:aws:iam::123456789012:user/y/b');
  });

  test('takes groups and policies along', async () => {
    aws.iam.addUser({ name: 'old', groups: ['g'], policies: [readOnly] });

    await iam.send(new UpdateUserCommand({ UserName: 'old', NewUserName: 'new' }));

    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'new' }));
    const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'new' }));
    expect([Groups?.length, AttachedPolicies?.length, aws.iam.membersOf('g')]).toEqual([1, 1, ['new']]);
  });

  test('leaves the old name free', async () => {
    aws.iam.addUser({ name: 'old' });
    await iam.send(new UpdateUserCommand({ UserName: 'old', NewUserName: 'new' }));

    expect((await refusal(user('old'))).code).toBe('NoSuchEntity');
  });

  test('refuses the name of another user', async () => {
    aws.iam.addUser({ name: 'a' });
    aws.iam.addUser({ name: 'B' });

    const { code, status } = await refusal(iam.send(new UpdateUserCommand({ UserName: 'a', NewUserName: 'b' })));

    expect([code, status, aws.iam.userNames()]).toEqual(['EntityAlreadyExists', 409, ['a', 'B', 'bootstrap']]);
  });

  test('changes only the case of a name', async () => {
    aws.iam.addUser({ name: 'bjensen' });

    await iam.send(new UpdateUserCommand({ UserName: 'bjensen', NewUserName: 'BJensen' }));

    expect(aws.iam.userNames()).toEqual(['BJensen', 'bootstrap']);
  });

  test('of a user that is not there is refused', async () => {
    expect((await refusal(iam.send(new UpdateUserCommand({ UserName: 'ghost', NewPath: '/' })))).code).toBe('NoSuchEntity');
  });
});
