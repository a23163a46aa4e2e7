import type { Group as WireGroup } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { CreateOp } from '../../../spi/operations.ts';
import { namesWithout, placeOf } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { attachmentProblems, attachSteps } from '../write/attached-policies.ts';
import { untilDeletable, untilVisible } from '../write/consistency.ts';
import { guard } from '../write/guard-rails.ts';
import { inlineProblems, newInlineSteps } from '../write/inline-policies.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { guardMembers, joinStep } from '../write/memberships.ts';
import { refuseOtherAccount } from '../write/own-account.ts';
import { type Step, takeAllOrUndo } from '../write/steps.ts';
import type { Group } from './group-class.ts';
import { findGroup } from './group-object.ts';

type Create = Parameters<CreateOp<typeof Group, AwsSession>['create']>[0];

/**
 * Makes an IAM group: CreateGroup with its path, then its policies, then AddUserToGroup for each member.
 *
 * @returns The group's name as AWS spells it, and what AWS gave the group.
 * @throws ConnectorError `AlreadyExists`; `InvalidAttributeValue`, also for a member that is not there; `QuotaExceeded`. With
 *   `outcome: 'partial'` when a half-made group could not be removed again.
 */
export async function createGroup(call: Create): Promise<Written<(typeof Group)['attributes']>> {
  const { session, attributes, signal } = call;
  const { __NAME__: name, Members: members = [], AttachedPolicies = [], InlinePolicies = [], AccountId } = attributes;
  const what = 'create __GROUP__';
  refuseInvalid(
    [...attachmentProblems('group', AttachedPolicies, 'AttachedPolicies'), ...inlineProblems('group', InlinePolicies, 'InlinePolicies')],
    `${what} of aws`,
  );
  const Path = attributes.Path ?? session.settings.user.defaultGroupPath;
  await guard(session, { kind: 'group', names: [name], paths: async () => [Path] }, what, signal);
  await guardMembers(session, members, what, signal);
  await refuseOtherAccount(session, AccountId, `${what} of aws`, signal);
  let group: WireGroup | undefined;
  const remove = () => session.iam('DeleteGroup', { GroupName: name }, { signal: undefined, uid: name });
  const create: Step = {
    path: '__NAME__',
    what: 'CreateGroup',
    async run() {
      group = await sendCreateGroup(call, Path);
    },
    // The group was there a moment ago: that IAM does not find it yet must not pass for "removed".
    undo: () => untilVisible(session, undefined, () => untilDeletable(session, undefined, remove)),
  };
  const joins = namesWithout(members, []).map((other) =>
    joinStep(session, { of: 'group', uid: name, other, path: `Members[${placeOf(other, members)}]` }, signal, true),
  );
  const holder = { kind: 'group', name, isNew: true } as const;
  const policies = [...attachSteps(session, holder, AttachedPolicies, signal), ...newInlineSteps(session, holder, InlinePolicies, signal)];
  await takeAllOrUndo([create, ...policies, ...joins], what, name, signal);
  return { uid: group?.GroupName ?? name, sideEffects: madeByAws(group) };
}

/** What AWS gave the group that nobody may write. */
function madeByAws(group: WireGroup | undefined): Written<(typeof Group)['attributes']>['sideEffects'] {
  if (group?.GroupId === undefined || group.Arn === undefined || group.CreateDate === undefined) return undefined;
  return { replace: { GroupId: group.GroupId, Arn: group.Arn, CreatedDate: group.CreateDate } };
}

/** CreateGroup, which answers what it made; a group of the same name that is not ours ends it. */
async function sendCreateGroup({ session, attributes, signal }: Create, Path: string): Promise<WireGroup | undefined> {
  const { __NAME__: GroupName } = attributes;
  return createOnce(session, signal, {
    name: GroupName,
    send: async () => (await session.iam('CreateGroup', { GroupName, Path }, { signal, uid: GroupName })).Group,
    read: (readSignal) => findGroup(session, GroupName, readSignal),
    madeAt: (made) => made?.CreateDate,
    asSent: (made) => made?.GroupName === GroupName && made.Path === Path,
  });
}
