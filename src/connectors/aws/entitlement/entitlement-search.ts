import type { Page, SearchCall } from '../../../spi/operations.ts';
import { listGroups } from '../group/group-members.ts';
import { listPolicies } from '../policy/policy-listing.ts';
import { listingTest } from '../read/filter-reach.ts';
import { answersOf, MOST_ITEMS, type Truncatable } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Entitlement } from './entitlement-class.ts';
import { entitlementOf, type Found, findEntitlement, withExtras } from './entitlement-object.ts';
import { type EntitlementListing, planEntitlements } from './entitlement-plan.ts';

type Search = SearchCall<typeof Entitlement, AwsSession>;

/** What the listings say. */
const listedNames = ['__NAME__', '__UID__', 'entitlementArn', 'type', 'usedAs', 'AccountId'];

/** One answer of a listing. */
interface Answer extends Truncatable {
  readonly found: readonly Found[];
}

/**
 * Searches all that gives rights: ListGroups, then ListPolicies, then ListRoles, 1,000 a call; only those that can hold the types which the
 * filter asks for. Who has an entitlement, and the description of a policy, cost a call for each.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchEntitlements(call: Search): AsyncGenerator<Page<typeof Entitlement>, void, undefined> {
  const { session, filter, attributesToGet, cursor, signal } = call;
  const plan = planEntitlements(filter);
  if (plan.kind !== 'listing') {
    const found = plan.kind === 'named' ? await findEntitlement(session, plan.arn, signal) : undefined;
    const object = found && (await withExtras(session, found, attributesToGet, signal));
    yield { objects: object ? [object] : [] };
    return;
  }
  const { listings } = plan;
  const place = cursor === undefined ? undefined : decodePlace(cursor, ['g', 'p', 'r']);
  const first = place ? listings.findIndex(({ listing }) => listing === place.listing) : 0;
  const test = listingTest(filter, Entitlement, listedNames);
  for (const [index, each] of listings.entries()) {
    if (index < first) continue;
    const start = index === first ? place?.marker : undefined;
    const { listing } = each;
    const following = listings[index + 1]?.listing;
    const read = (marker: string | undefined) => refusedMarker(marker !== undefined && marker === start, () => readListing(call, each, marker));
    for await (const answer of answersOf(read, start)) {
      const passing = answer.found.filter((found) => test?.(entitlementOf(found, {})) ?? true);
      const objects = await inParallel(passing, (found) => withExtras(session, found, attributesToGet, signal));
      const next = answer.IsTruncated ? { listing, marker: answer.Marker } : following && { listing: following, marker: undefined };
      yield {
        objects: objects.filter((object) => object !== undefined),
        cursor: next && encodePlace({ ...next, offset: 0, details: undefined }),
      };
    }
  }
}

/** Reads one of the listings. */
async function readListing({ session, signal }: Search, listing: EntitlementListing, marker: string | undefined): Promise<Answer> {
  if (listing.listing === 'g') {
    const { Groups = [], IsTruncated, Marker } = await listGroups(session, '', marker, signal);
    return { found: Groups.map((group) => ({ kind: 'group', group })), IsTruncated, Marker };
  }
  if (listing.listing === 'p') {
    const { Policies = [], IsTruncated, Marker } = await listPolicies(session, listing.policies, marker, signal);
    return { found: Policies.map((policy) => ({ kind: 'policy', policy })), IsTruncated, Marker };
  }
  const { Roles = [], IsTruncated, Marker } = await session.iam('ListRoles', { Marker: marker, MaxItems: MOST_ITEMS }, { signal });
  return { found: Roles.map((role) => ({ kind: 'role', role })), IsTruncated, Marker };
}
