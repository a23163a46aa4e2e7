import type { Messages } from '../../spi/messages.ts';
import { account } from './german/account.ts';
import { accountAccess } from './german/account-access.ts';
import { accountProfile } from './german/account-profile.ts';
import { accountSettings } from './german/account-settings.ts';
import { computer } from './german/computer.ts';
import { connection } from './german/connection.ts';
import { credentialSources } from './german/credential-sources.ts';
import { credentials } from './german/credentials.ts';
import { entitlements } from './german/entitlements.ts';
import { group } from './german/group.ts';
import { guardRails } from './german/guard-rails.ts';
import { managedAccounts } from './german/managed-accounts.ts';
import { organisation } from './german/organisation.ts';
import { organisationSettings } from './german/organisation-settings.ts';
import { report } from './german/report.ts';
import { sync } from './german/sync.ts';

/**
 * The texts of the connector in other languages than English, which its configuration and its object classes speak themselves.
 *
 * @example
 * messages.de['region.display'];  // 'Region'
 */
export const messages = {
  de: {
    ...connection,
    ...credentials,
    ...credentialSources,
    ...managedAccounts,
    ...guardRails,
    ...organisationSettings,
    ...report,
    ...sync,
    ...account,
    ...accountAccess,
    ...accountProfile,
    ...accountSettings,
    ...group,
    ...organisation,
    ...computer,
    ...entitlements,
  },
} as const satisfies Messages;
