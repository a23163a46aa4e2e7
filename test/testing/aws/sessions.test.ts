import { CreateVirtualMFADeviceCommand, DeleteRoleCommand, EnableMFADeviceCommand, GetRoleCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

let aws: EmbeddedAws;
let roleArn: string;
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const trustsAccount = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }],
};

beforeEach(async () => {
  aws = await startAws({ seed: 2 });
  roleArn = aws.iam.addRole({ name: 'Provisioner', path: '/svc/', trustPolicy: trustsAccount, maxSessionDuration: 7200 }).arn;
});
afterEach(() => aws.close());

const assume = (input: Partial<AssumeRoleCommandInput> = {}) => new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'connector', ...input });

async function session(input: Partial<AssumeRoleCommandInput> = {}) {
  const { Credentials: given } = await stsClient(aws).send(assume(input));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

describe('AssumeRole', () => {
  test('names the session in the ARN and the id of the assumed role', async () => {
    const { AssumedRoleUser } = await stsClient(aws).send(assume());

    expect(AssumedRoleUser).toEqual({
      Arn: 'arn:aws:sts::123456789012:assumed-role/Provisioner/connector',
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:connector$/),
    });
  });

  test('gives temporary keys that begin with ASIA and last an hour', async () => {
    const { Credentials } = await stsClient(aws).send(assume());

    const life = (Credentials?.Expiration?.getTime() ?? 0) - Math.floor(aws.clock.now() / 1000) * 1000;
    expect([Credentials?.AccessKeyId?.slice(0, 4), Credentials?.AccessKeyId?.length, life]).toEqual(['ASIA', 20, 3_600_000]);
  });

  test('accepts session tags, a session policy and a source identity', async () => {
    const { SourceIdentity } = await stsClient(aws).send(
      assume({
        Tags: [{ Key: 'team', Value: 'a' }],
        Policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}',
        SourceIdentity: 'bjensen',
      }),
    );

    expect(SourceIdentity).toBe('bjensen');
  });

  const invalid: readonly [title: string, input: Partial<AssumeRoleCommandInput>, code: string, message: RegExp][] = [
    ['less than 900 seconds', { DurationSeconds: 899 }, 'ValidationError', /'durationSeconds'.*greater than or equal to 900/],
    ['more than 43,200 seconds', { DurationSeconds: 43_201 }, 'ValidationError', /less than or equal to 43200/],
    [
      'more than the role allows',
      { DurationSeconds: 7201 },
      'ValidationError',
      /^The requested DurationSeconds exceeds the MaxSessionDuration set for this role\.$/,
    ],
    ['a session name of one character', { RoleSessionName: 'x' }, 'ValidationError', /greater than or equal to 2/],
    [
      'a session name with a space',
      { RoleSessionName: 'a b' },
      'ValidationError',
      /'roleSessionName'.*regular expression pattern: \[\\w\+=,\.@-\]\*/,
    ],
    ['a session name of 65 characters', { RoleSessionName: 'x'.repeat(65) }, 'ValidationError', /less than or equal to 64/],
    ['an external id of one character', { ExternalId: 'x' }, 'ValidationError', /'externalId'/],
    ['an external id with a space', { ExternalId: 'a b' }, 'ValidationError', /'externalId'/],
    ['an ARN that is not a role', { RoleArn: 'arn:aws:iam::123456789012:user/x' }, 'ValidationError', /is invalid/],
    ['51 session tags', { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' })) }, 'ValidationError', /'tags'/],
    [
      'a tag key twice',
      {
        Tags: [
          { Key: 'a', Value: '' },
          { Key: 'A', Value: '' },
        ],
      },
      'InvalidParameterValue',
      /Duplicate tag keys/,
    ],
    ['a transitive key that is no tag', { TransitiveTagKeys: ['a'] }, 'InvalidParameterValue', /must be included in the requested tags/],
    ['11 session policies', { PolicyArns: Array.from({ length: 11 }, () => ({ arn: readOnly })) }, 'ValidationError', /'policyArns'/],
    ['a session policy that is no ARN', { PolicyArns: [{ arn: 'ReadOnlyAccess' }] }, 'MalformedPolicyDocument', /Invalid policy ARN/],
    ['a session policy that is not JSON', { Policy: 'nonsense' }, 'MalformedPolicyDocument', /./],
    [
      'a session policy that is too long',
      { Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: 'x'.repeat(2100) }] }) },
      'PackedPolicyTooLarge',
      /smaller policy/,
    ],
  ];
  test.each(invalid)('refuses %s', async (_title, input, code, message) => {
    const refused = await refusal(stsClient(aws).send(assume(input)));

    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('accepts the longest session the role allows', async () => {
    await expect(stsClient(aws).send(assume({ DurationSeconds: 7200 }))).resolves.toBeDefined();
  });

  test('refuses more than an hour to a role session, whatever the role allows', async () => {
    const chained = stsClient(aws, await session());

    const refused = await refusal(chained.send(assume({ DurationSeconds: 3601 })));

    expect(refused).toMatchObject({
      code: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
  });

  test('lets a role session assume another role for an hour', async () => {
    const chained = stsClient(aws, await session());

    await expect(chained.send(assume({ DurationSeconds: 3600 }))).resolves.toBeDefined();
  });
});

describe('a session', () => {
  test('is who GetCallerIdentity says', async () => {
    const identity = await stsClient(aws, await session()).send(new GetCallerIdentityCommand());

    expect(identity).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/Provisioner/connector',
      UserId: expect.stringMatching(/^AROA.{17}:connector$/),
    });
  });

  test('is refused once it has expired', async () => {
    const iam = iamClient(aws, await session({ DurationSeconds: 900 }), 3);
    aws.clock.advance(900_000);

    const refused = await refusal(iam.send(new ListUsersCommand({})));

    expect(refused).toEqual({ code: 'ExpiredToken', status: 403, message: 'The security token included in the request is expired' });
  });

  test('works until just before it expires', async () => {
    const iam = iamClient(aws, await session({ DurationSeconds: 900 }), 3);
    aws.clock.advance(890_000);

    await expect(iam.send(new ListUsersCommand({}))).resolves.toBeDefined();
  });

  test('is refused without its token', async () => {
    const { accessKeyId, secretAccessKey } = await session();

    const { code } = await refusal(iamClient(aws, { accessKeyId, secretAccessKey }).send(new ListUsersCommand({})));

    expect(code).toBe('InvalidClientTokenId');
  });

  test("is refused with another session's token", async () => {
    const [one, other] = [await session(), await session()];

    const { code } = await refusal(iamClient(aws, { ...one, sessionToken: other.sessionToken }).send(new ListUsersCommand({})));

    expect(code).toBe('InvalidClientTokenId');
  });

  test('ends when its role is deleted', async () => {
    const iam = iamClient(aws, await session());
    await iamClient(aws).send(new DeleteRoleCommand({ RoleName: 'Provisioner' }));

    const { code } = await refusal(iam.send(new ListUsersCommand({})));

    expect(code).toBe('InvalidClientTokenId');
  });

  test('leaves its mark as last use of the role', async () => {
    await iamClient(aws, await session()).send(new ListUsersCommand({}));

    const { Role } = await iamClient(aws).send(new GetRoleCommand({ RoleName: 'Provisioner' }));

    expect(Role?.RoleLastUsed?.Region).toBe('us-east-1');
  });
});

