import type { RoleDetail } from '@aws-sdk/client-iam';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { listingTest } from '../read/filter-reach.ts';
import { answersOf, MOST_ITEMS, type Truncatable } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Role } from './role-class.ts';
import { allRoleDetails, extrasOf, readRoleDetails } from './role-details.ts';
import { type AnyRole, type RoleObject, readRole, roleOf } from './role-object.ts';
import { listSays, MOST_LIVE_READS, planRoles } from './role-plan.ts';

type Search = SearchCall<typeof Role, AwsSession>;

/** What ListRoles and GetAccountAuthorizationDetails both say. */
const bothSay = ['__NAME__', '__UID__', 'RoleId', 'Path', 'Arn', 'AccountId', 'CreatedDate', 'AssumeRolePolicyDocument'] as const;

/**
 * Searches IAM roles.
 *
 * - Names or uids that alone can match, up to ten, are read live: one GetRole each, and what else was asked for.
 * - Otherwise ListRoles, 1,000 a call, of the path prefix that the filter asks for, when nothing else is needed.
 * - Boundary, tags, last use and policies come from one pass over GetAccountAuthorizationDetails, which alone is enough where description and
 *   longest session are not asked for; for up to ten roles they are read live.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchRoles(call: Search): AsyncGenerator<Page<typeof Role>, void, undefined> {
  const { session, filter, attributesToGet: names, cursor, signal } = call;
  const plan = planRoles(filter, names);
  if (plan.kind !== 'listing') {
    const found = await inParallel(plan.kind === 'named' ? plan.names : [], (name) => readRole(session, name, names, signal));
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const { listing, prefix, needsMore } = plan;
  const start = cursor === undefined ? undefined : decodePlace(cursor, [listing]).marker;
  const test = listingTest(filter, Role, listing === 'd' ? bothSay : [...bothSay, ...listSays]);
  const reader = new RoleReader(call, needsMore);
  const list = listing === 'd' ? listDetails : listRoles;
  const read = (marker: string | undefined) => refusedMarker(marker !== undefined && marker === start, () => list(call, prefix, marker));
  for await (const answer of answersOf(read, start)) {
    const roles = answer.roles.filter((role) => test?.(roleOf(role, {})) ?? true);
    const next = answer.IsTruncated ? encodePlace({ listing, marker: answer.Marker, offset: 0, details: undefined }) : undefined;
    yield { objects: await reader.read(roles), cursor: next };
  }
}

/** One answer of a listing of roles. */
interface RoleListing extends Truncatable {
  readonly roles: readonly (AnyRole & RoleDetail)[];
}

async function listRoles({ session, signal }: Search, prefix: string, Marker: string | undefined): Promise<RoleListing> {
  const input = { Marker, MaxItems: MOST_ITEMS, ...(prefix !== '' && { PathPrefix: prefix }) };
  const { Roles = [], IsTruncated, Marker: next } = await session.iam('ListRoles', input, { signal });
  return { roles: Roles, IsTruncated, Marker: next };
}

async function listDetails({ session, signal }: Search, _prefix: string, marker: string | undefined): Promise<RoleListing> {
  const { RoleDetailList = [], IsTruncated, Marker } = await readRoleDetails(session, marker, signal);
  return { roles: RoleDetailList, IsTruncated, Marker };
}

/** Makes objects of listed roles, with the calls that the names to get need. */
class RoleReader {
  readonly #call: Search;
  readonly #needsMore: boolean;
  #details: ReadonlyMap<string, RoleDetail> | undefined;

  /** @param needsMore  Whether the listing does not say all that is to get. */
  constructor(call: Search, needsMore: boolean) {
    this.#call = call;
    this.#needsMore = needsMore;
  }

  async read(roles: readonly (AnyRole & RoleDetail)[]): Promise<RoleObject[]> {
    const { session, attributesToGet: names, signal } = this.#call;
    if (!this.#needsMore) return roles.map((role) => roleOf(role, extrasOf(role, names)));
    if (roles.length > MOST_LIVE_READS) this.#details ??= await allRoleDetails(session, names, signal);
    const details = this.#details;
    const found = await inParallel(roles, async (role) => {
      const more = details?.get(role.RoleId ?? '');
      if (more) {
        const { PermissionsBoundary, Tags, RoleLastUsed } = more;
        return roleOf({ ...role, PermissionsBoundary, Tags, RoleLastUsed }, extrasOf(more, names));
      }
      return readRole(session, role.RoleName ?? '', names, signal);
    });
    return found.filter((object) => object !== undefined);
  }
}
