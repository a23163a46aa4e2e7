import type { User } from '@aws-sdk/client-iam';
import type { ReceivedChanges, Written } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { checkUid } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { groupCountProblems, membershipSteps } from '../write/memberships.ts';
import { moveStep } from '../write/move.ts';
import { type Step, takeAll } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';
import type { Account } from './account-class.ts';
import { LiveUser } from './live-user.ts';
import { noPasswordStep, passwordStep } from './login-profile.ts';
import { tagDifference, tagProblems, tagsAfter, tagsOf, tooManyTags, type WireTag } from './tags.ts';

type Update = Parameters<UpdateDeltaOp<typeof Account, AwsSession>['updateDelta']>[0];
type AccountChanges = ReceivedChanges<(typeof Account)['attributes']>;

/**
 * Changes an IAM user: boundary, tags, groups, password, and last, in one UpdateUser, path and name, so that every step before it finds the
 * user under the name that the caller knows.
 *
 * What has to be known first is read before anything is written: the user when tags, path or name change, the groups when they are replaced.
 *
 * @returns The user's name now; the new Arn when the user was renamed or moved.
 * @throws ConnectorError `UnknownUid`; `AlreadyExists` for a name that another user has; `InvalidAttributeValue`; `InvalidPassword`.
 *   With `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function updateAccount(call: Update): Promise<Written<(typeof Account)['attributes']>> {
  const { session, uid, changes, signal } = call;
  checkUid(uid, 'user');
  refuseInvalid(invalidChanges(changes), 'update __ACCOUNT__ of aws');

  const { replace } = changes;
  const rename = typeof replace.__NAME__ === 'string' && replace.__NAME__ !== uid;
  const user = touches(changes, 'Tags') || touches(changes, 'Path') || rename ? await getUser(call) : undefined;
  const wantedTags =
    user && touches(changes, 'Tags') ? tagsAfter(tagsOf(user.Tags), replace.Tags, changes.add.Tags ?? [], changes.remove.Tags ?? []) : undefined;
  refuseInvalid(wantedTags ? tooManyTags(wantedTags, 'Tags') : [], 'update __ACCOUNT__ of aws');
  const groups = replace.__GROUPS__ === undefined ? undefined : await new LiveUser(session, uid, signal).groups();

  const move =
    user && moveStep(session, signal, { kind: 'user', name: user.UserName ?? uid, path: user.Path ?? '/', arn: user.Arn, id: user.UserId }, replace);
  const steps = [
    ...boundarySteps(call),
    ...(user && wantedTags ? tagSteps(call, tagsOf(user.Tags), wantedTags) : []),
    ...groupSteps(call, groups),
    ...passwordSteps(call),
    ...(move ? [move.step] : []),
  ];
  const done = await takeAll(steps, 'update __ACCOUNT__', uid, signal);
  // Nothing to write, or nothing there to remove, may mean that there is no user.
  if (done === 0 && !user && !groups) await getUser(call);
  return { uid: move?.uid ?? user?.UserName ?? uid, sideEffects: move?.sideEffects };
}

function touches({ replace, add, remove }: AccountChanges, name: 'Tags' | 'Path'): boolean {
  return replace[name] !== undefined || (name === 'Tags' && (add.Tags !== undefined || remove.Tags !== undefined));
}

function invalidChanges({ replace, add }: AccountChanges): Problem[] {
  return [
    ...tagProblems(replace.Tags ?? [], 'replace.Tags'),
    ...tagProblems(add.Tags ?? [], 'add.Tags'),
    ...groupCountProblems(replace.__GROUPS__ ?? [], 'replace.__GROUPS__'),
    ...groupCountProblems(add.__GROUPS__ ?? [], 'add.__GROUPS__'),
  ];
}

async function getUser({ session, uid, signal }: Update): Promise<User> {
  const { User: user } = await session.iam('GetUser', { UserName: uid }, { signal, uid });
  return user ?? { UserName: uid, UserId: undefined, Arn: undefined, CreateDate: undefined, Path: undefined };
}

function boundarySteps({ session, uid, changes, signal }: Update): Step[] {
  const value = changes.replace.PermissionsBoundary;
  if (value === undefined) return [];
  const path = 'PermissionsBoundary';
  if (value !== null) {
    const put = () =>
      session.iam('PutUserPermissionsBoundary', { UserName: uid, PermissionsBoundary: value }, { signal, uid, about: { path, value } });
    return [{ path, what: `PutUserPermissionsBoundary ${value}`, run: put }];
  }
  const remove = () => session.iam('DeleteUserPermissionsBoundary', { UserName: uid }, { signal, uid });
  return [{ path, what: 'DeleteUserPermissionsBoundary', run: () => unlessCode('NoSuchEntity', remove) }];
}

function tagSteps({ session, uid, signal }: Update, current: readonly WireTag[], wanted: readonly WireTag[]): Step[] {
  const { untag, tag } = tagDifference(current, wanted);
  const context = { signal, uid };
  const steps: Step[] = [];
  if (untag.length > 0) {
    const run = () => session.iam('UntagUser', { UserName: uid, TagKeys: [...untag] }, context);
    steps.push({ path: 'Tags', what: `UntagUser ${untag.join(', ')}`, run });
  }
  if (tag.length > 0) {
    const run = () => session.iam('TagUser', { UserName: uid, Tags: [...tag] }, context);
    steps.push({ path: 'Tags', what: `TagUser ${tag.map(({ Key }) => Key).join(', ')}`, run });
  }
  return steps;
}

function groupSteps({ session, uid, changes, signal }: Update, current: readonly string[] | undefined): Step[] {
  const { replace, add, remove } = changes;
  const groups = { replace: replace.__GROUPS__, add: add.__GROUPS__, remove: remove.__GROUPS__ };
  return membershipSteps(session, { of: 'user', uid, attribute: '__GROUPS__', current, ...groups }, signal);
}

function passwordSteps({ session, uid, changes, signal }: Update): Step[] {
  const { __PASSWORD__: password } = changes.replace;
  if (password === undefined) return [];
  return [password === null ? noPasswordStep(session, uid, signal) : passwordStep(session, uid, password, signal)];
}
