import type { DeleteOp } from '../../../spi/operations.ts';
import { checkUid } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { deleteObject } from '../write/delete-object.ts';
import { guard } from '../write/guard-rails.ts';
import { groupPrerequisites } from '../write/prerequisites.ts';
import { unlessCode } from '../write/unless-code.ts';
import type { Group } from './group-class.ts';
import { groupPaths } from './group-object.ts';

type Delete = Parameters<DeleteOp<typeof Group, AwsSession>['delete']>[0];

/**
 * Deletes an IAM group with all that AWS wants removed first: members, attached policies, inline policies.
 *
 * @throws ConnectorError `UnknownUid` when there is no such group; otherwise as `deleteObject` says.
 */
export async function deleteGroup({ session, uid, signal }: Delete): Promise<void> {
  checkUid(uid, 'group');
  await guard(session, { kind: 'group', names: [uid], paths: () => groupPaths(session, uid, signal), takesAway: true }, 'delete __GROUP__', signal);
  const remove = () => session.iam('DeleteGroup', { GroupName: uid }, { signal, uid });
  await deleteObject({
    session,
    uid,
    signal,
    what: 'delete __GROUP__',
    prerequisites: groupPrerequisites,
    blindly: [],
    last: { path: 'DeleteGroup', what: 'DeleteGroup', run: () => unlessCode('NoSuchEntity', remove) },
  });
}
