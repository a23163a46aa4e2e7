import type { Static } from '../../model/json-schema.ts';
import type { configuration } from './configuration.ts';
import { type BulkSetting, bulkSettingOf } from './settings/bulk-setting.ts';
import { endpointsOf, type ProxySetting, proxyOf } from './settings/connection-setting.ts';
import { type CredentialSetting, credentialsOf } from './settings/credential-setting.ts';
import { type AccountsSetting, accountOfSite, accountsOf } from './settings/managed-accounts-setting.ts';
import { type OrganisationSetting, organisationOf } from './settings/organisation.ts';
import { type RoleSetting, rolesOf } from './settings/role-setting.ts';
import { type SyncSetting, syncSettingOf } from './settings/sync-setting.ts';
import { type UserSetting, userSettingOf } from './settings/user-setting.ts';
import type { AwsService } from './transport/service-actions.ts';

export type { ProxySetting } from './settings/connection-setting.ts';
export type { CredentialSetting } from './settings/credential-setting.ts';
export type { RoleSetting } from './settings/role-setting.ts';

/** What is never written. */
export interface GuardSetting {
  readonly managedPath: string | undefined;
  readonly protect: readonly string[];
  readonly readOnly: boolean;
}

/** The part of the settings that says what the connector does, and as whom; not with which keys, nor how AWS is reached. */
export interface WorkSettings {
  /** Assumed one after the other; the session works as the last one. */
  readonly roles: readonly RoleSetting[];
  /** The accounts to work in; undefined when it is the one that the credentials belong to. */
  readonly accounts: AccountsSetting | undefined;
  /** How the role in each of `accounts` is assumed, but for its ARN. */
  readonly accountRole: Omit<RoleSetting, 'arn'>;
  readonly expectedAccountId: string | undefined;
  /** The IAM user that the credentials are said to belong to. */
  readonly userName: string | undefined;
  readonly region: string;
  readonly guard: GuardSetting;
  readonly bulk: BulkSetting;
  readonly user: UserSetting;
  readonly organisation: OrganisationSetting;
  readonly sync: SyncSetting;
}

/** The configuration once aliases are resolved and what belongs together is together. Times in milliseconds. */
export interface AwsSettings extends WorkSettings {
  readonly credentials: CredentialSetting;
  readonly pageSize: number;
  readonly proxy: ProxySetting | undefined;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly maxConnections: number;
  readonly maxAttempts: number;
  /** What is called instead of AWS's own endpoint. */
  readonly endpoints: Readonly<Record<AwsService, string | undefined>>;
  readonly fips: boolean;
  readonly dualstack: boolean;
  readonly caFile: string | undefined;
}

/**
 * One readonly object out of a configuration that `checkConfiguration` has nothing against.
 *
 * @param given  The configuration as the framework hands it to `connect`: defaults filled in, secrets as `Secret`.
 *
 * @example
 * settingsOf({ ...defaults, accessKeyId, secretAccessKey, proxyHostPort: 'http://[::1]:3128' }).proxy?.host;  // '::1'
 */
export function settingsOf(given: Static<typeof configuration>): AwsSettings {
  return {
    ...workSettingsOf(given),
    credentials: credentialsOf(given),
    pageSize: given.pageSize,
    proxy: proxyOf(given),
    connectionTimeout: given.connectionTimeout,
    requestTimeout: given.requestTimeout,
    maxConnections: given.maxConnections,
    maxAttempts: given.maxAttempts,
    endpoints: endpointsOf(given),
    fips: given.useFipsEndpoint,
    dualstack: given.useDualstackEndpoint,
    caFile: given.caFile,
  };
}

/**
 * That part of a configuration which needs no credentials.
 *
 * @example
 * workSettingsOf(defaults).guard.readOnly;  // false
 */
export function workSettingsOf(given: Static<typeof configuration>): WorkSettings {
  return {
    ...rolesOf(given),
    accounts: accountsOf(given),
    expectedAccountId: given.expectedAccountId ?? given.tenantId ?? accountOfSite(given.siteName),
    userName: given.userName,
    region: given.region,
    guard: { managedPath: given.managedPath, protect: given.protect, readOnly: given.readOnly },
    bulk: bulkSettingOf(given),
    user: userSettingOf(given),
    organisation: organisationOf(given),
    sync: syncSettingOf(given),
  };
}
