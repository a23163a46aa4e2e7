import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConnectorError } from '../model/errors.ts';
import type { ImportResult } from './import-result.ts';
import type { CommandTerminal } from './terminal.ts';

const BUFFERED = 64 * 1024;

/** The report of an import: a line of JSON for each row, in a file or on standard output. */
export class ImportReport {
  readonly #write: (text: string) => Promise<void>;
  readonly #file: FileHandle | undefined;
  #pending = '';

  private constructor(write: (text: string) => Promise<void>, file: FileHandle | undefined) {
    this.#write = write;
    this.#file = file;
  }

  /** @param path  A file, which is written anew; `-` for standard output; undefined for no report. */
  static async open(path: string | undefined, terminal: CommandTerminal): Promise<ImportReport> {
    if (path === undefined) return new ImportReport(async () => {}, undefined);
    if (path === '-') return new ImportReport(async (text) => terminal.out(text), undefined);
    const file = await opened(resolve(terminal.directory, path));
    return new ImportReport((text) => file.appendFile(text), file);
  }

  /** Adds a line. Lines come to the file in portions, and all of them at the end. */
  add(result: ImportResult): void {
    this.#pending += `${JSON.stringify(result)}\n`;
  }

  /** Writes what has come together; all of it, or when it is worth while. */
  async flush(all = false): Promise<void> {
    if (this.#pending === '' || (!all && this.#pending.length < BUFFERED)) return;
    const text = this.#pending;
    this.#pending = '';
    await this.#write(text);
  }

  async close(): Promise<void> {
    try {
      await this.flush(true);
    } finally {
      await this.#file?.close();
    }
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch (error) {
    throw new ConnectorError('InvalidArgument', `the report ${path} cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
