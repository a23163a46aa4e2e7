import { readFile } from 'node:fs/promises';
import { ConnectorError } from '../../../model/errors.ts';
import type { RoleSetting } from '../settings/role-setting.ts';
import { AwsClient, type SdkClient, type SdkCommand } from '../transport/aws-client.ts';
import { CredentialCache } from '../transport/credentials.ts';
import { awsCode } from '../transport/request-error.ts';
import { type AssumedRole, assumptionInput, roleLease, sessionInput } from '../transport/role-lease.ts';
import type { CallerIdentity } from './aws-session.ts';
import { clientConfiguration, type SessionResources } from './session-resources.ts';

/** STS, called with one set of credentials. */
export class SecurityTokens {
  readonly #resources: SessionResources;
  readonly #client: AwsClient;
  /** How far this machine's clock is behind AWS's, in milliseconds, as the SDK found out. */
  readonly #clockOffset: () => number;

  constructor(resources: SessionResources, credentials: CredentialCache, account: () => string | undefined) {
    const { sdk, settings, secrets } = resources;
    const { configuration, ...watching } = clientConfiguration(resources, 'sts', settings.region, credentials, account);
    const client = new sdk.sts.STSClient(configuration);
    this.#resources = resources;
    this.#clockOffset = () => client.config.systemClockOffset;
    this.#client = new AwsClient({ service: 'sts', client: client as unknown as SdkClient, credentials, ...watching, secrets });
  }

  /** GetCallerIdentity, which needs no permission. */
  async callerIdentity(signal: AbortSignal | undefined): Promise<CallerIdentity> {
    const { sdk } = this.#resources;
    const command = () => new sdk.sts.GetCallerIdentityCommand({}) as unknown as SdkCommand;
    const answer = await this.#client.send({ action: 'GetCallerIdentity', input: {}, command, signal });
    const { Account, Arn, UserId } = answer as Readonly<Record<'Account' | 'Arn' | 'UserId', string | undefined>>;
    if (Account === undefined || Arn === undefined || UserId === undefined)
      throw new ConnectorError('Internal', 'sts:GetCallerIdentity answered without account, ARN or user id');
    return { account: Account, arn: Arn, userId: UserId };
  }

  /** Credentials of a role, assumed with those of this client when they are first needed. */
  role(role: RoleSetting, limit: <T>(work: () => Promise<T>) => Promise<T> = (work) => work()): CredentialCache {
    const { sdk } = this.#resources;
    const input = assumptionInput(role);
    const command = () => new sdk.sts.AssumeRoleCommand(input as never) as unknown as SdkCommand;
    return this.#cache(role, () => limit(() => this.#send('AssumeRole', input, command)));
  }

  /**
   * Credentials of a role, assumed with the token in a file, which whoever issues it renews: it is read for every session, and once more
   * when AWS does not take what was read.
   */
  webIdentity(role: RoleSetting, tokenFile: string): CredentialCache {
    const { sdk } = this.#resources;
    const assume = (token: string) => {
      const input = { ...sessionInput(role), WebIdentityToken: token };
      return this.#send('AssumeRoleWithWebIdentity', input, () => new sdk.sts.AssumeRoleWithWebIdentityCommand(input) as unknown as SdkCommand);
    };
    return this.#cache(role, async () => {
      const token = await readToken(tokenFile);
      try {
        return await assume(token);
      } catch (error) {
        if (!/^(ExpiredToken|InvalidIdentityToken)/.test(awsCode(error) ?? '')) throw error;
        const other = await readToken(tokenFile);
        if (other === token) throw error;
        return assume(other);
      }
    });
  }

  #send(action: string, input: object, command: () => SdkCommand): Promise<AssumedRole> {
    return this.#client.send({ action, input, command, signal: this.#resources.closing.signal }) as Promise<AssumedRole>;
  }

  #cache(role: RoleSetting, ask: () => Promise<AssumedRole>): CredentialCache {
    const { environment, log } = this.#resources;
    const { now } = environment;
    const awsTime = () => Date.now() + this.#clockOffset();
    return new CredentialCache({
      fetch: () => roleLease({ duration: role.duration, ask, now, awsTime }),
      renewable: true,
      now,
      onFailure: (error) => log('warn', 'refreshing the AWS credentials failed; the present ones serve on', { role: role.arn, error: String(error) }),
    });
  }
}

async function readToken(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const message = `cannot be read ("${path}", ${(error as NodeJS.ErrnoException).code}): it must be a file with a token of an OpenID Connect provider`;
    throw new ConnectorError('Configuration', `webIdentityTokenFile ${message}`, { problems: [{ path: 'webIdentityTokenFile', message }] });
  }
}
