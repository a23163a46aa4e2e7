import { ConnectorError } from '../../model/errors.ts';
import type { Call } from '../../spi/call.ts';
import { inParallel } from './read/parallel.ts';
import type { AwsSession, ManagedAccount, ManagedAccounts } from './session.ts';

/**
 * Checks that AWS can be reached with these credentials and that they may list users: GetCallerIdentity, which needs no permission, then
 * ListUsers for one user. With roles they are assumed on the way.
 *
 * With several accounts every one of them is tried. That some fail is logged, by account; only when none can be worked in the test fails.
 *
 * @throws ConnectorError `InvalidCredential`, `PermissionDenied`, `ConnectionFailed`, `Configuration`.
 */
export async function testConnection({ session, signal }: Call<AwsSession>): Promise<void> {
  await session.callerIdentity(signal);
  if (session.accounts === undefined) await listUsers(session, signal);
  else await testAccounts(session, session.accounts, signal);
}

async function testAccounts(session: AwsSession, accounts: ManagedAccounts, signal: AbortSignal): Promise<void> {
  const all = await accounts.list(signal);
  const [first] = all;
  if (first === undefined) {
    const message = 'leaves no account: includeAccounts and excludeAccounts choose none of the active accounts of the organisation';
    throw new ConnectorError('Configuration', `discoverAccounts ${message}`, { problems: [{ path: 'includeAccounts', message }] });
  }
  // The base credentials are every account's: when they are wrong, that is the error.
  await session.identity(signal);
  const failures = (await inParallel(all, (account) => failureIn(account, accounts, signal))).filter((failure) => failure !== undefined);
  for (const { account, error } of failures)
    session.log('warn', 'an account cannot be worked in', { account, code: error.code, error: error.message });
  const [failure] = failures;
  if (failure !== undefined && failures.length === all.length) throw failure.error;
}

async function failureIn({ id }: ManagedAccount, accounts: ManagedAccounts, signal: AbortSignal) {
  try {
    await listUsers(await accounts.session(id, signal), signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!ConnectorError.is(error)) throw error;
    return { account: id, error };
  }
}

async function listUsers(session: AwsSession, signal: AbortSignal): Promise<void> {
  await session.iam('ListUsers', { MaxItems: 1 }, { signal });
}
