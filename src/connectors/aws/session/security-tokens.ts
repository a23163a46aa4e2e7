import { ConnectorError } from '../../../model/errors.ts';
import type { RoleSetting } from '../settings.ts';
import { AwsClient, type SdkClient, type SdkCommand } from '../transport/aws-client.ts';
import { type AssumedRole, assumeRole } from '../transport/credential-source.ts';
import { CredentialCache } from '../transport/credentials.ts';
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
    const { sdk, environment, closing, log } = this.#resources;
    const send = (input: object) => {
      const command = () => new sdk.sts.AssumeRoleCommand(input as never) as unknown as SdkCommand;
      return this.#client.send({ action: 'AssumeRole', input, command, signal: closing.signal }) as Promise<AssumedRole>;
    };
    const { now } = environment;
    const awsTime = () => Date.now() + this.#clockOffset();
    return new CredentialCache({
      fetch: () => limit(() => assumeRole({ role, send, now, awsTime })),
      renewable: true,
      now,
      onFailure: (error) => log('warn', 'refreshing the AWS credentials failed; the present ones serve on', { role: role.arn, error: String(error) }),
    });
  }
}
