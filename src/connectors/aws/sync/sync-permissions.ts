/** What a policy must allow so that changes can be asked for, by `syncSource`. The queue's own policy has to let EventBridge write to it besides. */
export const sourcePermissions = {
  cloudtrail: ['cloudtrail:LookupEvents'],
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  none: [],
} as const;

/** What a search calls for filters only. */
const filtersOnly = ['iam:ListEntitiesForPolicy'];

/**
 * What a policy must allow for the sync of a class: the source, and the reading of objects.
 *
 * A sync from the beginning is a search without a filter. A liveSync tells of objects what is read by default. A queue need not be asked for
 * a token.
 *
 * @param own        What its get and its search need.
 * @param byDefault  What a get needs that reads the attributes returned by default.
 * @param shown      What is needed besides to find the objects that show a change of another class.
 *
 * @example
 * syncPermissions(groupPermissions, ['iam:GetGroup'], ['iam:ListGroupsForUser']).latestSyncToken;  // ['cloudtrail:LookupEvents']
 */
export function syncPermissions(
  { get, search }: { readonly get: readonly string[]; readonly search: readonly string[] },
  byDefault: readonly string[],
  shown: readonly string[] = [],
): Readonly<Record<'sync' | 'latestSyncToken' | 'liveSync', readonly string[]>> {
  const { cloudtrail, sqs } = sourcePermissions;
  const listed = search.filter((action) => !filtersOnly.includes(action));
  return {
    sync: [...new Set([...cloudtrail, ...sqs, ...get, ...shown, ...listed])],
    latestSyncToken: cloudtrail,
    liveSync: [...cloudtrail, ...sqs, ...byDefault],
  };
}
