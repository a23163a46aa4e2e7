import type { User } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { CreateOp } from '../../../spi/operations.ts';
import { namesWithout, placeOf } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { untilDeletable, untilVisible } from '../write/consistency.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { groupCountProblems, joinStep } from '../write/memberships.ts';
import { type Step, takeAllOrUndo } from '../write/steps.ts';
import type { Account } from './account-class.ts';
import { newLoginProfileStep } from './login-profile.ts';
import { sameTags, tagProblems, tagsOf, wireTags } from './tags.ts';
import { findUser } from './user.ts';

type Create = Parameters<CreateOp<typeof Account, AwsSession>['create']>[0];

/**
 * Makes an IAM user: CreateUser with path, tags and boundary, then AddUserToGroup for each group, then CreateLoginProfile.
 *
 * The login profile comes last because AWS refuses for a while to delete one that is only just made (EntityTemporarilyUnmodifiable), which
 * would get in the way of undoing.
 *
 * @returns The user's name as AWS spells it, and what AWS gave the user.
 * @throws ConnectorError `AlreadyExists`; `InvalidAttributeValue`, also for a group or a boundary that is not there; `InvalidPassword`;
 *   `QuotaExceeded`. With `outcome: 'partial'` when a half-made user could not be removed again.
 */
export async function createAccount(call: Create): Promise<Written<(typeof Account)['attributes']>> {
  const { session, attributes, signal } = call;
  const { __NAME__: name, __GROUPS__: groups = [], __PASSWORD__: password, Tags = [] } = attributes;
  refuseInvalid([...tagProblems(Tags, 'Tags'), ...groupCountProblems(groups, '__GROUPS__')], 'create __ACCOUNT__ of aws');

  let user: User | undefined;
  const remove = () => session.iam('DeleteUser', { UserName: name }, { signal: undefined, uid: name });
  const createUser: Step = {
    path: '__NAME__',
    what: 'CreateUser',
    async run() {
      user = await sendCreateUser(call);
    },
    // The user was there a moment ago: that IAM does not find it yet must not pass for "removed".
    undo: () => untilVisible(session, undefined, () => untilDeletable(session, undefined, remove)),
  };
  const joins = namesWithout(groups, []).map((other) =>
    joinStep(session, { of: 'user', uid: name, other, path: `__GROUPS__[${placeOf(other, groups)}]` }, signal, true),
  );
  const login = password ? [newLoginProfileStep(session, name, password, signal)] : [];
  await takeAllOrUndo([createUser, ...joins, ...login], 'create __ACCOUNT__', name, signal);
  return { uid: user?.UserName ?? name, sideEffects: madeByAws(user) };
}

/** What AWS gave the user that nobody may write. */
function madeByAws(user: User | undefined): Written<(typeof Account)['attributes']>['sideEffects'] {
  if (user?.UserId === undefined || user.Arn === undefined || user.CreateDate === undefined) return undefined;
  return { replace: { UserId: user.UserId, Arn: user.Arn, CreatedDate: user.CreateDate } };
}

/** CreateUser, which answers what it made; a user of the same name that is not ours ends it. */
async function sendCreateUser({ session, attributes, signal }: Create): Promise<User | undefined> {
  const { __NAME__: UserName, Path = '/', PermissionsBoundary, Tags } = attributes;
  const tags = wireTags(Tags ?? []);
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
