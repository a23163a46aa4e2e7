import { acrossAccounts } from './accounts/across-accounts.ts';
import { Entitlement } from './entitlement/entitlement-class.ts';
import { entitlementViewPermissions } from './entitlement/entitlement-permissions.ts';
import { entitlement } from './entitlement.ts';
import { ManagedPolicy } from './policy/policy-class.ts';
import { policyPermissions } from './policy/policy-permissions.ts';
import { policy } from './policy.ts';
import { Role } from './role/role-class.ts';
import { rolePermissions } from './role/role-permissions.ts';
import { role } from './role.ts';

/** The classes of what gives rights. */
export type EntitlementClasses = readonly [typeof Role, typeof ManagedPolicy, typeof Entitlement];

/** What the connector does with them. */
export interface EntitlementOperations {
  readonly Role: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
  readonly ManagedPolicy: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
  readonly Entitlement: 'updateDelta' | 'get' | 'search';
}

/** These classes. */
export const entitlementClasses: EntitlementClasses = [Role, ManagedPolicy, Entitlement];

/** Their operations. */
export const entitlementOperations = {
  Role: acrossAccounts(role, { references: [] }),
  ManagedPolicy: acrossAccounts(policy, { references: ['Users', 'Groups', 'Roles', 'BoundedUsers', 'BoundedRoles'] }),
  Entitlement: acrossAccounts(entitlement, { references: ['Users', 'Groups', 'Roles'] }),
} as const;

/** The rights that they need. */
export const entitlementPermissions = {
  Role: rolePermissions,
  ManagedPolicy: policyPermissions,
  Entitlement: entitlementViewPermissions,
} as const;
