import type { User } from '@aws-sdk/client-iam';
import type { SideEffects, Written } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { checkUid, namesWithout, sameName } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { attachedPoliciesOf, attachmentProblems, attachmentSteps } from '../write/attached-policies.ts';
import { guard } from '../write/guard-rails.ts';
import { inlinePoliciesOf, inlineProblems, inlineSteps } from '../write/inline-policies.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { groupCountProblems, membershipSteps } from '../write/memberships.ts';
import { moveStep } from '../write/move.ts';
import { type Step, takeAll } from '../write/steps.ts';
import { unlessCode } from '../write/unless-code.ts';
import { accessChange, accessProblems } from './access-change.ts';
import { disabledEffects, passwordLeftEffects } from './access-effects.ts';
import { planAccess } from './access-steps.ts';
import type { Account } from './account-class.ts';
import { activatedProblems, planCredentials, takesCredentials } from './credential-changes.ts';
import { accessKeys, otherCredentials } from './credential-kinds.ts';
import { LiveUser } from './live-user.ts';
import { ownPolicyProblems } from './own-policies.ts';
import { isOwnPolicy } from './session-revocation.ts';
import { changesTags, tagPlan, tagValueProblems } from './tag-changes.ts';

type Update = Parameters<UpdateDeltaOp<typeof Account, AwsSession>['updateDelta']>[0];
type Effects = SideEffects<(typeof Account)['attributes']>;

const what = 'update __ACCOUNT__ of aws';

