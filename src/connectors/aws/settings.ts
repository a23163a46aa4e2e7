import { isIPv6 } from 'node:net';
import { ConnectorError } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { Secret } from '../../model/secret.ts';
import type { AwsCredentialProvider } from './configuration/credential-settings.ts';
import type { configuration } from './configuration.ts';
import { type BulkSetting, bulkSettingOf } from './settings/bulk-setting.ts';
import { type AccountsSetting, accountsOf } from './settings/managed-accounts-setting.ts';
import { type OrganisationSetting, organisationOf } from './settings/organisation.ts';
import { type SyncSetting, syncSettingOf } from './settings/sync-setting.ts';
import { type UserSetting, userSettingOf } from './settings/user-setting.ts';

/** Where the first credentials come from. */
export type CredentialSetting =
  | { readonly from: 'keys'; readonly accessKeyId: string; readonly secretKey: Secret; readonly sessionToken: Secret | undefined }
  | { readonly from: 'provider'; readonly provide: AwsCredentialProvider }
  | { readonly from: 'default chain' };

/** The role to assume with them. */
export interface RoleSetting {
  readonly arn: string;
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** Seconds. */
  readonly duration: number;
}

/** The HTTP proxy to go through. */
export interface ProxySetting {
  /** Name or address, an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
}

/** What is never written. */
export interface GuardSetting {
  readonly managedPath: string | undefined;
  readonly protect: readonly string[];
  readonly readOnly: boolean;
}

/** The configuration once aliases are resolved and what belongs together is together. Times in milliseconds. */
export interface AwsSettings {
  readonly credentials: CredentialSetting;
  readonly role: RoleSetting | undefined;
  /** The accounts to work in; undefined when it is the one that the credentials belong to. */
  readonly accounts: AccountsSetting | undefined;
  /** How the role in each of `accounts` is assumed, but for its ARN. */
  readonly accountRole: Omit<RoleSetting, 'arn'>;
  readonly expectedAccountId: string | undefined;
  readonly region: string;
  readonly pageSize: number;
  readonly proxy: ProxySetting | undefined;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly maxConnections: number;
  readonly maxAttempts: number;
  readonly endpoint: string | undefined;
  readonly stsEndpoint: string | undefined;
  readonly caFile: string | undefined;
  readonly guard: GuardSetting;
  readonly bulk: BulkSetting;
  readonly user: UserSetting;
  readonly organisation: OrganisationSetting;
  readonly sync: SyncSetting;
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
  const assumption = { externalId: given.externalId, sessionName: given.roleSessionName, duration: given.credentialsExpiration };
  return {
    credentials: credentialsOf(given),
    role: given.roleArn === undefined ? undefined : { ...assumption, arn: given.roleArn },
    accounts: accountsOf(given),
    accountRole: assumption,
    expectedAccountId: given.expectedAccountId ?? given.tenantId,
    region: given.region,
    pageSize: given.pageSize,
    proxy: proxyOf(given),
    connectionTimeout: given.connectionTimeout,
    requestTimeout: given.requestTimeout,
    maxConnections: given.maxConnections,
    maxAttempts: given.maxAttempts,
    endpoint: given.endpoint,
    stsEndpoint: given.stsEndpoint ?? given.endpoint,
    caFile: given.caFile,
    guard: { managedPath: given.managedPath, protect: given.protect, readOnly: given.readOnly },
    bulk: bulkSettingOf(given),
    user: userSettingOf(given),
    organisation: organisationOf(given),
    sync: syncSettingOf(given),
  };
}

function credentialsOf(given: Static<typeof configuration>): CredentialSetting {
  if (given.credentials !== undefined) return { from: 'provider', provide: given.credentials };
  if (given.useDefaultCredentials) return { from: 'default chain' };
  const secretKey = given.secretKey ?? given.secretAccessKey;
  // checkConfiguration has refused this before; never fall into the default chain for want of a key.
  if (given.accessKeyId === undefined || secretKey === undefined) throw new ConnectorError('Configuration', 'accessKeyId and secretKey are missing');
  return { from: 'keys', accessKeyId: given.accessKeyId, secretKey, sessionToken: given.sessionToken };
}

function proxyOf(given: Static<typeof configuration>): ProxySetting | undefined {
  const address = given.proxyHostPort === undefined ? undefined : parseProxyUrl(given.proxyHostPort);
  const host = given.proxyHost === undefined ? address?.host : bare(given.proxyHost);
  const port = given.proxyPort ?? address?.port;
  if (host === undefined || port === undefined) return undefined;
  return { host, port, username: given.proxyUsername, password: given.proxyPassword };
}

/**
 * Host and port of a proxy written as `http://host:port`, or `undefined` when it is not that: another scheme, a path, credentials.
 *
 * @example
 * parseProxyUrl('http://proxy.example.org:3128');  // { host: 'proxy.example.org', port: 3128 }
 */
export function parseProxyUrl(text: string): { readonly host: string; readonly port: number } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return undefined;
  return { host: bare(url.hostname), port: url.port === '' ? 80 : Number(url.port) };
}

/** Node wants IPv6 addresses without the brackets that URLs need. */
function bare(host: string): string {
  const inside = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return isIPv6(inside) ? inside : host;
}
