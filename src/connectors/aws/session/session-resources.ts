import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectorError } from '../../../model/errors.ts';
import type { Log } from '../../../spi/context.ts';
import type { AwsSettings } from '../settings.ts';
import type { CredentialCache } from '../transport/credentials.ts';
import { type HttpHandler, httpHandler } from '../transport/http-handler.ts';
import { clientRegion } from '../transport/partitions.ts';
import { RequestTracing } from '../transport/request-tracing.ts';
import { Retries, type RetryEnvironment } from '../transport/retry.ts';
import { loadSdk } from '../transport/sdk.ts';
import type { AwsService } from '../transport/service-actions.ts';
import { userAgent } from '../transport/user-agent.ts';

/** What a test replaces. */
export interface SessionOverrides {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/** What the sessions of all accounts share: the SDK, one pool of connections, clock and log. */
export interface SessionResources {
  readonly settings: AwsSettings;
  readonly sdk: Awaited<ReturnType<typeof loadSdk>>;
  readonly requestHandler: HttpHandler;
  readonly environment: RetryEnvironment;
  readonly log: Log;
  /** Aborted when the session is closed. */
  readonly closing: AbortController;
  /** Texts that must not appear in an error, besides the keys in use. */
  readonly secrets: readonly string[];
}

/**
 * Loads the SDK, reads `caFile`, makes the pool. Calls nobody.
 *
 * @throws ConnectorError `Configuration` when a module of the SDK or `caFile` cannot be read.
 */
export async function openResources(settings: AwsSettings, log: Log, overrides: SessionOverrides): Promise<SessionResources> {
  const sdk = await loadSdk();
  const ca = settings.caFile === undefined ? undefined : await readAuthorities(settings.caFile);
  const proxyPassword = settings.proxy?.password?.reveal();
  return {
    settings,
    sdk,
    requestHandler: httpHandler(sdk.http, settings, ca),
    environment: {
      now: overrides.now ?? (() => performance.now()),
      wait: overrides.wait ?? waitFor,
      random: overrides.random ?? Math.random,
    },
    log,
    closing: new AbortController(),
    secrets: proxyPassword === undefined ? [] : [proxyPassword],
  };
}

/**
 * What a client of the SDK is configured with; its retry strategy and its tracing come besides.
 *
 * @param account  The account that the credentials are of, once it is known.
 */
export function clientConfiguration(
  resources: SessionResources,
  service: AwsService,
  region: string,
  credentials: CredentialCache,
  account: () => string | undefined,
) {
  const { settings, sdk, requestHandler, environment } = resources;
  const endpoint = settings.endpoints[service];
  const retries = new Retries(sdk.retry, service, settings.maxAttempts, environment);
  // The SDK keeps what a provider gave until it expires, each client for itself; this mark says that it has been cached already.
  const provider = Object.assign(() => credentials.current(), { memoized: true });
  const place = clientRegion(service, region, endpoint);
  const configuration = {
    requestHandler,
    customUserAgent: [userAgent],
    maxAttempts: settings.maxAttempts,
    credentials: provider,
    retryStrategy: retries,
    region: place,
    ...(endpoint === undefined ? { useFipsEndpoint: settings.fips, useDualstackEndpoint: settings.dualstack } : { endpoint }),
  };
  return { configuration, retries, tracing: new RequestTracing(service, place, account, environment.now) };
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
