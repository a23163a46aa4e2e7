import type { Filter } from '../../../model/filter.ts';
import { namesReached, pathPrefix } from '../read/filter-reach.ts';

/** Roles that are read one at a time; for more, one pass over all roles costs less. */
export const MOST_LIVE_READS = 10;

/** What only ListRoles says. */
export const listSays = ['Description', 'MaxSessionDuration'] as const;

/** What only GetAccountAuthorizationDetails says. */
const detailsSay = [
  ...['PermissionsBoundary', 'Tags', 'LastUsedDate', 'LastUsedRegion', 'AttachedPolicies', 'InlinePolicies', 'InstanceProfiles'],
] as const;

/** A search that lists roles. */
export interface RoleListingPlan {
  readonly kind: 'listing';
  /** ListRoles, or GetAccountAuthorizationDetails alone. */
  readonly listing: 'r' | 'd';
  readonly prefix: string;
  /** Whether the listing does not say all that is to get. */
  readonly needsMore: boolean;
}

/** What a search of roles will do. Nothing of it depends on what is in the account. */
export type RolePlan = { readonly kind: 'nobody' } | { readonly kind: 'named'; readonly names: readonly string[] } | RoleListingPlan;

/**
 * Decides how roles are searched: by name, below a path, or all of them; and whether the listing is enough.
 *
 * @example
 * planRoles(undefined, new Set(['Tags']));  // { kind: 'listing', listing: 'd', prefix: '', needsMore: false }
 */
export function planRoles(filter: Filter | undefined, names: ReadonlySet<string>): RolePlan {
  const prefix = pathPrefix(filter);
  if (prefix === undefined) return { kind: 'nobody' };
  const named = namesReached(filter, 'role');
  if (named) return { kind: 'named', names: named };
  const needsDetails = detailsSay.some((name) => names.has(name));
  const detailsAlone = needsDetails && prefix === '' && !listSays.some((name) => names.has(name));
  return { kind: 'listing', listing: detailsAlone ? 'd' : 'r', prefix, needsMore: needsDetails && !detailsAlone };
}
