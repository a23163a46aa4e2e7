import type { Filter } from '../../../model/filter.ts';
import { entityReach, type PolicyReach } from '../read/entity-reach.ts';
import { namesReached, pathPrefix } from '../read/filter-reach.ts';
import type { AwsSettings } from '../settings.ts';
import { credentialNames, reportSpares } from './credential-parts.ts';
import { profileNames } from './profile-attributes.ts';

/** What ListUsers says, and GetGroup of its members. */
export const listedNames = ['__NAME__', '__UID__', 'UserId', 'Path', 'Arn', 'AccountId', 'CreatedDate', 'PasswordLastUsed'] as const;

/** What they do not say, and GetAccountAuthorizationDetails does. */
export const detailNames = [
  ...['Tags', 'PermissionsBoundary', '__GROUPS__', 'AttachedPolicies', 'InlinePolicies', 'InheritedPolicies'],
  ...profileNames,
] as const;

/** How users are read once they are listed. */
export interface ReadingPlan {
  /** Whether the listing is not enough and GetAccountAuthorizationDetails is needed. */
  readonly details: boolean;
  /** Whether documents of inline policies are kept. */
  readonly documents: boolean;
  /** Whether the policies of groups are needed. */
  readonly inherited: boolean;
  /** Where the state of credentials is from; `none` when nothing of it is asked for, `lists` when only what no report has. */
  readonly state: 'none' | 'lists' | 'report' | 'live';
}

/** A search that lists users. */
export interface ListingPlan extends ReadingPlan {
  readonly kind: 'listing';
  /** ListUsers, GetAccountAuthorizationDetails alone, or the members of a group. */
  readonly listing: 'u' | 'd' | 'm';
  readonly prefix: string;
  readonly group: string | undefined;
  /** Asked first: when few users have it, they are read one by one and nobody is listed. */
  readonly policy: PolicyReach | undefined;
  /** The listing ends with this user. */
  readonly userId: string | undefined;
}

/** What a search of users will do. Nothing of it depends on what is in the account. */
export type AccountPlan = { readonly kind: 'nobody' } | ({ readonly kind: 'named'; readonly names: readonly string[] } & ReadingPlan) | ListingPlan;

/**
 * Decides how users are searched: by name, as members of a group, as holders of a policy, below a path, or all of them; and what is read about
 * them besides.
 *
 * @example
 * planAccounts(undefined, new Set(['__ENABLE__']), settings);  // { kind: 'listing', listing: 'u', state: 'report', … }
 */
export function planAccounts(filter: Filter | undefined, names: ReadonlySet<string>, settings: AwsSettings): AccountPlan {
  const prefix = pathPrefix(filter);
  const { nobody, group, policy, userId } = entityReach(filter);
  if (prefix === undefined || nobody) return { kind: 'nobody' };
  const reading = planReading(names, settings);
  const named = namesReached(filter, 'user');
  if (named) return { kind: 'named', names: named, ...reading };
  const detailsAlone = reading.details && prefix === '' && !(names.has('PasswordLastUsed') && settings.user.passwordLastUsed);
  const listing = group !== undefined ? 'm' : detailsAlone ? 'd' : 'u';
  return { kind: 'listing', listing, prefix, group, policy, userId, ...reading };
}

function planReading(names: ReadonlySet<string>, settings: AwsSettings): ReadingPlan {
  const credentials = credentialNames.some((name) => names.has(name));
  const spares = reportSpares(names);
  return {
    details: detailNames.some((name) => names.has(name) && (name !== 'InheritedPolicies' || settings.user.policyGroup)),
    documents: names.has('InlinePolicies'),
    inherited: names.has('InheritedPolicies') && settings.user.policyGroup,
    state: !credentials ? 'none' : !spares ? 'lists' : settings.bulk.state === 'live' || settings.bulk.reportMaxAge === 0 ? 'live' : 'report',
  };
}
