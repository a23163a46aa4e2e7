import { createHash } from 'node:crypto';
import { ConnectorError } from '../model/errors.ts';
import type { SnapshotSink, StoredSnapshot } from './snapshot-store.ts';

/*
 * A snapshot, all numbers little-endian: the mark; the length of the header (4 bytes) and the header as JSON; for every object the length of
 * its uid (4), the uid as UTF-8 and the digest of its content (16); a length of 0, the number of objects (8), SHA-256 of all before (32).
 */
const mark = Buffer.from('ICSNAP1\n');
const digestSize = 16;
const endSize = 4 + 8 + 32;
const pieceSize = 65_536;
/** Longer is no uid and no header, but a length that was damaged. Bytes. */
export const longestText = 1_048_576;

/** Whose snapshot it is, and what was compared. */
export interface SnapshotHeader {
  readonly connector: string;
  readonly objectClass: string;
  /** Sorted. */
  readonly attributes: readonly string[];
}

/** One object of a snapshot. */
export interface SnapshotRecord {
  readonly uid: string;
  readonly content: Buffer;
}

/** Writes a snapshot as the objects come; holds a few pieces of 64 KiB. */
export class SnapshotWriter {
  readonly #sink: SnapshotSink;
  readonly #hash = createHash('sha256');
  #full: Buffer[] = [];
  #piece = Buffer.allocUnsafe(pieceSize);
  #length = 0;
  #count = 0;

  constructor(sink: SnapshotSink, header: SnapshotHeader) {
    this.#sink = sink;
    const text = Buffer.from(JSON.stringify(header));
    this.#room(mark.length + 4 + text.length);
    this.#length += mark.copy(this.#piece, this.#length);
    this.#length = this.#piece.writeUInt32LE(text.length, this.#length);
    this.#length += text.copy(this.#piece, this.#length);
  }

  add(uid: string, content: Buffer): void {
    const length = Buffer.byteLength(uid);
    this.#room(4 + length + digestSize);
    this.#length = this.#piece.writeUInt32LE(length, this.#length);
    this.#length += this.#piece.write(uid, this.#length);
    this.#length += content.copy(this.#piece, this.#length, 0, digestSize);
    this.#count++;
  }

  /** Whether pieces wait to be flushed. */
  get isFull(): boolean {
    return this.#full.length > 0;
  }

  async flush(): Promise<void> {
    const pieces = this.#full;
    this.#full = [];
    for (const piece of pieces) {
      this.#hash.update(piece);
      await this.#sink.write(piece);
    }
  }

  async commit(): Promise<void> {
    this.#room(12);
    this.#length = this.#piece.writeUInt32LE(0, this.#length);
    this.#length = this.#piece.writeBigUInt64LE(BigInt(this.#count), this.#length);
    this.#seal(0);
    await this.flush();
    await this.#sink.write(this.#hash.digest());
    await this.#sink.commit();
  }

  async abort(): Promise<void> {
    await this.#sink.abort();
  }

  #room(bytes: number): void {
    if (this.#length + bytes > this.#piece.length) this.#seal(Math.max(pieceSize, bytes));
  }

  #seal(next: number): void {
    this.#full.push(this.#piece.subarray(0, this.#length));
    this.#piece = Buffer.allocUnsafe(next);
    this.#length = 0;
  }
}

/**
 * Reads a snapshot from its beginning: the records, some at a time. Only when it has come to its end is the snapshot known to be whole.
 *
 * @returns Its header, when all has been read.
 * @throws ConnectorError `ConnectorIO` when it was damaged or ends too early.
 */
export async function* readSnapshot(stored: StoredSnapshot): AsyncGenerator<readonly SnapshotRecord[], SnapshotHeader, undefined> {
  const { place } = stored;
  const hash = createHash('sha256');
  let rest = Buffer.alloc(0);
  let header: Buffer | undefined;
  let count = 0;
  let ended = false;
  for await (const chunk of stored.chunks()) {
    const bytes = Buffer.concat([rest, chunk]);
    const records: SnapshotRecord[] = [];
    let at = 0;
    if (!header && bytes.length >= mark.length + 4) {
      if (!bytes.subarray(0, mark.length).equals(mark)) throw damaged(place, 'it does not begin like a snapshot of this release');
      const end = mark.length + 4 + lengthAt(bytes, mark.length, place);
      if (bytes.length >= end) {
        header = Buffer.from(bytes.subarray(mark.length + 4, end));
        at = end;
      }
    }
    while (header && !ended && bytes.length >= at + 4) {
      const length = lengthAt(bytes, at, place);
      if (length === 0) {
        if (bytes.length < at + endSize) break;
        hash.update(bytes.subarray(0, at + 12));
        if (bytes.readBigUInt64LE(at + 4) !== BigInt(count)) throw damaged(place, 'it does not hold as many objects as it says');
        if (!hash.digest().equals(bytes.subarray(at + 12, at + endSize))) throw damaged(place, 'its digest is another one');
        ended = true;
        at += endSize;
        break;
      }
      const end = at + 4 + length + digestSize;
      if (bytes.length < end) break;
      records.push({ uid: bytes.toString('utf8', at + 4, at + 4 + length), content: bytes.subarray(at + 4 + length, end) });
      count++;
      at = end;
    }
    rest = bytes.subarray(at);
    if (ended && rest.length > 0) throw damaged(place, 'something follows its end');
    if (!ended) hash.update(bytes.subarray(0, at));
    if (records.length > 0) yield records;
  }
  if (!header || !ended) throw damaged(place, 'it ends in the middle');
  return JSON.parse(header.toString()) as SnapshotHeader;
}

/** What is thrown of an entry that is not as it was written. */
export function damaged(place: string, why: string): ConnectorError {
  return new ConnectorError(
    'ConnectorIO',
    `the snapshot ${place} is damaged: ${why}; restore it, or begin with the token '' and reconcile: every object then comes as a create`,
  );
}

/** The length of a text at a place. */
function lengthAt(bytes: Buffer, at: number, place: string): number {
  const length = bytes.readUInt32LE(at);
  if (length > longestText) throw damaged(place, `a text in it would have ${length} bytes`);
  return length;
}
