/** What the index knows of an object. */
const empty = 0;
const inSnapshot = 1;
const seen = 2;
const suspected = 4;

/** Words of 32 bits: 4 of the uid's digest, 4 of the content's. */
const entryWords = 8;

/**
 * What an object that was read is, compared with the snapshot: `again` was read before; `upsert` is told whether it changed or not, because
 * an earlier sync from the same snapshot told something of it and nobody knows how far that got.
 */
export type Finding = 'create' | 'update' | 'upsert' | 'same' | 'again';

/**
 * The objects of a snapshot and those read so far, by digests of 128 bits, in typed arrays: 33 bytes a place and 1.25 to 1.9 places an
 * object, because a million uids in a Map are several times as much and keep the garbage collector busy.
 *
 * 256 tables with open addressing, so that only one of them is copied when it grows.
 */
export class SnapshotIndex {
  readonly #tables = Array.from({ length: 256 }, () => new Table(16));
  #unseen = 0;

  /** Objects of the snapshot or of its journals that have not been read. */
  get unseen(): number {
    return this.#unseen;
  }

  /** Bytes that the tables take. */
  get bytes(): number {
    return this.#tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  /** Takes an object of the snapshot; false when it is there already. */
  remember(uid: Buffer, content: Buffer): boolean {
    const table = this.#tableOf(uid);
    const place = table.placeOf(uid);
    if (table.flags[place] !== empty) return false;
    table.put(place, uid, content, inSnapshot);
    this.#unseen++;
    return true;
  }

  /** Takes a uid of which something was told since the snapshot. */
  suspect(uid: Buffer): void {
    const table = this.#tableOf(uid);
    const place = table.placeOf(uid);
    if (table.flags[place] === empty) {
      table.put(place, uid, uid, suspected);
      this.#unseen++;
    } else table.flags[place] = (table.flags[place] as number) | suspected;
  }

  /** Takes an object that was read. */
  see(uid: Buffer, content: Buffer): Finding {
    const table = this.#tableOf(uid);
    const place = table.placeOf(uid);
    const flags = table.flags[place] as number;
    if (flags === empty) {
      table.put(place, uid, content, seen);
      return 'create';
    }
    if (flags & seen) return 'again';
    table.flags[place] = flags | seen;
    this.#unseen--;
    if (flags & suspected) return 'upsert';
    return table.holds(place, content) ? 'same' : 'update';
  }

  /** Whether this object of the snapshot, or of a journal, has not been read; says so once. Undefined when it is not known at all. */
  takeUnseen(uid: Buffer): boolean | undefined {
    const table = this.#tableOf(uid);
    const place = table.placeOf(uid);
    const flags = table.flags[place] as number;
    if (flags === empty) return undefined;
    if (flags & seen) return false;
    table.flags[place] = flags | seen;
    this.#unseen--;
    return true;
  }

  #tableOf(uid: Buffer): Table {
    return this.#tables[uid[0] as number] as Table;
  }
}

/** One of the tables. Entries are never taken out. */
class Table {
  flags: Uint8Array;
  #words: Int32Array;
  #count = 0;

  constructor(places: number) {
    this.flags = new Uint8Array(places);
    this.#words = new Int32Array(places * entryWords);
  }

  get bytes(): number {
    return this.flags.byteLength + this.#words.byteLength;
  }

  /** The place of a uid, or the one where it would be. */
  placeOf(uid: Buffer): number {
    const [a, b, c, d] = [uid.readInt32LE(0), uid.readInt32LE(4), uid.readInt32LE(8), uid.readInt32LE(12)];
    const places = this.flags.length;
    for (let place = (b >>> 0) % places; ; place = place + 1 === places ? 0 : place + 1) {
      if (this.flags[place] === empty) return place;
      const at = place * entryWords;
      const words = this.#words;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return place;
    }
  }

  put(place: number, uid: Buffer, content: Buffer, flags: number): void {
    const at = place * entryWords;
    for (let word = 0; word < 4; word++) {
      this.#words[at + word] = uid.readInt32LE(word * 4);
      this.#words[at + 4 + word] = content.readInt32LE(word * 4);
    }
    this.flags[place] = flags;
    if (++this.#count > this.flags.length * 0.8) this.#grow();
  }

  holds(place: number, content: Buffer): boolean {
    const at = place * entryWords + 4;
    for (let word = 0; word < 4; word++) if (this.#words[at + word] !== content.readInt32LE(word * 4)) return false;
    return true;
  }

  #grow(): void {
    const [flags, words] = [this.flags, this.#words];
    const places = Math.ceil(flags.length * 1.5);
    this.flags = new Uint8Array(places);
    this.#words = new Int32Array(places * entryWords);
    for (let from = 0; from < flags.length; from++) {
      if (flags[from] === empty) continue;
      const at = from * entryWords;
      let place = ((words[at + 1] as number) >>> 0) % places;
      while (this.flags[place] !== empty) place = place + 1 === places ? 0 : place + 1;
      this.flags[place] = flags[from] as number;
      this.#words.set(words.subarray(at, at + entryWords), place * entryWords);
    }
  }
}
