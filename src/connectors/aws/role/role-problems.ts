import type { Problem } from '../../../model/errors.ts';
import { tagProblems } from '../account/tags.ts';
import { documentProblems } from '../policy/policy-document.ts';
import { attachmentProblems } from '../write/attached-policies.ts';
import { type InlinePolicy, inlineProblems } from '../write/inline-policies.ts';

/** What of a role can be wrong besides what the schema says. */
export interface RoleValues {
  readonly AssumeRolePolicyDocument?: string | undefined;
  readonly MaxSessionDuration?: number | null | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value?: string }[] | null | undefined;
  readonly AttachedPolicies?: readonly string[] | null | undefined;
  readonly InlinePolicies?: readonly InlinePolicy[] | null | undefined;
}

/** AWS: CreateRole, MaxSessionDuration, in seconds. */
const SHORTEST_SESSION = 3600;
const LONGEST_SESSION = 43_200;

/**
 * Finds everything that AWS would refuse in the values of a role.
 *
 * @param where  What the paths begin with: `replace.`, or nothing in a create.
 */
export function roleProblems(values: RoleValues, where: string): Problem[] {
  const { AssumeRolePolicyDocument: trust, MaxSessionDuration: seconds } = values;
  const problems = trust === undefined ? [] : documentProblems(trust, `${where}AssumeRolePolicyDocument`, 'trust');
  if (typeof seconds === 'number' && (seconds < SHORTEST_SESSION || seconds > LONGEST_SESSION)) {
    const message = `must be ${SHORTEST_SESSION} to ${LONGEST_SESSION} seconds, one to twelve hours (got ${seconds})`;
    problems.push({ path: `${where}MaxSessionDuration`, message });
  }
  return [
    ...problems,
    ...tagProblems(values.Tags ?? [], `${where}Tags`),
    ...attachmentProblems('role', values.AttachedPolicies, `${where}AttachedPolicies`),
    ...inlineProblems('role', values.InlinePolicies, `${where}InlinePolicies`),
  ];
}
