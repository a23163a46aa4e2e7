import type { Call } from '../../spi/call.ts';
import type { AwsSession } from './session.ts';

/**
 * Checks that AWS can be reached with these credentials and that they may list users: GetCallerIdentity, which needs no permission, then
 * ListUsers for one user. With a role it is assumed on the way.
 *
 * @throws ConnectorError `InvalidCredential`, `PermissionDenied`, `ConnectionFailed`, `Configuration`.
 */
export async function testConnection({ session, signal }: Call<AwsSession>): Promise<void> {
  await session.callerIdentity(signal);
  await session.iam('ListUsers', { MaxItems: 1 }, { signal });
}
