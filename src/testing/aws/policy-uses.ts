import type { Account } from './account.ts';
import type { ManagedPolicy, PolicyHolder } from './entities.ts';

/** Who a managed policy is attached to. */
export interface PolicyUse {
  readonly kind: 'User' | 'Group' | 'Role';
  readonly holder: PolicyHolder;
}

/** Whom a policy grants permissions to, in order of kind and name. */
export function policyUses(account: Account, policy: ManagedPolicy): PolicyUse[] {
  return holdersWhere(account, (holder) => holder.attached.has(policy));
}

/** Whom a policy bounds. */
export function boundaryPolicyUses(account: Account, policy: ManagedPolicy): PolicyUse[] {
  return holdersWhere(account, (holder) => 'boundary' in holder && holder.boundary === policy);
}

/** A walk over all entities: policies are few, and an index would have to follow every attachment. */
function holdersWhere(account: Account, matches: (holder: PolicyHolder) => boolean): PolicyUse[] {
  const found: PolicyUse[] = [];
  const tables = [
    ['User', account.users],
    ['Group', account.groups],
    ['Role', account.roles],
  ] as const;
  for (const [kind, table] of tables) {
    for (const holder of table.sorted()) if (matches(holder)) found.push({ kind, holder });
  }
  return found;
}
