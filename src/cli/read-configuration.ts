import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConnectorError, type Problem } from '../model/errors.ts';
import { problemsError } from '../model/problems-error.ts';
import { isSealed, type SealingKey, sealingKey } from '../rest/files/sealed-value.ts';
import type { CommandTerminal } from './terminal.ts';
import type { Variables } from './variables.ts';

/**
 * Reads a configuration from a JSON file. `${NAME}` in a text stands for that variable of the environment, so that secrets need not be in the
 * file; `$${` is a dollar sign and a brace. What `seal` made is opened under the key of the environment.
 *
 * @throws ConnectorError `Configuration` for a file that cannot be read or is no JSON, and for every variable that is not set.
 */
export async function readConfiguration(
  path: string | undefined,
  { variables, directory, env }: CommandTerminal,
): Promise<Readonly<Record<string, unknown>>> {
  if (path === undefined) return {};
  const file = resolve(directory, path);
  const problems: Problem[] = [];
  const value = substituted(parsed(await contents(file), file), '', { variables, key: await sealingKey(env) }, problems);
  if (problems.length > 0) throw problemsError('Configuration', file, problems);
  return value as Readonly<Record<string, unknown>>;
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConnectorError('Configuration', `the configuration file ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function parsed(text: string, file: string): unknown {
  let value: unknown;
  try {
    // Some editors begin a file with a mark of its encoding, which nobody sees.
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's own message quotes the text, in which there may be a secret.
    throw new ConnectorError('Configuration', `the configuration file ${file} is not JSON; an editor that checks JSON shows the place`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ConnectorError('Configuration', `the configuration file ${file} must hold a JSON object of settings`);
}

// No setting is as deep; a file that is would fill the stack.
const DEEPEST = 100;

interface Sources {
  readonly variables: Variables;
  readonly key: SealingKey | undefined;
}

function substituted(value: unknown, path: string, sources: Sources, problems: Problem[], depth = 0): unknown {
  if (depth > DEEPEST) {
    problems.push({ path: `${path.slice(0, 40)}…`, message: `is nested more than ${DEEPEST} deep` });
    return undefined;
  }
  if (typeof value === 'string' && isSealed(value)) return opened(value, path, sources, problems);
  if (typeof value === 'string') {
    return value.replace(/\$\$\{|\$\{([^}]*)\}/g, (found, name: string | undefined) => {
      if (name === undefined) return '${';
      const set = sources.variables.take(name);
      if (set === undefined) problems.push({ path, message: `needs the environment variable ${name}, which is not set` });
      return set ?? found;
    });
  }
  if (Array.isArray(value)) return value.map((item, index) => substituted(item, `${path}[${index}]`, sources, problems, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substituted(item, path ? `${path}.${key}` : key, sources, problems, depth + 1)]),
  );
}

function opened(value: string, path: string, { variables, key }: Sources, problems: Problem[]): string {
  const text = key?.open(value);
  if (text === undefined) {
    const message = key
      ? 'is sealed under another key, or was changed'
      : 'is sealed, and there is no key: set IDENTITY_CONNECTOR_KEY, or IDENTITY_CONNECTOR_KEY_FILE to the path of a file with it';
    problems.push({ path, message });
    return value;
  }
  variables.guard(text, `[${path}]`);
  return text;
}