/**
 * Changes an IAM user. First what takes access away, then boundary, policies, tags and groups, then what gives access, and last, in one
 * UpdateUser, path and name, so that every step before it finds the user under the name that the caller knows.
 *
 * What has to be known first is read before anything is written. Writes to the same user wait for each other.
 *
 * @returns The user's name now; the new Arn when the user was renamed or moved; of a disable, what still lets the user in.
 * @throws ConnectorError `UnknownUid`; `AlreadyExists` for a name that another user has; `InvalidAttributeValue`; `InvalidPassword`;
 *   `PermissionDenied` where a guard rail forbids it. With `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function updateAccount(call: Update): Promise<Written<(typeof Account)['attributes']>> {
  const { session, uid, changes, signal } = call;
  checkUid(uid, 'user');
  refuseInvalid(invalidChanges(call), what);
  const { __NAME__: name } = changes.replace;
  return session.writes.run([uid, ...(name === undefined ? [] : [name])], signal, () => update(call));
}

async function update(call: Update): Promise<Written<(typeof Account)['attributes']>> {
  const { session, uid, changes, signal } = call;
  const { replace } = changes;
  const access = accessChange(replace, session.settings.user);
  const rename = replace.__NAME__ !== undefined && replace.__NAME__ !== uid;
  // Guard rails speak first, and those that need no call before the others.
  const target = { kind: 'user', names: [uid, ...(rename && !sameName(replace.__NAME__, uid) ? [replace.__NAME__] : [])] } as const;
  let user: User | undefined;
  const paths = async () => {
    user ??= await getUser(call);
    return [user.Path ?? '/', ...(replace.Path === undefined ? [] : [replace.Path ?? '/'])];
  };
  const takesAway = access.console === 'close' || access.keys === 'deactivate' || takesCredentials(changes);
  await guard(session, { ...target, takesAway, paths }, what, signal);

  if (!user && (changesTags(changes) || replace.Path !== undefined || rename)) user = await getUser(call);
  const live = new LiveUser(session, uid, signal);
  const tags = user && changesTags(changes) ? tagPlan(call, user.Tags) : undefined;
  const groups = replace.__GROUPS__ === undefined ? undefined : await live.groups();
  // What a group may do, its members may: a protected group is not written from this side either.
  for (const name of changedGroups(changes, groups)) await guard(session, { kind: 'group', names: [name] }, what, signal);
  const policies = await policySteps(call);
  const credentials = await planCredentials(session, live, changes, signal);
  const plan = await planAccess(session, live, access, signal);
  refuseInvalid([...(tags?.problems ?? []), ...credentials.problems, ...plan.problems], what);

  const move =
    user && moveStep(session, signal, { kind: 'user', name: user.UserName ?? uid, path: user.Path ?? '/', arn: user.Arn, id: user.UserId }, replace);
  const steps = [
    ...plan.closing,
    ...credentials.closing,
    ...boundarySteps(call),
    ...policies,
    ...(tags?.steps ?? []),
    ...groupSteps(call, groups),
    ...credentials.opening,
    ...plan.opening,
    ...(move ? [move.step] : []),
  ];
  const done = await takeAll(steps, 'update __ACCOUNT__', uid, signal);
  // Nothing to write, or nothing there to remove, may mean that there is no user.
  if (done === 0 && !user && !groups) user = await getUser(call);
  const effects: Effects['replace'] = {
    ...(access.disable ? await disabledEffects(session, uid, signal) : {}),
    ...(plan.passwordLeft() ? passwordLeftEffects(session, uid) : {}),
    ...move?.sideEffects?.replace,
  };
  return { uid: move?.uid ?? user?.UserName ?? uid, sideEffects: Object.keys(effects).length > 0 ? { replace: effects } : undefined };
}

function invalidChanges({ session, changes }: Update): Problem[] {
  const { replace, add } = changes;
  const { user } = session.settings;
  const access = accessChange(replace, user);
  return [
    ...accessProblems(replace, user, 'replace.'),
    ...(access.disable ? activatedProblems(changes, user.revokeOnDisable ? [accessKeys, ...otherCredentials] : [accessKeys]) : []),
    ...tagValueProblems(changes, user),
    ...groupCountProblems(replace.__GROUPS__ ?? [], 'replace.__GROUPS__'),
    ...groupCountProblems(add.__GROUPS__ ?? [], 'add.__GROUPS__'),
    ...attachmentProblems('user', replace.AttachedPolicies, 'replace.AttachedPolicies'),
    ...attachmentProblems('user', add.AttachedPolicies, 'add.AttachedPolicies'),
    ...inlineProblems('user', replace.InlinePolicies, 'replace.InlinePolicies'),
    ...inlineProblems('user', add.InlinePolicies, 'add.InlinePolicies'),
    ...(['replace', 'add', 'remove'] as const).flatMap((part) => ownPolicyProblems(changes[part].InlinePolicies, `${part}.InlinePolicies`)),
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

/** The steps for attached and inline policies; the present ones are read only when they are replaced. */
async function policySteps({ session, uid, changes, signal }: Update): Promise<Step[]> {
  const { replace, add, remove } = changes;
  const holder = { kind: 'user', name: uid } as const;
  const attached = replace.AttachedPolicies === undefined ? undefined : await attachedPoliciesOf(session, holder, signal);
  const inline = replace.InlinePolicies === undefined ? undefined : await inlinePoliciesOf(session, holder, signal);
  const attachments = { current: attached, replace: replace.AttachedPolicies, add: add.AttachedPolicies, remove: remove.AttachedPolicies };
  const current = inline?.filter(({ PolicyName }) => !isOwnPolicy(PolicyName));
  const inlines = { current, replace: replace.InlinePolicies, add: add.InlinePolicies, remove: remove.InlinePolicies };
  return [...attachmentSteps(session, holder, attachments, signal), ...inlineSteps(session, holder, inlines, signal)];
}

/** The groups that an update puts the user into or takes it out of. */
function changedGroups({ replace, add, remove }: Update['changes'], current: readonly string[] | undefined): readonly string[] {
  if (!current) return [...(add.__GROUPS__ ?? []), ...(remove.__GROUPS__ ?? [])];
  const wanted = replace.__GROUPS__ ?? [];
  return [...namesWithout(current, wanted), ...namesWithout(wanted, current)];
}

function groupSteps({ session, uid, changes, signal }: Update, current: readonly string[] | undefined): Step[] {
  const { replace, add, remove } = changes;
  const groups = { replace: replace.__GROUPS__, add: add.__GROUPS__, remove: remove.__GROUPS__ };
  return membershipSteps(session, { of: 'user', uid, attribute: '__GROUPS__', current, ...groups }, signal);
}
