import type { Group as WireGroup } from '@aws-sdk/client-iam';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { unlessGone } from '../account/user.ts';
import { readDetails } from '../account/user-details.ts';
import { listingTest, namesReached, pathPrefix } from '../read/filter-reach.ts';
import { allOf, answersOf, MOST_ITEMS } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Group } from './group-class.ts';
import { type GroupObject, groupOf, groupWithMembers, readGroup } from './group-object.ts';
import { GroupPolicies } from './group-policies.ts';

type Search = SearchCall<typeof Group, AwsSession>;

/** Groups whose members are read one group at a time; for more, one pass over all users costs less. */
const MOST_LIVE_READS = 10;

/**
 * Searches IAM groups.
 *
 * - Names or uids that alone can match, up to ten, are read live: one GetGroup each.
 * - Otherwise ListGroups, 1,000 a call, of the path prefix that the filter asks for.
 * - Members come from GetGroup for up to ten groups, for more from one pass over GetAccountAuthorizationDetails, which knows each user's groups.
 * - So do policies: live for up to ten groups, for more from one pass over all groups.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchGroups(call: Search): AsyncGenerator<Page<typeof Group>, void, undefined> {
  const { session, filter, attributesToGet, cursor, signal } = call;
  const names = namesReached(filter);
  const prefix = pathPrefix(filter);
  if (names || prefix === undefined) {
    const found = await inParallel(names ?? [], (name) => readGroup(session, name, attributesToGet, signal));
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const test = listingTest(filter, Group, ['__NAME__', '__UID__', 'GroupId', 'Path', 'Arn', 'AccountId', 'CreatedDate']);
  const start = cursor === undefined ? undefined : decodePlace(cursor, ['g']).marker;
  const policies = new GroupPolicies(call);
  for await (const answer of answersOf((at) => refusedMarker(at !== undefined && at === start, () => listGroups(call, prefix, at)), start)) {
    const groups = (answer.Groups ?? []).filter((group) => test?.(groupOf(group, {})) ?? true);
    const next = answer.IsTruncated ? encodePlace({ listing: 'g', marker: answer.Marker, offset: 0, details: undefined }) : undefined;
    yield { objects: await withExtras(call, groups, policies), cursor: next };
  }
}

function listGroups({ session, signal }: Search, prefix: string, Marker: string | undefined) {
  return session.iam('ListGroups', { Marker, MaxItems: MOST_ITEMS, ...(prefix !== '' && { PathPrefix: prefix }) }, { signal });
}

/** A group as it is now and its members, where they are to get. */
interface Found {
  readonly group: WireGroup;
  readonly members: readonly string[] | undefined;
}

async function withExtras(call: Search, groups: readonly WireGroup[], policies: GroupPolicies): Promise<GroupObject[]> {
  const many = groups.length > MOST_LIVE_READS;
  const found = call.attributesToGet.has('Members')
    ? many
      ? await joinMembers(call, groups)
      : await inParallel(groups, (group) => liveMembers(call, group))
    : groups.map((group) => ({ group, members: undefined }));
  const objects = await inParallel(
    found.filter((each) => each !== undefined),
    ({ group, members }) =>
      unlessGone(async () => groupOf(group, { members, ...(await policies.of({ name: group.GroupName ?? '', id: group.GroupId }, many)) })),
  );
  return objects.filter((object) => object !== undefined);
}

/** A group that is gone since it was listed is no result. */
function liveMembers({ session, signal }: Search, { GroupName: name = '' }: WireGroup): Promise<Found | undefined> {
  return unlessGone(() => groupWithMembers(session, name, signal));
}

/**
 * Members of many groups out of what each user says of its groups.
 *
 * That is by group name, and a group may be renamed while it is read: a name that was not listed makes the groups be listed again, and those
 * whose name has changed are read live, lest a renamed group looks empty.
 */
async function joinMembers(call: Search, groups: readonly WireGroup[]): Promise<(Found | undefined)[]> {
  const { session, signal } = call;
  const users = await allOf(
    (marker) => readDetails(session, marker, signal),
    (answer) => answer.UserDetailList,
  );
  const members = new Map<string, string[]>(groups.map(({ GroupName = '' }) => [GroupName, []]));
  let strangers = false;
  for (const { UserName, GroupList } of users) {
    for (const name of GroupList ?? []) {
      const list = members.get(name);
      strangers ||= list === undefined;
      if (UserName) list?.push(UserName);
    }
  }
  const renamed = strangers ? await renamedGroups(call, groups) : new Map<string, WireGroup>();
  return inParallel(groups, async (group) => {
    const now = renamed.get(group.GroupId ?? '');
    return now ? liveMembers(call, now) : { group, members: members.get(group.GroupName ?? '') ?? [] };
  });
}

/** The groups that have another name than when they were listed, as they are now, by id. */
async function renamedGroups(call: Search, listed: readonly WireGroup[]): Promise<Map<string, WireGroup>> {
  const before = new Map(listed.map(({ GroupId, GroupName }) => [GroupId, GroupName]));
  const groups = await allOf(
    (marker) => listGroups(call, '', marker),
    (answer) => answer.Groups,
  );
  return new Map(
    groups.flatMap((group) =>
      before.has(group.GroupId) && before.get(group.GroupId) !== group.GroupName ? [[group.GroupId ?? '', group] as const] : [],
    ),
  );
}
