import type { Filter } from '../../../model/filter.ts';
import { pushdown } from '../../../spi/pushdown.ts';
import { type IamArn, iamArnOf } from '../arn.ts';
import type { PolicyListing } from '../policy/policy-listing.ts';
import { type EntitlementType, entitlementTypes } from './entitlement-class.ts';
import { isEntitlementArn, isFindable } from './entitlement-object.ts';

/** What takes calls for each entitlement that can have it. */
export const liveNames = ['description', 'Users', 'Groups', 'Roles'] as const;

/** One of the listings that are read: ListGroups, ListPolicies or ListRoles. */
export type EntitlementListing = { readonly listing: 'g' } | { readonly listing: 'p'; readonly policies: PolicyListing } | { readonly listing: 'r' };

/** What a search of entitlements will do. Nothing of it depends on what is in the account. */
export type EntitlementPlan =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'named'; readonly arn: string; readonly parts: IamArn }
  | {
      readonly kind: 'listing';
      /** In the order in which they are read. */
      readonly listings: readonly EntitlementListing[];
      /** The types that the filter asks for. */
      readonly types: readonly EntitlementType[];
    };

/**
 * Decides how entitlements are searched: by ARN, or as the listings that can hold the types which the filter asks for.
 *
 * @example
 * planEntitlements({ op: 'equals', attribute: 'type', value: 'Role' });  // { kind: 'listing', listings: [{ listing: 'r' }], types: ['Role'] }
 */
export function planEntitlements(filter: Filter | undefined): EntitlementPlan {
  const arn = arnReached(filter);
  if (arn !== undefined) {
    const parts = isEntitlementArn(arn) ? iamArnOf(arn) : undefined;
    return parts && isFindable(parts) ? { kind: 'named', arn, parts } : { kind: 'nobody' };
  }
  const types = typesReached(filter);
  const listings = listingsOf(types);
  return listings.length > 0 ? { kind: 'listing', listings, types } : { kind: 'nobody' };
}

function arnReached(filter: Filter | undefined): string | undefined {
  const { pushed } = pushdown(filter, { __UID__: ['equals'], entitlementArn: ['equals'] });
  const [leaf] = pushed;
  return typeof leaf?.value === 'string' ? leaf.value : undefined;
}

function typesReached(filter: Filter | undefined): readonly EntitlementType[] {
  const { pushed } = pushdown(filter, { type: ['equals'] });
  return entitlementTypes.filter((type) => pushed.every(({ value }) => value === type));
}

function listingsOf(types: readonly EntitlementType[]): EntitlementListing[] {
  const [aws, own] = [types.includes('AWS managed policy'), types.includes('Customer managed policy')];
  const policies: PolicyListing = { Scope: aws && own ? 'All' : aws ? 'AWS' : 'Local' };
  return [
    ...(types.includes('Group') ? [{ listing: 'g' } as const] : []),
    ...(aws || own ? [{ listing: 'p', policies } as const] : []),
    ...(types.includes('Role') ? [{ listing: 'r' } as const] : []),
  ];
}
