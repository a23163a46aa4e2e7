import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConnector } from '../../facade/opening/load-connector.ts';
import type { ScriptEngine } from '../../facade/scripts/script-engine.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import { problemsError } from '../../model/problems-error.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { SystemDefinition } from '../systems/system-definition.ts';
import { GuardedValues } from './guarded-values.ts';
import { type DescribedSystem, ownSystemFile } from './own-system-file.ts';
import { provisionerFile } from './provisioner-file.ts';
import { resolvedFile } from './resolved-file.ts';
import type { ValueSources } from './resolved-values.ts';
import { sealingKey } from './sealed-value.ts';

/** What reading a directory of systems needs from outside. */
export interface ReadSystemsOptions {
  /** The environment; that of the process unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Loads a connector; `loadConnector`, from the directory, unless given. */
  readonly load?: (specifier: string, directory: string) => Promise<AnyConnector>;
  /** Runs the texts of scripts; without it only hooks run. */
  readonly engine?: ScriptEngine;
  /** Is told of every value that came from elsewhere, and of what messages may show instead, such as `${NAME}`: for logs of your own. */
  readonly guard?: (value: string, name: string) => void;
}

/**
 * Reads the systems of a directory: ours, `NAME.json`, and PingIDM's, `provisioner.openicf-NAME.json`.
 *
 * `${NAME}` (in PingIDM's files `&{NAME}`) stands for a variable of the environment, `{ "$file": PATH }` for the content of a file,
 * `sealed:v1:…` for what is encrypted under the key in IDENTITY_CONNECTOR_KEY, or in the file that IDENTITY_CONNECTOR_KEY_FILE names.
 *
 * @throws ConnectorError `Configuration` naming every problem of every file; no problem shows a value.
 *
 * @example
 * const gateway = createGateway({ systems: await readSystems('./systems') });
 */
export async function readSystems(
  directory: string,
  { env = process.env, load = fromDirectory, engine, guard }: ReadSystemsOptions = {},
): Promise<SystemDefinition[]> {
  const names = (await filesOf(directory)).filter((name) => name.endsWith('.json')).sort();
  const guarded = new GuardedValues();
  const sources = {
    env,
    key: await sealingKey(env),
    guard(value: string, name: string) {
      guarded.guard(value, name);
      guard?.(value, name);
    },
  };
  const problems: Problem[] = [];
  const systems: SystemDefinition[] = [];
  for (const file of names) {
    const own: Problem[] = [];
    const described = await describe(directory, file, sources, own);
    const connector = described && (await loaded(described.specifier, directory, load, own));
    if (described && connector) systems.push(definition(described, connector, engine));
    problems.push(
      ...own.map(({ path, message, ...rest }) => ({ ...rest, path: path === '' ? file : `${file}: ${path}`, message: guarded.hide(message) })),
    );
  }
  for (const [index, { name }] of systems.entries()) {
    if (systems.findIndex((each) => each.name === name) !== index) problems.push({ path: name, message: 'is described by two files' });
  }
  if (problems.length > 0) throw problemsError('Configuration', `the systems in ${directory}`, problems);
  return systems;
}

async function filesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    throw new ConnectorError('Configuration', `the directory of systems ${directory} cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
}

async function describe(
  directory: string,
  file: string,
  sources: Pick<ValueSources, 'env' | 'key' | 'guard'>,
  problems: Problem[],
): Promise<DescribedSystem | undefined> {
  const provisioner = /^provisioner\.openicf-(.+)\.json$/.exec(file)?.[1];
  const content = await resolvedFile(join(directory, file), { ...sources, style: provisioner ? '&' : '$' }, problems);
  if (!content || problems.length > 0) return undefined;
  if (provisioner !== undefined) return provisionerFile(provisioner, content, directory, problems);
  return ownSystemFile(file.slice(0, -'.json'.length), content, directory, problems);
}

async function loaded(
  specifier: string,
  directory: string,
  load: NonNullable<ReadSystemsOptions['load']>,
  problems: Problem[],
): Promise<AnyConnector | undefined> {
  try {
    return await load(specifier, directory);
  } catch (error) {
    problems.push({ path: 'connector', message: ConnectorError.is(error) ? error.message : 'cannot be loaded' });
    return undefined;
  }
}

const fromDirectory = (specifier: string, from: string) => loadConnector(specifier, { from });

/** Pools are for connectors that pool; a provisioner file has the option for any. */
function definition({ specifier: _, ...described }: DescribedSystem, connector: AnyConnector, engine: ScriptEngine | undefined): SystemDefinition {
  const { pool, ...open } = described.open ?? {};
  const pools = (connector as { readonly pool?: unknown }).pool !== undefined;
  const hasTexts = Object.values(described.scripts ?? {}).some((actions) => actions.some(({ language }) => language !== 'hook'));
  return {
    ...described,
    connector,
    open: { ...open, ...(pools && pool && { pool }), ...(engine && hasTexts && { scripts: { engine, ...open.scripts } }) },
  };
}
