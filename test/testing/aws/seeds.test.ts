import {
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetMFADeviceCommand,
  GetPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ResetServiceSpecificCredentialCommand,
  ResyncMFADeviceCommand,
  SetSecurityTokenServicePreferencesCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
});
afterEach(() => aws.close());

describe('a user that is put into the account', () => {
  test('has credentials of every kind, each with its status', async () => {
    aws.iam.addUser({
      name: 'b',
      sshKeys: ['Active', 'Inactive'],
      certificates: ['Inactive'],
      serviceCredentials: [{ service: 'codecommit.amazonaws.com', status: 'Inactive' }, { service: 'bedrock.amazonaws.com' }],
    });

    const ssh = await iam.send(new ListSSHPublicKeysCommand({ UserName: 'b' }));
    const certificates = await iam.send(new ListSigningCertificatesCommand({ UserName: 'b' }));
    const credentials = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName: 'b' }));

    expect(ssh.SSHPublicKeys?.map((key) => key.Status).sort()).toEqual(['Active', 'Inactive']);
    expect(certificates.Certificates?.map((each) => each.Status)).toEqual(['Inactive']);
    expect(credentials.ServiceSpecificCredentials?.map((each) => `${each.ServiceName} ${each.Status}`).sort()).toEqual([
      'bedrock.amazonaws.com Active',
      'codecommit.amazonaws.com Inactive',
    ]);
  });

  test('has access keys with their history', async () => {
    const createdAt = Date.UTC(2026, 0, 2);
    const { accessKeys } = aws.iam.addUser({
      name: 'b',
      accessKeys: [{ createdAt, lastUsed: { at: createdAt + 1000, service: 's3', region: 'eu-west-1' } }],
    });

    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'b' }));
    const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeys[0]?.accessKeyId }));

    expect(AccessKeyMetadata?.[0]).toMatchObject({ Status: 'Active', CreateDate: new Date(createdAt) });
    expect(AccessKeyLastUsed).toEqual({ LastUsedDate: new Date(createdAt + 1000), ServiceName: 's3', Region: 'eu-west-1' });
  });

  test('has MFA devices that show codes', async () => {
    const [device] = aws.iam.addUser({ name: 'b', mfaDevices: ['phone'] }).mfaDevices;
    const seed = device?.seed ?? '';
    const codes = { AuthenticationCode1: mfaCode(seed, aws.clock.now() - 30_000), AuthenticationCode2: mfaCode(seed, aws.clock.now()) };

    const { MFADevices } = await iam.send(new ListMFADevicesCommand({ UserName: 'b' }));
    await iam.send(new ResyncMFADeviceCommand({ UserName: 'b', SerialNumber: device?.serialNumber, ...codes }));
    const one = await iam.send(new GetMFADeviceCommand({ SerialNumber: device?.serialNumber, UserName: 'b' }));

    expect(MFADevices?.map((each) => each.SerialNumber)).toEqual(['arn:aws:iam::123456789012:mfa/phone']);
    expect(one).toMatchObject({ UserName: 'b', SerialNumber: device?.serialNumber, EnableDate: expect.any(Date) });
  });

  test('has MFA devices that nobody else has', async () => {
    aws.iam.addUser({ name: 'b', mfaDevices: ['phone'] });
    aws.iam.addUser({ name: 'c' });

    const refused = await refusal(iam.send(new GetMFADeviceCommand({ SerialNumber: 'arn:aws:iam::123456789012:mfa/phone', UserName: 'c' })));

    expect(refused.code).toBe('NoSuchEntity');
  });
});

describe('a policy that is put into the account', () => {
  test('has versions, of which the last is the default', async () => {
    const { arn: PolicyArn } = aws.iam.addPolicy({ name: 'p', document, laterVersions: [document, document] });

    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));

    expect([Versions?.map((version) => version.VersionId), Policy?.DefaultVersionId]).toEqual([['v1', 'v2', 'v3'], 'v3']);
  });

  test('has tags that can be changed', async () => {
    const { arn: PolicyArn } = aws.iam.addPolicy({ name: 'p', tags: { team: 'a', site: 'x' } });
    await iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: 'team', Value: 'b' }] }));
    await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['site'] }));

    const { Tags } = await iam.send(new ListPolicyTagsCommand({ PolicyArn }));

    expect([Tags, (await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.Tags]).toEqual([
      [{ Key: 'team', Value: 'b' }],
      [{ Key: 'team', Value: 'b' }],
    ]);
  });

  test('of AWS cannot be tagged', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

    expect((await refusal(iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: 'team', Value: 'b' }] })))).code).toBe('AccessDenied');
  });
});

test('a credential for a service gets a new secret when it is reset, and keeps its id', async () => {
  aws.iam.addUser({ name: 'b', serviceCredentials: [{ service: 'codecommit.amazonaws.com' }] });
  const { ServiceSpecificCredentials: listed } = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName: 'b' }));
  const reset = () =>
    iam.send(new ResetServiceSpecificCredentialCommand({ UserName: 'b', ServiceSpecificCredentialId: listed?.[0]?.ServiceSpecificCredentialId }));

  const [first, second] = [(await reset()).ServiceSpecificCredential, (await reset()).ServiceSpecificCredential];

  expect(first?.ServiceSpecificCredentialId).toBe(listed?.[0]?.ServiceSpecificCredentialId);
  expect(first?.ServicePassword).not.toBe(second?.ServicePassword);
});

test('the version of tokens of the global STS endpoint is kept', async () => {
  await iam.send(new SetSecurityTokenServicePreferencesCommand({ GlobalEndpointTokenVersion: 'v2Token' }));

  expect((await iam.send(new GetAccountSummaryCommand({}))).SummaryMap?.GlobalEndpointTokenVersion).toBe(2);
});
