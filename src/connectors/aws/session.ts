import { ConnectorError } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { Context } from '../../spi/context.ts';
import type { configuration } from './configuration.ts';
import { accountSession } from './session/account-session.ts';
import type { AwsSession } from './session/aws-session.ts';
import { withClient } from './session/client-settings.ts';
import { managedAccounts } from './session/managed-accounts.ts';
import { openResources, type SessionOverrides } from './session/session-resources.ts';
import { workingCredentials } from './session/working-credentials.ts';
import { warnAboutRegion } from './settings/sync-setting.ts';
import { settingsOf } from './settings.ts';

export type { AwsSession, CallerIdentity, IamContext, ManagedAccount, ManagedAccounts, ServiceContext } from './session/aws-session.ts';
export type { SessionOverrides } from './session/session-resources.ts';

/**
 * Opens a session: loads the SDK, reads `caFile`, makes the clients. Calls nobody.
 *
 * The SDK is loaded here and not before, so that importing the connector for its object classes costs nothing.
 *
 * @param given      The configuration, checked.
 * @param context    The framework's.
 * @param overrides  Clock, waiting and chance, for tests.
 * @throws ConnectorError `Configuration` when a module of the SDK or `caFile` cannot be read.
 *
 * @example
 * await using session = await openSession(configuration, context);
 * const { User } = await session.iam('GetUser', { UserName: 'ada' }, { signal, uid: 'ada' });
 */
export async function openSession(given: Static<typeof configuration>, context: Context, overrides: SessionOverrides = {}): Promise<AwsSession> {
  const settings = await withClient(settingsOf(given));
  warnAboutRegion(settings.sync, context.log);
  const resources = await openResources(settings, context.log, overrides);
  const credentials = workingCredentials(resources);
  const { accounts: setting, expectedAccountId, userName, accountRole } = settings;
  return accountSession(resources, {
    credentials,
    expectedAccountId,
    userName,
    accounts: setting && ((base, tokens) => managedAccounts({ resources, setting, base, tokens, role: accountRole })),
    close() {
      resources.closing.abort(new ConnectorError('OperationAborted', 'the session is closed'));
      resources.requestHandler.destroy();
    },
  });
}
