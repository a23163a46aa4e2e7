import { ListUsersCommand, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const trusts = (actions: readonly string[]) => ({ Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: actions }] });
let aws: EmbeddedAws;
let roleArn: string;
beforeEach(async () => {
  aws = await startAws({ seed: 2 });
  roleArn = aws.iam.addRole({ name: 'Provisioner', trustPolicy: trusts(all) }).arn;
});
afterEach(() => aws.close());

const assume = (input: Partial<AssumeRoleCommandInput> = {}) => new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'connector', ...input });

async function session(input: Partial<AssumeRoleCommandInput> = {}) {
  const { Credentials: given } = await stsClient(aws).send(assume(input));
  return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
}

describe('a chain of roles', () => {
  const next = (actions = all) => aws.iam.addRole({ name: 'Next', trustPolicy: trusts(actions) }).arn;
  const hop = async (input: Partial<AssumeRoleCommandInput>) => stsClient(aws, await session(input));
  const team = { Tags: [{ Key: 'team', Value: 'a' }], TransitiveTagKeys: ['team'] };

  test('keeps the source identity that its first session gave', async () => {
    const { SourceIdentity } = await (await hop({ SourceIdentity: 'bjensen' })).send(assume({ RoleArn: next() }));

    expect(SourceIdentity).toBe('bjensen');
  });

  test('cannot change its source identity', async () => {
    const refused = await refusal((await hop({ SourceIdentity: 'bjensen' })).send(assume({ RoleArn: next(), SourceIdentity: 'someone' })));

    expect(refused).toMatchObject({ code: 'AccessDenied', message: expect.stringContaining('sts:SetSourceIdentity') });
  });

  test('needs the consent of each role to a source identity', async () => {
    const refused = await refusal((await hop({ SourceIdentity: 'bjensen' })).send(assume({ RoleArn: next(['sts:AssumeRole']) })));

    expect(refused).toMatchObject({ code: 'AccessDenied', message: expect.stringContaining('sts:SetSourceIdentity') });
  });

  test('hands transitive tags on, to which each role must consent', async () => {
    const refused = await refusal((await hop(team)).send(assume({ RoleArn: next(['sts:AssumeRole']) })));

    expect(refused).toMatchObject({ code: 'AccessDenied', message: expect.stringContaining('sts:TagSession') });
  });

  test('hands tags that are not transitive on to nobody', async () => {
    const { Tags } = team;

    await expect((await hop({ Tags })).send(assume({ RoleArn: next(['sts:AssumeRole']) }))).resolves.toBeDefined();
  });

  test('cannot give a transitive tag another value', async () => {
    const refused = await refusal((await hop(team)).send(assume({ RoleArn: next(), Tags: [{ Key: 'Team', Value: 'b' }] })));

    expect(refused).toMatchObject({ code: 'InvalidParameterValue', message: expect.stringMatching(/conflicts with a transitive tag key/) });
  });
});

describe('revoking sessions', () => {
  const revoke = (before: number) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(before).toISOString() } } },
      ],
    });
  const putPolicy = (before: number) =>
    iamClient(aws).send(new PutRolePolicyCommand({ RoleName: 'Provisioner', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: revoke(before) }));

  test('ends the sessions of a role that were there, and not those that come', async () => {
    const before = await session();
    aws.clock.advance(1000);
    await putPolicy(aws.clock.now());
    aws.clock.advance(1000);

    const refused = await refusal(iamClient(aws, before).send(new ListUsersCommand({})));

    expect(refused).toMatchObject({ code: 'AccessDenied', status: 403, message: expect.stringMatching(/iam:ListUsers.*with an explicit deny/) });
    await expect(iamClient(aws, await session()).send(new ListUsersCommand({}))).resolves.toBeDefined();
  });

  test('leaves it to a session to ask who it is', async () => {
    const before = await session();
    await putPolicy(aws.clock.now() + 1000);

    await expect(stsClient(aws, before).send(new GetCallerIdentityCommand())).resolves.toBeDefined();
  });

  test('ends the sessions of a user, whose access keys still work', async () => {
    const { accessKeys, mfaDevices } = aws.iam.addUser({ name: 'bjensen', accessKeys: ['Active'], mfaDevices: ['phone'] });
    const [key, device] = [accessKeys[0] ?? { accessKeyId: '', secretAccessKey: '' }, mfaDevices[0]];
    const mfa = { SerialNumber: device?.serialNumber, TokenCode: mfaCode(device?.seed ?? '', aws.clock.now()) };
    const { Credentials: given } = await stsClient(aws, key).send(new GetSessionTokenCommand(mfa));
    const keys = { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
    aws.clock.advance(1000);
    await iamClient(aws).send(new PutUserPolicyCommand({ UserName: 'bjensen', PolicyName: 'revoke', PolicyDocument: revoke(aws.clock.now()) }));

    expect((await refusal(iamClient(aws, keys).send(new ListUsersCommand({})))).code).toBe('AccessDenied');
    await expect(iamClient(aws, key).send(new ListUsersCommand({}))).resolves.toBeDefined();
  });
});
