import type { DeleteOp } from '../../../spi/operations.ts';
import { checkUid } from '../names.ts';
import type { AwsSession } from '../session.ts';
import { deleteObject } from '../write/delete-object.ts';
import { guard } from '../write/guard-rails.ts';
import { userPrerequisites } from '../write/prerequisites.ts';
import { unlessCode } from '../write/unless-code.ts';
import type { Account } from './account-class.ts';
import { noPasswordStep } from './login-profile.ts';

type Delete = Parameters<DeleteOp<typeof Account, AwsSession>['delete']>[0];

/**
 * Deletes an IAM user with all that AWS wants removed first: console password, access keys, signing certificates, SSH keys,
 * service-specific credentials, MFA devices, inline policies, attached policies, memberships.
 *
 * What somebody else removes meanwhile counts as removed, the user too.
 *
 * @throws ConnectorError `UnknownUid` when there is no such user; `PermissionDenied` where a guard rail forbids it; otherwise as `deleteObject`
 *   says.
 */
export async function deleteAccount({ session, uid, signal }: Delete): Promise<void> {
  checkUid(uid, 'user');
  await session.writes.run([uid], signal, () => remove(session, uid, signal));
}

async function remove(session: AwsSession, uid: string, signal: AbortSignal): Promise<void> {
  const paths = async () => [(await session.iam('GetUser', { UserName: uid }, { signal, uid })).User?.Path ?? '/'];
  await guard(session, { kind: 'user', names: [uid], paths, takesAway: true }, 'delete __ACCOUNT__ of aws', signal);
  const deleteUser = () => session.iam('DeleteUser', { UserName: uid }, { signal, uid });
  await deleteObject({
    session,
    uid,
    signal,
    what: 'delete __ACCOUNT__',
    prerequisites: userPrerequisites,
    blindly: [{ ...noPasswordStep(session, uid, signal), path: 'DeleteLoginProfile' }],
    last: { path: 'DeleteUser', what: 'DeleteUser', run: () => unlessCode('NoSuchEntity', deleteUser) },
  });
}
