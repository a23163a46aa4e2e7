import type { Group as WireGroup } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { unlessGone } from '../account/user.ts';
import { answersOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import type { Group } from './group-class.ts';

/** A group as the connector hands it out. */
export type GroupObject = ConnectorObject<typeof Group>;

/** A group as an object of the class: its name as AWS spells it is uid and name. */
export function groupOf(group: WireGroup, members: readonly string[] | undefined): GroupObject {
  const { GroupName: name, GroupId, Path, Arn, CreateDate } = group;
  if (!name) throw new ConnectorError('ConnectorIO', `AWS answered with a group without a name${GroupId ? ` (id ${GroupId})` : ''}`);
  return { uid: name, name, attributes: { GroupId, Path, Arn, CreatedDate: CreateDate, Members: members } };
}

/** One group as it is now, with one GetGroup; undefined when there is none. */
export async function findGroup(session: AwsSession, name: string, signal: AbortSignal | undefined): Promise<WireGroup | undefined> {
  // GetGroup brings the members whether they are wanted or not: one is the fewest that it can be asked for.
  return unlessGone(async () => (await session.iam('GetGroup', { GroupName: name, MaxItems: 1 }, { signal, uid: name })).Group);
}

/** One group as it is now, with its members where they are to get; undefined when there is none. */
export async function readGroup(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Group>,
  signal: AbortSignal,
): Promise<GroupObject | undefined> {
  if (!names.has('Members')) {
    const group = await findGroup(session, name, signal);
    return group && groupOf(group, undefined);
  }
  return unlessGone(async () => {
    const { group, members } = await groupWithMembers(session, name, signal);
    return groupOf(group, members);
  });
}

/**
 * A group and the names of all its members, by as many GetGroup as they need.
 *
 * @throws ConnectorError `UnknownUid`.
 */
export async function groupWithMembers(
  session: AwsSession,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly group: WireGroup; readonly members: readonly string[] }> {
  const members: string[] = [];
  let group: WireGroup | undefined;
  for await (const answer of answersOf((Marker) =>
    session.iam('GetGroup', { GroupName: name, Marker, MaxItems: MOST_ITEMS }, { signal, uid: name }),
  )) {
    group ??= answer.Group;
    for (const { UserName } of answer.Users ?? []) if (UserName) members.push(UserName);
  }
  if (!group) throw new ConnectorError('ConnectorIO', `AWS answered GetGroup of ${name} without the group`);
  return { group, members };
}
