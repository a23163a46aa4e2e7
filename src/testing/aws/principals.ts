import { type Account, callerArn } from './account.ts';
import type { Caller } from './entities.ts';
import { type Statement, strings } from './policy-document.ts';

/** How closely a principal was named: the account as a whole leaves it to identity policies, a name grants by itself. */
export function principalMatches(account: Account, caller: Caller, statement: Statement): boolean {
  const { Principal: principal } = statement;
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  const names = namesOf(account, caller);
  return strings((principal as Record<string, unknown>).AWS).some((name) => names.has(name));
}

/** Every way a policy can name the caller. */
function namesOf(account: Account, caller: Caller): ReadonlySet<string> {
  const names = ['*', account.id, `arn:${account.partition}:iam::${account.id}:root`, callerArn(account, caller)];
  if (caller.kind === 'role') names.push(account.arn('role', caller.role.path, caller.role.name));
  return new Set(names);
}
