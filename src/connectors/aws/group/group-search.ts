import type { Group as WireGroup } from '@aws-sdk/client-iam';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { listingTest, namesReached, pathPrefix } from '../read/filter-reach.ts';
import { answersOf } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Group } from './group-class.ts';
import { listGroups, liveMembers, type Membership, membersOfGroups } from './group-members.ts';
import { type GroupObject, groupOf, readGroup } from './group-object.ts';
import { GroupPolicies } from './group-policies.ts';

type Search = SearchCall<typeof Group, AwsSession>;

/** Groups whose members are read one group at a time; for more, one pass over all users costs less. */
const MOST_LIVE_READS = 10;

/** What ListGroups says. */
const listedNames = ['__NAME__', '__UID__', 'GroupId', 'Path', 'Arn', 'AccountId', 'CreatedDate'];

/**
 * Searches IAM groups.
 *
 * - Names or uids that alone can match, up to ten, are read live: one GetGroup each, and what else was asked for.
 * - Otherwise ListGroups, 1,000 a call, of the path prefix that the filter asks for.
 * - Members come from GetGroup for up to ten groups, for more from one pass over GetAccountAuthorizationDetails, which knows each user's groups.
 * - So do policies: live for up to ten groups, for more from one pass over all groups.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchGroups(call: Search): AsyncGenerator<Page<typeof Group>, void, undefined> {
  const { session, filter, attributesToGet, cursor, signal } = call;
  const names = namesReached(filter, 'group');
  const prefix = pathPrefix(filter);
  if (names || prefix === undefined) {
    const found = await inParallel(names ?? [], (name) => readGroup(session, name, attributesToGet, signal));
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const test = listingTest(filter, Group, listedNames);
  const start = cursor === undefined ? undefined : decodePlace(cursor, ['g']).marker;
  const policies = new GroupPolicies(call);
  const read = (marker: string | undefined) =>
    refusedMarker(marker !== undefined && marker === start, () => listGroups(session, prefix, marker, signal));
  for await (const answer of answersOf(read, start)) {
    const groups = (answer.Groups ?? []).filter((group) => test?.(groupOf(group, {})) ?? true);
    const next = answer.IsTruncated ? encodePlace({ listing: 'g', marker: answer.Marker, offset: 0, details: undefined }) : undefined;
    yield { objects: await withExtras(call, groups, policies), cursor: next };
  }
}

async function withExtras(call: Search, groups: readonly WireGroup[], policies: GroupPolicies): Promise<GroupObject[]> {
  const many = groups.length > MOST_LIVE_READS;
  const wanted = call.attributesToGet.has('Members');
  const found = wanted ? await withMembers(call, groups, many) : groups.map((group) => ({ group, members: [] }));
  const objects = await inParallel(found, ({ group, members }) =>
    unlessGone(async () => {
      const extras = await policies.of({ name: group.GroupName ?? '', id: group.GroupId }, many);
      return groupOf(group, { members: wanted ? members : undefined, ...extras });
    }),
  );
  return objects.filter((object) => object !== undefined);
}

/** Groups with their members. A group that is gone since it was listed is no result. */
async function withMembers({ session, signal }: Search, groups: readonly WireGroup[], many: boolean): Promise<readonly Membership[]> {
  const found = many
    ? (await membersOfGroups(session, groups, signal)).groups
    : await inParallel(groups, (group) => liveMembers(session, group, signal));
  return found.filter((each) => each !== undefined);
}
