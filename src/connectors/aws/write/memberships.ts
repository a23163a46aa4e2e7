import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { namesWithout, placeOf } from '../names.ts';
import type { AwsSession, IamContext } from '../session.ts';
import { untilVisible } from './consistency.ts';
import { guard } from './guard-rails.ts';
import type { Step } from './steps.ts';
import { unlessCode } from './unless-code.ts';

/** AWS: IAM and STS quotas, groups an IAM user can be a member of; cannot be raised. */
const MOST_GROUPS = 10;

/** A user in a group, seen from one of them: `uid` is the object that is written, `other` the one it names in `path`. */
export interface Membership {
  readonly of: 'user' | 'group';
  readonly uid: string;
  readonly other: string;
  /** Where the other one was named: `__GROUPS__[1]`, `add.Members[0]`. */
  readonly path: string;
}

/**
 * Refuses a write of a group's members that would put a protected user into it or take one out: what a group may do, its members may.
 *
 * @throws ConnectorError as `guard`.
 */
export async function guardMembers(session: AwsSession, members: readonly string[], what: string, signal: AbortSignal): Promise<void> {
  for (const name of members) await guard(session, { kind: 'user', names: [name] }, what, signal);
}

/** Refuses more groups than a user can be in. */
export function groupCountProblems(groups: readonly string[], path: string): Problem[] {
  const count = namesWithout(groups, []).length;
  return count > MOST_GROUPS ? [{ path, message: `has ${count} groups; AWS allows a user ${MOST_GROUPS}` }] : [];
}

/**
 * The step that puts a user into a group.
 *
 * @param isNew  Whether the object that is written was made by this same operation: then IAM may not see it yet, and it is waited for.
 */
export function joinStep(session: AwsSession, membership: Membership, signal: AbortSignal, isNew: boolean): Step {
  const { user, group, context } = named(membership, signal);
  const add = () => session.iam('AddUserToGroup', { UserName: user, GroupName: group }, context);
  return {
    path: membership.path,
    what: `AddUserToGroup ${user} to ${group}`,
    // The other one was not made by this operation: when IAM does not know it, it is not there.
    run: () => (isNew ? untilVisible(session, signal, add, (error) => ConnectorError.is(error) && error.code === 'UnknownUid') : add()),
    undo: () => removeMember(session, user, group, { ...context, signal: undefined }),
  };
}

function leaveStep(session: AwsSession, membership: Membership, signal: AbortSignal): Step {
  const { user, group, context } = named(membership, signal);
  return {
    path: membership.path,
    what: `RemoveUserFromGroup ${user} from ${group}`,
    run: () => removeMember(session, user, group, context),
  };
}

/** What an update asks of a list of memberships, and the members that are there when the list is replaced. */
export interface MembershipChanges {
  readonly of: 'user' | 'group';
  readonly uid: string;
  /** `__GROUPS__` or `Members`. */
  readonly attribute: string;
  /** The present list; only when it is replaced. */
  readonly current: readonly string[] | undefined;
  readonly replace: readonly string[] | null | undefined;
  readonly add: readonly string[] | undefined;
  readonly remove: readonly string[] | undefined;
}

/** The steps that bring a list of memberships to where it shall be. Leaving comes first: a user in ten groups has no room for another. */
export function membershipSteps(session: AwsSession, changes: MembershipChanges, signal: AbortSignal): Step[] {
  const { of, uid, attribute, current } = changes;
  const wanted = (current ? changes.replace : changes.add) ?? [];
  const unwanted = changes.remove ?? [];
  const leave = current ? namesWithout(current, wanted) : namesWithout(unwanted, []);
  const join = current ? namesWithout(wanted, current) : namesWithout(wanted, leave);
  const leavePath = (other: string) => (current ? `replace.${attribute}` : `remove.${attribute}[${placeOf(other, unwanted)}]`);
  const joinPath = (other: string) => `${current ? 'replace' : 'add'}.${attribute}[${placeOf(other, wanted)}]`;
  return [
    ...leave.map((other) => leaveStep(session, { of, uid, other, path: leavePath(other) }, signal)),
    ...join.map((other) => joinStep(session, { of, uid, other, path: joinPath(other) }, signal, false)),
  ];
}

/** Takes a user out of a group; false when that was so already. */
async function removeMember(session: AwsSession, user: string, group: string, context: IamContext): Promise<boolean> {
  return unlessCode('NoSuchEntity', () => session.iam('RemoveUserFromGroup', { UserName: user, GroupName: group }, context));
}

function named({ of, uid, other, path }: Membership, signal: AbortSignal): { user: string; group: string; context: IamContext } {
  const [user, group] = of === 'user' ? [uid, other] : [other, uid];
  return { user, group, context: { signal, uid, about: { path, value: other } } };
}
