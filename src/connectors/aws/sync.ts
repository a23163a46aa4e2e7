import type { ObjectClass } from '../../model/object-class.ts';
import { Account } from './account/account-class.ts';
import { account } from './account.ts';
import { Group } from './group/group-class.ts';
import { group } from './group.ts';
import { ManagedPolicy } from './policy/policy-class.ts';
import { policy } from './policy.ts';
import { Role } from './role/role-class.ts';
import { role } from './role.ts';
import { type SyncOperations, syncOperations } from './sync/sync-operations.ts';
import type { SyncedClass } from './sync/synced-class.ts';

const accounts: SyncedClass = { objectClass: Account, operations: account as unknown as SyncedClass['operations'], references: ['__GROUPS__'] };
const groups: SyncedClass = { objectClass: Group, operations: group as unknown as SyncedClass['operations'], references: ['Members'] };
const roles: SyncedClass = { objectClass: Role, operations: role as unknown as SyncedClass['operations'], references: [] };
const policies: SyncedClass = {
  objectClass: ManagedPolicy,
  operations: policy as unknown as SyncedClass['operations'],
  references: ['Users', 'Groups', 'Roles', 'BoundedUsers', 'BoundedRoles'],
};

/** Sync, latestSyncToken and liveSync of users. */
export const accountSync: SyncOperations<typeof Account> = syncOperations('__ACCOUNT__', [accounts]);

/** The same of groups. */
export const groupSync: SyncOperations<typeof Group> = syncOperations('__GROUP__', [groups]);

/** The same of roles. */
export const roleSync: SyncOperations<typeof Role> = syncOperations('Role', [roles]);

/** The same of managed policies. */
export const policySync: SyncOperations<typeof ManagedPolicy> = syncOperations('ManagedPolicy', [policies]);

/** The same of all classes that have a sync, in one stream. */
export const allSync: SyncOperations<ObjectClass> = syncOperations('__ALL__', [accounts, groups, roles, policies]);
