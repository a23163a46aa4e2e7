import { builtInConnectors, loadConnector } from '../../facade/opening/load-connector.ts';
import { ConnectorError } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { connectorNamed, connectorRefOf, foreignConnectors } from './connector-names.ts';
import type { ConnectorRef } from './system-definition.ts';

/** The connectors that configurations made over REST may use. */
export class Catalogue {
  readonly #connectors: () => Promise<readonly AnyConnector[]>;
  #loaded: Promise<readonly AnyConnector[]> | undefined;

  /** @param connectors  Those to offer; the built-in ones unless given. */
  constructor(connectors: readonly AnyConnector[] | undefined) {
    this.#connectors = async () => connectors ?? Promise.all(builtInConnectors.map((name) => loadConnector(name)));
  }

  #all(): Promise<readonly AnyConnector[]> {
    this.#loaded ??= this.#connectors();
    return this.#loaded;
  }

  /** What PingIDM lists: our connectors, and the foreign names under which they can be had. */
  async refs(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const own = (await this.#all()).map(connectorRefOf);
    const foreign: ConnectorRef[] = foreignConnectors.flatMap(({ bundleName, connectorName, connector, displayName }) => {
      const ours = own.find((ref) => ref.connectorName === connector);
      return ours ? [{ bundleName, connectorName, bundleVersion: ours.bundleVersion, displayName }] : [];
    });
    return [...own, ...foreign].map(({ bundleName, connectorName, bundleVersion, displayName = connectorName }) => ({
      connectorName,
      bundleName,
      bundleVersion,
      displayName,
      systemType: 'provisioner.openicf',
    }));
  }

  /**
   * The connector that a connectorRef names.
   *
   * A path or a package is never loaded for a caller: loading runs it.
   *
   * @throws ConnectorError `Configuration` for one that is not offered.
   */
  async find(ref: unknown): Promise<AnyConnector> {
    const { specifier } = connectorNamed(ref);
    const found = (await this.#all()).find(({ name }) => name === specifier);
    if (found) return found;
    const known = (await this.#all()).map(({ name }) => name).join(', ');
    const message = `names no connector that is offered here (got ${printable(specifier)}); there are ${known}`;
    throw new ConnectorError('Configuration', `connectorRef.connectorName ${message}`, {
      problems: [{ path: 'connectorRef.connectorName', message }],
    });
  }
}
