import { CreateUserCommand, GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAccount, type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

const OTHER = '222222222222';
let aws: EmbeddedAws;
let other: EmbeddedAccount;
beforeEach(async () => {
  aws = await startAws({ accountId: '111111111111' });
  other = aws.addAccount({ id: OTHER });
});
afterEach(() => aws.close());

const trust = (principal: string, condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...(condition && { Condition: condition }) }],
});

async function assume(roleArn: string, credentials = aws.adminCredentials) {
  const { Credentials: given } = await stsClient(aws, credentials).send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'sweep' }));
  return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
}

describe('an added account', () => {
  test('has an IAM of its own: the same name is in both without conflict', async () => {
    await iamClient(aws).send(new CreateUserCommand({ UserName: 'bjensen' }));
    await iamClient(aws, other.adminCredentials).send(new CreateUserCommand({ UserName: 'bjensen' }));

    const there = await iamClient(aws, other.adminCredentials).send(new GetUserCommand({ UserName: 'bjensen' }));
    expect(there.User?.Arn).toBe(`arn:aws:iam::${OTHER}:user/bjensen`);
  });

  test('is seeded apart from the first one', async () => {
    other.iam.addUser({ name: 'there' });
    aws.iam.addUser({ name: 'here' });

    const { Users: users = [] } = await iamClient(aws, other.adminCredentials).send(new ListUsersCommand({}));
    expect(users.map((user) => user.UserName)).toEqual(['bootstrap', 'there']);
  });

  test('cannot have the id of another one', () => {
    expect(() => aws.addAccount({ id: OTHER })).toThrow(`there is already an account ${OTHER}`);
  });

  test('cannot have an id that is none', () => {
    expect(() => aws.addAccount({ id: '42' })).toThrow('accountId must be 12 digits (got "42")');
  });
});

describe('a role of another account', () => {
  test('that trusts the first one moves a session there', async () => {
    const { arn } = other.iam.addRole({ name: 'Auditor', trustPolicy: trust(`arn:aws:iam::${aws.accountId}:root`) });

    const { Account, Arn } = await stsClient(aws, await assume(arn)).send(new GetCallerIdentityCommand({}));
    expect([Account, Arn]).toEqual([OTHER, `arn:aws:sts::${OTHER}:assumed-role/Auditor/sweep`]);
  });

  test('that trusts only its own account refuses the first one', async () => {
    const { arn } = other.iam.addRole({ name: 'Auditor', trustPolicy: trust(OTHER) });

    expect(await refusal(assume(arn))).toMatchObject({ code: 'AccessDenied', status: 403 });
  });

  test('that asks for an external id refuses who does not send it', async () => {
    const { arn } = other.iam.addRole({ name: 'Auditor', trustPolicy: trust(aws.accountId, { StringEquals: { 'sts:ExternalId': 'x-1' } }) });

    expect((await refusal(assume(arn))).code).toBe('AccessDenied');
  });

  test('is not found by its name in the account of the caller', async () => {
    aws.iam.addRole({ name: 'Auditor', trustPolicy: trust('*') });

    expect((await refusal(assume(`arn:aws:iam::${OTHER}:role/Auditor`))).code).toBe('AccessDenied');
  });

  test('of an account that is not there is refused', async () => {
    expect((await refusal(assume('arn:aws:iam::999999999999:role/Auditor'))).code).toBe('AccessDenied');
  });

  test('leads on to a third account', async () => {
    const third = aws.addAccount({ id: '333333333333' });
    const hub = other.iam.addRole({ name: 'Hub', trustPolicy: trust(aws.accountId) });
    const spoke = third.iam.addRole({ name: 'Spoke', trustPolicy: trust(hub.arn) });

    const session = await assume(spoke.arn, await assume(hub.arn));
    expect((await stsClient(aws, session).send(new GetCallerIdentityCommand({}))).Account).toBe('333333333333');
  });
});

describe('a switch for one account', () => {
  test('denies there and nowhere else, and names who was refused', async () => {
    aws.faults.deny('iam:ListUsers', { accountId: OTHER });

    const { code, message } = await refusal(iamClient(aws, other.adminCredentials).send(new ListUsersCommand({})));
    expect(code).toBe('AccessDenied');
    expect(message).toContain(`User: arn:aws:iam::${OTHER}:user/bootstrap is not authorized to perform: iam:ListUsers`);
    await expect(iamClient(aws).send(new ListUsersCommand({}))).resolves.toBeDefined();
  });

  test('fails the next request of that account, and lets others pass before it', async () => {
    aws.faults.failNext({ accountId: OTHER, code: 'ServiceFailure', status: 500 });
    await iamClient(aws).send(new ListUsersCommand({}));

    expect((await refusal(iamClient(aws, other.adminCredentials).send(new ListUsersCommand({})))).code).toBe('ServiceFailure');
  });

  test('throttles that account only', async () => {
    aws.faults.throttle({ perSecond: 0.001, burst: 0 }, { accountId: OTHER });

    expect((await refusal(iamClient(aws, other.adminCredentials).send(new ListUsersCommand({})))).code).toBe('Throttling');
    await expect(iamClient(aws).send(new ListUsersCommand({}))).resolves.toBeDefined();
  });

  test('gives each account and each service a bucket of its own', async () => {
    aws.faults.throttle({ perSecond: 0.001, burst: 1 }, { accountId: '*' });
    await iamClient(aws).send(new ListUsersCommand({}));
    await iamClient(aws, other.adminCredentials).send(new ListUsersCommand({}));
    await stsClient(aws).send(new GetCallerIdentityCommand({}));

    expect((await refusal(iamClient(aws).send(new ListUsersCommand({})))).code).toBe('Throttling');
  });

  test('makes that account slow, while others are answered', async () => {
    aws.faults.latency(600_000, { accountId: OTHER });
    let answered = false;
    const slow = refusal(iamClient(aws, other.adminCredentials).send(new ListUsersCommand({}))).finally(() => {
      answered = true;
    });
    await expect.poll(() => aws.calls.length).toBe(1);
    await iamClient(aws).send(new ListUsersCommand({}));

    expect(answered).toBe(false);
    await aws.close();
    expect((await slow).status).toBeUndefined();
  });

  test('of consistency hides a user in the account where it was made, not its namesake', async () => {
    other.iam.addUser({ name: 'bjensen' });
    aws.faults.eventualConsistency({ calls: 5 });
    await iamClient(aws).send(new CreateUserCommand({ UserName: 'bjensen' }));

    expect((await refusal(iamClient(aws).send(new GetUserCommand({ UserName: 'bjensen' })))).code).toBe('NoSuchEntity');
    await expect(iamClient(aws, other.adminCredentials).send(new GetUserCommand({ UserName: 'bjensen' }))).resolves.toBeDefined();
  });
});

test('the log says which account, service and region a request was for', async () => {
  await iamClient(aws).send(new ListUsersCommand({}));
  await stsClient(aws, other.adminCredentials).send(new GetCallerIdentityCommand({}));
  await refusal(iamClient(aws, { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' }).send(new ListUsersCommand({})));

  expect(aws.calls.map(({ accountId, service, region }) => [accountId, service, region])).toEqual([
    ['111111111111', 'iam', 'us-east-1'],
    [OTHER, 'sts', 'eu-west-1'],
    [undefined, 'iam', 'us-east-1'],
  ]);
});
