import { entitlement } from './entitlement.ts';
import { managedPolicy } from './managed-policy.ts';
import { role } from './role.ts';

/** The classes of what gives rights, in German. */
export const entitlements = { ...role, ...managedPolicy, ...entitlement } as const;
