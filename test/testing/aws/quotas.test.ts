import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  type IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { certificates } from './certificates.ts';
import { iamClient, refusal } from './clients.ts';
import { sshPublicKey } from './ssh-public-key.ts';

let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws({ quotas: { groupsPerAccount: 20, rolesPerAccount: 2, policiesPerAccount: 12 } });
  iam = iamClient(aws);
});
afterEach(() => aws.close());

const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const documentOf = (characters: number): string => {
  const frame = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:s3:::"}]}';
  return frame.replace(':::"', `:::${'x'.repeat(characters - frame.length)}"`);
};

async function mfa(number: number): Promise<unknown> {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `d${number}` }));
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString();
  const codes = { AuthenticationCode1: mfaCode(seed, aws.clock.now() - 30_000), AuthenticationCode2: mfaCode(seed, aws.clock.now()) };
  return iam.send(new EnableMFADeviceCommand({ UserName: 'b', SerialNumber: VirtualMFADevice?.SerialNumber, ...codes }));
}

/** What is created again and again, how often that works, and what is said then. */
const quotas: readonly [title: string, limit: number, create: (index: number) => Promise<unknown>, message: string][] = [
  [
    'groups of a user',
    10,
    (index) => {
      aws.iam.addGroup({ name: `g${index}` });
      return iam.send(new AddUserToGroupCommand({ UserName: 'b', GroupName: `g${index}` }));
    },
    'Cannot exceed quota for GroupsPerUser: 10',
  ],
  [
    'policies of a user',
    10,
    (index) => iam.send(new AttachUserPolicyCommand({ UserName: 'b', PolicyArn: aws.iam.addPolicy({ name: `p${index}` }).arn })),
    'Cannot exceed quota for PoliciesPerUser: 10',
  ],
  [
    'policies of a group',
    10,
    (index) => iam.send(new AttachGroupPolicyCommand({ GroupName: 'g', PolicyArn: aws.iam.addPolicy({ name: `p${index}` }).arn })),
    'Cannot exceed quota for PoliciesPerGroup: 10',
  ],
  [
    'policies of a role',
    10,
    (index) => iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: aws.iam.addPolicy({ name: `p${index}` }).arn })),
    'Cannot exceed quota for PoliciesPerRole: 10',
  ],
  ['access keys of a user', 2, () => iam.send(new CreateAccessKeyCommand({ UserName: 'b' })), 'Cannot exceed quota for AccessKeysPerUser: 2'],
  [
    'tags of a user',
    50,
    (index) => iam.send(new TagUserCommand({ UserName: 'b', Tags: [{ Key: `k${index}`, Value: '' }] })),
    'Cannot exceed quota for TagsPerUser: 50',
  ],
  [
    'SSH keys of a user',
    5,
    () => iam.send(new UploadSSHPublicKeyCommand({ UserName: 'b', SSHPublicKeyBody: sshPublicKey() })),
    'Cannot exceed quota for SSHPublicKeysPerUser: 5',
  ],
  [
    'signing certificates of a user',
    2,
    (index) => iam.send(new UploadSigningCertificateCommand({ UserName: 'b', CertificateBody: certificates[index] })),
    'Cannot exceed quota for SigningCertificatesPerUser: 2',
  ],
  ['MFA devices of a user', 8, mfa, 'Cannot exceed quota for MFADevicesPerUser: 8'],
  [
    'credentials of a user for one service',
    2,
    () => iam.send(new CreateServiceSpecificCredentialCommand({ UserName: 'b', ServiceName: 'codecommit.amazonaws.com' })),
    'Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2',
  ],
  [
    'versions of a policy',
    4,
    () => iam.send(new CreatePolicyVersionCommand({ PolicyArn: 'arn:aws:iam::123456789012:policy/versioned', PolicyDocument: documentOf(200) })),
    'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  ],
  [
    'groups of an account',
    19,
    (index) => iam.send(new CreateGroupCommand({ GroupName: `h${index}` })),
    'Cannot exceed quota for GroupsPerAccount: 20',
  ],
  [
    'roles of an account',
    1,
    (index) => iam.send(new CreateRoleCommand({ RoleName: `r${index}`, AssumeRolePolicyDocument: JSON.stringify(trustPolicy) })),
    'Cannot exceed quota for RolesPerAccount: 2',
  ],
  [
    'customer policies of an account',
    11,
    (index) => iam.send(new CreatePolicyCommand({ PolicyName: `q${index}`, PolicyDocument: documentOf(200) })),
    'Cannot exceed quota for PoliciesPerAccount: 12',
  ],
];

