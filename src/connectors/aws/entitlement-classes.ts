import { acrossAccounts } from './accounts/across-accounts.ts';
import { ManagedPolicy } from './policy/policy-class.ts';
import { policyPermissions } from './policy/policy-permissions.ts';
import { policy } from './policy.ts';
import { Role } from './role/role-class.ts';
import { rolePermissions } from './role/role-permissions.ts';
import { role } from './role.ts';

/** The classes of what gives rights. */
export type EntitlementClasses = readonly [typeof Role, typeof ManagedPolicy];

/** What the connector does with them. */
export interface EntitlementOperations {
  readonly Role: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
  readonly ManagedPolicy: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
}

/** These classes. */
export const entitlementClasses: EntitlementClasses = [Role, ManagedPolicy];

/** Their operations. */
export const entitlementOperations = {
  Role: acrossAccounts(role, { references: [] }),
  ManagedPolicy: acrossAccounts(policy, { references: ['Users', 'Groups', 'Roles', 'BoundedUsers', 'BoundedRoles'] }),
} as const;

/** The rights that they need. */
export const entitlementPermissions = {
  Role: rolePermissions,
  ManagedPolicy: policyPermissions,
} as const;
