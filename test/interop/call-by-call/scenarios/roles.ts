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
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListInstanceProfileTagsCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { iam, type Scenario } from '../scenario.ts';
import { createPolicy, createRole, trustPolicy } from './made.ts';

const withTrust = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] });

/** Roles and instance profiles. */
export const roles: readonly Scenario[] = [
  {
    name: 'roles',
    steps: [
      iam(
        'create',
        () =>
          new CreateRoleCommand({
            RoleName: 'r',
            Path: '/svc/',
            AssumeRolePolicyDocument: trustPolicy,
            Description: 'for tests',
            MaxSessionDuration: 7200,
            Tags: [{ Key: 'team', Value: 'a' }],
          }),
      ),
      createRole('plain'),
      iam('create a taken name', () => new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trustPolicy })),
      iam('get', () => new GetRoleCommand({ RoleName: 'r' })),
      iam('get a plain one', () => new GetRoleCommand({ RoleName: 'plain' })),
      iam('get one that is not there', () => new GetRoleCommand({ RoleName: 'none' })),
      iam('list by path', () => new ListRolesCommand({ PathPrefix: '/svc/' })),
      iam('list a page of one', () => new ListRolesCommand({ PathPrefix: '/svc/', MaxItems: 1 })),
      iam('update', () => new UpdateRoleCommand({ RoleName: 'r', Description: 'new' })),
      iam('get what was updated', () => new GetRoleCommand({ RoleName: 'r' })),
      iam('update the description', () => new UpdateRoleDescriptionCommand({ RoleName: 'plain', Description: 'said' })),
      iam('sessions that are too long', () => new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 43_201 })),
      iam(
        'trust',
        () => new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: withTrust({ Principal: { Service: 'lambda.amazonaws.com' } }) }),
      ),
      iam('get what trusts', () => new GetRoleCommand({ RoleName: 'r' })),
      iam('tag', () => new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'site', Value: 'x' }] })),
      iam('untag', () => new UntagRoleCommand({ RoleName: 'r', TagKeys: ['team'] })),
      iam('tags', () => new ListRoleTagsCommand({ RoleName: 'r' })),
      iam('delete', () => new DeleteRoleCommand({ RoleName: 'r' })),
      iam('delete again', () => new DeleteRoleCommand({ RoleName: 'r' })),
      iam('create in another case', () => new CreateRoleCommand({ RoleName: 'PLAIN', AssumeRolePolicyDocument: trustPolicy })),
    ],
  },
  {
    name: 'trust policies',
    steps: [
      iam('not JSON', () => new CreateRoleCommand({ RoleName: 'a', AssumeRolePolicyDocument: '{' })),
      iam('without principal', () => new CreateRoleCommand({ RoleName: 'b', AssumeRolePolicyDocument: withTrust({}) })),
      iam('with a resource', () => new CreateRoleCommand({ RoleName: 'c', AssumeRolePolicyDocument: withTrust({ Principal: '*', Resource: '*' }) })),
      iam(
        'of another action',
        () => new CreateRoleCommand({ RoleName: 'd', AssumeRolePolicyDocument: withTrust({ Principal: '*', Action: 's3:GetObject' }) }),
      ),
      iam(
        'of a user that is not there',
        () =>
          new CreateRoleCommand({
            RoleName: 'e',
            AssumeRolePolicyDocument: withTrust({ Principal: { AWS: 'arn:aws:iam::123456789012:user/ghost' } }),
          }),
      ),
      iam(
        'of what is no principal',
        () => new CreateRoleCommand({ RoleName: 'f', AssumeRolePolicyDocument: withTrust({ Principal: { AWS: 'ghost' } }) }),
      ),
      iam(
        'too long',
        () =>
          new CreateRoleCommand({
            RoleName: 'g',
            AssumeRolePolicyDocument: withTrust({ Principal: { Service: 'ec2.amazonaws.com' }, Sid: 'x'.repeat(2048) }),
          }),
      ),
      iam('of version 2008', () => new CreateRoleCommand({ RoleName: 'h', AssumeRolePolicyDocument: trustPolicy.replace('2012', '2008') })),
    ],
  },
  {
    name: 'boundaries of roles',
    steps: [
      createPolicy('fence'),
      iam(
        'create bounded',
        (before) =>
          new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trustPolicy, PermissionsBoundary: before('policy fence').Policy?.Arn }),
      ),
      iam('get', () => new GetRoleCommand({ RoleName: 'r' })),
      iam('delete', () => new DeleteRolePermissionsBoundaryCommand({ RoleName: 'r' })),
      iam('put', (before) => new PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: before('policy fence').Policy?.Arn })),
      iam('get again', () => new GetRoleCommand({ RoleName: 'r' })),
      iam(
        'put nothing',
        () => new PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none' }),
      ),
    ],
  },
  {
    name: 'instance profiles',
    steps: [
      createRole('r'),
      createRole('s'),
      iam('create', () => new CreateInstanceProfileCommand({ InstanceProfileName: 'p', Path: '/x/', Tags: [{ Key: 'a', Value: '1' }] })),
      iam('create again', () => new CreateInstanceProfileCommand({ InstanceProfileName: 'p' })),
      iam('get', () => new GetInstanceProfileCommand({ InstanceProfileName: 'p' })),
      iam('add', () => new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 'r' })),
      iam('get with a role', () => new GetInstanceProfileCommand({ InstanceProfileName: 'p' })),
      iam('add a second', () => new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 's' })),
      iam('add nothing', () => new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 'none' })),
      iam('list', () => new ListInstanceProfilesCommand({ PathPrefix: '/x/' })),
      iam('of a role', () => new ListInstanceProfilesForRoleCommand({ RoleName: 'r' })),
      iam('of a role without', () => new ListInstanceProfilesForRoleCommand({ RoleName: 's' })),
      iam('of nothing', () => new ListInstanceProfilesForRoleCommand({ RoleName: 'none' })),
      iam('delete the role', () => new DeleteRoleCommand({ RoleName: 'r' })),
      iam('delete with a role', () => new DeleteInstanceProfileCommand({ InstanceProfileName: 'p' })),
      iam('tag', () => new TagInstanceProfileCommand({ InstanceProfileName: 'p', Tags: [{ Key: 'b', Value: '2' }] })),
      iam('untag', () => new UntagInstanceProfileCommand({ InstanceProfileName: 'p', TagKeys: ['a'] })),
      iam('tags', () => new ListInstanceProfileTagsCommand({ InstanceProfileName: 'p' })),
      iam('remove', () => new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 'r' })),
      iam('remove again', () => new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'p', RoleName: 'r' })),
      iam('delete', () => new DeleteInstanceProfileCommand({ InstanceProfileName: 'p' })),
      iam('get what was deleted', () => new GetInstanceProfileCommand({ InstanceProfileName: 'p' })),
    ],
  },
  {
    name: 'roles in use',
    steps: [
      createRole('r'),
      createPolicy('p'),
      iam('attach', (before) => new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: before('policy p').Policy?.Arn })),
      iam('delete', () => new DeleteRoleCommand({ RoleName: 'r' })),
      iam('detach', (before) => new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: before('policy p').Policy?.Arn })),
      iam('delete free', () => new DeleteRoleCommand({ RoleName: 'r' })),
    ],
  },
  {
    name: 'service-linked roles',
    steps: [
      iam('create', () => new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com', Description: 'x' })),
      iam('delete as any role', () => new DeleteRoleCommand({ RoleName: 'AWSServiceRoleForAutoScaling' })),
    ],
  },
  {
    name: 'deleting service-linked roles',
    steps: [
      iam('create', () => new CreateServiceLinkedRoleCommand({ AWSServiceName: 'autoscaling.amazonaws.com' })),
      iam('delete', () => new DeleteServiceLinkedRoleCommand({ RoleName: 'AWSServiceRoleForAutoScaling' })),
      iam('status', (before) => new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: before('delete').DeletionTaskId })),
    ],
  },
];
