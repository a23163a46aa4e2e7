import { asksBounded, asksHolders } from '../policy/policy-entities.ts';
import type { PolicyListing } from '../policy/policy-listing.ts';
import { isDescribed, MOST_LIVE_READS, type PolicyPlan } from '../policy/policy-plan.ts';
import { addAttachments, addBoundaries, type Holders } from './attachments.ts';
import { answersFor, type Bound, Costs, exactly, plus, readUntil } from './call-cost.ts';

/** What is known of the account before a search of its managed policies runs. */
export interface PolicyFacts extends Holders {
  /** Customer managed ones. */
  readonly policies: number;
  readonly awsPolicies: Bound;
  /** Whether a filter decides which of those listed are read further. */
  readonly filtered: boolean;
  readonly limit: number;
}

/** What a search of managed policies costs, from the same plan that it follows. */
export function policyCosts(plan: PolicyPlan, names: ReadonlySet<string>, facts: PolicyFacts): Costs {
  const costs = new Costs();
  if (plan.kind === 'nobody' || facts.limit === 0) return costs;
  if (plan.kind === 'listing') {
    addListing(costs, plan.listing, names, facts);
    return costs;
  }
  costs.add('GetPolicy', exactly(1), 'the policy by its ARN');
  // What is not there costs no more.
  const found: Bound = { least: 0, most: 1 };
  if (names.has('PolicyDocument')) costs.add('GetPolicyVersion', found, 'its document');
  addParts(costs, names, found, facts);
  return costs;
}

/** The policies that a listing reads, by whose they are: a limit may leave out either. */
interface Listed {
  readonly all: Bound;
  readonly own: Bound;
  readonly aws: Bound;
}

function addListing(costs: Costs, listing: PolicyListing, names: ReadonlySet<string>, facts: PolicyFacts): void {
  const listed = listedBy(listing, facts);
  const answers = answersFor(listed.all);
  const narrowed = listing.PathPrefix !== undefined || listing.OnlyAttached === true;
  costs.add('ListPolicies', answers, narrowed ? 'policies as the filter asks for them' : purposes[listing.Scope]);
  const read = (bound: Bound): Bound => (facts.filtered ? { least: 0, most: bound.most } : bound);
  const all = read(listed.all);
  const few = isDescribed(names) ? addDetails(costs, read(listed.own), answers.most, facts) : exactly(0);
  const single = plus(few, read(listed.aws));
  if (names.has('Tags')) costs.add('GetPolicy', all, 'tags of each policy');
  else if (names.has('Description')) costs.add('GetPolicy', single, 'description of each policy that the details do not have');
  if (names.has('PolicyDocument')) costs.add('GetPolicyVersion', single, 'document of each policy that the details do not have');
  addParts(costs, names, all, facts);
}

const purposes = { All: 'all policies', AWS: 'AWS’s policies', Local: 'policies of the account' } as const;

function listedBy({ Scope, PathPrefix, OnlyAttached }: PolicyListing, { policies, awsPolicies, filtered, limit }: PolicyFacts): Listed {
  const own = exactly(Scope === 'AWS' ? 0 : policies);
  const aws = Scope === 'Local' ? exactly(0) : awsPolicies;
  const there = plus(own, aws);
  const cut = readUntil(there, limit);
  const narrowed = PathPrefix !== undefined || OnlyAttached === true;
  const all: Bound = { least: narrowed ? 0 : cut.least, most: filtered ? there.most : cut.most };
  // AWS does not say in which order it lists them.
  const part = (mine: Bound, others: Bound): Bound => ({
    least: cut.most < there.most ? Math.max(0, all.least - others.most) : narrowed ? 0 : mine.least,
    most: Math.min(mine.most, all.most),
  });
  return { all, own: part(own, aws), aws: part(aws, own) };
}

/** One pass over the details, as soon as an answer leaves many of the account's own policies; answers how many are read by themselves. */
function addDetails(costs: Costs, own: Bound, answers: number, { policies }: PolicyFacts): Bound {
  if (own.most <= MOST_LIVE_READS) return own;
  const all = answersFor(exactly(policies)).most;
  const certain = own.least > MOST_LIVE_READS * answers;
  costs.add('GetAccountAuthorizationDetails', { least: certain ? all : 0, most: all }, 'details of the account’s policies');
  return { least: 0, most: certain && answers === 1 ? 0 : Math.min(own.most, MOST_LIVE_READS * answers) };
}

/** What takes calls for each policy in any case. */
function addParts(costs: Costs, names: ReadonlySet<string>, policies: Bound, holders: Holders): void {
  if (names.has('Versions')) costs.add('ListPolicyVersions', policies, 'versions of each policy');
  if (asksHolders(names)) addAttachments(costs, policies, holders);
  if (asksBounded(names)) addBoundaries(costs, policies, holders);
}
