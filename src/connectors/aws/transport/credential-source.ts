import { ConnectorError } from '../../../model/errors.ts';
import type { AwsCredentials } from '../configuration/credential-settings.ts';
import type { AwsSettings, RoleSetting } from '../settings.ts';
import type { AwsIdentity, Lease } from './credentials.ts';

/** Where a session's first credentials come from: a function for a `CredentialCache`, and whether it can ever give others. */
export interface CredentialSource {
  readonly fetch: () => Promise<Lease>;
  readonly renewable: boolean;
}

/**
 * Keys, a provider, or the SDK's default chain, as configured.
 *
 * @param settings      What is configured.
 * @param defaultChain  Loads and asks the SDK's chain; called only when it is configured.
 * @param now           The cache's clock, in milliseconds.
 *
 * @example
 * sourceOf(settings, chain, now).renewable;  // false for keys
 */
export function sourceOf(settings: AwsSettings, defaultChain: () => Promise<AwsCredentials>, now: () => number): CredentialSource {
  const given = settings.credentials;
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
  const [provide, name] = given.from === 'provider' ? [given.provide, 'credentials'] : [defaultChain, 'useDefaultCredentials'];
  return { renewable: true, fetch: async () => leaseOf(await asked(provide, name), name, now) };
}

async function asked(provide: () => Promise<AwsCredentials>, setting: string): Promise<AwsCredentials> {
  try {
    return await provide();
  } catch (error) {
    if (ConnectorError.is(error)) throw error;
    // The cause is left out: what a provider throws may hold what it read.
    const reason = error instanceof Error ? error.name : typeof error;
    throw new ConnectorError('InvalidCredential', `no credentials: the source that ${setting} names failed (${reason})`, {
      problems: [{ path: setting, message: 'gave no credentials' }],
    });
  }
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

/** What STS answers, as far as it is used. */
export interface AssumedRole {
  readonly Credentials?:
    | {
        readonly AccessKeyId?: string | undefined;
        readonly SecretAccessKey?: string | undefined;
        readonly SessionToken?: string | undefined;
        readonly Expiration?: Date | undefined;
      }
    | undefined;
}

/** What assuming a role needs. */
export interface RoleAssumption {
  readonly role: RoleSetting;
  /** Sends AssumeRole. */
  readonly send: (input: {
    readonly RoleArn: string;
    readonly RoleSessionName: string;
    readonly DurationSeconds: number;
    readonly ExternalId?: string;
  }) => Promise<AssumedRole>;
  readonly now: () => number;
  /** The time as AWS has it, in milliseconds since 1970: this machine's clock and what the SDK found it to be off by. */
  readonly awsTime: () => number;
}

/**
 * A lease by AssumeRole.
 *
 * It ends with the duration asked for, counted from before the request, or at `Expiration` by AWS's own clock if that is sooner: a wrong
 * clock of this machine neither shortens nor lengthens it. AWS: STS, AssumeRole.
 *
 * @example
 * new CredentialCache({ fetch: () => assumeRole({ role, send, now, awsTime }), renewable: true, now, onFailure });
 */
export async function assumeRole({ role, send, now, awsTime }: RoleAssumption): Promise<Lease> {
  const asked = now();
  const { Credentials: given } = await send({
    RoleArn: role.arn,
    RoleSessionName: role.sessionName,
    DurationSeconds: role.duration,
    ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
  });
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.SessionToken === undefined) {
    throw new ConnectorError('Internal', 'sts:AssumeRole answered without credentials');
  }
  const identity: AwsIdentity = { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
  const byDuration = asked + role.duration * 1000;
  const byDate = given.Expiration === undefined ? byDuration : now() + given.Expiration.getTime() - awsTime();
  return { identity, until: Math.min(byDuration, byDate) };
}
