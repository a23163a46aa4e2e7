import type { User, Group as WireGroup } from '@aws-sdk/client-iam';
import { unlessGone } from '../account/unless-gone.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { groupWithMembers } from './group-object.ts';

/** A group as it is now, and the names of its members. */
export interface Membership {
  readonly group: WireGroup;
  readonly members: readonly string[];
}

/** What one pass over all users says of groups. */
export interface MembershipsRead {
  /** In the order of the groups; undefined for one that is gone since it was listed. */
  readonly groups: readonly (Membership | undefined)[];
  /** All users of the account, by name. */
  readonly users: ReadonlyMap<string, User>;
}

/**
 * Members of many groups out of what each user says of its groups: one pass over GetAccountAuthorizationDetails.
 *
 * That is by group name, and a group may be renamed while it is read: a name that was not listed makes the groups be listed again, and those
 * whose name has changed are read live, lest a renamed group looks empty.
 */
export async function membersOfGroups(session: AwsSession, groups: readonly WireGroup[], signal: AbortSignal): Promise<MembershipsRead> {
  const details = await allOf(
    (Marker) => session.iam('GetAccountAuthorizationDetails', { Filter: ['User'], Marker, MaxItems: MOST_ITEMS }, { signal }),
    (answer) => answer.UserDetailList,
  );
  const members = new Map<string, string[]>(groups.map(({ GroupName = '' }) => [GroupName, []]));
  const users = new Map<string, User>();
  let strangers = false;
  for (const { UserName, Path, UserId, Arn, CreateDate, GroupList } of details) {
    if (UserName) users.set(UserName, { UserName, Path, UserId, Arn, CreateDate });
    for (const name of GroupList ?? []) {
      const list = members.get(name);
      strangers ||= list === undefined;
      if (UserName) list?.push(UserName);
    }
  }
  const renamed = strangers ? await renamedGroups(session, groups, signal) : new Map<string, WireGroup>();
  const found = await inParallel(groups, async (group) => {
    const now = renamed.get(group.GroupId ?? '');
    return now ? liveMembers(session, now, signal) : { group, members: members.get(group.GroupName ?? '') ?? [] };
  });
  return { groups: found, users };
}

/** The members of one group, read live; undefined when it is gone. */
export function liveMembers(session: AwsSession, { GroupName: name = '' }: WireGroup, signal: AbortSignal): Promise<Membership | undefined> {
  return unlessGone(() => groupWithMembers(session, name, signal));
}

/** One answer of ListGroups. */
export function listGroups(session: AwsSession, prefix: string, Marker: string | undefined, signal: AbortSignal) {
  return session.iam('ListGroups', { Marker, MaxItems: MOST_ITEMS, ...(prefix !== '' && { PathPrefix: prefix }) }, { signal });
}

/** The groups that have another name than when they were listed, as they are now, by id. */
async function renamedGroups(session: AwsSession, listed: readonly WireGroup[], signal: AbortSignal): Promise<Map<string, WireGroup>> {
  const before = new Map(listed.map(({ GroupId, GroupName }) => [GroupId, GroupName]));
  const groups = await allOf(
    (marker) => listGroups(session, '', marker, signal),
    (answer) => answer.Groups,
  );
  return new Map(
    groups.flatMap((group) =>
      before.has(group.GroupId) && before.get(group.GroupId) !== group.GroupName ? [[group.GroupId ?? '', group] as const] : [],
    ),
  );
}
