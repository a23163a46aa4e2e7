import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { resolvedValues, type ValueSources } from './resolved-values.ts';

/**
 * Reads a JSON object from a file, with values put in place of what stands for them. Every file of settings is read so: of a connector, of a
 * system, of those who may log in.
 *
 * @param path      Of the file; relative paths of `$file` in it count from its folder.
 * @param problems  Grows by what is wrong. No problem shows a value.
 * @returns Undefined when there is no object.
 */
export async function resolvedFile(
  path: string,
  sources: Omit<ValueSources, 'directory'>,
  problems: Problem[],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await contents(path, problems);
  if (text === undefined) return undefined;
  let content: unknown;
  try {
    // Some editors begin a file with a mark of its encoding, which nobody sees.
    content = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's own message quotes the text, in which there may be a secret.
    problems.push({ path: '', message: 'is not JSON; an editor that checks JSON shows the place' });
    return undefined;
  }
  const before = problems.length;
  const value = resolvedValues(content, '', { ...sources, directory: dirname(path) }, problems);
  if (isObject(value) && !Array.isArray(value)) return value;
  if (problems.length === before) problems.push({ path: '', message: 'must hold a JSON object' });
  return undefined;
}

async function contents(path: string, problems: Problem[]): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    problems.push({ path: '', message: `cannot be read (${(error as NodeJS.ErrnoException).code})` });
    return undefined;
  }
}
