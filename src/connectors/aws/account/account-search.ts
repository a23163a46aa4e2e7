import type { Page, SearchCall } from '../../../spi/operations.ts';
import type { PolicyReach } from '../read/entity-reach.ts';
import { answersOf, MOST_ITEMS, type Truncatable } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, type ListingPlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import type { Account } from './account-class.ts';
import { type ListingPlan, planAccounts } from './account-plan.ts';
import { AccountReader } from './account-reader.ts';
import type { ListedUser } from './listed-user.ts';
import { readAccount, unlessGone } from './user.ts';
import { readDetails } from './user-details.ts';

type Search = SearchCall<typeof Account, AwsSession>;
type Pages = AsyncGenerator<Page<typeof Account>, void, undefined>;

/** Entries of a listing that make one page. Always the same number, whatever is asked of them, so that a cursor means the same in every call. */
export const PAGE = 100;

/** The most holders of a policy that are read one by one instead of listing the account. */
export const MOST_HOLDERS = 10;

/**
 * Searches IAM users.
 *
 * - Names, uids or ARNs that alone can match, up to ten, are read live: one GetUser each, and what else was asked for. So are the holders of
 *   a policy that the filter asks for, when they are as few.
 * - Otherwise ListUsers, 1,000 a call, of the path prefix that the filter asks for, or the members of the group that it asks for. Where tags,
 *   boundary, groups or policies are needed too, they come from GetAccountAuthorizationDetails, 1,000 users a call; when nothing needs
 *   ListUsers, from there alone.
 * - The state of passwords, access keys and MFA comes from the credential report, a few calls for all users, and live for those whom it
 *   cannot know; the page then says how old the report is.
 * - When a filter leaves few users, they are read one by one instead of all details or the report.
 * - Lists of credentials cost one call a user and kind, eight users at a time, only for users that the rest of the filter lets through.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchAccounts(call: Search): Pages {
  const { session, filter, attributesToGet, cursor } = call;
  const plan = planAccounts(filter, attributesToGet, session.settings);
  if (plan.kind === 'nobody') {
    yield { objects: [] };
    return;
  }
  // A search that was begun as a listing goes on as one.
  const few = plan.kind === 'named' ? plan.names : plan.policy && cursor === undefined ? await fewHolders(call, plan.policy) : undefined;
  if (few) yield await namedAccounts(call, few);
  else if (plan.kind === 'listing') yield* listAccounts(call, plan);
}

async function namedAccounts({ session, attributesToGet, signal }: Search, names: readonly string[]): Promise<Page<typeof Account>> {
  const found = await inParallel(names, (name) => readAccount(session, name, attributesToGet, signal));
  return { objects: found.filter((object) => object !== undefined) };
}

/** The names of the users who have a policy; undefined when they are many. Nobody has a policy that is not there. */
async function fewHolders({ session, signal }: Search, { arn, usage }: PolicyReach): Promise<readonly string[] | undefined> {
  const input = { PolicyArn: arn, EntityFilter: 'User', PolicyUsageFilter: usage, MaxItems: MOST_ITEMS } as const;
  const names: string[] = [];
  await unlessGone(async () => {
    for await (const { PolicyUsers = [] } of answersOf((Marker) => session.iam('ListEntitiesForPolicy', { ...input, Marker }, { signal }))) {
      for (const { UserName } of PolicyUsers) if (UserName) names.push(UserName);
      if (names.length > MOST_HOLDERS) return;
    }
  });
  return names.length > MOST_HOLDERS ? undefined : names;
}

async function* listAccounts(call: Search, plan: ListingPlan): Pages {
  const { cursor } = call;
  const resumed = cursor === undefined ? undefined : decodePlace(cursor, plan.listing === 'd' ? ['d', 'u'] : [plan.listing]);
  const place: ListingPlace = resumed ?? { listing: plan.listing, marker: undefined, offset: 0, details: undefined };

  const reader = new AccountReader(call, place, plan);
  let { offset, marker } = place;
  const answers = answersOf(
    (at) => refusedMarker(at !== undefined && at === resumed?.marker, () => listUsers(call, plan, place.listing, at)),
    marker,
  );
  for await (const answer of answers) {
    for (; offset === 0 || offset < answer.users.length; offset += PAGE) {
      const entries = answer.users.slice(offset, offset + PAGE);
      const { objects, asOf } = await reader.read(entries);
      const next =
        plan.userId !== undefined && entries.some(({ UserId }) => UserId === plan.userId)
          ? undefined
          : offset + PAGE < answer.users.length
            ? { marker, offset: offset + PAGE }
            : answer.IsTruncated
              ? { marker: answer.Marker, offset: 0 }
              : undefined;
      if (!next) reader.end();
      yield { objects, cursor: next && encodePlace({ listing: place.listing, ...next, details: reader.position }), asOf };
      if (!next) return;
    }
    marker = answer.Marker;
    offset = 0;
  }
}

/** One answer of a listing of users. */
interface UserListing extends Truncatable {
  readonly users: readonly ListedUser[];
}

async function listUsers(call: Search, plan: ListingPlan, listing: ListingPlace['listing'], Marker: string | undefined): Promise<UserListing> {
  const { session, signal } = call;
  if (listing === 'd') {
    const { UserDetailList = [], IsTruncated, Marker: next } = await readDetails(session, Marker, signal);
    // The same shape as a user of ListUsers, and lists of groups and policies.
    return { users: UserDetailList as readonly ListedUser[], IsTruncated, Marker: next };
  }
  if (listing === 'm') {
    const { group: GroupName = '' } = plan;
    // A group that is not there, or not any more, has no members.
    const answer = await unlessGone(() => session.iam('GetGroup', { GroupName, Marker, MaxItems: MOST_ITEMS }, { signal, uid: GroupName }));
    return { users: answer?.Users ?? [], IsTruncated: answer?.IsTruncated, Marker: answer?.Marker };
  }
  const input = { Marker, MaxItems: MOST_ITEMS, ...(plan.prefix !== '' && { PathPrefix: plan.prefix }) };
  const { Users = [], IsTruncated, Marker: next } = await session.iam('ListUsers', input, { signal });
  return { users: Users, IsTruncated, Marker: next };
}