describe('GetSessionToken', () => {
  async function tokenOf(mfa: { SerialNumber: string; TokenCode: string } | undefined) {
    const { Credentials: given } = await stsClient(aws).send(new GetSessionTokenCommand({ ...mfa }));
    return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
  }

  async function device(): Promise<{ SerialNumber: string; TokenCode: string }> {
    const { VirtualMFADevice } = await iamClient(aws).send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString();
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? '';
    const codes = { AuthenticationCode1: mfaCode(seed, aws.clock.now() - 30_000), AuthenticationCode2: mfaCode(seed, aws.clock.now()) };
    await iamClient(aws).send(new EnableMFADeviceCommand({ UserName: 'bootstrap', SerialNumber, ...codes }));
    return { SerialNumber, TokenCode: mfaCode(seed, aws.clock.now()) };
  }

  test('without MFA gives keys that cannot call IAM', async () => {
    const { code } = await refusal(iamClient(aws, await tokenOf(undefined)).send(new ListUsersCommand({})));

    expect(code).toBe('InvalidClientTokenId');
  });

  test('with a code of the own MFA device gives keys that can', async () => {
    const credentials = await tokenOf(await device());

    await expect(iamClient(aws, credentials).send(new ListUsersCommand({}))).resolves.toBeDefined();
  });

  test('refuses a wrong code', async () => {
    const { SerialNumber } = await device();

    const { code } = await refusal(stsClient(aws).send(new GetSessionTokenCommand({ SerialNumber, TokenCode: '000000' })));

    expect(code).toBe('AccessDenied');
  });

  test('keys are still the user', async () => {
    const identity = await stsClient(aws, await tokenOf(undefined)).send(new GetCallerIdentityCommand());

    expect(identity.Arn).toBe('arn:aws:iam::123456789012:user/bootstrap');
  });
});
