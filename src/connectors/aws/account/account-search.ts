import type { Page, SearchCall } from '../../../spi/operations.ts';
import { namesReached, pathPrefix } from '../read/filter-reach.ts';
import { answersOf, MOST_ITEMS, type Truncatable } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, type ListingPlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import type { Account } from './account-class.ts';
import { AccountReader, type ListedUser, needsDetails } from './account-reader.ts';
import { readAccount } from './user.ts';
import { readDetails } from './user-details.ts';

type Search = SearchCall<typeof Account, AwsSession>;

/** Entries of a listing that make one page. Always the same number, whatever is asked of them, so that a cursor means the same in every call. */
const PAGE = 100;

/**
 * Searches IAM users.
 *
 * - Names or uids that alone can match, up to ten, are read live: one GetUser each, and what else was asked for.
 * - Otherwise ListUsers, 1,000 a call, of the path prefix that the filter asks for. Where tags, boundary or groups are needed too, they come
 *   from GetAccountAuthorizationDetails, 1,000 users a call; when nothing needs ListUsers, from there alone.
 * - When a filter leaves few users, their details are read one by one instead.
 * - `__ENABLE__` costs one or two calls a user, only for users that the rest of the filter lets through.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchAccounts(call: Search): AsyncGenerator<Page<typeof Account>, void, undefined> {
  const { session, filter, attributesToGet, signal } = call;
  const names = namesReached(filter);
  if (names) {
    const found = await inParallel(names, (name) => readAccount(session, name, attributesToGet, signal));
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const prefix = pathPrefix(filter);
  if (prefix === undefined) {
    yield { objects: [] };
    return;
  }
  yield* listAccounts(call, prefix);
}

async function* listAccounts(call: Search, prefix: string): AsyncGenerator<Page<typeof Account>, void, undefined> {
  const { session, attributesToGet, cursor, signal } = call;
  const detailsAlone = needsDetails(attributesToGet) && prefix === '' && !attributesToGet.has('PasswordLastUsed');
  const resumed = cursor === undefined ? undefined : decodePlace(cursor, detailsAlone ? ['d', 'u'] : ['u']);
  const place: ListingPlace = resumed ?? { listing: detailsAlone ? 'd' : 'u', marker: undefined, offset: 0, details: undefined };

  const reader = new AccountReader(call, place, prefix);
  const read = place.listing === 'd' ? userDetails : listUsers;
  let { offset, marker } = place;
  const answers = answersOf((at) => refusedMarker(at !== undefined && at === resumed?.marker, () => read(session, prefix, at, signal)), marker);
  for await (const answer of answers) {
    for (; offset === 0 || offset < answer.users.length; offset += PAGE) {
      const objects = await reader.read(answer.users.slice(offset, offset + PAGE));
      const next =
        offset + PAGE < answer.users.length
          ? { marker, offset: offset + PAGE }
          : answer.IsTruncated
            ? { marker: answer.Marker, offset: 0 }
            : undefined;
      yield { objects, cursor: next && encodePlace({ listing: place.listing, ...next, details: reader.position }) };
    }
    marker = answer.Marker;
    offset = 0;
  }
}

/** One answer of a listing of users. */
interface UserListing extends Truncatable {
  readonly users: readonly ListedUser[];
}

async function listUsers(session: AwsSession, prefix: string, Marker: string | undefined, signal: AbortSignal): Promise<UserListing> {
  const input = { Marker, MaxItems: MOST_ITEMS, ...(prefix !== '' && { PathPrefix: prefix }) };
  const { Users = [], IsTruncated, Marker: next } = await session.iam('ListUsers', input, { signal });
  return { users: Users, IsTruncated, Marker: next };
}

async function userDetails(session: AwsSession, _prefix: string, marker: string | undefined, signal: AbortSignal): Promise<UserListing> {
  const { UserDetailList = [], IsTruncated, Marker } = await readDetails(session, marker, signal);
  // The same shape as a user of ListUsers, but for the lists of policies, which nobody here needs.
  return { users: UserDetailList as readonly ListedUser[], IsTruncated, Marker };
}
