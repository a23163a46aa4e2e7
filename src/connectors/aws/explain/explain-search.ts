import { formatFilter } from '../../../model/format-filter.ts';
import { planAccounts } from '../account/account-plan.ts';
import { credentialNames } from '../account/credential-parts.ts';
import { liveNames as entitlementLiveNames, planEntitlements } from '../entitlement/entitlement-plan.ts';
import type { PolicyListing } from '../policy/policy-listing.ts';
import { planPolicies, liveNames as policyLiveNames } from '../policy/policy-plan.ts';
import { planRoles } from '../role/role-plan.ts';
import type { AwsSession } from '../session.ts';
import { accountCosts } from './account-cost.ts';
import type { CallCost, Costs } from './call-cost.ts';
import { entitlementCosts } from './entitlement-cost.ts';
import type { ExplainedQuery } from './explained-query.ts';
import { type ExplainedReport, reportOf } from './explained-report.ts';
import { groupCosts } from './group-cost.ts';
import { areGiven, awsPolicies, countsOf, MOST_AWS_POLICIES, type ObjectCounts } from './object-counts.ts';
import { type PolicyFacts, policyCosts } from './policy-cost.ts';
import { accountLeaves, entitlementLeaves, groupLeaves, policyLeaves, roleLeaves } from './pushed-leaves.ts';
import { roleCosts } from './role-cost.ts';

/** What a search would do. */
export interface SearchExplanation {
  readonly objectClass: string;
  /** The parts of the filter that AWS evaluates, or that name what is read; the whole filter is applied again to what comes back. */
  readonly pushed: readonly string[];
  /** The filter, where it decides which of those listed are read further. */
  readonly local?: string;
  readonly calls: readonly CallCost[];
  /** All calls together. */
  readonly least: number;
  readonly most: number;
  /** The attributes that are read for one object at a time; those that a few roles or groups are read for are not among them. */
  readonly live: readonly string[];
  readonly report?: ExplainedReport;
  /** Those that the calls depend on. */
  readonly counts: Partial<ObjectCounts>;
  /** What no call tells and nobody gave: the most of AWS's own policies there can be. The least is none. */
  readonly assumed?: { readonly awsManagedPolicies: number };
}

/** What is said of a search of one class. */
type Explained = Pick<SearchExplanation, 'pushed' | 'counts' | 'assumed' | 'report'> & { readonly costs: Costs; readonly live?: readonly string[] };

/**
 * Tells which calls a search would make, and how many: from the same plan that the search follows, and the numbers of objects.
 *
 * Both numbers of a bound are the same where nothing but those decides. They hold as long as AWS fills its answers, nothing is throttled, and
 * nobody changes users between report and search.
 */
export async function explainSearch(session: AwsSession, query: ExplainedQuery, signal: AbortSignal): Promise<SearchExplanation> {
  const { objectClass, filter } = query;
  const { pushed, costs, live = [], report, counts, assumed } = await explainers[objectClass.name](session, query, signal);
  const calls = costs.all;
  return {
    objectClass: objectClass.name,
    pushed,
    ...(filter && { local: formatFilter(filter) }),
    calls,
    least: calls.reduce((sum, { least }) => sum + least, 0),
    most: calls.reduce((sum, { most }) => sum + most, 0),
    live,
    ...(report && { report }),
    counts,
    ...(assumed && { assumed }),
  };
}

type Explainer = (session: AwsSession, query: ExplainedQuery, signal: AbortSignal) => Promise<Explained>;

const explainers: Readonly<Record<ExplainedQuery['objectClass']['name'], Explainer>> = {
  async __ACCOUNT__(session, { filter, names, limit, counts: given }, signal) {
    const needed = ['users', 'groups'] as const;
    const counts = await countsOf(session, given, needed, signal);
    const plan = planAccounts(filter, names, session.settings);
    const reads = plan.kind === 'listing' && plan.state === 'report';
    const report = reads ? await reportOf(session, names, !areGiven(given, needed), signal) : undefined;
    const facts = { ...counts, limit, filtered: filter !== undefined, report: report?.where ?? 'unknown', tooOld: report?.tooOld ?? false } as const;
    const reported = report && !report.tooOld ? report.attributes : [];
    const live = credentialNames.filter((name) => names.has(name) && !reported.includes(name));
    return { pushed: accountLeaves(plan), costs: accountCosts(plan, names, facts), live, ...(report && { report }), counts };
  },

  async __GROUP__(session, { filter, names, limit, counts: given }, signal) {
    const counts = await countsOf(session, given, ['users', 'groups'], signal);
    return { pushed: groupLeaves(filter), costs: groupCosts(filter, names, { ...counts, limit }), counts };
  },

  async Role(session, { filter, names, limit, counts: given }, signal) {
    const counts = await countsOf(session, given, ['roles'], signal);
    const plan = planRoles(filter, names);
    return { pushed: roleLeaves(plan), costs: roleCosts(plan, names, { ...counts, limit, filtered: filter !== undefined }), counts };
  },

  async ManagedPolicy(session, query, signal) {
    const plan = planPolicies(query.filter);
    const { facts, ...said } = await ofPolicies(session, query, plan.kind === 'listing' ? [plan.listing] : [], signal);
    const live = policyLiveNames.filter((name) => query.names.has(name));
    return { pushed: policyLeaves(plan), costs: policyCosts(plan, query.names, facts), live, ...said };
  },

  async Entitlement(session, query, signal) {
    const plan = planEntitlements(query.filter);
    const listings = plan.kind === 'listing' ? plan.listings.flatMap((each) => (each.listing === 'p' ? [each.policies] : [])) : [];
    const { facts, ...said } = await ofPolicies(session, query, listings, signal);
    const live = entitlementLiveNames.filter((name) => query.names.has(name));
    return { pushed: entitlementLeaves(plan), costs: entitlementCosts(plan, query.names, facts), live, ...said };
  },
};

/** What is known of the account before policies are searched, and what of it is said: how many AWS has only where its policies are listed. */
async function ofPolicies(
  session: AwsSession,
  { filter, limit, counts: given }: ExplainedQuery,
  listings: readonly PolicyListing[],
  signal: AbortSignal,
): Promise<Pick<Explained, 'counts' | 'assumed'> & { readonly facts: PolicyFacts }> {
  const counts = await countsOf(session, given, ['users', 'groups', 'roles', 'policies'], signal);
  const facts = { ...counts, awsPolicies: awsPolicies(given), filtered: filter !== undefined, limit };
  if (listings.every(({ Scope }) => Scope === 'Local')) return { facts, counts };
  const { awsManagedPolicies } = given ?? {};
  if (awsManagedPolicies === undefined) return { facts, counts, assumed: { awsManagedPolicies: MOST_AWS_POLICIES } };
  return { facts, counts: { ...counts, awsManagedPolicies } };
}