describe('a quota holds for', () => {
  test.each(quotas)('%s', async (_title, limit, create, message) => {
    aws.iam.addUser({ name: 'b' });
    aws.iam.addGroup({ name: 'g' });
    aws.iam.addRole({ name: 'r', trustPolicy });
    aws.iam.addPolicy({ name: 'versioned' });
    for (const index of times(limit)) await create(index);

    const refused = await refusal(create(limit));

    expect(refused).toEqual({ code: 'LimitExceeded', status: 409, message });
  });

  test('users of an account', async () => {
    aws.iam.seedUsers(4999);

    expect(await refusal(iam.send(new CreateUserCommand({ UserName: 'one-too-many' })))).toMatchObject({
      code: 'LimitExceeded',
      message: 'Cannot exceed quota for UsersPerAccount: 5000',
    });
  });

  test('all inline policies of a user together', async () => {
    aws.iam.addUser({ name: 'b' });
    await iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'one', PolicyDocument: documentOf(1024) }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'two', PolicyDocument: documentOf(1024) }));

    const refused = await refusal(iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'two', PolicyDocument: documentOf(1025) })));

    expect(refused).toEqual({ code: 'LimitExceeded', status: 409, message: 'Maximum policy size of 2048 bytes exceeded for user b' });
  });

  test('inline policies of a group, which may be longer', async () => {
    aws.iam.addGroup({ name: 'g' });
    const put = (size: number) => iam.send(new PutGroupPolicyCommand({ GroupName: 'g', PolicyName: 'p', PolicyDocument: documentOf(size) }));
    await put(5120);

    expect((await refusal(put(5121))).code).toBe('LimitExceeded');
  });

  test('the size of a managed policy, white space not counted', async () => {
    const pretty = JSON.stringify(JSON.parse(documentOf(6144)), null, 8);
    await iam.send(new CreatePolicyCommand({ PolicyName: 'fits', PolicyDocument: pretty }));

    const { message } = await refusal(iam.send(new CreatePolicyCommand({ PolicyName: 'not', PolicyDocument: documentOf(6145) })));

    expect(message).toBe('Cannot exceed quota for PolicySize: 6144');
  });
});

describe('a quota does not hold for what is there already:', () => {
  test('a member of ten groups is added to one of them again', async () => {
    aws.iam.addUser({ name: 'b', groups: times(10).map((index) => `g${index}`) });

    await expect(iam.send(new AddUserToGroupCommand({ UserName: 'b', GroupName: 'g3' }))).resolves.toBeDefined();
  });

  test('an attached policy is attached again', async () => {
    const policies = times(10).map((index) => aws.iam.addPolicy({ name: `p${index}` }).arn);
    aws.iam.addUser({ name: 'b', policies });

    await expect(iam.send(new AttachUserPolicyCommand({ UserName: 'b', PolicyArn: policies[0] }))).resolves.toBeDefined();
  });

  test('a tag is overwritten when there are fifty', async () => {
    aws.iam.addUser({ name: 'b', tags: Object.fromEntries(times(50).map((index) => [`k${index}`, ''])) });

    await expect(iam.send(new TagUserCommand({ UserName: 'b', Tags: [{ Key: 'K7', Value: 'new' }] }))).resolves.toBeDefined();
  });
});
