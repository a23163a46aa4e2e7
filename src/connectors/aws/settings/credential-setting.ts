import { ConnectorError } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import type { Secret } from '../../../model/secret.ts';
import type { AwsCredentialProvider, AwsSdkClient } from '../configuration/credential-settings.ts';
import type { configuration } from '../configuration.ts';

/** A source that the SDK knows how to ask. */
export type NamedSource =
  | { readonly from: 'default chain' | 'environment' | 'container' | 'instance' }
  | { readonly from: 'profile' | 'sso' | 'process'; readonly profile: string; readonly file: string | undefined };

/** Where the first credentials come from. */
export type CredentialSetting =
  | { readonly from: 'keys'; readonly accessKeyId: string; readonly secretKey: Secret; readonly sessionToken: Secret | undefined }
  | { readonly from: 'provider'; readonly provide: AwsCredentialProvider }
  | { readonly from: 'client'; readonly client: AwsSdkClient }
  | {
      readonly from: 'webIdentity';
      /** Path of the token; undefined when the environment names token and role. */
      readonly tokenFile: string | undefined;
    }
  | NamedSource;

/**
 * The one source of credentials that a checked configuration names.
 *
 * @example
 * credentialsOf({ ...defaults, profile: 'idm' });  // { from: 'profile', profile: 'idm', file: undefined }
 */
export function credentialsOf(given: Static<typeof configuration>): CredentialSetting {
  if (given.credentials !== undefined) return { from: 'provider', provide: given.credentials };
  if (given.iamClient !== undefined) return { from: 'client', client: given.iamClient };
  if (given.useDefaultCredentials) return { from: 'default chain' };
  const source = credentialSourceOf(given);
  if (source === 'webIdentity') return { from: source, tokenFile: given.webIdentityTokenFile };
  if (source === 'environment' || source === 'container' || source === 'instance') return { from: source };
  if (source !== undefined) return { from: source, profile: given.profile ?? 'default', file: given.sharedConfigFile };
  const accessKeyId = given.accessKeyId ?? given.clientKey;
  const secretKey = given.secretKey ?? given.secretAccessKey ?? given.clientSecret;
  // checkConfiguration has refused this before; never fall into the default chain for want of a key.
  if (accessKeyId === undefined || secretKey === undefined) throw new ConnectorError('Configuration', 'accessKeyId and secretKey are missing');
  return { from: 'keys', accessKeyId, secretKey, sessionToken: given.sessionToken };
}

/** `credentialSource`, which the settings of a source imply when they are given without it. */
export function credentialSourceOf(
  given: Partial<Pick<Static<typeof configuration>, 'credentialSource' | 'profile' | 'webIdentityTokenFile'>>,
): Static<typeof configuration>['credentialSource'] {
  if (given.credentialSource !== undefined) return given.credentialSource;
  if (given.webIdentityTokenFile !== undefined) return 'webIdentity';
  return given.profile === undefined ? undefined : 'profile';
}
