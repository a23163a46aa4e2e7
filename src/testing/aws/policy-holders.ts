import type { Account } from './account.ts';
import type { PolicyHolder } from './entities.ts';
import { existingUserName, groupName, required, roleName } from './parameters.ts';
import { changeableRole } from './protected-roles.ts';
import { type Field, onWire } from './validation.ts';

/** Something that policies are given to: how requests name it, and where it is. */
export interface HolderKind {
  readonly kind: 'User' | 'Group' | 'Role';
  /** The field that names it, under the key `holder`. */
  readonly field: Field<string>;
  find(account: Account, name: string): PolicyHolder;
  /** Finds it to change what it may do. */
  change(account: Account, name: string): PolicyHolder;
  /** How many managed policies it may have. */
  quota(account: Account): number;
}

/** Users, groups and roles, as holders of policies. */
export const holderKinds: readonly HolderKind[] = [
  {
    kind: 'User',
    field: onWire('UserName', required(existingUserName)),
    find: (account, name) => account.user(name),
    change: (account, name) => account.user(name),
    quota: (account) => account.quotas.policiesPerUser,
  },
  {
    kind: 'Group',
    field: onWire('GroupName', required(groupName)),
    find: (account, name) => account.group(name),
    change: (account, name) => account.group(name),
    quota: (account) => account.quotas.policiesPerGroup,
  },
  {
    kind: 'Role',
    field: onWire('RoleName', required(roleName)),
    find: (account, name) => account.role(name),
    change: changeableRole,
    quota: (account) => account.quotas.policiesPerRole,
  },
];
