import { ConnectorError } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { ConnectorRef } from './system-definition.ts';
import { inRange } from './version-range.ts';

/** The bundle that this library's connectors are in. */
export const OWN_BUNDLE = 'identity-connector';

/** A bundle of another product whose connector one of ours stands in for. */
export interface ForeignConnector {
  readonly bundleName: string;
  readonly connectorName: string;
  /** Our connector. */
  readonly connector: string;
  readonly displayName: string;
  /** Whether its product prints values as PingIDM does. */
  readonly dialect: 'standard' | 'ping';
}

/**
 * Bundles whose configurations can be used as they are.
 *
 * PingIDM: AWS connector. IDHub's page leaves the names blank; its version 12.3.0 is Oracle's AWS connector, whose names these are.
 */
export const foreignConnectors: readonly ForeignConnector[] = [
  {
    bundleName: 'org.forgerock.openicf.connectors.aws-connector',
    connectorName: 'org.forgerock.openicf.connectors.aws.AwsConnector',
    connector: 'aws',
    displayName: 'AWS Connector',
    dialect: 'ping',
  },
  {
    bundleName: 'org.identityconnectors.aws',
    connectorName: 'org.identityconnectors.aws.AWSConnector',
    connector: 'aws',
    displayName: 'AWS Connector',
    dialect: 'standard',
  },
];

/** What one of our connectors is called in a configuration. */
export function connectorRefOf({ name, version, displayName }: AnyConnector): ConnectorRef {
  return { bundleName: OWN_BUNDLE, connectorName: name, bundleVersion: version, ...(displayName !== undefined && { displayName }) };
}

/** Which of our connectors a name in a configuration means. */
export interface NamedConnector {
  /** A built-in name, the path of a module, or a package. */
  readonly specifier: string;
  readonly foreign: ForeignConnector | undefined;
}

/**
 * Finds the connector that a connectorRef names: one of another product's that ours stands in for, or one of ours.
 *
 * @param ref  From a configuration; anything.
 * @throws ConnectorError `Configuration` when it is no connectorRef, and for a bundle that is neither ours nor known.
 *
 * @example
 * connectorNamed({ bundleName: 'identity-connector', connectorName: 'memory', bundleVersion: '[0.1,1)' }).specifier;  // 'memory'
 */
export function connectorNamed(ref: unknown): NamedConnector {
  const { bundleName, connectorName, bundleVersion, connectorHostRef } = (typeof ref === 'object' && ref !== null ? ref : {}) as Partial<
    Record<keyof ConnectorRef, unknown>
  >;
  if (typeof bundleName !== 'string' || typeof connectorName !== 'string')
    throw refused('connectorRef', 'must be { bundleName, connectorName, bundleVersion }');
  if (bundleVersion !== undefined && (typeof bundleVersion !== 'string' || inRange('0', bundleVersion) === undefined))
    throw refused('connectorRef.bundleVersion', `must be a version or an interval such as [1.5.0.0,1.6.0.0) (got ${printable(bundleVersion)})`);
  if (connectorHostRef !== undefined && connectorHostRef !== '#LOCAL' && connectorHostRef !== '')
    throw refused('connectorRef.connectorHostRef', `must be #LOCAL: connectors run in this process (got ${printable(connectorHostRef)})`);
  if (bundleName === OWN_BUNDLE) return { specifier: connectorName, foreign: undefined };
  const foreign = foreignConnectors.find((each) => each.bundleName === bundleName && each.connectorName === connectorName);
  if (foreign) return { specifier: foreign.connector, foreign };
  const known = [OWN_BUNDLE, ...foreignConnectors.map((each) => `${each.bundleName} (${each.connectorName})`)].join(', ');
  throw refused('connectorRef.bundleName', `${printable(bundleName)} with ${printable(connectorName)} is no connector here; known are ${known}`);
}

function refused(path: string, message: string): ConnectorError {
  return new ConnectorError('Configuration', `${path} ${message}`, { problems: [{ path, message }] });
}
