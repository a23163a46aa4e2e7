import { MOST_LIVE_READS, type RoleListingPlan, type RolePlan } from '../role/role-plan.ts';
import { answersFor, type Bound, Costs, exactly, readUntil } from './call-cost.ts';

/** Inline policies of 59 characters, the shortest there are, in 10,240. AWS: IAM and STS quotas. */
const MOST_INLINE = 173;

/** What is known of the account before a search of its roles runs. */
export interface RoleFacts {
  readonly roles: number;
  /** Whether a filter decides which of those listed are read further. */
  readonly filtered: boolean;
  readonly limit: number;
}

/** What a search of roles costs, from the same plan that it follows. */
export function roleCosts(plan: RolePlan, names: ReadonlySet<string>, facts: RoleFacts): Costs {
  const costs = new Costs();
  if (plan.kind === 'nobody' || facts.limit === 0) return costs;
  if (plan.kind === 'listing') {
    addListing(costs, plan, names, facts);
    return costs;
  }
  const roles = exactly(plan.names.length);
  costs.add('GetRole', roles, 'each role by name');
  // Who is not there costs no more.
  addParts(costs, names, { least: 0, most: roles.most });
  return costs;
}

function addListing(costs: Costs, { listing, prefix, needsMore }: RoleListingPlan, names: ReadonlySet<string>, facts: RoleFacts): void {
  const { roles, filtered, limit } = facts;
  const cut = readUntil(exactly(roles), limit).most;
  const listed: Bound = { least: prefix === '' ? cut : 0, most: filtered ? roles : cut };
  const answers = answersFor(listed);
  if (listing === 'd') costs.add('GetAccountAuthorizationDetails', answers, 'all roles with their details');
  else costs.add('ListRoles', answers, prefix === '' ? 'all roles' : 'roles below the path');
  if (!needsMore) return;
  const all = answersFor(exactly(roles)).most;
  const many = listed.most > MOST_LIVE_READS;
  if (many) costs.add('GetAccountAuthorizationDetails', { least: filtered ? 0 : all, most: all }, 'details of all roles');
  // Each answer of the listing may leave few, until one leaves many.
  const few: Bound = filtered ? { least: 0, most: Math.min(listed.most, MOST_LIVE_READS * answers.most) } : many ? exactly(0) : listed;
  costs.add('GetRole', few, 'each of few roles');
  addParts(costs, names, few);
}

/** What GetRole does not say. */
function addParts(costs: Costs, names: ReadonlySet<string>, roles: Bound): void {
  const purpose = 'policies and instance profiles of each role';
  if (names.has('AttachedPolicies')) costs.add('ListAttachedRolePolicies', roles, purpose);
  if (names.has('InlinePolicies')) costs.add('ListRolePolicies', roles, purpose).maybe('GetRolePolicy', roles.most * MOST_INLINE, purpose);
  if (names.has('InstanceProfiles')) costs.add('ListInstanceProfilesForRole', roles, purpose);
}
