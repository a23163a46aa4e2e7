import type { Written } from '../../../model/changes.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { checkUid } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { membershipSteps } from '../write/memberships.ts';
import { moveStep } from '../write/move.ts';
import { type Step, takeAll } from '../write/steps.ts';
import type { Group } from './group-class.ts';
import { groupWithMembers } from './group-object.ts';

type Update = Parameters<UpdateDeltaOp<typeof Group, AwsSession>['updateDelta']>[0];

/**
 * Changes an IAM group: members, and last, in one UpdateGroup, path and name.
 *
 * @returns The group's name now; the new Arn when the group was renamed or moved.
 * @throws ConnectorError `UnknownUid`; `AlreadyExists` for a name that another group has; `InvalidAttributeValue`, also for a member that is
 *   not there. With `outcome: 'partial'` and a problem for each step when some were done.
 */
export async function updateGroup(call: Update): Promise<Written<(typeof Group)['attributes']>> {
  const { session, uid, changes, signal } = call;
  checkUid(uid, 'group');
  const { replace } = changes;
  const rename = typeof replace.__NAME__ === 'string' && replace.__NAME__ !== uid;
  const read = async () => {
    if (replace.Members !== undefined) return groupWithMembers(session, uid, signal);
    const { Group: group } = await session.iam('GetGroup', { GroupName: uid, MaxItems: 1 }, { signal, uid });
    return { group, members: [] };
  };
  const current = replace.Members !== undefined || replace.Path !== undefined || rename ? await read() : undefined;
  const group = current?.group;

  const from = { kind: 'group', name: group?.GroupName ?? uid, path: group?.Path ?? '/', arn: group?.Arn, id: group?.GroupId } as const;
  const move = group && moveStep(session, signal, from, replace);
  const steps = [...memberSteps(call, replace.Members === undefined ? undefined : current?.members), ...(move ? [move.step] : [])];
  const done = await takeAll(steps, 'update __GROUP__', uid, signal);
  // Nothing to write, or nothing there to remove, may mean that there is no group.
  if (done === 0 && !current) await read();
  return { uid: move?.uid ?? group?.GroupName ?? uid, sideEffects: move?.sideEffects };
}

function memberSteps({ session, uid, changes, signal }: Update, current: readonly string[] | undefined): Step[] {
  const { replace, add, remove } = changes;
  const members = { replace: replace.Members, add: add.Members, remove: remove.Members };
  return membershipSteps(session, { of: 'group', uid, attribute: 'Members', current, ...members }, signal);
}
