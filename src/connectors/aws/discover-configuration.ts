import { ConnectorError } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { Context } from '../../spi/context.ts';
import type { DiscoverConfigurationOp, Suggestions } from '../../spi/operations.ts';
import { credentialSources } from './checks/credential-problems.ts';
import type { configuration } from './configuration.ts';
import { type CallerIdentity, openSession } from './session.ts';
import { parseProxyUrl } from './settings/connection-setting.ts';
import { partitionOf } from './transport/partitions.ts';

type Settings = Static<typeof configuration>;
type Given = Partial<Settings>;

/** Regions that are on by default in an account, by partition; others may be named as well. AWS: Regions and Availability Zones. */
const regions: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'aws-global',
    ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
    ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
    ...['ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
  ],
  'aws-cn': ['aws-cn-global', 'cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['aws-us-gov-global', 'us-gov-west-1', 'us-gov-east-1'],
};

/** Whether there are credentials to ask AWS with. */
function hasCredentials(given: Given): boolean {
  const [source] = credentialSources(given);
  const byKey = source === 'accessKeyId' || source === 'clientKey';
  return source !== undefined && (!byKey || (given.secretKey ?? given.secretAccessKey ?? given.clientSecret) !== undefined);
}

/**
 * What the settings could be.
 *
 * Offline: regions, and what the environment says that the AWS SDK and Node would use (region, credentials, endpoints, proxy, authorities).
 * With credentials also who they belong to: regions are then those of that partition, and a role that assumes another is told that AWS
 * allows its session an hour at most. That AWS cannot be asked is logged and leaves the rest as it is.
 *
 * AWS: AWS SDKs and Tools reference, environment variables; STS AssumeRole, role chaining.
 */
async function discoverConfiguration(given: Given, context: Context): Promise<Suggestions> {
  const caller = hasCredentials(given) ? await callerOf(given, context) : undefined;
  const partition = caller?.arn.split(':')[1] ?? given.roleArn?.split(':')[1];
  const { env } = process;
  const found: { [K in keyof Settings]?: readonly unknown[] } = {};

  const named = [env.AWS_REGION, env.AWS_DEFAULT_REGION].filter((region) => /^[a-z]+(-[a-z]+)+(-\d+)?$/.test(region ?? ''));
  const offered = partition === undefined ? Object.values(regions).flat() : (regions[partition] ?? []);
  found.region = [...named.filter((region) => partition === undefined || partitionOf(region ?? '').name === partition), ...offered];

  if (!hasCredentials(given) && credentialVariables.some((name) => env[name])) found.useDefaultCredentials = [true];
  if (caller && /:assumed-role\//.test(caller.arn)) found.credentialsExpiration = [3600, 1800, 900];
  if (given.endpoint === undefined) found.endpoint = urls(env.AWS_ENDPOINT_URL_IAM, env.AWS_ENDPOINT_URL);
  if (given.stsEndpoint === undefined) found.stsEndpoint = urls(env.AWS_ENDPOINT_URL_STS, env.AWS_ENDPOINT_URL);
  if (given.proxyHost === undefined && given.proxyHostPort === undefined) {
    // With a user in it, it is no setting, and not to be shown.
    found.proxyHostPort = [env.HTTPS_PROXY, env.https_proxy].filter((url) => url && parseProxyUrl(url));
  }
  if (given.caFile === undefined) found.caFile = [env.AWS_CA_BUNDLE, env.NODE_EXTRA_CA_CERTS].filter(Boolean);
  const name = context.instanceName?.replaceAll(/[^\w+=,.@-]+/g, '-').slice(0, 64) ?? '';
  if (name.length >= 2) found.roleSessionName = [name];

  const some = Object.entries(found).filter(([, values]) => values.length > 0);
  return Object.fromEntries(some.map(([setting, values]) => [setting, { values: [...new Set(values)] }]));
}

/** Where the SDK's default chain finds credentials without reading a file. AWS: AWS SDKs and Tools reference. */
const credentialVariables = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
];

function urls(...texts: readonly (string | undefined)[]): readonly string[] {
  return texts.filter((text) => text !== undefined && /^https?:\/\/[^@?#]+$/.test(text) && URL.canParse(text)) as string[];
}

/** Whose the credentials are themselves, before a role is assumed; undefined when AWS cannot be asked. */
async function callerOf(given: Given, context: Context): Promise<CallerIdentity | undefined> {
  const { roleArn, roleChain, expectedAccountId: _, tenantId: __, siteName: ___, userName: ____, ...rest } = given;
  // A token is worth nothing without the role it assumes; of everything else the roles are left out.
  const first = given.webIdentityTokenFile === undefined ? undefined : (roleChain?.[0] ?? roleArn);
  try {
    return await ask({ ...rest, ...(first === undefined ? {} : { roleArn: first }) }, context);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log('warn', 'AWS cannot be asked whose the credentials are', { code: ConnectorError.is(error) ? error.code : 'Internal' });
    return undefined;
  }
}

async function ask(given: Given, context: Context): Promise<CallerIdentity> {
  // The framework has filled in the defaults, and there are credentials: nothing else is required.
  await using session = await openSession(given as Settings, context);
  return await session.identity(context.signal);
}

/**
 * Checks that the credentials work, that the roles, where there are any, can be assumed, and that they are those of the account and the user
 * that the configuration expects: GetCallerIdentity, which needs no permission.
 *
 * @throws ConnectorError `Configuration` without credentials; `InvalidCredential`, `PermissionDenied`, `ConnectionFailed`.
 */
async function testPartialConfiguration(given: Given, context: Context): Promise<void> {
  if (!hasCredentials(given)) {
    const message =
      'is missing: give accessKeyId and secretKey, or say by credentialSource, useDefaultCredentials, credentials or iamClient where they are';
    throw new ConnectorError('Configuration', `there are no credentials to test: accessKeyId ${message}`, {
      problems: [{ path: 'accessKeyId', message }],
    });
  }
  await ask(given, context);
}

/** What the connector can say of settings before all of them are there. */
export const discovery: DiscoverConfigurationOp<typeof configuration> = { discoverConfiguration, testPartialConfiguration };
