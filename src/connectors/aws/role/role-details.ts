import type { RoleDetail } from '@aws-sdk/client-iam';
import type { NamesToGet } from '../../../spi/operations.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { inlinePoliciesFrom } from '../write/inline-policies.ts';
import type { Role } from './role-class.ts';
import type { RoleExtras } from './role-object.ts';

/** One answer of GetAccountAuthorizationDetails about roles. */
export function readRoleDetails(session: AwsSession, Marker: string | undefined, signal: AbortSignal) {
  return session.iam('GetAccountAuthorizationDetails', { Filter: ['Role'], Marker, MaxItems: MOST_ITEMS }, { signal });
}

/** The details of all roles of the account by RoleId, without the documents that are not to get. */
export async function allRoleDetails(
  session: AwsSession,
  names: NamesToGet<typeof Role>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RoleDetail>> {
  const keep = (role: RoleDetail): RoleDetail => {
    const { AssumeRolePolicyDocument, RolePolicyList, ...rest } = role;
    return names.has('InlinePolicies') ? { ...rest, RolePolicyList } : rest;
  };
  const roles = await allOf(
    (marker) => readRoleDetails(session, marker, signal),
    (answer) => answer.RoleDetailList?.map(keep),
  );
  return new Map(roles.flatMap((role) => (role.RoleId === undefined ? [] : [[role.RoleId, role] as const])));
}

/** What the details of a role say besides the role itself, as far as it is to get. */
export function extrasOf(role: RoleDetail, names: NamesToGet<typeof Role>): RoleExtras {
  const { AttachedManagedPolicies = [], InstanceProfileList = [] } = role;
  return {
    attached: names.has('AttachedPolicies') ? AttachedManagedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []) : undefined,
    inline: names.has('InlinePolicies') ? inlinePoliciesFrom(role.RolePolicyList) : undefined,
    profiles: names.has('InstanceProfiles') ? InstanceProfileList.flatMap(({ InstanceProfileName }) => InstanceProfileName ?? []) : undefined,
  };
}
