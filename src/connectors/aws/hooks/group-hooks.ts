import type { HookCall } from '../../../spi/operations.ts';
import { listGroups, type Membership, membersOfGroups } from '../group/group-members.ts';
import { activityOf } from '../group/member-activity.ts';
import { allOf } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';

/** A group that lets nobody do anything. */
export interface InactiveGroup {
  readonly name: string;
  readonly arn: string;
  /** How many users are in it, and how many of them can get in: none. */
  readonly members: number;
  readonly activeMembers: number;
  /** `no active member`: all members have neither a console password nor an active access key. */
  readonly reason: 'empty' | 'no active member';
}

/** The groups of an account that let nobody do anything. */
export interface InactiveGroups {
  readonly groups: readonly InactiveGroup[];
  /** How many groups were looked at. */
  readonly looked: number;
  /** When AWS made the credential report that the state of members is from; undefined when they were read live. */
  readonly asOf: Date | undefined;
}

/** Hooks about groups. */
export interface GroupHooks {
  /**
   * The groups that are empty or whose members can all not get in, in order of their names: ListGroups, one pass over all users, and the
   * credential report.
   */
  inactiveGroups(call: HookCall): Promise<InactiveGroups>;
}

/**
 * What an application can ask about groups, by name.
 *
 * @example
 * const { groups, asOf } = await facade.hook('inactiveGroups', {});
 * for (const { name, reason } of groups) console.log(name, reason, asOf);
 */
export const groupHooks = {
  /** The groups that are empty or whose members can all not get in, in order of their names. */
  inactiveGroups: async ({ session, signal }: HookCall<AwsSession>): Promise<InactiveGroups> => {
    const listed = await allOf(
      (marker) => listGroups(session, '', marker, signal),
      (answer) => answer.Groups,
    );
    const { groups, users } = await membersOfGroups(session, listed, signal);
    const present = groups.filter((each) => each !== undefined);
    const members = new Set(present.flatMap((each) => each.members));
    // A member of a group that was read live may be newer than the pass over the users.
    const unknown = { Path: undefined, UserId: undefined, Arn: undefined, CreateDate: undefined };
    const asked = [...members].map((name) => users.get(name) ?? { ...unknown, UserName: name });
    const { active, asOf } = await activityOf(session, asked, signal);
    const found = present.flatMap((each) => inactive(each, active));
    return { groups: found.sort((a, b) => (a.name < b.name ? -1 : 1)), looked: present.length, asOf };
  },
};

function inactive({ group, members }: Membership, active: ReadonlySet<string>): InactiveGroup[] {
  if (members.some((name) => active.has(name))) return [];
  const { GroupName: name = '', Arn: arn = '' } = group;
  return [{ name, arn, members: members.length, activeMembers: 0, reason: members.length === 0 ? 'empty' : 'no active member' }];
}
