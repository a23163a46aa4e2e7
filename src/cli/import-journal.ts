import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ConnectorError } from '../model/errors.ts';
import { syncFolder } from './durable-file.ts';
import type { ImportResult } from './import-result.ts';
import type { StateLock } from './state-lock.ts';

/** What an import is of: a journal of another one is refused. */
export interface ImportIdentity {
  readonly connector: string;
  readonly objectClass: string;
  readonly mode: string;
  /** SHA-256 of the file. */
  readonly file: string;
}

/** What an earlier run may have written. */
export interface EarlierTry {
  /** Of an object of which a part was made. */
  readonly uid?: string;
}

/**
 * The journal of an import, so that one that was killed can go on: a line before a row is begun and one after it, each on the disk before
 * anything else happens.
 *
 * A row that was begun and has no result may or may not have been written: whoever resumes looks. One that failed is tried again by whoever
 * resumes; what was done is not.
 */
export class ImportJournal {
  readonly #file: FileHandle;
  readonly #lock: StateLock;
  /** All rows up to this one have a result. */
  #upTo = 0;
  /** Those after it that have one. */
  readonly #beyond = new Set<number>();
  /** Those whose result is a failure. */
  readonly #failed = new Set<number>();
  /** Begun, and so far without a result. */
  readonly #open = new Set<number>();
  /** Those that an earlier run may have written, with what it made a part of. */
  readonly #tried = new Map<number, EarlierTry>();
  #pending = '';
  #next: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, lock: StateLock) {
    this.#file = file;
    this.#lock = lock;
  }

  /**
   * Opens a journal, a new one where there is none.
   *
   * @param told  Is given the result of every row that is done.
   * @throws ConnectorError `InvalidArgument` for the journal of another import.
   */
  static async open(path: string, identity: ImportIdentity, lock: StateLock, told: (result: ImportResult) => void): Promise<ImportJournal> {
    const file = await opened(path);
    try {
      const journal = new ImportJournal(file, lock);
      const end = await journal.#read(path, identity, told);
      for (const row of journal.#open) journal.#mayBeWritten(row);
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

  /** Whether an earlier run has done a row. */
  isDone(row: number): boolean {
    return this.#hasResult(row) && !this.#failed.has(row);
  }

  /** Whether an earlier run has begun a row that is not done. */
  wasBegun(row: number): boolean {
    return this.#failed.has(row) || this.#tried.has(row);
  }

  /** What an earlier run may have written of a row without hearing of it; undefined when it has written nothing. */
  earlierTry(row: number): EarlierTry | undefined {
    return this.#tried.get(row);
  }

  /** How many rows failed, or may have. */
  get unfinished(): number {
    return new Set([...this.#failed, ...this.#tried.keys()]).size;
  }

  /** Says that a row is about to be written. */
  begin(row: number): Promise<void> {
    return this.#append({ begun: row });
  }

  /** Says what became of a row. */
  finish(result: ImportResult): Promise<void> {
    return this.#append(result);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #hasResult(row: number): boolean {
    return row <= this.#upTo || this.#beyond.has(row);
  }

  #ended({ row, status, outcome, uid }: ImportResult): void {
    this.#open.delete(row);
    if (!this.#hasResult(row)) this.#beyond.add(row);
    while (this.#beyond.delete(this.#upTo + 1)) this.#upTo++;
    if (status === 'failed') {
      this.#failed.add(row);
      if (outcome === 'partial') this.#mayBeWritten(row, uid);
    } else {
      this.#failed.delete(row);
      this.#tried.delete(row);
    }
  }

  #mayBeWritten(row: number, uid = this.#tried.get(row)?.uid): void {
    this.#tried.set(row, { ...(uid !== undefined && { uid }) });
  }

  /** Lines that come while the disk is busy are written together, by one sync. */
  #append(line: object): Promise<void> {
    this.#pending += `${JSON.stringify(line)}\n`;
    this.#next ??= this.#flush();
    return this.#next;
  }

  async #flush(): Promise<void> {
    await this.#writing.catch(() => {});
    this.#lock.check();
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
    if (typeof line.begun === 'number') {
      // Of the time before nobody heard how it ended.
      if (this.#open.has(line.begun)) this.#mayBeWritten(line.begun);
      this.#open.add(line.begun);
    } else {
      const result = line as unknown as ImportResult;
      this.#ended(result);
      if (result.status !== 'failed') told(result);
    }
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a+', 0o600);
  } catch (error) {
    throw new ConnectorError('InvalidArgument', `the state ${path} cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}
