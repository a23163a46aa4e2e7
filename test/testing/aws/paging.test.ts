import {
  CreatePolicyVersionCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  DeleteUserCommand,
  EnableMFADeviceCommand,
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  ListVirtualMFADevicesCommand,
  PutRolePolicyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedAws, mfaCode, startAws } from '../../../src/testing/aws/index.ts';
import { certificates } from './certificates.ts';
import { iamClient, refusal } from './clients.ts';
import { sshPublicKey } from './ssh-public-key.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}';
const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
const versioned = 'arn:aws:iam::123456789012:policy/p0';
const numbers = [0, 1, 2, 3, 4];
let aws: EmbeddedAws;
let iam: IAMClient;

beforeAll(async () => {
  aws = await startAws({ seed: 3 });
  iam = iamClient(aws);
  const policies = numbers.map((index) => aws.iam.addPolicy({ name: `p${index}` }).arn);
  const inlinePolicies = Object.fromEntries(numbers.map((index) => [`inline-${index}`, document]));
  for (const index of numbers) {
    aws.iam.addGroup({ name: `g${index}`, policies, inlinePolicies });
    aws.iam.addRole({ name: `r${index}`, trustPolicy, policies });
  }
  for (const name of ['b', 'c', 'd', 'E', 'f']) {
    aws.iam.addUser({
      name,
      groups: numbers.map((index) => `g${index}`),
      policies,
      inlinePolicies,
      tags: { k1: '', K2: '', k3: '' },
      accessKeys: ['Active', 'Active'],
    });
  }
  for (const index of numbers) await iam.send(new PutRolePolicyCommand({ RoleName: 'r0', PolicyName: `i${index}`, PolicyDocument: document }));
  for (const index of [0, 1, 2]) {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: versioned, PolicyDocument: document }));
    await iam.send(new UploadSSHPublicKeyCommand({ UserName: 'b', SSHPublicKeyBody: sshPublicKey() }));
    const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `d${index}` }));
    const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString();
    const codes = { AuthenticationCode1: mfaCode(seed, aws.clock.now() - 30_000), AuthenticationCode2: mfaCode(seed, aws.clock.now()) };
    await iam.send(new EnableMFADeviceCommand({ UserName: 'b', SerialNumber: VirtualMFADevice?.SerialNumber, ...codes }));
  }
  for (const CertificateBody of certificates.slice(0, 2)) await iam.send(new UploadSigningCertificateCommand({ UserName: 'b', CertificateBody }));
  for (const ServiceName of ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']) {
    await iam.send(new CreateServiceSpecificCredentialCommand({ UserName: 'b', ServiceName }));
  }
});
afterAll(() => aws.close());

interface Page {
  readonly Marker?: string | undefined;
  readonly IsTruncated?: boolean | undefined;
}
type Cut = { readonly Marker?: string; readonly MaxItems?: number };

const b = { UserName: 'b' };
const lists: readonly [name: string, count: number, list: (cut: Cut) => Promise<Page>, items: (page: never) => readonly unknown[] | undefined][] = [
  ['ListUsers', 6, (cut) => iam.send(new ListUsersCommand(cut)), (page: { Users?: [] }) => page.Users],
  ['ListGroups', 5, (cut) => iam.send(new ListGroupsCommand(cut)), (page: { Groups?: [] }) => page.Groups],
  ['ListRoles', 5, (cut) => iam.send(new ListRolesCommand(cut)), (page: { Roles?: [] }) => page.Roles],
  ['ListPolicies', 5, (cut) => iam.send(new ListPoliciesCommand({ Scope: 'Local', ...cut })), (page: { Policies?: [] }) => page.Policies],
  ['GetGroup', 5, (cut) => iam.send(new GetGroupCommand({ GroupName: 'g1', ...cut })), (page: { Users?: [] }) => page.Users],
  ['ListGroupsForUser', 5, (cut) => iam.send(new ListGroupsForUserCommand({ ...b, ...cut })), (page: { Groups?: [] }) => page.Groups],
  ['ListUserTags', 3, (cut) => iam.send(new ListUserTagsCommand({ ...b, ...cut })), (page: { Tags?: [] }) => page.Tags],
  ['ListAccessKeys', 2, (cut) => iam.send(new ListAccessKeysCommand({ ...b, ...cut })), (page: { AccessKeyMetadata?: [] }) => page.AccessKeyMetadata],
  ['ListMFADevices', 3, (cut) => iam.send(new ListMFADevicesCommand({ ...b, ...cut })), (page: { MFADevices?: [] }) => page.MFADevices],
  [
    'ListVirtualMFADevices',
    3,
    (cut) => iam.send(new ListVirtualMFADevicesCommand(cut)),
    (page: { VirtualMFADevices?: [] }) => page.VirtualMFADevices,
  ],
  ['ListSSHPublicKeys', 3, (cut) => iam.send(new ListSSHPublicKeysCommand({ ...b, ...cut })), (page: { SSHPublicKeys?: [] }) => page.SSHPublicKeys],
  [
    'ListSigningCertificates',
    2,
    (cut) => iam.send(new ListSigningCertificatesCommand({ ...b, ...cut })),
    (page: { Certificates?: [] }) => page.Certificates,
  ],
  [
    'ListServiceSpecificCredentials',
    2,
    (cut) => iam.send(new ListServiceSpecificCredentialsCommand({ ...b, ...cut })),
    (page: { ServiceSpecificCredentials?: [] }) => page.ServiceSpecificCredentials,
  ],
  ['ListUserPolicies', 5, (cut) => iam.send(new ListUserPoliciesCommand({ ...b, ...cut })), (page: { PolicyNames?: [] }) => page.PolicyNames],
  [
    'ListGroupPolicies',
    5,
    (cut) => iam.send(new ListGroupPoliciesCommand({ GroupName: 'g0', ...cut })),
    (page: { PolicyNames?: [] }) => page.PolicyNames,
  ],
  [
    'ListRolePolicies',
    5,
    (cut) => iam.send(new ListRolePoliciesCommand({ RoleName: 'r0', ...cut })),
    (page: { PolicyNames?: [] }) => page.PolicyNames,
  ],
  [
    'ListAttachedUserPolicies',
    5,
    (cut) => iam.send(new ListAttachedUserPoliciesCommand({ ...b, ...cut })),
    (page: { AttachedPolicies?: [] }) => page.AttachedPolicies,
  ],
  [
    'ListAttachedGroupPolicies',
    5,
    (cut) => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: 'g0', ...cut })),
    (page: { AttachedPolicies?: [] }) => page.AttachedPolicies,
  ],
  [
    'ListAttachedRolePolicies',
    5,
    (cut) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'r0', ...cut })),
    (page: { AttachedPolicies?: [] }) => page.AttachedPolicies,
  ],
  [
    'ListPolicyVersions',
    4,
    (cut) => iam.send(new ListPolicyVersionsCommand({ PolicyArn: versioned, ...cut })),
    (page: { Versions?: [] }) => page.Versions,
  ],
  [
    'ListEntitiesForPolicy',
    15,
    (cut) => iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: versioned, ...cut })),
    (page: { PolicyUsers?: []; PolicyGroups?: []; PolicyRoles?: [] }) => [
      ...(page.PolicyUsers ?? []),
      ...(page.PolicyGroups ?? []),
      ...(page.PolicyRoles ?? []),
    ],
  ],
  [
    'GetAccountAuthorizationDetails',
    21,
    (cut) => iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'], ...cut })),
    (page: { UserDetailList?: []; GroupDetailList?: []; RoleDetailList?: []; Policies?: [] }) => [
      ...(page.UserDetailList ?? []),
      ...(page.GroupDetailList ?? []),
      ...(page.RoleDetailList ?? []),
      ...(page.Policies ?? []),
    ],
  ],
];

