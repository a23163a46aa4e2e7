import { ConnectorError } from '../../../model/errors.ts';
import type { AwsCredentials } from '../configuration.ts';

/** Loads a module, and says which package is missing when it is. */
async function load<T>(name: string, module: Promise<T>): Promise<T> {
  try {
    return await module;
  } catch (error) {
    throw new ConnectorError('Configuration', `the package ${name} cannot be loaded: install the dependencies of identity-connector`, {
      cause: error,
    });
  }
}

/**
 * The AWS SDK's modules, loaded when a session is opened.
 *
 * @throws ConnectorError `Configuration`, naming the package that cannot be loaded.
 *
 * @example
 * const { iam } = await loadSdk();
 * new iam.IAMClient({ region: 'aws-global' });
 */
export async function loadSdk() {
  const [iam, sts, http, retry] = await Promise.all([
    load('@aws-sdk/client-iam', import('@aws-sdk/client-iam')),
    load('@aws-sdk/client-sts', import('@aws-sdk/client-sts')),
    load('@smithy/node-http-handler', import('@smithy/node-http-handler')),
    load('@smithy/util-retry', import('@smithy/util-retry')),
  ]);
  return { iam, sts, http, retry, defaultChain };
}

/** Asks the default chain; its own calls (STS for profiles and web identities, SSO) go through the session's handler, and so through its proxy. */
async function defaultChain(clientConfig: { readonly requestHandler: unknown; readonly region: string }): Promise<AwsCredentials> {
  const { fromNodeProviderChain } = await load('@aws-sdk/credential-providers', import('@aws-sdk/credential-providers'));
  // ignoreCache: shared files are read again at every refresh, as whoever rotates the keys in them expects.
  return fromNodeProviderChain({ clientConfig: clientConfig as never, ignoreCache: true })();
}
