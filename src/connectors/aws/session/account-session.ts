import { ConnectorError } from '../../../model/errors.ts';
import { CredentialReports } from '../report/credential-reports.ts';
import { AwsClient, type SdkClient, type SdkCommand } from '../transport/aws-client.ts';
import type { CredentialCache } from '../transport/credentials.ts';
import type { IamAction, IamInput, IamOutput } from '../transport/iam-actions.ts';
import { loadClient, loadCommand } from '../transport/sdk.ts';
import type { ActionOf, InputOf, OptionalService, OutputOf } from '../transport/service-actions.ts';
import { unlessAborted } from '../transport/unless-aborted.ts';
import { WriteOrder } from '../write/write-order.ts';
import type { AwsSession, CallerIdentity, IamContext, ManagedAccounts, ServiceContext } from './aws-session.ts';
import { SecurityTokens } from './security-tokens.ts';
import { clientConfiguration, type SessionResources } from './session-resources.ts';

/** What makes the session of one account differ from another's. */
export interface AccountSessionParts {
  readonly credentials: CredentialCache;
  /** The account that the credentials belong to, when that is certain. */
  readonly account?: string | undefined;
  /** The account that the credentials must belong to, by the configuration. */
  readonly expectedAccountId?: string | undefined;
  /** The IAM user that the credentials must belong to, when they are a user's. */
  readonly userName?: string | undefined;
  /** Made with the session itself, which works in the account that the credentials belong to, and its STS. */
  readonly accounts?: ((session: AwsSession, tokens: SecurityTokens) => ManagedAccounts) | undefined;
  readonly close: () => void;
}

/** A session in the account that a set of credentials belongs to, with clients of its own over the shared connections. */
export function accountSession(resources: SessionResources, parts: AccountSessionParts): AwsSession {
  const { settings, sdk, secrets, environment, closing } = resources;
  const { credentials, expectedAccountId } = parts;
  // Known by the configuration, or once somebody has asked.
  let account = parts.account ?? expectedAccountId;
  const accountOf = () => account;
  const tokens = new SecurityTokens(resources, credentials, accountOf);
  const { configuration: iamConfiguration, ...watching } = clientConfiguration(resources, 'iam', settings.region, credentials, accountOf);
  const iamClient = new sdk.iam.IAMClient(iamConfiguration);
  const iam = new AwsClient({ service: 'iam', client: iamClient as unknown as SdkClient, credentials, ...watching, secrets });

  const clients = new Map<string, Promise<AwsClient>>();
  const clientOf = (service: OptionalService, region: string) => {
    const key = `${service} ${region}`;
    const made = clients.get(key) ?? makeClient(service, region);
    clients.set(key, made);
    return made;
  };
  async function makeClient(service: OptionalService, region: string): Promise<AwsClient> {
    const Client = await loadClient(service);
    const { configuration, ...watchingIt } = clientConfiguration(resources, service, region, credentials, accountOf);
    return new AwsClient({ service, client: new Client(configuration), credentials, ...watchingIt, secrets });
  }

  let who: Promise<CallerIdentity> | undefined;
  const identity = (signal?: AbortSignal): Promise<CallerIdentity> => {
    // Whoever asks first may leave; the others have no part in it.
    who ??= askWho().catch((error: unknown) => {
      who = undefined;
      throw error;
    });
    return unlessAborted(who, signal);
  };
  async function askWho(): Promise<CallerIdentity> {
    const caller = await tokens.callerIdentity(closing.signal);
    account = caller.account;
    refuseOther(caller, parts);
    return caller;
  }
  const verified = async (signal: AbortSignal | undefined) => {
    if (expectedAccountId !== undefined || parts.userName !== undefined) await identity(signal);
  };

  const report = new CredentialReports({
    generate: (signal) => session.iam('GenerateCredentialReport', {}, { signal }),
    get: (signal) => session.iam('GetCredentialReport', {}, { signal }),
    now: environment.now,
    wait: environment.wait,
    awsTime: () => Date.now() + iamClient.config.systemClockOffset,
  });
  const session: AwsSession = {
    settings,
    get accounts() {
      return accounts;
    },
    now: environment.now,
    wait: environment.wait,
    writes: new WriteOrder(),
    report,
    log: resources.log,
    async iam<A extends IamAction>(action: A, input: IamInput<A>, about: IamContext = {}) {
      await verified(about.signal);
      const Command = sdk.iam[`${action}Command`] as unknown as new (input: object) => SdkCommand;
      report.writes.note(action, input);
      try {
        return (await iam.send({ ...about, action, input, command: () => new Command(input), signal: about.signal })) as IamOutput<A>;
      } finally {
        report.writes.note(action, input);
      }
    },
    async send<S extends OptionalService, A extends ActionOf<S>>(service: S, action: A, input: InputOf<S, A>, about: ServiceContext = {}) {
      await verified(about.signal);
      const client = await clientOf(service, about.region ?? settings.region);
      const Command = await loadCommand(service, action);
      const request = { ...about, action, input: input as object, command: () => new Command(input as object), signal: about.signal };
      return (await client.send(request)) as OutputOf<S, A>;
    },
    callerIdentity: (signal) => tokens.callerIdentity(signal),
    identity,
    async [Symbol.asyncDispose]() {
      parts.close();
    },
  };
  const accounts = parts.accounts?.(session, tokens);
  return session;
}

/** Ends a session whose credentials are somebody else's than the configuration says. */
function refuseOther({ account, arn }: CallerIdentity, { expectedAccountId, userName }: AccountSessionParts): void {
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  const [setting, expected] =
    expectedAccountId !== undefined && account !== expectedAccountId
      ? ['expectedAccountId', expectedAccountId]
      : userName !== undefined && user !== undefined && user.toLowerCase() !== userName.toLowerCase()
        ? ['userName', userName]
        : [];
  if (setting === undefined) return;
  const message = `is ${expected}, and the credentials belong to ${setting === 'userName' ? `user ${user}` : `account ${account}`} (${arn}): nothing was read or written`;
  throw new ConnectorError('Configuration', `${setting} ${message}`, { problems: [{ path: setting, message }] });
}
