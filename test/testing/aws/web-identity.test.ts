import { ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, type AssumeRoleWithWebIdentityCommandInput, STSClient } from '@aws-sdk/client-sts';
import { fromWebToken } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const subject = 'system:serviceaccount:idm:sync';
const WebIdentityToken = 'eyJ.made.up';
let aws: EmbeddedAws;
let sts: STSClient;
let RoleArn: string;
beforeEach(async () => {
  aws = await startAws();
  aws.iam.addWebIdentity({ token: WebIdentityToken, issuer, subject });
  RoleArn = aws.iam.addRole({
    name: 'Sync',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
        },
      ],
    },
  }).arn;
  // No credentials at all: the token says who asks.
  sts = new STSClient({ endpoint: aws.endpoint, region: 'eu-west-1', maxAttempts: 1 });
});
afterEach(() => aws.close());

const assume = (input: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) =>
  sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'sync', WebIdentityToken, ...input }));

describe('AssumeRoleWithWebIdentity', () => {
  test('gives a session of the role to whom the token is about', async () => {
    const answer = await assume();

    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: subject,
      Audience: 'sts.amazonaws.com',
      Provider: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/Sync/sync' },
      Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/), Expiration: expect.any(Date) },
    });
  });

  test('gives keys that work, asked by the provider of the SDK', async () => {
    const credentials = fromWebToken({
      roleArn: RoleArn,
      webIdentityToken: WebIdentityToken,
      roleSessionName: 'sync',
      clientConfig: { endpoint: aws.endpoint, region: 'eu-west-1' },
    });

    await expect(iamClient(aws, await credentials()).send(new ListUsersCommand({}))).resolves.toBeDefined();
  });

  test('keeps the token out of the record of calls', async () => {
    await assume();

    expect(JSON.stringify(aws.calls)).not.toContain(WebIdentityToken);
  });

  const refused: readonly [title: string, input: Partial<AssumeRoleWithWebIdentityCommandInput>, code: string, status: number][] = [
    ['a token that nobody knows', { WebIdentityToken: 'another' }, 'InvalidIdentityToken', 400],
    ['a role that is not there', { RoleArn: 'arn:aws:iam::123456789012:role/none' }, 'AccessDenied', 403],
    ['a role that does not trust it', { RoleArn: 'arn:aws:iam::123456789012:role/Other' }, 'AccessDenied', 403],
    ['a session longer than the role allows', { DurationSeconds: 7200 }, 'ValidationError', 400],
    ['what is no role', { RoleArn: 'arn:aws:iam::123456789012:user/bootstrap' }, 'ValidationError', 400],
    ['a token of three characters', { WebIdentityToken: 'abc' }, 'ValidationError', 400],
  ];
  test.each(refused)('refuses %s', async (_title, input, code, status) => {
    const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }] };
    aws.iam.addRole({ name: 'Other', trustPolicy });

    expect(await refusal(assume(input))).toMatchObject({ code, status });
  });

  test('refuses a token of another subject', async () => {
    aws.iam.addWebIdentity({ token: 'of another', issuer, subject: 'system:serviceaccount:idm:other' });

    expect((await refusal(assume({ WebIdentityToken: 'of another' }))).code).toBe('AccessDenied');
  });

  test('refuses a token that has expired', async () => {
    aws.iam.addWebIdentity({ token: 'short-lived', issuer, subject, expiresAt: aws.clock.now() + 60_000 });
    await assume({ WebIdentityToken: 'short-lived' });
    aws.clock.advance(61_000);

    const { code, status, message } = await refusal(assume({ WebIdentityToken: 'short-lived' }));

    expect([code, status, message]).toEqual(['ExpiredTokenException', 400, expect.stringMatching(/^Token expired: current date\/time \d+/)]);
  });
});
