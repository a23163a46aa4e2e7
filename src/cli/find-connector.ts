import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { connectorIn } from '../facade/opening/connector-in-module.ts';
import { loadConnector } from '../facade/opening/load-connector.ts';
import { ConnectorError } from '../model/errors.ts';
import type { AnyConnector } from '../spi/connector.ts';

/**
 * The connector of a command: a built-in name, the path of a module, or a package.
 *
 * TypeScript is loaded by Node where it can (22.18 and later), else by jiti, where the project has it.
 *
 * @throws ConnectorError `Configuration`
 */
export async function findConnector(specifier: string, directory: string): Promise<AnyConnector> {
  const typed = /\.[cm]?ts$/.test(specifier) && !(process.features as { readonly typescript?: unknown }).typescript;
  return typed ? loadTyped(resolve(directory, specifier), directory) : loadConnector(specifier, { from: directory }).catch(toldInFull);
}

/** A module is loaded before any setting is read: what it failed with holds no secret of theirs, and says what to mend. */
function toldInFull(error: unknown): never {
  const more = '; the cause says more';
  if (!ConnectorError.is(error) || !(error.cause instanceof Error) || !error.message.endsWith(more)) throw error;
  const { message, stack = '' } = error.cause;
  const place = /\bfile:[^\s)]+/.exec(stack.slice(stack.indexOf(message) + message.length))?.[0];
  const line = (message.split('\n', 1)[0] ?? '').replaceAll(/\p{Cc}/gu, '');
  const told = `${error.message.slice(0, -more.length)}: ${line}${place ? ` (${place})` : ''}`;
  throw new ConnectorError(error.code, told, { cause: error.cause });
}

async function loadTyped(path: string, directory: string): Promise<AnyConnector> {
  const { createJiti } = await jiti(path, directory);
  let loaded: unknown;
  try {
    loaded = await createJiti(directory).import(path);
  } catch (error) {
    throw new ConnectorError('Configuration', `the connector ${path} cannot be loaded: ${(error as Error).message}`, { cause: error });
  }
  const found = connectorIn(loaded);
  if (found.connector) return found.connector;
  throw new ConnectorError('Configuration', `the connector ${path} ${found.reason}`);
}

interface Jiti {
  createJiti(from: string): { import(path: string): Promise<unknown> };
}

async function jiti(path: string, directory: string): Promise<Jiti> {
  try {
    return createRequire(join(directory, 'from-here.js'))('jiti') as Jiti;
  } catch (error) {
    throw new ConnectorError(
      'Configuration',
      `Node ${process.versions.node} cannot load ${path}: run \`npm install -D jiti\`, use Node 22.18 or later, or give the compiled module`,
      { cause: error },
    );
  }
}
