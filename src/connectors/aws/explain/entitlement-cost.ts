import type { EntitlementListing, EntitlementPlan } from '../entitlement/entitlement-plan.ts';
import { asksHolders } from '../policy/policy-entities.ts';
import { addAttachments } from './attachments.ts';
import { answersFor, answersForEach, type Bound, Costs, exactly, plus, readUntil } from './call-cost.ts';
import type { PolicyFacts } from './policy-cost.ts';

/** AWS: IAM and STS quotas, groups per user. */
const MOST_GROUPS = 10;

/** What a search of entitlements costs, from the same plan that it follows. */
export function entitlementCosts(plan: EntitlementPlan, names: ReadonlySet<string>, facts: PolicyFacts): Costs {
  const costs = new Costs();
  if (plan.kind === 'nobody' || facts.limit === 0) return costs;
  if (plan.kind === 'named') addNamed(costs, plan.parts.kind, names, facts);
  else addListings(costs, plan.listings, names, facts);
  return costs;
}

function addNamed(costs: Costs, kind: string, names: ReadonlySet<string>, facts: PolicyFacts): void {
  const purpose = 'the entitlement by its ARN';
  // What is not there costs no more.
  const found: Bound = { least: 0, most: 1 };
  if (kind === 'role') costs.add('GetRole', exactly(1), purpose);
  else if (kind === 'group') {
    costs.add('GetGroup', exactly(1), purpose);
    if (asksHolders(names)) addMembers(costs, found, facts);
  } else {
    // A policy without a description is asked for it again.
    costs.add('GetPolicy', { least: 1, most: names.has('description') ? 2 : 1 }, purpose);
    if (asksHolders(names)) addAttachments(costs, found, facts);
  }
}

function addListings(costs: Costs, listings: readonly EntitlementListing[], names: ReadonlySet<string>, facts: PolicyFacts): void {
  const { filtered, limit } = facts;
  let rows = exactly(0);
  for (const each of listings) {
    // A listing is begun only when those before it have not given as many rows as are wanted.
    const wanted: Bound = { least: Math.max(0, limit - rows.most), most: limit - rows.least };
    if (wanted.most <= 0) return;
    const there = entriesOf(each, facts);
    const least = readUntil(there, wanted.least).least;
    const listed: Bound = { least, most: filtered ? there.most : readUntil(there, wanted.most).most };
    const answers = answersFor(listed);
    const read: Bound = { least: filtered ? 0 : listed.least, most: listed.most };
    addListing(costs, each, names, { answers: { ...answers, least: wanted.least > 0 ? answers.least : 0 }, read }, facts);
    rows = plus(rows, { least: filtered ? 0 : there.least, most: there.most });
  }
}

/** The calls of a listing, and the entitlements of which more is read. */
interface Listed {
  readonly answers: Bound;
  readonly read: Bound;
}

function addListing(costs: Costs, each: EntitlementListing, names: ReadonlySet<string>, { answers, read }: Listed, facts: PolicyFacts): void {
  if (each.listing === 'r') costs.add('ListRoles', answers, 'all roles');
  else if (each.listing === 'g') {
    costs.add('ListGroups', answers, 'all groups');
    if (asksHolders(names)) addMembers(costs, read, facts);
  } else {
    costs.add('ListPolicies', answers, 'policies of the types asked for');
    if (names.has('description')) costs.add('GetPolicy', read, 'description of each policy');
    if (asksHolders(names)) addAttachments(costs, read, facts);
  }
}

function addMembers(costs: Costs, groups: Bound, { users }: PolicyFacts): void {
  costs.add('GetGroup', answersForEach(groups, users, users * MOST_GROUPS), 'members of each group');
}

function entriesOf(each: EntitlementListing, { groups, policies, awsPolicies, roles }: PolicyFacts): Bound {
  if (each.listing === 'g') return exactly(groups);
  if (each.listing === 'r') return exactly(roles);
  const { Scope } = each.policies;
  return plus(exactly(Scope === 'AWS' ? 0 : policies), Scope === 'Local' ? exactly(0) : awsPolicies);
}
