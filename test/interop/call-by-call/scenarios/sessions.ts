import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { type Before, iam, type Scenario, sts } from '../scenario.ts';

const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }],
});
const closed = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'acme-42' } } }],
});

const open = (before: Before, input: Partial<AssumeRoleCommandInput> = {}) =>
  new AssumeRoleCommand({ RoleArn: before('role').Role?.Arn, RoleSessionName: 'connector', ...input });

/** Sessions of the Security Token Service. */
export const sessions: readonly Scenario[] = [
  {
    name: 'sessions',
    steps: [
      iam('role', () => new CreateRoleCommand({ RoleName: 'r', Path: '/svc/', AssumeRolePolicyDocument: trustPolicy })),
      sts('assume', (before) => open(before)),
      sts('assume with a source identity', (before) => open(before, { SourceIdentity: 'ada' })),
      sts('assume with tags', (before) => open(before, { Tags: [{ Key: 'team', Value: 'a' }], TransitiveTagKeys: ['team'] })),
      sts('assume with policies', (before) => open(before, { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] })),
      sts('assume for too short', (before) => open(before, { DurationSeconds: 899 })),
      sts('assume for longer than the role allows', (before) => open(before, { DurationSeconds: 7200 })),
      sts('assume under a name with a space', (before) => open(before, { RoleSessionName: 'a b' })),
      sts('assume under a name of 65 characters', (before) => open(before, { RoleSessionName: 'x'.repeat(65) })),
      sts('assume what is not there', () => new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/none', RoleSessionName: 'connector' })),
      sts('assume what is no role', () => new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:user/ada', RoleSessionName: 'connector' })),
      sts('a transitive key that is no tag', (before) => open(before, { TransitiveTagKeys: ['team'] })),
      sts('who am I', () => new GetCallerIdentityCommand({})),
      sts('session token', () => new GetSessionTokenCommand({})),
      sts(
        'with a token that nobody knows',
        (before) =>
          new AssumeRoleWithWebIdentityCommand({ RoleArn: before('role').Role?.Arn, RoleSessionName: 'connector', WebIdentityToken: 'made up' }),
      ),
    ],
  },
  {
    name: 'external ids',
    steps: [
      iam('role', () => new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: closed })),
      sts('the right one', (before) => open(before, { ExternalId: 'acme-42' })),
      sts('a wrong one', (before) => open(before, { ExternalId: 'acme-43' })),
      sts('tags that the role does not consent to', (before) => open(before, { ExternalId: 'acme-42', Tags: [{ Key: 'team', Value: 'a' }] })),
    ],
  },
];
