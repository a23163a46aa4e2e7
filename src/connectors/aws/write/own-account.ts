import type { AwsSession } from '../session.ts';
import { refuseInvalid } from './invalid-attributes.ts';

/**
 * Refuses to make an object for another account than the one that the session works in; asks AWS who the connector is only when an account
 * was named.
 *
 * @param what  The operation: `create Role of aws`.
 * @throws ConnectorError `InvalidAttributeValue`.
 */
export async function refuseOtherAccount(session: AwsSession, accountId: string | undefined, what: string, signal: AbortSignal): Promise<void> {
  if (accountId === undefined) return;
  const { account } = await session.identity(signal);
  if (account === accountId) return;
  refuseInvalid([{ path: 'AccountId', message: `is ${accountId}, and the connector works in account ${account}` }], what);
}