/** Reads a list to its end. */
async function pages(list: (cut: Cut) => Promise<Page>, MaxItems: number): Promise<Page[]> {
  const all = [await list({ MaxItems })];
  for (let last = all[0]; last?.Marker !== undefined; last = all.at(-1)) all.push(await list({ MaxItems, Marker: last.Marker }));
  return all;
}

describe.each(lists)('%s', (_name, count, list, items) => {
  test('gives every item once, one to a page', async () => {
    const read = (await pages(list, 1)).flatMap((page) => items(page as never) ?? []);

    expect([read.length, new Set(read.map((item) => JSON.stringify(item))).size]).toEqual([count, count]);
  });

  test('gives a marker with every page but the last, and says so', async () => {
    const read = await pages(list, 2);

    expect(read.map((page) => [page.IsTruncated, page.Marker !== undefined])).toEqual(
      read.map((_page, index) => [index < read.length - 1, index < read.length - 1]),
    );
  });

  test('refuses a marker it did not give', async () => {
    expect((await refusal(list({ Marker: 'bm90LW1pbmU' }))).message).toBe('Invalid Marker.');
  });
});

describe('paging', () => {
  test("refuses another list's marker", async () => {
    const { Marker } = await iam.send(new ListUsersCommand({ MaxItems: 1 }));

    expect((await refusal(iam.send(new ListGroupsCommand({ Marker })))).message).toBe('Invalid Marker.');
  });

  test('gives 100 items unless asked for another number', async () => {
    await using full = await startAws();
    full.iam.seedUsers(150);

    const { Users, IsTruncated } = await iamClient(full).send(new ListUsersCommand({}));

    expect([Users?.length, IsTruncated]).toEqual([100, true]);
  });

  test('reaches 5,000 users with their groups', async () => {
    await using full = await startAws();
    full.iam.seedUsers(4999, (index) => ({ name: `u${index}`, groups: [`g${index % 50}`], tags: { index: String(index) } }));

    const read = await pages((cut) => iamClient(full).send(new ListUsersCommand(cut)), 1000);

    expect(read.map((page) => (page as { readonly Users?: readonly unknown[] }).Users?.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
  });

  test('skips nobody when users come and go between pages', async () => {
    await using busy = await startAws();
    busy.iam.seedUsers(6);
    const client = iamClient(busy);
    const first = await client.send(new ListUsersCommand({ MaxItems: 3 }));
    await client.send(new DeleteUserCommand({ UserName: 'user-00000' }));
    busy.iam.addUser({ name: 'aaa' });

    const second = await client.send(new ListUsersCommand({ Marker: first.Marker }));

    expect(second.Users?.map((user) => user.UserName)).toEqual(['user-00002', 'user-00003', 'user-00004', 'user-00005']);
  });

  test('goes on behind a user that was deleted after its page', async () => {
    await using busy = await startAws();
    busy.iam.seedUsers(4);
    const client = iamClient(busy);
    const first = await client.send(new ListUsersCommand({ MaxItems: 2 }));
    await client.send(new DeleteUserCommand({ UserName: 'user-00000' }));

    const second = await client.send(new ListUsersCommand({ Marker: first.Marker }));

    expect(second.Users?.map((user) => user.UserName)).toEqual(['user-00001', 'user-00002', 'user-00003']);
  });
});
