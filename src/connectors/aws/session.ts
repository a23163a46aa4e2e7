import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectorError } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { Context, Log } from '../../spi/context.ts';
import type { AccountJournal } from './accounts/account-journal.ts';
import type { configuration } from './configuration.ts';
import type { RequestSubject } from './failed-request.ts';
import { type AwsSettings, settingsOf } from './settings.ts';
import { AwsClient, type SdkClient, type SdkCommand } from './transport/aws-client.ts';
import { type AssumedRole, assumeRole, sourceOf } from './transport/credential-source.ts';
import { CredentialCache } from './transport/credentials.ts';
import { httpHandler } from './transport/http-handler.ts';
import type { IamAction, IamInput, IamOutput } from './transport/iam-actions.ts';
import { clientRegion } from './transport/partitions.ts';
import { Retries } from './transport/retry.ts';
import { loadClient, loadCommand, loadSdk } from './transport/sdk.ts';
import type { ActionOf, AwsService, InputOf, OptionalService, OutputOf } from './transport/service-actions.ts';
import { userAgent } from './transport/user-agent.ts';

/** What a call to AWS concerns. */
export interface IamContext extends RequestSubject {
  /** Ends the call; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Who the connector is to AWS. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** What a call to a service with regions concerns. */
export interface ServiceContext extends IamContext {
  /** `eu-west-1`; the session's own region unless said otherwise. IAM, Organizations and STS have one place for all. */
  readonly region?: string | undefined;
}

/** An AWS account that a session works in. */
export interface ManagedAccount {
  /** 12 digits. */
  readonly id: string;
  /** As AWS Organizations has it; absent when the account was named in the configuration. */
  readonly name?: string | undefined;
}

/** The accounts that a session works in, when the configuration names several. */
export interface ManagedAccounts {
  /**
   * The accounts, by id; those that the organisation lists are asked for once and kept for some minutes.
   *
   * @throws ConnectorError whatever AWS answers to the listing: never a shorter list.
   */
  list(signal?: AbortSignal): Promise<readonly ManagedAccount[]>;
  /**
   * The same session in one of them, with credentials and a pace of its own; made once and kept.
   *
   * @throws ConnectorError `InvalidArgument` for an account that is not among them.
   */
  session(id: string, signal?: AbortSignal): Promise<AwsSession>;
  /** How they fared; made with the session, empty. */
  readonly journal: AccountJournal;
}

/** A session with AWS in one account: one pool of connections, one set of credentials, one way to call. */
export interface AwsSession extends AsyncDisposable {
  readonly settings: AwsSettings;
  /** The accounts, when the configuration names several; a session of one account has none. */
  readonly accounts: ManagedAccounts | undefined;
  /** The framework's. */
  readonly log: Log;
  /**
   * Calls IAM.
   *
   * @throws ConnectorError with an `AwsRequestError` as its cause; the signal's reason, as it is, once the signal is aborted.
   */
  iam<A extends IamAction>(action: A, input: IamInput<A>, context?: IamContext): Promise<IamOutput<A>>;
  /**
   * Calls another service than IAM.
   *
   * @throws ConnectorError as `iam`; `Configuration` when the service's SDK client, an optional package, is not installed.
   */
  send<S extends OptionalService, A extends ActionOf<S>>(
    service: S,
    action: A,
    input: InputOf<S, A>,
    context?: ServiceContext,
  ): Promise<OutputOf<S, A>>;
  /** Asks STS who the connector is; every identity may. */
  callerIdentity(signal?: AbortSignal): Promise<CallerIdentity>;
  /** Who the connector is, asked for once in a session: an identity does not change. */
  identity(signal?: AbortSignal): Promise<CallerIdentity>;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Waits that many milliseconds; rejects with the signal's reason. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What a test replaces. */
export interface SessionOverrides {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/**
 * Opens a session: loads the SDK, reads `caFile`, makes the clients. Calls nobody.
 *
 * The SDK is loaded here and not before, so that importing the connector for its object classes costs nothing.
 *
 * @param given      The configuration, checked.
 * @param context    The framework's.
 * @param overrides  Clock, waiting and chance, for tests.
 * @throws ConnectorError `Configuration` when a module of the SDK or `caFile` cannot be read.
 *
 * @example
 * await using session = await openSession(configuration, context);
 * const { User } = await session.iam('GetUser', { UserName: 'ada' }, { signal, uid: 'ada' });
 */
export async function openSession(given: Static<typeof configuration>, context: Context, overrides: SessionOverrides = {}): Promise<AwsSession> {
  const settings = settingsOf(given);
  const now = overrides.now ?? (() => performance.now());
  const wait = overrides.wait ?? waitFor;
  const sdk = await loadSdk();
  const ca = settings.caFile === undefined ? undefined : await readAuthorities(settings.caFile);
  const requestHandler = httpHandler(sdk.http, settings, ca);
  const closing = new AbortController();
  const environment = { now, wait, random: overrides.random ?? Math.random };

  const onFailure = (error: unknown) =>
    context.log('warn', 'refreshing the AWS credentials failed; the present ones serve on', { error: String(error) });
  const provider = (cache: CredentialCache) => {
    // The SDK keeps what a provider gave until it expires, each client for itself; this mark says that it has been cached already.
    return Object.assign(() => cache.current(), { memoized: true });
  };
  const proxyPassword = settings.proxy?.password?.reveal();
  const secrets = proxyPassword === undefined ? [] : [proxyPassword];

  const common = { requestHandler, customUserAgent: [userAgent], maxAttempts: settings.maxAttempts };
  const stsClient = (credentials: CredentialCache) => {
    const retries = new Retries(sdk.retry, 'sts', settings.maxAttempts, environment);
    const place = placeOf('sts', settings.region, settings.stsEndpoint);
    const client = new sdk.sts.STSClient({ ...common, ...place, credentials: provider(credentials), retryStrategy: retries });
    const offset = () => client.config.systemClockOffset;
    return { offset, client: new AwsClient({ service: 'sts', client: client as unknown as SdkClient, credentials, retries, secrets }) };
  };

  const source = sourceOf(settings, async () => sdk.defaultChain({ requestHandler, region: settings.region }), now);
  const base = new CredentialCache({ ...source, now, onFailure });
  const { role } = settings;
  const credentials = role === undefined ? base : roleCache(role);
  const caller = stsClient(credentials);

  function roleCache(of: NonNullable<typeof role>): CredentialCache {
    const { client, offset } = stsClient(base);
    const send = async (input: object) => {
      const command = () => new sdk.sts.AssumeRoleCommand(input as never) as unknown as SdkCommand;
      return (await client.send({ action: 'AssumeRole', input, command, signal: closing.signal })) as AssumedRole;
    };
    const fetch = () => assumeRole({ role: of, send, now, awsTime: () => Date.now() + offset() });
    return new CredentialCache({ fetch, renewable: true, now, onFailure });
  }

  const clients = new Map<string, Promise<AwsClient>>();
  const clientOf = (service: OptionalService, region: string) => {
    const key = `${service} ${region}`;
    const made = clients.get(key) ?? makeClient(service, region);
    clients.set(key, made);
    return made;
  };
  async function makeClient(service: OptionalService, region: string): Promise<AwsClient> {
    const Client = await loadClient(service);
    const retries = new Retries(sdk.retry, service, settings.maxAttempts, environment);
    const place = placeOf(service, region, settings.endpoint);
    const client = new Client({ ...common, ...place, credentials: provider(credentials), retryStrategy: retries });
    return new AwsClient({ service, client, credentials, retries, secrets });
  }

  const callerIdentity = async (signal?: AbortSignal): Promise<CallerIdentity> => {
    const command = () => new sdk.sts.GetCallerIdentityCommand({}) as unknown as SdkCommand;
    const answer = (await caller.client.send({ action: 'GetCallerIdentity', input: {}, command, signal })) as Readonly<
      Record<'Account' | 'Arn' | 'UserId', string>
    >;
    return { account: answer.Account, arn: answer.Arn, userId: answer.UserId };
  };
  let who: Promise<CallerIdentity> | undefined;
  const retries = new Retries(sdk.retry, 'iam', settings.maxAttempts, environment);
  const place = placeOf('iam', settings.region, settings.endpoint);
  const iamClient = new sdk.iam.IAMClient({ ...common, ...place, credentials: provider(credentials), retryStrategy: retries });
  const iam = new AwsClient({ service: 'iam', client: iamClient as unknown as SdkClient, credentials, retries, secrets });

  return {
    settings,
    accounts: undefined,
    log: context.log,
    now,
    wait,
    async iam<A extends IamAction>(action: A, input: IamInput<A>, about: IamContext = {}) {
      const Command = sdk.iam[`${action}Command`] as unknown as new (input: object) => SdkCommand;
      return (await iam.send({ ...about, action, input, command: () => new Command(input), signal: about.signal })) as IamOutput<A>;
    },
    async send<S extends OptionalService, A extends ActionOf<S>>(service: S, action: A, input: InputOf<S, A>, about: ServiceContext = {}) {
      const client = await clientOf(service, about.region ?? settings.region);
      const Command = await loadCommand(service, action);
      const request = { ...about, action, input: input as object, command: () => new Command(input as object), signal: about.signal };
      return (await client.send(request)) as OutputOf<S, A>;
    },
    callerIdentity,
    identity(signal) {
      who ??= callerIdentity(signal).catch((error: unknown) => {
        who = undefined;
        throw error;
      });
      return who;
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new ConnectorError('OperationAborted', 'the session is closed'));
      iam.destroy();
      for (const client of clients.values())
        client.then(
          (made) => made.destroy(),
          () => {},
        );
      caller.client.destroy();
      requestHandler.destroy();
    },
  };
}

function placeOf(service: AwsService, region: string, endpoint: string | undefined) {
  return { region: clientRegion(service, region, endpoint), ...(endpoint === undefined ? {} : { endpoint }) };
}

async function readAuthorities(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const message = `cannot read "${path}" (${(error as NodeJS.ErrnoException).code}): it must be a PEM file with the authorities to trust`;
    throw new ConnectorError('Configuration', `caFile: ${message}`, { cause: error, problems: [{ path: 'caFile', message }] });
  }
}

async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
