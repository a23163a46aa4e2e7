import type { Awaitable } from '../model/awaitable.ts';

/**
 * Where snapshots are kept. `fileSnapshots` and `memorySnapshots` are there; a database can be one.
 *
 * A store keeps entries: byte strings, by series (connector and object class) and name. It need not know what is in them: they carry
 * digests of their own, so that a store that loses or changes bytes is found out. What it must guarantee:
 *
 * - an entry that is written is invisible until `commit`, and then there as a whole, also after the power fails;
 * - what `append` was given is there when its promise resolves, also after the power fails;
 * - an entry that is open reads the same until it is closed, or fails: never shorter, also when it is deleted meanwhile;
 * - whatever runs at the same time works on entries of its own: names do not repeat.
 *
 * Texts of series and names contain no secret; entries hold uids, names of attributes and digests, no values.
 */
export interface SnapshotStore {
  /** Names of the entries of a series that are committed or appended to, in any order. */
  list(series: string): Awaitable<readonly string[]>;
  /** Opens an entry to be read; undefined when there is none. */
  open(series: string, name: string): Awaitable<StoredSnapshot | undefined>;
  /** Begins to write an entry. */
  write(series: string, name: string): Awaitable<SnapshotSink>;
  /** Adds to the end of an entry, which is made when there is none. */
  append(series: string, name: string, chunk: Uint8Array): Awaitable<void>;
  /** Deletes an entry; when there is none, nothing happens. */
  delete(series: string, name: string): Awaitable<void>;
}

/** An entry that is open. */
export interface StoredSnapshot {
  /** Where it is, for messages: the path of a file. */
  readonly place: string;
  /** Its bytes from the beginning, in pieces of any size. Each call reads anew; a piece is not changed after it was handed out. */
  chunks(): AsyncIterable<Uint8Array>;
  close(): Awaitable<void>;
}

/** An entry that is being written. */
export interface SnapshotSink {
  /** Takes the next bytes; they may be changed when its promise has resolved. */
  write(chunk: Uint8Array): Awaitable<void>;
  /** Makes the entry durable, then visible under its name. When it fails, the entry is not there, or there as a whole. */
  commit(): Awaitable<void>;
  /** Gives the entry up. */
  abort(): Awaitable<void>;
}
