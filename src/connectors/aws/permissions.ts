import type { Permissions } from '../../spi/permissions.ts';
import { accountPermissions } from './account/account-permissions.ts';
import { type EntitlementOperations, entitlementPermissions } from './entitlement-classes.ts';
import { groupPermissions } from './group/group-permissions.ts';
import { hookPermissions } from './hooks/hook-permissions.ts';
import { type OrganisationOperations, organisationPermissions } from './organisation-classes.ts';
import { syncPermissions } from './sync/sync-permissions.ts';

/**
 * What a policy must allow the connector, by operation: what it calls, given everything that the operation can be given, under whatever
 * settings. Taking back a half-done create needs rights as well. `policyDocument` makes the policy of one configuration out of it.
 *
 * Not among them are `sts:AssumeRole`, `sts:TagSession` and `sts:SetSourceIdentity`, which the credentials need on the role of `roleArn`.
 * GetCallerIdentity needs no permission. Tags in a create are AWS's demand for `iam:TagUser`, `iam:TagRole`, `iam:TagPolicy`,
 * `organizations:TagResource` and `ec2:CreateTags`, and an instance profile for `iam:PassRole`; the connector does not call them there.
 *
 * AWS: IAM user guide, Tagging IAM resources; STS, GetCallerIdentity; EC2, RunInstances.
 *
 * @example
 * permissions.__GROUP__.delete;  // ['iam:GetGroup', …]
 */
export const permissions = {
  '*': {
    test: ['iam:ListUsers'],
    discoverConfiguration: [],
    testPartialConfiguration: [],
    ...hookPermissions,
  },
  __ACCOUNT__: { ...accountPermissions, ...syncPermissions(accountPermissions, ['iam:GetUser'], ['iam:GetGroup']) },
  __GROUP__: { ...groupPermissions, ...syncPermissions(groupPermissions, ['iam:GetGroup'], ['iam:ListGroupsForUser']) },
  ...entitlementPermissions,
  Role: { ...entitlementPermissions.Role, ...syncPermissions(entitlementPermissions.Role, ['iam:GetRole']) },
  ManagedPolicy: { ...entitlementPermissions.ManagedPolicy, ...syncPermissions(entitlementPermissions.ManagedPolicy, ['iam:GetPolicy']) },
  ...organisationPermissions,
} as const satisfies Permissions<keyof EntitlementOperations | keyof OrganisationOperations | '__ACCOUNT__' | '__GROUP__'>;
