/** What a policy must allow so that changes can be asked for, by `syncSource`. The queue's own policy has to let EventBridge write to it besides. */
export const sourcePermissions = {
  cloudtrail: ['cloudtrail:LookupEvents'],
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  none: [],
} as const;

const source = [...sourcePermissions.cloudtrail, ...sourcePermissions.sqs] as const;

/**
 * What a policy must allow for the sync of a class: the source, and the reading of objects.
 *
 * @param own     What its get and its search need.
 * @param shown   What is needed besides to find the objects that show a change of another class.
 *
 * @example
 * syncPermissions(groupPermissions, ['iam:ListGroupsForUser']).latestSyncToken;  // ['cloudtrail:LookupEvents', …]
 */
export function syncPermissions(
  { get, search }: { readonly get: readonly string[]; readonly search: readonly string[] },
  shown: readonly string[] = [],
): Readonly<Record<'sync' | 'latestSyncToken' | 'liveSync', readonly string[]>> {
  const live = [...new Set([...source, ...get, ...shown])];
  return { sync: [...new Set([...live, ...search])], latestSyncToken: [...source], liveSync: live };
}
