import type { User } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import type { CreateOp } from '../../../spi/operations.ts';
import { namesWithout, placeOf } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { attachmentProblems, attachSteps } from '../write/attached-policies.ts';
import { untilDeletable, untilVisible } from '../write/consistency.ts';
import { guard } from '../write/guard-rails.ts';
import { inlineProblems, newInlineSteps } from '../write/inline-policies.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { groupCountProblems, joinStep } from '../write/memberships.ts';
import { refuseOtherAccount } from '../write/own-account.ts';
import { type Step, takeAllOrUndo } from '../write/steps.ts';
import { accessProblems } from './access-change.ts';
import type { Account } from './account-class.ts';
import { newLoginProfileStep } from './login-profile.ts';
import { ownPolicyProblems } from './own-policies.ts';
import { type Profile, profileProblems, profileTags } from './profile-tags.ts';
import { ownedTagProblems } from './tag-changes.ts';
import { sameTags, tagProblems, tagsOf, tooManyTags, wireTags } from './tags.ts';
import { findUser } from './user.ts';

type Create = Parameters<CreateOp<typeof Account, AwsSession>['create']>[0];

const what = 'create __ACCOUNT__ of aws';

/**
 * Makes an IAM user: CreateUser with path, tags and boundary, then its policies, then AddUserToGroup for each group, then CreateLoginProfile.
 *
 * The login profile comes last, so that nobody gets in before the rest is as it shall be, and because AWS refuses for a while to delete one
 * that is only just made (EntityTemporarilyUnmodifiable), which would get in the way of undoing.
 *
 * @returns The user's name as AWS spells it, and what AWS gave the user.
 * @throws ConnectorError `AlreadyExists`; `InvalidAttributeValue`, also for a group, a policy or a boundary that is not there;
 *   `InvalidPassword`; `QuotaExceeded`; `PermissionDenied` where a guard rail forbids it. With `outcome: 'partial'` when a half-made user
 *   could not be removed again.
 */
export async function createAccount(call: Create): Promise<Written<(typeof Account)['attributes']>> {
  const { session, attributes, signal } = call;
  const { __NAME__: name, AccountId } = attributes;
  refuseInvalid(invalidAttributes(call), what);
  const path = attributes.Path ?? session.settings.user.defaultUserPath;
  await guard(session, { kind: 'user', names: [name], paths: async () => [path] }, what, signal);
  for (const group of attributes.__GROUPS__ ?? []) await guard(session, { kind: 'group', names: [group] }, what, signal);
  await refuseOtherAccount(session, AccountId, what, signal);
  return session.writes.run([name], signal, () => create(call, path));
}

async function create(call: Create, path: string): Promise<Written<(typeof Account)['attributes']>> {
  const { session, attributes, signal } = call;
  const { __NAME__: name, __GROUPS__: groups = [], __PASSWORD__: password, AttachedPolicies = [], InlinePolicies = [] } = attributes;
  let user: User | undefined;
  const remove = () => session.iam('DeleteUser', { UserName: name }, { signal: undefined, uid: name });
  const createUser: Step = {
    path: '__NAME__',
    what: 'CreateUser',
    async run() {
      user = await sendCreateUser(call, path);
    },
    // The user was there a moment ago: that IAM does not find it yet must not pass for "removed".
    undo: () => untilVisible(session, undefined, () => untilDeletable(session, undefined, remove)),
  };
  const holder = { kind: 'user', name, isNew: true } as const;
  const joins = namesWithout(groups, []).map((other) =>
    joinStep(session, { of: 'user', uid: name, other, path: `__GROUPS__[${placeOf(other, groups)}]` }, signal, true),
  );
  const resetRequired = attributes.__FORCE_PASSWORD_CHANGE__ ?? session.settings.user.changePasswordNextSignIn;
  const login = password ? [newLoginProfileStep(session, name, { password, resetRequired }, signal)] : [];
  const steps = [
    createUser,
    ...attachSteps(session, holder, AttachedPolicies, signal),
    ...newInlineSteps(session, holder, InlinePolicies, signal),
    ...joins,
    ...login,
  ];
  await takeAllOrUndo(steps, 'create __ACCOUNT__', name, signal);
  return { uid: user?.UserName ?? name, sideEffects: madeByAws(user) };
}

