import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectorError } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { Context } from '../../spi/context.ts';
import type { configuration } from './configuration.ts';
import type { RequestSubject } from './failed-request.ts';
import { type AwsSettings, settingsOf } from './settings.ts';
import type { IamAction, IamInput, IamOutput } from './transport/actions.ts';
import { AwsClient, type SdkClient, type SdkCommand } from './transport/aws-client.ts';
import { type AssumedRole, assumeRole, sourceOf } from './transport/credential-source.ts';
import { CredentialCache } from './transport/credentials.ts';
import { httpHandler } from './transport/http-handler.ts';
import { clientRegion } from './transport/partitions.ts';
import { Retries } from './transport/retry.ts';
import { loadSdk } from './transport/sdk.ts';
import { userAgent } from './transport/user-agent.ts';

/** What a call to IAM concerns. */
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

/** A session with AWS: one pool of connections, one set of credentials, one way to call. */
export interface AwsSession extends AsyncDisposable {
  readonly settings: AwsSettings;
  /**
   * Calls IAM.
   *
   * @throws ConnectorError with an `AwsRequestError` as its cause; the signal's reason, as it is, once the signal is aborted.
   */
  iam<A extends IamAction>(action: A, input: IamInput<A>, context?: IamContext): Promise<IamOutput<A>>;
  /** Asks STS who the connector is; every identity may. */
  callerIdentity(signal?: AbortSignal): Promise<CallerIdentity>;
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

  const retries = new Retries(sdk.retry, 'iam', settings.maxAttempts, environment);
  const place = placeOf('iam', settings.region, settings.endpoint);
  const iamClient = new sdk.iam.IAMClient({ ...common, ...place, credentials: provider(credentials), retryStrategy: retries });
  const iam = new AwsClient({ service: 'iam', client: iamClient as unknown as SdkClient, credentials, retries, secrets });

  return {
    settings,
    now,
    wait,
    async iam<A extends IamAction>(action: A, input: IamInput<A>, about: IamContext = {}) {
      const Command = sdk.iam[`${action}Command`] as unknown as new (input: object) => SdkCommand;
      return (await iam.send({ ...about, action, input, command: () => new Command(input), signal: about.signal })) as IamOutput<A>;
    },
    async callerIdentity(signal) {
      const command = () => new sdk.sts.GetCallerIdentityCommand({}) as unknown as SdkCommand;
      const answer = (await caller.client.send({ action: 'GetCallerIdentity', input: {}, command, signal })) as Readonly<
        Record<'Account' | 'Arn' | 'UserId', string>
      >;
      return { account: answer.Account, arn: answer.Arn, userId: answer.UserId };
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new ConnectorError('OperationAborted', 'the session is closed'));
      iam.destroy();
      caller.client.destroy();
      requestHandler.destroy();
    },
  };
}

function placeOf(service: 'iam' | 'sts', region: string, endpoint: string | undefined) {
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
