import type { AccountPlan, ListingPlan, ReadingPlan } from '../account/account-plan.ts';
import { MOST_DETAIL_CALLS } from '../account/account-reader.ts';
import { MOST_HOLDERS, PAGE } from '../account/account-search.ts';
import { MOST_STATE_CALLS } from '../account/bulk-state.ts';
import { callsWithoutReport, liveCalls, timesPerUser } from '../account/credential-parts.ts';
import { mostLooks } from '../report/credential-reports.ts';
import { answersFor, type Bound, Costs, exactly, times } from './call-cost.ts';

/** What is known of the account before a search of its users runs. */
export interface AccountFacts {
  readonly users: number;
  readonly groups: number;
  /** Whether a filter decides which of those listed are read further. */
  readonly filtered: boolean;
  readonly limit: number;
  /** Where the credential report is: `kept` by the session, `present` at AWS or not, or nobody has looked. */
  readonly report: 'kept' | 'present' | 'absent' | 'unknown';
  /** Whether it is older than the configuration allows. */
  readonly tooOld: boolean;
}

/** AWS: IAM and STS quotas, groups per user. */
const MOST_GROUPS = 10;

/** Inline policies of 59 characters, the shortest there are, in 2,048. AWS: IAM and STS quotas. */
const MOST_INLINE = 34;

/** What a search of users costs, from the same plan that it follows. */
export function accountCosts(plan: AccountPlan, names: ReadonlySet<string>, facts: AccountFacts): Costs {
  const costs = new Costs();
  if (plan.kind === 'nobody' || facts.limit === 0) return costs;
  if (plan.kind === 'named') {
    addNamed(costs, plan, names, exactly(plan.names.length));
    return costs;
  }
  if (plan.policy) {
    costs.add('ListEntitiesForPolicy', { least: 1, most: answersFor(exactly(facts.users)).most }, 'who has the policy');
    addNamed(costs, plan, names, { least: 0, most: MOST_HOLDERS });
  }
  addListing(costs, plan, names, facts);
  return costs;
}

function addNamed(costs: Costs, plan: ReadingPlan, names: ReadonlySet<string>, users: Bound): void {
  costs.add('GetUser', users, 'each user by name');
  // Who is not there costs no more.
  const each = { least: 0, most: users.most };
  addDetails(costs, plan, names, each);
  for (const call of callsWithoutReport(names)) costs.add(call, times(each, timesPerUser(call, names, false)), 'credentials of each user');
}

function addDetails(costs: Costs, plan: ReadingPlan, names: ReadonlySet<string>, { least, most }: Bound): void {
  const purpose = 'groups and policies of each user';
  if (names.has('__GROUPS__') || plan.inherited) costs.add('ListGroupsForUser', { least, most }, purpose);
  if (names.has('AttachedPolicies')) costs.add('ListAttachedUserPolicies', { least, most }, purpose);
  if (names.has('InlinePolicies')) costs.add('ListUserPolicies', { least, most }, purpose).maybe('GetUserPolicy', most * MOST_INLINE, purpose);
  if (plan.inherited) costs.maybe('ListAttachedGroupPolicies', most * MOST_GROUPS, purpose).maybe('ListGroupPolicies', most * MOST_GROUPS, purpose);
}

function addListing(costs: Costs, plan: ListingPlan, names: ReadonlySet<string>, facts: AccountFacts): void {
  const { users, filtered, limit } = facts;
  // The connector reads whole pages; nothing is read ahead of them.
  const cut = Math.min(users, Math.ceil(limit / PAGE) * PAGE);
  const everybody = plan.listing !== 'm' && plan.prefix === '' && plan.userId === undefined && plan.policy === undefined;
  const entries: Bound = { least: everybody ? cut : 0, most: filtered ? users : cut };
  const read: Bound = { least: filtered ? 0 : entries.least, most: entries.most };

  const listing = answersFor(entries);
  const least = plan.policy ? 0 : listing.least;
  if (plan.listing === 'd') costs.add('GetAccountAuthorizationDetails', { ...listing, least }, 'all users with their details');
  else if (plan.listing === 'm') costs.add('GetGroup', { ...listing, least }, 'members of the group');
  else costs.add('ListUsers', { ...listing, least }, plan.prefix === '' ? 'all users' : 'users below the path');

  if (plan.details && plan.listing !== 'd') {
    // AWS does not say that it lists users in the same order here.
    const all = answersFor(exactly(users)).most;
    costs.add('GetAccountAuthorizationDetails', { least: read.least > 0 ? answersFor(read).least : 0, most: all }, 'details of listed users');
    if (filtered) addFewDetails(costs, plan, names);
  }
  if (plan.inherited) costs.maybe('GetAccountAuthorizationDetails', answersFor(exactly(facts.groups)).most, 'policies of groups');
  addState(costs, plan, names, read, facts);
}

/** Where a filter leaves few users, as long as their calls are fewer than those for the details of all. */
function addFewDetails(costs: Costs, plan: ReadingPlan, names: ReadonlySet<string>): void {
  costs.maybe('GetUser', MOST_DETAIL_CALLS, 'details of few users');
  addDetails(costs, plan, names, { least: 0, most: MOST_DETAIL_CALLS });
}

function addState(costs: Costs, plan: ListingPlan, names: ReadonlySet<string>, read: Bound, facts: AccountFacts): void {
  if (plan.state === 'none') return;
  const purpose = 'credentials of each user';
  const { report, tooOld, filtered } = facts;
  const live = plan.state !== 'report' || tooOld;
  if (plan.state === 'report' && report !== 'kept') {
    const needed = read.least > 0 ? 1 : 0;
    costs.add('GenerateCredentialReport', { least: needed, most: 1 }, 'state of all users');
    const looks = report === 'present' ? 1 : mostLooks();
    costs.add('GetCredentialReport', { least: needed, most: looks }, 'state of all users');
  }
  const made = liveCalls(names);
  for (const call of live ? callsWithoutReport(names) : made) costs.add(call, times(read, timesPerUser(call, names, !live)), purpose);
  if (live) return;
  for (const call of callsWithoutReport(names)) {
    if (made.has(call)) continue;
    // A report that nobody has looked at may be too old.
    if (report === 'unknown')
      costs.add(call, { least: 0, most: read.most * timesPerUser(call, names, false).most }, `${purpose}, if the report is too old`);
    else if (filtered && report !== 'kept') costs.maybe(call, MOST_STATE_CALLS, 'credentials of few users');
  }
}
