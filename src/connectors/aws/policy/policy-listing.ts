import type { Filter } from '../../../model/filter.ts';
import { pushdown } from '../../../spi/pushdown.ts';
import { pathPrefix } from '../read/filter-reach.ts';
import { MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import type { ManagedPolicy } from './policy-class.ts';

/** What ListPolicies is asked for. */
export interface PolicyListing {
  readonly Scope: 'All' | 'AWS' | 'Local';
  readonly PathPrefix?: string;
  readonly OnlyAttached?: true;
}

/** AWS: ListPolicies, PathPrefix: unlike other prefixes it ends with a slash. */
const prefixOfPolicies = /^(\/[A-Za-z0-9.,+@=_-]+)+\/$/;

/**
 * The listing that has every policy which a filter can match.
 *
 * Pushed are the type, the beginning of the path up to its last slash, and that a policy is attached to somebody.
 *
 * @returns Undefined when nothing can match.
 */
export function listingOf(filter: Filter | undefined): PolicyListing | undefined {
  const prefix = pathPrefix(filter);
  if (prefix === undefined) return undefined;
  const { pushed } = pushdown<(typeof ManagedPolicy)['attributes']>(filter, {
    Type: ['equals'],
    AttachmentCount: ['greaterThan', 'greaterThanOrEqual', 'equals'],
  });
  const types = new Set(pushed.filter(({ attribute }) => attribute === 'Type').map(({ value }) => String(value)));
  if (types.size > 1) return undefined;
  const scopes = [...types].map((type) => (type === 'AWS managed' ? 'AWS' : 'Local'));
  const attached = pushed.some(
    ({ attribute, op, value }) => attribute === 'AttachmentCount' && (op === 'greaterThan' ? Number(value) >= 0 : Number(value) >= 1),
  );
  const whole = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  return {
    Scope: scopes[0] ?? 'All',
    ...(prefixOfPolicies.test(whole) && { PathPrefix: whole }),
    ...(attached && { OnlyAttached: true }),
  };
}

/** One answer of ListPolicies. */
export function listPolicies(session: AwsSession, listing: PolicyListing, Marker: string | undefined, signal: AbortSignal) {
  return session.iam('ListPolicies', { ...listing, Marker, MaxItems: MOST_ITEMS }, { signal });
}
