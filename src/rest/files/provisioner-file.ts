import type { Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { printable } from '../../model/wording.ts';
import type { PoolOptions } from '../../spi/context.ts';
import { connectorNamed } from '../systems/connector-names.ts';
import type { ConfiguredType } from '../systems/object-type.ts';
import type { ConnectorRef } from '../systems/system-definition.ts';
import type { DescribedSystem } from './own-system-file.ts';
import { systemActionsOf } from './script-definitions.ts';

/**
 * Reads PingIDM's `provisioner.openicf-NAME.json`: connectorRef, objectTypes, operationOptions, operationTimeout, poolConfigOption, systemActions.
 *
 * resultsHandlerConfig is read and has no effect: the framework filters and projects in the order that loses nothing, whatever it says.
 *
 * @param name      From the file's name.
 * @param content   Of the file, values resolved.
 * @param problems  Grows by what is wrong.
 */
export function provisionerFile(
  name: string,
  content: Readonly<Record<string, unknown>>,
  directory: string,
  problems: Problem[],
): DescribedSystem | undefined {
  const before = problems.length;
  const { connectorRef, enabled = true, configurationProperties = {}, objectTypes, operationOptions, operationTimeout, systemActions } = content;
  const named = namedConnector(connectorRef, problems);
  if (!isObject(configurationProperties))
    problems.push({ path: 'configurationProperties', message: `must be an object (got ${printable(configurationProperties)})` });
  for (const [path, value] of Object.entries({ objectTypes, operationOptions, operationTimeout })) {
    if (value !== undefined && !isObject(value)) problems.push({ path, message: `must be an object (got ${printable(value)})` });
  }
  const scripts = systemActionsOf(systemActions, directory, problems);
  if (problems.length > before || !named) return undefined;
  const ref = connectorRef as ConnectorRef;
  const { bundleVersion, bundleName, connectorName } = ref;
  const configuration = Object.fromEntries(
    Object.entries(configurationProperties as object).filter(([, value]) => value !== null && value !== undefined),
  );
  const pool = poolOf(content.poolConfigOption);
  return {
    name,
    specifier: named.specifier,
    enabled: enabled !== false && enabled !== 'false',
    configuration,
    connectorRef: { bundleVersion, bundleName, connectorName },
    displayName: ref.displayName ?? named.foreign?.displayName ?? connectorName,
    dialect: named.foreign?.dialect ?? 'standard',
    objectTypes: typesOf(objectTypes, named.foreign?.dialect === 'ping'),
    scripts,
    operationOptions: operationOptions as DescribedSystem['operationOptions'],
    operationTimeout: operationTimeout as DescribedSystem['operationTimeout'],
    remarks: remarksOn(content),
    ...(pool && { open: { pool } }),
  } as DescribedSystem;
}

function namedConnector(ref: unknown, problems: Problem[]) {
  try {
    return connectorNamed(ref);
  } catch (error) {
    problems.push(...((error as { readonly problems?: readonly Problem[] }).problems ?? [{ path: 'connectorRef', message: String(error) }]));
    return undefined;
  }
}

/** Milliseconds, as OpenICF documents them. Only for connectors that pool their sessions. */
function poolOf(given: unknown): PoolOptions | undefined {
  if (!isObject(given)) return undefined;
  const { maxObjects, minIdle, maxWait, minEvictableIdleTimeMillis } = given as Readonly<Record<string, number>>;
  return {
    ...(maxObjects !== undefined && { max: maxObjects }),
    ...(minIdle !== undefined && { minIdle }),
    ...(maxWait !== undefined && { maxWait }),
    ...(minEvictableIdleTimeMillis !== undefined && { maxIdleTime: minEvictableIdleTimeMillis }),
  };
}

/** What Ping's AWS connector shows of an account. PingIDM 7.2: AWS connector, supported attributes. */
const pingAccount: ConfiguredType = {
  nativeType: '__ACCOUNT__',
  properties: Object.fromEntries(
    ['__NAME__', 'UserId', 'Path', '__PASSWORD__', 'Arn', 'CreatedDate', 'PasswordLastUsed', 'PermissionBoundary', 'Tags'].map((name) => [name, {}]),
  ),
};

/** Without object types PingIDM's file shows what its connector has; of ours that would be more than who reads the answers knows. */
function typesOf(given: unknown, ping: boolean): Readonly<Record<string, ConfiguredType>> | undefined {
  if (isObject(given)) return given as Readonly<Record<string, ConfiguredType>>;
  return ping ? { __ACCOUNT__: pingAccount, __ALL__: {} } : undefined;
}

function remarksOn(content: Readonly<Record<string, unknown>>): readonly string[] {
  const passedOver = ['producerBufferSize', 'connectorPoolingSupported', 'operationRateLimits', 'syncFailureHandler', 'excludeUnmodified'].filter(
    (key) => content[key] !== undefined,
  );
  return passedOver.map((key) => `${key} of the provisioner file has no effect here`);
}
