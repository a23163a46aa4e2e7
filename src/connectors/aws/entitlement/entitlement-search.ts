import type { Filter } from '../../../model/filter.ts';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { pushdown } from '../../../spi/pushdown.ts';
import { listGroups } from '../group/group-members.ts';
import { listPolicies, type PolicyListing } from '../policy/policy-listing.ts';
import { listingTest } from '../read/filter-reach.ts';
import { answersOf, MOST_ITEMS, type Truncatable } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, type Listing, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Entitlement, type EntitlementType, entitlementTypes } from './entitlement-class.ts';
import { entitlementOf, type Found, findEntitlement, isEntitlementArn, withExtras } from './entitlement-object.ts';

type Search = SearchCall<typeof Entitlement, AwsSession>;

/** What the listings say. */
const listedNames = ['__NAME__', '__UID__', 'entitlementArn', 'type', 'usedAs', 'AccountId'];

/** One answer of a listing. */
interface Answer extends Truncatable {
  readonly found: readonly Found[];
}

/** One of the listings, in the order in which they are read. */
interface Source {
  readonly listing: Listing;
  read(marker: string | undefined): Promise<Answer>;
}

/**
 * Searches all that gives rights: ListGroups, then ListPolicies, then ListRoles, 1,000 a call; only those that can hold the types which the
 * filter asks for. Who has an entitlement, and the description of a policy, cost a call for each.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchEntitlements(call: Search): AsyncGenerator<Page<typeof Entitlement>, void, undefined> {
  const { session, filter, attributesToGet, cursor, signal } = call;
  const arn = arnReached(filter);
  if (arn !== undefined) {
    const found = isEntitlementArn(arn) ? await findEntitlement(session, arn, signal) : undefined;
    const object = found && (await withExtras(session, found, attributesToGet, signal));
    yield { objects: object ? [object] : [] };
    return;
  }
  const sources = sourcesOf(call, typesReached(filter));
  const place = cursor === undefined ? undefined : decodePlace(cursor, ['g', 'p', 'r']);
  const first = place ? sources.findIndex(({ listing }) => listing === place.listing) : 0;
  const test = listingTest(filter, Entitlement, listedNames);
  if (sources.length === 0) yield { objects: [] };
  for (const [index, { listing, read }] of sources.entries()) {
    if (index < first) continue;
    const start = index === first ? place?.marker : undefined;
    const following = sources[index + 1]?.listing;
    for await (const answer of answersOf((marker) => refusedMarker(marker !== undefined && marker === start, () => read(marker)), start)) {
      const passing = answer.found.filter((each) => test?.(entitlementOf(each, {})) ?? true);
      const objects = await inParallel(passing, (each) => withExtras(session, each, attributesToGet, signal));
      const next = answer.IsTruncated ? { listing, marker: answer.Marker } : following && { listing: following, marker: undefined };
      yield {
        objects: objects.filter((object) => object !== undefined),
        cursor: next && encodePlace({ ...next, offset: 0, details: undefined }),
      };
    }
  }
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

function sourcesOf({ session, signal }: Search, types: readonly EntitlementType[]): Source[] {
  const [aws, own] = [types.includes('AWS managed policy'), types.includes('Customer managed policy')];
  const listing: PolicyListing = { Scope: aws && own ? 'All' : aws ? 'AWS' : 'Local' };
  const groups: Source = {
    listing: 'g',
    async read(marker) {
      const { Groups = [], IsTruncated, Marker } = await listGroups(session, '', marker, signal);
      return { found: Groups.map((group) => ({ kind: 'group', group })), IsTruncated, Marker };
    },
  };
  const policies: Source = {
    listing: 'p',
    async read(marker) {
      const { Policies = [], IsTruncated, Marker } = await listPolicies(session, listing, marker, signal);
      return { found: Policies.map((policy) => ({ kind: 'policy', policy })), IsTruncated, Marker };
    },
  };
  const roles: Source = {
    listing: 'r',
    async read(marker) {
      const { Roles = [], IsTruncated, Marker } = await session.iam('ListRoles', { Marker: marker, MaxItems: MOST_ITEMS }, { signal });
      return { found: Roles.map((role) => ({ kind: 'role', role })), IsTruncated, Marker };
    },
  };
  return [...(types.includes('Group') ? [groups] : []), ...(aws || own ? [policies] : []), ...(types.includes('Role') ? [roles] : [])];
}