function invalidAttributes({ session, attributes }: Create): Problem[] {
  const { __GROUPS__: groups = [], Tags = [], AttachedPolicies, InlinePolicies } = attributes;
  const { user } = session.settings;
  const profile = profileTags(attributes as Profile, user);
  return [
    ...tagProblems(Tags, 'Tags'),
    ...ownedTagProblems(Tags, 'Tags', user),
    ...profileProblems(attributes as Profile, user),
    ...(profile.length > 0 ? tooManyTags([...wireTags(Tags), ...profile], 'Tags') : []),
    ...groupCountProblems(groups, '__GROUPS__'),
    ...attachmentProblems('user', AttachedPolicies, 'AttachedPolicies'),
    ...inlineProblems('user', InlinePolicies, 'InlinePolicies'),
    ...ownPolicyProblems(InlinePolicies, 'InlinePolicies'),
    ...accessProblems(attributes, user, ''),
    ...newAccessProblems(attributes),
  ];
}

/** A new user has no access keys, and no console unless it gets a password. */
function newAccessProblems({
  __ENABLE__,
  ConsoleAccess,
  ProgrammaticAccess,
  __PASSWORD__,
  __FORCE_PASSWORD_CHANGE__,
}: Create['attributes']): Problem[] {
  const problems: Problem[] = [];
  const origin = 'a new user has no access key; the hook createAccessKey makes one';
  if (ProgrammaticAccess === true) problems.push({ path: 'ProgrammaticAccess', message: `cannot be true: ${origin}` });
  if (__PASSWORD__ !== undefined) return problems;
  if (ConsoleAccess === true) problems.push({ path: 'ConsoleAccess', message: 'needs __PASSWORD__ in the same call' });
  else if (__ENABLE__ === true) problems.push({ path: '__ENABLE__', message: `needs __PASSWORD__ in the same call: ${origin}` });
  if (__FORCE_PASSWORD_CHANGE__ === true) problems.push({ path: '__FORCE_PASSWORD_CHANGE__', message: 'needs __PASSWORD__ in the same call' });
  return problems;
}

/** What AWS gave the user that nobody may write. */
function madeByAws(user: User | undefined): Written<(typeof Account)['attributes']>['sideEffects'] {
  if (user?.UserId === undefined || user.Arn === undefined || user.CreateDate === undefined) return undefined;
  return { replace: { UserId: user.UserId, Arn: user.Arn, CreatedDate: user.CreateDate } };
}

/** CreateUser, which answers what it made; a user of the same name that is not ours ends it. */
async function sendCreateUser({ session, attributes, signal }: Create, Path: string): Promise<User | undefined> {
  const { __NAME__: UserName, PermissionsBoundary, Tags } = attributes;
  const tags = [...wireTags(Tags ?? []), ...profileTags(attributes as Profile, session.settings.user)];
  const input = { UserName, Path, ...(PermissionsBoundary !== undefined && { PermissionsBoundary }), ...(tags.length > 0 && { Tags: tags }) };
  const about = PermissionsBoundary === undefined ? undefined : { path: 'PermissionsBoundary', value: PermissionsBoundary };
  return createOnce(session, signal, {
    name: UserName,
    send: async () => (await session.iam('CreateUser', input, { signal, uid: UserName, about })).User,
    read: (readSignal) => findUser(session, UserName, readSignal),
    madeAt: (user) => user?.CreateDate,
    asSent: (user) =>
      user?.UserName === UserName &&
      user.Path === Path &&
      user.PermissionsBoundary?.PermissionsBoundaryArn === PermissionsBoundary &&
      sameTags(tagsOf(user.Tags), tags),
  });
}
