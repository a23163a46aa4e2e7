import type { Filter } from '../../../model/filter.ts';
import type { AccountPlan } from '../account/account-plan.ts';
import { entitlementTypes } from '../entitlement/entitlement-class.ts';
import type { EntitlementPlan } from '../entitlement/entitlement-plan.ts';
import type { PolicyPlan } from '../policy/policy-plan.ts';
import { namesReached, pathPrefix } from '../read/filter-reach.ts';
import type { RolePlan } from '../role/role-plan.ts';

/** What of a filter on users AWS evaluates, or names what is read. */
export function accountLeaves(plan: AccountPlan): string[] {
  if (plan.kind === 'nobody') return [];
  if (plan.kind === 'named') return namesIn(plan.names);
  const leaves: string[] = [];
  if (plan.policy) leaves.push(equal(plan.policy.usage === 'PermissionsPolicy' ? 'AttachedPolicies' : 'PermissionsBoundary', plan.policy.arn));
  if (plan.listing === 'm') leaves.push(`__GROUPS__ eq ${JSON.stringify(plan.group)}`);
  else leaves.push(...below(plan.prefix));
  return leaves;
}

/** The same of a filter on groups. */
export function groupLeaves(filter: Filter | undefined): string[] {
  const named = namesReached(filter);
  return named ? namesIn(named) : below(pathPrefix(filter));
}

/** The same of a filter on roles. */
export function roleLeaves(plan: RolePlan): string[] {
  if (plan.kind === 'nobody') return [];
  return plan.kind === 'named' ? namesIn(plan.names) : below(plan.prefix);
}

/** The same of a filter on managed policies. */
export function policyLeaves(plan: PolicyPlan): string[] {
  if (plan.kind === 'nobody') return [];
  if (plan.kind === 'named') return [equal('Arn', plan.arn)];
  const { Scope, PathPrefix, OnlyAttached } = plan.listing;
  return [
    ...(Scope === 'All' ? [] : [equal('Type', Scope === 'AWS' ? 'AWS managed' : 'Customer managed')]),
    ...below(PathPrefix),
    ...(OnlyAttached ? ['AttachmentCount ge 1'] : []),
  ];
}

/** The same of a filter on entitlements. */
export function entitlementLeaves(plan: EntitlementPlan): string[] {
  if (plan.kind === 'nobody') return [];
  if (plan.kind === 'named') return [equal('entitlementArn', plan.arn)];
  return plan.types.length < entitlementTypes.length ? plan.types.map((type) => equal('type', type)) : [];
}

function namesIn(names: readonly string[]): string[] {
  return names.map((name) => equal('__NAME__', name));
}

function below(prefix: string | undefined): string[] {
  return prefix ? [`Path sw ${JSON.stringify(prefix)}`] : [];
}

function equal(attribute: string, value: string): string {
  return `${attribute} eq ${JSON.stringify(value)}`;
}
