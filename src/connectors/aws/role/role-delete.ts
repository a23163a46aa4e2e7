import type { DeleteOp } from '../../../spi/operations.ts';
import { checkUid } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { deleteObject } from '../write/delete-object.ts';
import { guard } from '../write/guard-rails.ts';
import { rolePrerequisites } from '../write/prerequisites.ts';
import { unlessCode } from '../write/unless-code.ts';
import type { Role } from './role-class.ts';
import { rolePaths } from './role-object.ts';

type Delete = Parameters<DeleteOp<typeof Role, AwsSession>['delete']>[0];

/**
 * Deletes an IAM role with all that AWS wants removed first: it leaves its instance profiles, its policies are detached or deleted.
 *
 * @throws ConnectorError `UnknownUid` when there is no such role; `PermissionDenied` for a role that only a service of AWS may delete; otherwise
 *   as `deleteObject` says.
 */
export async function deleteRole({ session, uid, signal }: Delete): Promise<void> {
  checkUid(uid, 'role');
  await guard(session, { kind: 'role', names: [uid], paths: () => rolePaths(session, uid, signal), takesAway: true }, 'delete Role', signal);
  const remove = () => session.iam('DeleteRole', { RoleName: uid }, { signal, uid });
  await deleteObject({
    session,
    uid,
    signal,
    what: 'delete Role',
    prerequisites: rolePrerequisites,
    blindly: [],
    last: { path: 'DeleteRole', what: 'DeleteRole', run: () => unlessCode('NoSuchEntity', remove) },
  });
}
