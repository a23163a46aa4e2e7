import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import type { InheritedPolicy } from './inherited-policies.ts';

/**
 * The policies of all groups of the account, by the group's name: one call of GetAccountAuthorizationDetails for each thousand groups. Their
 * documents are not kept.
 *
 * @example
 * (await policiesOfGroups(session, signal)).get('ops');  // [{ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', GroupName: 'ops' }]
 */
export async function policiesOfGroups(session: AwsSession, signal: AbortSignal): Promise<ReadonlyMap<string, readonly InheritedPolicy[]>> {
  const groups = await allOf(
    (Marker) => session.iam('GetAccountAuthorizationDetails', { Filter: ['Group'], Marker, MaxItems: MOST_ITEMS }, { signal }),
    // What is not needed goes at once: there can be 5,120 characters of documents in each group.
    ({ GroupDetailList = [] }) =>
      GroupDetailList.map(({ GroupName = '', AttachedManagedPolicies = [], GroupPolicyList = [] }) => {
        const attached = AttachedManagedPolicies.flatMap(({ PolicyArn }) => (PolicyArn === undefined ? [] : [{ PolicyArn, GroupName }]));
        const inline = GroupPolicyList.flatMap(({ PolicyName }) => (PolicyName === undefined ? [] : [{ PolicyName, GroupName }]));
        return [GroupName, [...attached, ...inline]] as const;
      }),
  );
  return new Map(groups);
}
