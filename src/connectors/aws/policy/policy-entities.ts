import { answersOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';

/** Who has a managed policy, by name. */
export interface PolicyEntities {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

/** Whether it is to get to whom a policy is attached. */
export function asksHolders(names: ReadonlySet<string>): boolean {
  return names.has('Users') || names.has('Groups') || names.has('Roles');
}

/** Whether it is to get whom a policy bounds. */
export function asksBounded(names: ReadonlySet<string>): boolean {
  return names.has('BoundedUsers') || names.has('BoundedRoles');
}

/**
 * Who has a managed policy: to be allowed what it says, or to be bounded by it.
 *
 * @throws ConnectorError `UnknownUid` when there is no such policy.
 */
export async function entitiesOf(
  session: AwsSession,
  PolicyArn: string,
  PolicyUsageFilter: 'PermissionsPolicy' | 'PermissionsBoundary',
  signal: AbortSignal,
): Promise<PolicyEntities> {
  const entities = { users: [] as string[], groups: [] as string[], roles: [] as string[] };
  const read = (Marker: string | undefined) =>
    session.iam('ListEntitiesForPolicy', { PolicyArn, PolicyUsageFilter, Marker, MaxItems: MOST_ITEMS }, { signal, uid: PolicyArn });
  for await (const { PolicyUsers = [], PolicyGroups = [], PolicyRoles = [] } of answersOf(read)) {
    entities.users.push(...PolicyUsers.flatMap(({ UserName }) => UserName ?? []));
    entities.groups.push(...PolicyGroups.flatMap(({ GroupName }) => GroupName ?? []));
    entities.roles.push(...PolicyRoles.flatMap(({ RoleName }) => RoleName ?? []));
  }
  return entities;
}

/** Them in words: `user ada, group ops`. */
export function entitiesInWords({ users, groups, roles }: PolicyEntities): string {
  return [...users.map((name) => `user ${name}`), ...groups.map((name) => `group ${name}`), ...roles.map((name) => `role ${name}`)].join(', ');
}
