import type { Filter } from '../../../model/filter.ts';
import { pushdown } from '../../../spi/pushdown.ts';
import { listingOf, type PolicyListing } from './policy-listing.ts';
import { isPolicyArn } from './policy-object.ts';

/** Customer policies that are read one at a time; for more, one pass over all of them costs less. */
export const MOST_LIVE_READS = 10;

/** What takes calls for each policy in any case. */
export const liveNames = ['Tags', 'Versions', 'Users', 'Groups', 'Roles', 'BoundedUsers', 'BoundedRoles'] as const;

/** What a search of managed policies will do. Nothing of it depends on what is in the account. */
export type PolicyPlan =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'named'; readonly arn: string }
  | { readonly kind: 'listing'; readonly listing: PolicyListing };

/**
 * Decides how managed policies are searched: by ARN, or as a listing of some or all of them.
 *
 * @example
 * planPolicies({ op: 'equals', attribute: 'Type', value: 'AWS managed' });  // { kind: 'listing', listing: { Scope: 'AWS' } }
 */
export function planPolicies(filter: Filter | undefined): PolicyPlan {
  const listing = listingOf(filter);
  if (listing === undefined) return { kind: 'nobody' };
  const arn = arnReached(filter);
  if (arn === undefined) return { kind: 'listing', listing };
  return isPolicyArn(arn) ? { kind: 'named', arn } : { kind: 'nobody' };
}

/** Whether description or document is to get, which one pass over the details says of all customer policies. */
export function isDescribed(names: ReadonlySet<string>): boolean {
  return names.has('Description') || names.has('PolicyDocument');
}

/** The only ARN that can match; undefined when the filter does not say. */
function arnReached(filter: Filter | undefined): string | undefined {
  const { pushed } = pushdown(filter, { __UID__: ['equals'], Arn: ['equals'] });
  const [leaf] = pushed;
  return typeof leaf?.value === 'string' ? leaf.value : undefined;
}
