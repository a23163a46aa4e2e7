import { accountSettings } from './configuration/account-settings.ts';
import { connectionSettings } from './configuration/connection-settings.ts';
import { credentialSettings } from './configuration/credential-settings.ts';
import { incrementalSettings } from './configuration/incremental-settings.ts';
import { managedAccountSettings } from './configuration/managed-account-settings.ts';
import { organisationSettings } from './configuration/organisation-settings.ts';

/**
 * The settings of the `aws` connector: a JSON Schema literal, from which their type, their check and their documentation are made.
 *
 * What one setting demands of another is in `checkConfiguration`. Defaults are PingIDM's where it has them.
 * AWS: STS AssumeRole (lengths, patterns and durations of the role settings), IAM quotas (MaxItems).
 *
 * @example
 * configuration.properties.credentialsExpiration.default;  // 3600
 */
export const configuration = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...credentialSettings,
    ...connectionSettings,
    ...managedAccountSettings,
    ...accountSettings,
    ...organisationSettings,
    ...incrementalSettings,
  },
} as const;
