import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConnectorError } from '../model/errors.ts';

/**
 * Refuses a command line that names one file for two things: what is written to the one would destroy the other.
 *
 * @param files  Paths by what the command line calls them; `-` and undefined are no files.
 * @throws ConnectorError `InvalidArgument` naming both.
 */
export async function distinctFiles(directory: string, files: Readonly<Record<string, string | undefined>>): Promise<void> {
  const seen = new Map<string, string>();
  for (const [what, given] of Object.entries(files)) {
    if (given === undefined || given === '-') continue;
    const identity = await identityOf(resolve(directory, given));
    if (identity === undefined) continue;
    const other = seen.get(identity);
    if (other !== undefined)
      throw new ConnectorError('InvalidArgument', `${other} and ${what} are the same file, ${given}: one would be written over`);
    seen.set(identity, what);
  }
}

/** What a file is, whatever links lead to it: its path where there is none yet, undefined for what cannot be overwritten, such as a terminal. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path, { bigint: true });
    return found.isFile() ? `${found.dev}:${found.ino}` : undefined;
  } catch {
    return path;
  }
}
