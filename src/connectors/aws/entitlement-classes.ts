import { acrossAccounts } from './accounts/across-accounts.ts';
import { Role } from './role/role-class.ts';
import { rolePermissions } from './role/role-permissions.ts';
import { role } from './role.ts';

/** The classes of what gives rights. */
export type EntitlementClasses = readonly [typeof Role];

/** What the connector does with them. */
export interface EntitlementOperations {
  readonly Role: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
}

/** These classes. */
export const entitlementClasses: EntitlementClasses = [Role];

/** Their operations. */
export const entitlementOperations = {
  Role: acrossAccounts(role, { references: [] }),
} as const;

/** The rights that they need. */
export const entitlementPermissions = {
  Role: rolePermissions,
} as const;
