import type { Group as WireGroup } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { checkUid, namesWithout } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { attachmentProblems } from '../write/attached-policies.ts';
import { guard } from '../write/guard-rails.ts';
import { inlineProblems } from '../write/inline-policies.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { guardMembers, membershipSteps } from '../write/memberships.ts';
import { moveStep } from '../write/move.ts';
import { policyUpdateSteps } from '../write/policy-update.ts';
import { type Step, takeAll } from '../write/steps.ts';
import type { Group } from './group-class.ts';
import { groupPaths, groupWithMembers } from './group-object.ts';

type Update = Parameters<UpdateDeltaOp<typeof Group, AwsSession>['updateDelta']>[0];

/** A group and its members, as far as the update needs them. */
interface Current {
  readonly group: WireGroup | undefined;
  readonly members: readonly string[];
}

/**
 * Changes an IAM group: policies, members, and last, in one UpdateGroup, path and name.
 *
 * @returns The group's name now; the new Arn when the group was renamed or moved.
 * @throws ConnectorError `UnknownUid`; `AlreadyExists` for a name that another group has; `InvalidAttributeValue`, also for a member or a
 *   policy that is not there. With `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function updateGroup(call: Update): Promise<Written<(typeof Group)['attributes']>> {
  const { session, uid, changes, signal } = call;
  checkUid(uid, 'group');
  const what = 'update __GROUP__';
  refuseInvalid(invalidChanges(call), `${what} of aws`);
  const { replace } = changes;
  const rename = typeof replace.__NAME__ === 'string' && replace.__NAME__ !== uid;
  await guardGroup(call, what);

  const read = async (): Promise<Current> => {
    if (replace.Members !== undefined) return groupWithMembers(session, uid, signal);
    const { Group: group } = await session.iam('GetGroup', { GroupName: uid, MaxItems: 1 }, { signal, uid });
    return { group, members: [] };
  };
  const current = replace.Members !== undefined || replace.Path !== undefined || rename ? await read() : undefined;
  const group = current?.group;
  await guardMembers(session, changedMembers(call, current?.members), what, signal);
  const policies = await policyUpdateSteps(call.session, { kind: 'group', name: call.uid }, call.changes, call.signal);

  const from = { kind: 'group', name: group?.GroupName ?? uid, path: group?.Path ?? '/', arn: group?.Arn, id: group?.GroupId } as const;
  const move = group && moveStep(session, signal, from, replace);
  const members = memberSteps(call, replace.Members === undefined ? undefined : current?.members);
  const steps = [...policies, ...members, ...(move ? [move.step] : [])];
  const done = await takeAll(steps, what, uid, signal);
  // Nothing to write, or nothing there to remove, may mean that there is no group.
  if (done === 0 && !current) await read();
  return { uid: move?.uid ?? group?.GroupName ?? uid, sideEffects: move?.sideEffects };
}

function invalidChanges({ changes: { replace, add } }: Update) {
  return [
    ...attachmentProblems('group', replace.AttachedPolicies, 'replace.AttachedPolicies'),
    ...attachmentProblems('group', add.AttachedPolicies, 'add.AttachedPolicies'),
    ...inlineProblems('group', replace.InlinePolicies, 'replace.InlinePolicies'),
    ...inlineProblems('group', add.InlinePolicies, 'add.InlinePolicies'),
  ];
}

async function guardGroup({ session, uid, changes, signal }: Update, what: string): Promise<void> {
  const { __NAME__: name, Path } = changes.replace;
  const names = typeof name === 'string' && name !== uid ? [uid, name] : [uid];
  const paths = async () => [...(await groupPaths(session, uid, signal)), ...(Path === undefined ? [] : [Path ?? '/'])];
  await guard(session, { kind: 'group', names, paths }, what, signal);
}

/** The users who come or go. */
function changedMembers({ changes: { replace, add, remove } }: Update, current: readonly string[] = []): readonly string[] {
  if (replace.Members === undefined) return [...(add.Members ?? []), ...(remove.Members ?? [])];
  const wanted = replace.Members ?? [];
  return [...namesWithout(wanted, current), ...namesWithout(current, wanted)];
}

function memberSteps({ session, uid, changes, signal }: Update, current: readonly string[] | undefined): Step[] {
  const { replace, add, remove } = changes;
  const members = { replace: replace.Members, add: add.Members, remove: remove.Members };
  return membershipSteps(session, { of: 'group', uid, attribute: 'Members', current, ...members }, signal);
}
