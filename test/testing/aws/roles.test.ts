import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteServiceLinkedRoleCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  type IAMClient,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListInstanceProfileTagsCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const trustPolicy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}';
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
});
afterEach(() => aws.close());

describe('a role', () => {
  test('is created with all that it can have', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'r',
        Path: '/svc/',
        AssumeRolePolicyDocument: trustPolicy,
        Description: 'for tests',
        MaxSessionDuration: 7200,
        PermissionsBoundary: readOnly,
        Tags: [{ Key: 'team', Value: 'a' }],
      }),
    );

    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));

    expect(Role).toEqual({
      Path: '/svc/',
      RoleName: 'r',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::123456789012:role/svc/r',
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: encodeURIComponent(trustPolicy),
      Description: 'for tests',
      MaxSessionDuration: 7200,
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: readOnly },
      Tags: [{ Key: 'team', Value: 'a' }],
      RoleLastUsed: {},
    });
  });

  test('cannot be bounded by a policy that is not there', async () => {
    const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/none';

    const refused = await refusal(iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trustPolicy, PermissionsBoundary })));

    expect(refused).toEqual({ code: 'NoSuchEntity', status: 404, message: `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.` });
  });

  test('cannot have a trust policy of more than 2,048 characters, white space not counted', async () => {
    const statement = (id: string) => `{"Sid":"${id}","Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}`;
    const long = (characters: number) => `{"Version":"2012-10-17",${' '.repeat(500)}"Statement":[${statement('x'.repeat(characters - 130))}]}`;
    await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: long(2048) }));

    const refused = await refusal(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: long(2100) })));

    expect(refused).toEqual({ code: 'LimitExceeded', status: 409, message: 'Cannot exceed quota for ACLSizePerRole: 2048' });
  });

  test('goes back to sessions of an hour when an update does not say how long', async () => {
    aws.iam.addRole({ name: 'r', trustPolicy, maxSessionDuration: 7200, description: 'old' });

    await iam.send(new UpdateRoleCommand({ RoleName: 'r', Description: 'new' }));

    expect((await iam.send(new GetRoleCommand({ RoleName: 'r' }))).Role).toMatchObject({ Description: 'new', MaxSessionDuration: 3600 });
  });

  test('keeps the length of its sessions when only the description is updated', async () => {
    aws.iam.addRole({ name: 'r', trustPolicy, maxSessionDuration: 7200 });

    const { Role } = await iam.send(new UpdateRoleDescriptionCommand({ RoleName: 'r', Description: 'new' }));

    expect(Role).toMatchObject({ Description: 'new', MaxSessionDuration: 7200 });
  });

  test('tells its tags, boundary and last use only when it is asked for by itself', async () => {
    aws.iam.addRole({ name: 'r', trustPolicy, permissionsBoundary: readOnly, tags: { team: 'a' }, lastUsed: { at: Date.UTC(2026, 0, 2) } });

    const { Roles } = await iam.send(new ListRolesCommand({}));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }));

    expect([Roles?.[0]?.Tags, Roles?.[0]?.PermissionsBoundary, Roles?.[0]?.RoleLastUsed]).toEqual([undefined, undefined, undefined]);
    expect(Role?.RoleLastUsed).toEqual({ LastUsedDate: new Date(Date.UTC(2026, 0, 2)), Region: 'us-east-1' });
  });

  const conflicts: readonly [title: string, seed: object, message: string][] = [
    ['it is in an instance profile', { instanceProfiles: ['p'] }, 'must remove roles from instance profile first.'],
    ['a policy is attached', { policies: [readOnly] }, 'must detach all policies first.'],
    ['it has an inline policy', { inlinePolicies: { p: document } }, 'must delete policies first.'],
  ];
  test.each(conflicts)('cannot be deleted while %s', async (_title, seed, message) => {
    aws.iam.addRole({ name: 'r', trustPolicy, ...seed });

    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'r' })))).toEqual({
      code: 'DeleteConflict',
      status: 409,
      message: `Cannot delete entity, ${message}`,
    });
  });

  test('cannot be given the policy of a service', async () => {
    aws.iam.addRole({ name: 'r', trustPolicy });
    const PolicyArn = 'arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy';

    const refused = await refusal(iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn })));

    expect(refused).toEqual({ code: 'PolicyNotAttachable', status: 400, message: 'Cannot attach a Service Role Policy to a Customer Role.' });
  });

  test('is described in bulk with its instance profiles, tags and last use', async () => {
    const at = Date.UTC(2026, 0, 2);
    aws.iam.addRole({ name: 'r', trustPolicy, instanceProfiles: ['p'], tags: { team: 'a' }, lastUsed: { at }, inlinePolicies: { p: document } });

    const { RoleDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] }));

    expect(RoleDetailList?.[0]).toMatchObject({
      InstanceProfileList: [{ InstanceProfileName: 'p', Roles: [{ RoleName: 'r' }] }],
      RolePolicyList: [{ PolicyName: 'p', PolicyDocument: encodeURIComponent(document).replaceAll('*', '%2A') }],
      Tags: [{ Key: 'team', Value: 'a' }],
      RoleLastUsed: { LastUsedDate: new Date(at), Region: 'us-east-1' },
    });
  });
});

