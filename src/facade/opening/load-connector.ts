import { ConnectorError } from '../../model/errors.ts';
import { printable, similarName } from '../../model/wording.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { connectorIn } from './connector-in-module.ts';
import { type FoundModule, findModule, loadModule } from './find-module.ts';

/** Where to look for a connector. */
export interface LoadOptions {
  /** A directory, or the file: URL of a module (`import.meta.url`): what paths and packages are looked for from. The working directory by default. */
  readonly from?: string;
}

// By the name of this package, not by path: nothing here imports a connector, and a bundler of an application takes none in.
const builtIn: Readonly<Record<string, string>> = { memory: 'identity-connector/memory', aws: 'identity-connector/aws' };

/** The names of the connectors that come with the package. */
export const builtInConnectors: readonly string[] = Object.keys(builtIn).sort();

/**
 * Loads a connector whose name is known only at run time: of a command line, or of a configuration file.
 *
 * Loading a module runs it: never load what somebody else may name. The connector is its default export, what it assigns to
 * `module.exports`, or the only connector among its exports. TypeScript is loaded where Node can.
 *
 * @param specifier  `memory` or `aws`; the path of a module, which begins with `./`, `../` or `/`, or a file: URL; or the name of a package.
 * @param options    Where to look.
 * @returns The connector; opened, it has a facade whose object classes are known only at run time.
 * @throws ConnectorError `Configuration` when there is no such module, when it fails to load, and when it holds no connector.
 *
 * @example
 * const connector = await loadConnector('memory');
 * await using facade = await openConnector(connector, {});
 * await facade.objectClass('__ACCOUNT__').search().toArray();
 */
export async function loadConnector(specifier: string, { from }: LoadOptions = {}): Promise<AnyConnector> {
  if (typeof specifier !== 'string' || specifier === '') throw refused(specifier, 'must be a name, a path or a package');
  const own = Object.hasOwn(builtIn, specifier) ? builtIn[specifier] : undefined;
  const module = own === undefined ? find(specifier, from) : { place: own, shown: own };
  let loaded: unknown;
  try {
    loaded = await loadModule(module);
  } catch (error) {
    if (own !== undefined)
      throw refused(specifier, `is built in, but ${own} cannot be loaded: install identity-connector, and do not bundle it`, error);
    const kind = error instanceof Error ? `${error.name}${codeOf(error)}` : typeof error;
    throw refused(specifier, `was found (${module.shown}) but fails to load with ${kind}; the cause says more`, error);
  }
  const found = connectorIn(loaded);
  if (found.connector) return found.connector;
  throw refused(specifier, `${found.reason} (${module.shown})`);
}

function find(specifier: string, from: string | undefined): FoundModule {
  const found = findModule(specifier, from);
  if (found.place !== undefined) return found;
  const near = similarName(specifier, Object.keys(builtIn));
  const hint = near ? `; did you mean "${near}"?` : `; built in are ${Object.keys(builtIn).join(' and ')}`;
  throw refused(specifier, `${found.reason}${found.path ? '' : hint}`, found.cause);
}

const codeOf = (error: Error) => (typeof (error as NodeJS.ErrnoException).code === 'string' ? ` (${(error as NodeJS.ErrnoException).code})` : '');

function refused(specifier: unknown, message: string, cause?: unknown): ConnectorError {
  return new ConnectorError('Configuration', `the connector ${printable(specifier)} ${message}`, {
    problems: [{ path: 'connector', message }],
    ...(cause !== undefined && { cause }),
  });
}
