import { role } from './role.ts';

/** The classes of what gives rights, in German. */
export const entitlements = { ...role } as const;
