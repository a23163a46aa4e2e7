import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ConnectorError } from '../model/errors.ts';
import { syncFolder } from './durable-file.ts';
import type { ImportResult } from './import-result.ts';

/** What an import is of: a journal of another one is refused. */
export interface ImportIdentity {
  readonly connector: string;
  readonly objectClass: string;
  readonly mode: string;
  /** SHA-256 of the file. */
  readonly file: string;
}

/**
 * The journal of an import, so that one that was killed can go on: a line before a row is begun and one after it, each on the disk before
 * anything else happens.
 *
 * A row that was begun and has no result may or may not have been written: whoever resumes looks.
 */
export class ImportJournal {
  readonly #file: FileHandle;
  /** All rows up to this one have a result. */
  #upTo = 0;
  /** Those after it that have one. */
  readonly #beyond = new Set<number>();
  readonly #begun = new Set<number>();
  #pending = '';
  #next: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Opens a journal, a new one where there is none.
   *
   * @param told  Is given every result that is in it.
   * @throws ConnectorError `InvalidArgument` for the journal of another import.
   */
  static async open(path: string, identity: ImportIdentity, told: (result: ImportResult) => void): Promise<ImportJournal> {
    const file = await open(path, 'a+', 0o600);
    try {
      const journal = new ImportJournal(file);
      const end = await journal.#read(path, identity, told);
      // A crash may have left a part of a line.
      await file.truncate(end);
      if (end === 0) await journal.#append({ version: 1, ...identity });
      await syncFolder(path);
      return journal;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Whether a row has a result. */
  isDone(row: number): boolean {
    return row <= this.#upTo || this.#beyond.has(row);
  }

  /** Whether an earlier run has begun a row and not heard how it ended. */
  wasBegun(row: number): boolean {
    return this.#begun.has(row);
  }

  /** Says that a row is about to be written. */
  begin(row: number): Promise<void> {
    return this.#append({ begun: row });
  }

  /** Says what became of a row. */
  finish(result: ImportResult): Promise<void> {
    this.#done(result.row);
    return this.#append(result);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #done(row: number): void {
    this.#begun.delete(row);
    this.#beyond.add(row);
    while (this.#beyond.delete(this.#upTo + 1)) this.#upTo++;
  }

  /** Lines that come while the disk is busy are written together, by one sync. */
  #append(line: object): Promise<void> {
    this.#pending += `${JSON.stringify(line)}\n`;
    this.#next ??= this.#flush();
    return this.#next;
  }

  async #flush(): Promise<void> {
    await this.#writing.catch(() => {});
    const text = this.#pending;
    this.#pending = '';
    this.#next = undefined;
    this.#writing = this.#file.appendFile(text).then(() => this.#file.datasync());
    await this.#writing;
  }

  /** Reads what is there, and answers where its last whole line ends. */
  async #read(path: string, identity: ImportIdentity, told: (result: ImportResult) => void): Promise<number> {
    let end = 0;
    let rest: Buffer = Buffer.alloc(0);
    let number = 0;
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let bytes = Buffer.concat([rest, chunk]);
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10)) {
        this.#take(bytes.toString('utf8', 0, at), ++number, path, identity, told);
        bytes = bytes.subarray(at + 1);
        end += at + 1;
      }
      rest = bytes;
    }
    return end;
  }

  #take(text: string, number: number, path: string, identity: ImportIdentity, told: (result: ImportResult) => void): void {
    let line: Record<string, unknown>;
    try {
      line = JSON.parse(text);
    } catch {
      throw new ConnectorError('InvalidArgument', `the state ${path} is not one of an import (line ${number})`);
    }
    if (number === 1) {
      const different = Object.entries({ version: 1, ...identity }).filter(([name, value]) => line[name] !== value);
      if (different.length === 0) return;
      const names = different.map(([name]) => name).join(', ');
      throw new ConnectorError('InvalidArgument', `the state ${path} is of another import (other ${names}); use another file, or remove it`);
    }
    if (typeof line.begun === 'number') this.#begun.add(line.begun);
    else {
      const result = line as unknown as ImportResult;
      this.#done(result.row);
      told(result);
    }
  }
}