describe('an instance profile', () => {
  beforeEach(() => {
    aws.iam.addRole({ name: 'r', trustPolicy });
    aws.iam.addRole({ name: 's', trustPolicy });
  });
  const add = (RoleName: string) => iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'p', RoleName }));

  test('holds a role, and is found by it', async () => {
    const { InstanceProfile } = await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p', Path: '/x/' }));
    await add('r');

    const ofRole = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'R' }));
    const alone = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'p' }));

    expect(InstanceProfile).toMatchObject({
      InstanceProfileId: expect.stringMatching(/^AIPA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::123456789012:instance-profile/x/p',
      Roles: [],
    });
    expect(ofRole.InstanceProfiles).toEqual([expect.objectContaining({ InstanceProfileName: 'p' })]);
    expect(alone.InstanceProfile?.Roles).toEqual([expect.objectContaining({ RoleName: 'r', Arn: 'arn:aws:iam::123456789012:role/r' })]);
  });

  test('holds one role at most', async () => {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p' }));
    await add('r');

    expect(await refusal(add('s'))).toEqual({
      code: 'LimitExceeded',
      status: 409,
      message: 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    });
  });

  test('is deleted once its role is out', async () => {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p' }));
    await add('r');
    const early = await refusal(iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'p' })));
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 'r' }));
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'p' }));

    expect(early).toMatchObject({ code: 'DeleteConflict', message: 'Cannot delete entity, must remove roles from instance profile first.' });
    expect((await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles).toEqual([]);
  });

  const refused: readonly [title: string, call: () => Promise<unknown>, code: string][] = [
    ['created twice', () => iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'P' })), 'EntityAlreadyExists'],
    ['found under another name', () => iam.send(new GetInstanceProfileCommand({ InstanceProfileName: 'none' })), 'NoSuchEntity'],
    ['given a role that is not there', () => add('none'), 'NoSuchEntity'],
    [
      'rid of a role that it does not hold',
      () => iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 'r' })),
      'NoSuchEntity',
    ],
    ['named with a space', () => iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'a b' })), 'ValidationError'],
  ];
  test.each(refused)('cannot be %s', async (_title, call, code) => {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p' }));

    expect((await refusal(call())).code).toBe(code);
  });

  test('has tags', async () => {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'p', Tags: [{ Key: 'a', Value: '1' }] }));
    await iam.send(new TagInstanceProfileCommand({ InstanceProfileName: 'p', Tags: [{ Key: 'b', Value: '2' }] }));
    await iam.send(new UntagInstanceProfileCommand({ InstanceProfileName: 'p', TagKeys: ['A'] }));

    expect((await iam.send(new ListInstanceProfileTagsCommand({ InstanceProfileName: 'p' }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  test('is listed by page and path', async () => {
    for (const name of ['b', 'a', 'c']) await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name, Path: '/x/' }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'elsewhere' }));

    const first = await iam.send(new ListInstanceProfilesCommand({ PathPrefix: '/x/', MaxItems: 2 }));
    const rest = await iam.send(new ListInstanceProfilesCommand({ PathPrefix: '/x/', MaxItems: 2, Marker: first.Marker }));

    const names = [first, rest].map((page) => page.InstanceProfiles?.map((each) => each.InstanceProfileName));
    expect([...names, first.IsTruncated, rest.IsTruncated]).toEqual([['a', 'b'], ['c'], true, false]);
  });
});

describe('a service-linked role', () => {
  const RoleName = 'AWSServiceRoleForSupport';
  beforeEach(async () => {
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'support.amazonaws.com' }));
  });

  const writes: readonly [title: string, call: () => Promise<unknown>][] = [
    ['deleted', () => iam.send(new DeleteRoleCommand({ RoleName }))],
    ['given a policy', () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: readOnly }))],
    ['deprived of a policy', () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: readOnly }))],
    ['given an inline policy', () => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: document }))],
    ['trusted by others', () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustPolicy }))],
    ['bounded', () => iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: readOnly }))],
    ['freed of its bounds', () => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))],
  ];
  test.each(writes)('cannot be %s', async (_title, call) => {
    expect(await refusal(call())).toEqual({
      code: 'UnmodifiableEntity',
      status: 400,
      message: "Cannot perform the operation on the protected role 'AWSServiceRoleForSupport' - this role is only modifiable by AWS",
    });
  });

  test('cannot have longer sessions, but a description and tags', async () => {
    await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: 'ours' }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: '1' }] }));

    const refused = await refusal(iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 })));

    expect(refused).toMatchObject({
      code: 'UnmodifiableEntity',
      message: `${RoleName} is an AWS service linked role, max session duration cannot be changed.`,
    });
    expect((await iam.send(new GetRoleCommand({ RoleName }))).Role).toMatchObject({
      Path: '/aws-service-role/support.amazonaws.com/',
      Description: 'ours',
      Tags: [{ Key: 'a', Value: '1' }],
    });
  });

  test('is made once', async () => {
    const again = iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'support.amazonaws.com' }));

    expect(await refusal(again)).toMatchObject({ code: 'InvalidInput', message: expect.stringMatching(/has been taken in this account/) });
  });

  test('is deleted by a task of its own', async () => {
    const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }));

    const { Status } = await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));

    expect([Status, (await refusal(iam.send(new GetRoleCommand({ RoleName })))).code]).toEqual(['SUCCEEDED', 'NoSuchEntity']);
  });

  test('can be put into the account as any other role', async () => {
    aws.iam.addRole({ name: 'AWSReservedSSO_Admin', trustPolicy, isServiceLinked: true });

    expect((await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'AWSReservedSSO_Admin' })))).code).toBe('UnmodifiableEntity');
  });
});
