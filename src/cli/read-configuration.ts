import { resolve } from 'node:path';
import type { Problem } from '../model/errors.ts';
import { problemsError } from '../model/problems-error.ts';
import { resolvedFile } from '../rest/files/resolved-file.ts';
import type { ValueSources } from '../rest/files/resolved-values.ts';
import { sealingKey } from '../rest/files/sealed-value.ts';
import type { CommandTerminal } from './terminal.ts';

/**
 * Reads a configuration from a JSON file. What stands for values in it, so that secrets need not, is what stands for them in the files of
 * `serve rest`.
 *
 * @throws ConnectorError `Configuration` for a file that cannot be read or is no JSON, and for every value that is not there.
 */
export async function readConfiguration(path: string | undefined, terminal: CommandTerminal): Promise<Readonly<Record<string, unknown>>> {
  if (path === undefined) return {};
  const file = resolve(terminal.directory, path);
  const problems: Problem[] = [];
  const value = await resolvedFile(file, await valueSources(terminal), problems);
  if (problems.length > 0) throw problemsError('Configuration', file, problems);
  return value ?? {};
}

/** Where the values in files come from: the environment, in which the key is too. Messages of the program do not show them. */
export async function valueSources({ env, variables }: CommandTerminal): Promise<Omit<ValueSources, 'directory'>> {
  return { env, key: await sealingKey(env), style: '$', guard: (value, name) => variables.guard(value, name) };
}
