import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ConnectorError } from '../model/errors.ts';
import { isObject } from '../model/value-kind.ts';
import type { CommandTerminal } from './terminal.ts';

/** A file to read, or standard input for `-`. */
export function inputStream(path: string, { directory, standardInput }: CommandTerminal): Readable {
  return path === '-' ? standardInput.stream() : createReadStream(resolve(directory, path));
}

/** What a file is called in messages. */
export const inputName = (path: string) => (path === '-' ? 'standard input' : path);

/**
 * Reads a JSON object from a file, or from standard input for `-`.
 *
 * @throws ConnectorError `InvalidArgument`; it quotes nothing of the file, because a secret may be in it.
 */
export async function readJsonObject(path: string, terminal: CommandTerminal): Promise<Readonly<Record<string, unknown>>> {
  let content: string;
  try {
    content = await text(inputStream(path, terminal));
  } catch (error) {
    if (ConnectorError.is(error)) throw error;
    throw new ConnectorError('InvalidArgument', `${inputName(path)} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\ufeff/, ''));
  } catch {
    throw new ConnectorError('InvalidArgument', `${inputName(path)} is not JSON`);
  }
  if (isObject(value) && !Array.isArray(value)) return value;
  throw new ConnectorError('InvalidArgument', `${inputName(path)} must hold a JSON object`);
}
