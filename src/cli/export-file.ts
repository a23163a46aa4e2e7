import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { ConnectorError } from '../model/errors.ts';
import { replaceFile, syncFolder, textIfThere } from './durable-file.ts';

/** How far an export has come. */
export interface ExportPlace {
  readonly cursor: string | undefined;
  readonly rows: number;
  /** Of the file: what comes after them was written and not counted. */
  readonly bytes: number;
}

/**
 * The file of an export. It has its name when it is whole; until then it is `NAME.part`, so that nobody takes half of it for all.
 *
 * With a state, every page is on the disk before the state says so: one that was killed goes on after the last page that both know.
 */
export class ExportFile implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #state: string | undefined;
  readonly #query: string;
  /** Where it goes on. */
  readonly begin: ExportPlace;
  #bytes: number;

  private constructor(path: string, file: FileHandle, state: string | undefined, query: string, begin: ExportPlace) {
    this.#path = path;
    this.#file = file;
    this.#state = state;
    this.#query = query;
    this.begin = begin;
    this.#bytes = begin.bytes;
  }

  /**
   * @param path   What the whole file is to be called.
   * @param state  Where its progress is kept, if anywhere.
   * @param query  What is exported, in words: the state of another query is refused.
   * @throws ConnectorError `InvalidArgument` for a state of another export.
   */
  static async open(path: string, state: string | undefined, query: string): Promise<ExportFile> {
    const kept = state === undefined ? undefined : placeIn(await textIfThere(state), state, query);
    try {
      const file = await open(`${path}.part`, kept ? 'r+' : 'w', 0o600);
      const begin = kept ?? { cursor: undefined, rows: 0, bytes: 0 };
      try {
        if ((await file.stat()).size < begin.bytes)
          throw new ConnectorError('InvalidArgument', `${path}.part is shorter than its state ${state} says`);
        await file.truncate(begin.bytes);
      } catch (error) {
        await file.close();
        throw error;
      }
      return new ExportFile(path, file, state, query, begin);
    } catch (error) {
      if (ConnectorError.is(error)) throw error;
      throw new ConnectorError('InvalidArgument', `${path}.part cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error });
    }
  }

  /** Writes a page, and keeps where the next one is. */
  async write(text: string, { cursor, rows }: Pick<ExportPlace, 'cursor' | 'rows'>): Promise<void> {
    await this.#append(text);
    if (this.#state === undefined || cursor === undefined) return;
    await this.#file.sync();
    await replaceFile(this.#state, `${JSON.stringify({ version: 1, query: this.#query, cursor, rows, bytes: this.#bytes })}\n`);
  }

  /** Gives the file its name; nothing is left to be gone on with. */
  async finish(text: string): Promise<void> {
    await this.#append(text);
    await this.#file.sync();
    await rename(`${this.#path}.part`, this.#path);
    await syncFolder(this.#path);
    if (this.#state !== undefined) await rm(this.#state, { force: true });
  }

  async #append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#bytes);
      at += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }
}

function placeIn(text: string | undefined, path: string, query: string): ExportPlace | undefined {
  if (text === undefined) return undefined;
  let state: Record<string, unknown> = {};
  try {
    state = JSON.parse(text);
  } catch {
    // Then it is none, as below.
  }
  const { version, cursor, rows, bytes } = state;
  if (version !== 1 || typeof cursor !== 'string' || typeof rows !== 'number' || typeof bytes !== 'number')
    throw new ConnectorError('InvalidArgument', `the state ${path} is not one of an export`);
  if (state.query !== query) throw new ConnectorError('InvalidArgument', `the state ${path} is of another export; use another file, or remove it`);
  return { cursor, rows, bytes };
}
