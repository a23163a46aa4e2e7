import { ConnectorError } from '../../../model/errors.ts';
import type { AwsCredentials } from '../configuration/credential-settings.ts';
import type { CredentialSetting, NamedSource } from '../settings/credential-setting.ts';
import type { Lease } from './credentials.ts';

/** Where a session's first credentials come from: a function for a `CredentialCache`, and whether it can ever give others. */
export interface CredentialSource {
  readonly fetch: () => Promise<Lease>;
  readonly renewable: boolean;
}

/** What asks for credentials. */
export type PlainSetting = Exclude<CredentialSetting, { readonly from: 'webIdentity' }>;

/**
 * Keys, a provider, a client of the SDK, or a source that the SDK knows, as configured.
 *
 * @param given     What is configured.
 * @param askNamed  Loads the SDK's provider and asks it; called only when one is configured.
 * @param now       The cache's clock, in milliseconds.
 *
 * @example
 * sourceOf(settings.credentials, askNamed, now).renewable;  // false for keys
 */
export function sourceOf(given: PlainSetting, askNamed: (source: NamedSource) => Promise<AwsCredentials>, now: () => number): CredentialSource {
  if (given.from === 'keys') {
    const { accessKeyId, secretKey, sessionToken } = given;
    return {
      renewable: false,
      fetch: async () => ({
        identity: {
          accessKeyId,
          secretAccessKey: secretKey.reveal(),
          ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
        },
        until: undefined,
      }),
    };
  }
  const { provide, setting, what } = providerOf(given, askNamed);
  return { renewable: true, fetch: async () => leaseOf(await asked(provide, setting, what), setting, now) };
}

function providerOf(
  given: Exclude<PlainSetting, { readonly from: 'keys' }>,
  askNamed: (source: NamedSource) => Promise<AwsCredentials>,
): { readonly provide: () => Promise<AwsCredentials>; readonly setting: string; readonly what: string } {
  switch (given.from) {
    case 'provider':
      return { provide: given.provide, setting: 'credentials', what: 'the source that credentials names' };
    case 'client':
      return { provide: () => given.client.config.credentials(), setting: 'iamClient', what: 'the source of the credentials of iamClient' };
    case 'default chain':
      return { provide: () => askNamed(given), setting: 'useDefaultCredentials', what: 'the source that useDefaultCredentials names' };
    case 'profile':
    case 'sso':
    case 'process':
      return { provide: () => askNamed(given), setting: 'profile', what: `the profile "${given.profile}"` };
    default:
      return { provide: () => askNamed(given), setting: 'credentialSource', what: `credentialSource "${given.from}"` };
  }
}

async function asked(provide: () => Promise<AwsCredentials>, setting: string, what: string): Promise<AwsCredentials> {
  try {
    return await provide();
  } catch (error) {
    if (ConnectorError.is(error)) throw error;
    // The cause is left out: what a provider throws may hold what it read.
    const reason = reasonOf(error);
    throw new ConnectorError('InvalidCredential', `no credentials: ${what} failed (${reason})`, {
      problems: [{ path: setting, message: `gave no credentials: ${reason}` }],
    });
  }
}

/** Why a provider of the SDK failed, in our words: its own may hold what it read. They are told apart by their text only (3.1169.0). */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { message, name } = error;
  if (/multi-factor|\bMFA\b/i.test(message)) return 'it asks for an MFA code, and there is nobody to type one: use credentials that need none';
  if (/\bSSO\b.*(expired|invalid|not found|refresh|login)/is.test(message) || name === 'SSOTokenProviderFailure')
    return 'the SSO session is over or not there: sign in again with "aws sso login"';
  if (/could not resolve credentials using profile|Profile .* (could not be found|was not found)/i.test(message))
    return 'there is no such profile in the shared files, or it names no credentials';
  return name;
}

function leaseOf(given: AwsCredentials, setting: string, now: () => number): Lease {
  if (typeof given?.accessKeyId !== 'string' || typeof given.secretAccessKey !== 'string') {
    const message = 'must give { accessKeyId, secretAccessKey }, both text';
    throw new ConnectorError('Configuration', `${setting} ${message}`, { problems: [{ path: setting, message }] });
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given;
  return {
    identity: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    // Whoever gave the date read it from the same clock that this machine has.
    until: expiration === undefined ? undefined : now() + expiration.getTime() - Date.now(),
  };
}
