import { callerArn } from './account.ts';
import type { Call } from './action.ts';
import { accessDenied } from './api-error.ts';
import type { PolicyHolder } from './entities.ts';
import { type Statement, statementsOf, strings } from './policy-document.ts';

/**
 * Refuses what a session asks that was given out before its role or user revoked older ones.
 *
 * That is an inline policy which denies everything to tokens issued before a moment, as AWS's console writes it under the name
 * `AWSRevokeOlderSessions`: the one kind of identity policy that is evaluated here. Long-term keys have no moment of issue, so it never meets them.
 *
 * @throws AccessDenied. AWS: revoking IAM role temporary security credentials
 */
export function refuseRevoked(service: string, call: Call): void {
  const { account, caller, action } = call;
  if (caller.kind === 'user') return;
  const holder: PolicyHolder = caller.kind === 'role' ? caller.role : caller.user;
  for (const document of holder.inline.values()) {
    if (!statementsOf(document).some((statement) => revokes(statement, caller.issuedAt))) continue;
    throw accessDenied(
      `User: ${callerArn(account, caller)} is not authorized to perform: ${service}:${action} on resource: * with an explicit deny in an identity-based policy`,
    );
  }
}

function revokes(statement: Statement, issuedAt: number): boolean {
  if (statement.Effect !== 'Deny' || !strings(statement.Action).includes('*') || !strings(statement.Resource).includes('*')) return false;
  const conditions = Object.entries(statement.Condition ?? {});
  const [operator, keys] = conditions[0] ?? [];
  if (conditions.length !== 1 || operator !== 'DateLessThan' || keys === undefined || Object.keys(keys).length !== 1) return false;
  const [key = '', moment] = Object.entries(keys)[0] ?? [];
  return key.toLowerCase() === 'aws:tokenissuetime' && strings(moment).some((text) => issuedAt < Date.parse(text));
}
