import { ConnectorError } from '../../../model/errors.ts';
import type { AwsCredentials } from '../configuration/credential-settings.ts';
import type { NamedSource } from '../settings/credential-setting.ts';
import type { SdkClient, SdkCommand } from './aws-client.ts';
import type { OptionalService } from './service-actions.ts';

/** The SDK client of each service that not every user of the connector needs. */
const optionalClients = {
  organizations: ['@aws-sdk/client-organizations', 'OrganizationsClient', () => import('@aws-sdk/client-organizations' as string)],
  cloudtrail: ['@aws-sdk/client-cloudtrail', 'CloudTrailClient', () => import('@aws-sdk/client-cloudtrail' as string)],
  sqs: ['@aws-sdk/client-sqs', 'SQSClient', () => import('@aws-sdk/client-sqs' as string)],
  ec2: ['@aws-sdk/client-ec2', 'EC2Client', () => import('@aws-sdk/client-ec2' as string)],
} as const satisfies Record<OptionalService, readonly [string, string, () => Promise<unknown>]>;

type Loaded = Readonly<Record<string, new (input: object) => unknown>>;

async function loadOptional(service: OptionalService): Promise<Loaded> {
  const [name, , load] = optionalClients[service];
  try {
    return (await load()) as Loaded;
  } catch (error) {
    throw new ConnectorError('Configuration', `the package ${name} is needed for this and cannot be loaded: npm install ${name}`, { cause: error });
  }
}

/**
 * The class of a service's SDK client.
 *
 * @throws ConnectorError `Configuration`, naming the package to install.
 */
export async function loadClient(service: OptionalService): Promise<new (configuration: object) => SdkClient> {
  return (await loadOptional(service))[optionalClients[service][1]] as new (
    configuration: object,
  ) => SdkClient;
}

/** The class of an action's command; its client has been loaded already. */
export async function loadCommand(service: OptionalService, action: string): Promise<new (input: object) => SdkCommand> {
  return (await loadOptional(service))[`${action}Command`] as new (
    input: object,
  ) => SdkCommand;
}

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
  return { iam, sts, http, retry, askNamed };
}

/** Asks a source of credentials; its own calls (STS for profiles and web identities, SSO) go through the session's handler, and so through its proxy. */
async function askNamed(source: NamedSource, clientConfig: { readonly requestHandler: unknown; readonly region: string }): Promise<AwsCredentials> {
  const sdk = await load('@aws-sdk/credential-providers', import('@aws-sdk/credential-providers'));
  // ignoreCache: shared files are read again at every refresh, as whoever rotates the keys in them expects.
  const common = { clientConfig: clientConfig as never, ignoreCache: true };
  switch (source.from) {
    case 'default chain':
      return sdk.fromNodeProviderChain(common)();
    case 'environment':
      return sdk.fromEnv()();
    case 'container':
      return sdk.fromHttp()();
    case 'instance':
      return sdk.fromInstanceMetadata({ timeout: 2000, maxRetries: 3 })();
  }
  const { profile, file } = source;
  const files = file === undefined ? {} : { filepath: file, configFilepath: file };
  if (source.from === 'sso') return sdk.fromSSO({ ...common, ...files, profile })();
  if (source.from === 'process') return sdk.fromProcess({ ignoreCache: true, ...files, profile })();
  return sdk.fromIni({ ...common, ...files, profile })();
}
