import type { Group as WireGroup } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { accountIdOf } from '../arn.ts';
import { answersOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { attachedPoliciesOf } from '../write/attached-policies.ts';
import { type InlinePolicy, inlinePoliciesOf } from '../write/inline-policies.ts';
import type { Group } from './group-class.ts';

/** A group as the connector hands it out. */
export type GroupObject = ConnectorObject<typeof Group>;

/** What GetGroup and ListGroups do not say of a group; undefined where it was not asked for. */
export interface GroupExtras {
  readonly members?: readonly string[] | undefined;
  readonly attached?: readonly string[] | undefined;
  readonly inline?: readonly InlinePolicy[] | undefined;
}

/** A group as an object of the class: its name as AWS spells it is uid and name. */
export function groupOf(group: WireGroup, { members, attached, inline }: GroupExtras): GroupObject {
  const { GroupName: name, GroupId, Path, Arn, CreateDate } = group;
  if (!name) throw new ConnectorError('ConnectorIO', `AWS answered with a group without a name${GroupId ? ` (id ${GroupId})` : ''}`);
  return {
    uid: name,
    name,
    attributes: {
      GroupId,
      Path,
      Arn,
      AccountId: accountIdOf(Arn),
      CreatedDate: CreateDate,
      Members: members,
      AttachedPolicies: attached,
      InlinePolicies: inline,
    },
  };
}

/** One group as it is now, with one GetGroup; undefined when there is none. */
export async function findGroup(session: AwsSession, name: string, signal: AbortSignal | undefined): Promise<WireGroup | undefined> {
  // GetGroup brings the members whether they are wanted or not: one is the fewest that it can be asked for.
  return unlessGone(async () => (await session.iam('GetGroup', { GroupName: name, MaxItems: 1 }, { signal, uid: name })).Group);
}

/** The path of a group, to be guarded; of one that is not there, none. */
export async function groupPaths(session: AwsSession, name: string, signal: AbortSignal): Promise<readonly string[]> {
  const path = (await findGroup(session, name, signal))?.Path;
  return path === undefined ? [] : [path];
}

/** One group as it is now, with what else is to get; undefined when there is none. */
export async function readGroup(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Group>,
  signal: AbortSignal,
): Promise<GroupObject | undefined> {
  return unlessGone(async () => {
    const { group, members } = await groupWithMembers(session, name, signal, names.has('Members') ? undefined : 1);
    const policies = await groupPolicies(session, name, names, signal);
    return groupOf(group, { members: names.has('Members') ? members : undefined, ...policies });
  });
}

/** The policies of a group that are to get, read live. */
export async function groupPolicies(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Group>,
  signal: AbortSignal,
): Promise<Pick<GroupExtras, 'attached' | 'inline'>> {
  const holder = { kind: 'group', name } as const;
  const [attached, inline] = await Promise.all([
    names.has('AttachedPolicies') ? attachedPoliciesOf(session, holder, signal) : undefined,
    names.has('InlinePolicies') ? inlinePoliciesOf(session, holder, signal) : undefined,
  ]);
  return { attached, inline };
}

/**
 * A group and the names of all its members, by as many GetGroup as they need.
 *
 * @param most  Stops with the first answer, of that many members at most; all of them unless it is given.
 * @throws ConnectorError `UnknownUid`.
 */
export async function groupWithMembers(
  session: AwsSession,
  name: string,
  signal: AbortSignal,
  most?: number,
): Promise<{ readonly group: WireGroup; readonly members: readonly string[] }> {
  const members: string[] = [];
  let group: WireGroup | undefined;
  for await (const answer of answersOf((Marker) =>
    session.iam('GetGroup', { GroupName: name, Marker, MaxItems: most ?? MOST_ITEMS }, { signal, uid: name }),
  )) {
    group ??= answer.Group;
    for (const { UserName } of answer.Users ?? []) if (UserName) members.push(UserName);
    if (most !== undefined) break;
  }
  if (!group) throw new ConnectorError('ConnectorIO', `AWS answered GetGroup of ${name} without the group`);
  return { group, members };
}
