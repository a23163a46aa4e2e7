import type { Filter } from '../../../model/filter.ts';
import { namesReached, pathPrefix } from '../read/filter-reach.ts';
import { answersFor, type Bound, Costs, exactly } from './call-cost.ts';

/** Groups up to which each is read by itself. */
const FEW = 10;

/** Inline policies of 59 characters, the shortest there are, in 5,120. AWS: IAM and STS quotas. */
const MOST_INLINE = 86;

/** What is known of the account before a search of its groups runs. */
export interface GroupFacts {
  readonly users: number;
  readonly groups: number;
  readonly limit: number;
}

/** What a search of groups costs. */
export function groupCosts(filter: Filter | undefined, names: ReadonlySet<string>, { users, groups, limit }: GroupFacts): Costs {
  const costs = new Costs();
  const named = namesReached(filter);
  const prefix = pathPrefix(filter);
  if (limit === 0 || (prefix === undefined && !named)) return costs;
  if (named) {
    costs.add(
      'GetGroup',
      { least: named.length, most: named.length * (names.has('Members') ? answersFor(exactly(users)).most : 1) },
      'each group by name',
    );
    addPolicies(costs, names, { least: 0, most: named.length });
    return costs;
  }
  const listed: Bound = { least: prefix === '' ? groups : 0, most: groups };
  const read: Bound = { least: filter ? 0 : listed.least, most: listed.most };
  costs.add('ListGroups', answersFor(listed), prefix === '' ? 'all groups' : 'groups below the path');
  const few: Bound = { least: read.most > FEW ? 0 : read.least, most: Math.min(read.most, FEW) };
  if (names.has('Members')) {
    if (read.most > FEW) costs.add('GetAccountAuthorizationDetails', passes(read, users), 'members of all groups');
    // A group that was not asked for looks as if one had been renamed.
    if (read.most > FEW && filter) costs.maybe('ListGroups', answersFor(exactly(groups)).most, 'groups renamed meanwhile');
    if (read.least <= FEW) costs.add('GetGroup', { least: few.least, most: few.most * answersFor(exactly(users)).most }, 'members of each group');
  }
  if (names.has('AttachedPolicies') || names.has('InlinePolicies')) {
    if (read.most > FEW) costs.add('GetAccountAuthorizationDetails', passes(read, groups), 'policies of all groups');
    if (read.least <= FEW) addPolicies(costs, names, few);
  }
  return costs;
}

function passes(read: Bound, entries: number): Bound {
  const { most } = answersFor(exactly(entries));
  return { least: read.least > FEW ? most : 0, most };
}

function addPolicies(costs: Costs, names: ReadonlySet<string>, groups: Bound): void {
  const purpose = 'policies of each group';
  if (names.has('AttachedPolicies')) costs.add('ListAttachedGroupPolicies', groups, purpose);
  if (names.has('InlinePolicies')) costs.add('ListGroupPolicies', groups, purpose).maybe('GetGroupPolicy', groups.most * MOST_INLINE, purpose);
}
