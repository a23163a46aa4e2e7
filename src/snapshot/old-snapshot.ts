import type { Call } from '../spi/call.ts';
import { uidDigest } from './content-digest.ts';
import { readJournal } from './journal.ts';
import { damaged, readSnapshot, type SnapshotHeader } from './snapshot-format.ts';
import type { SnapshotIndex } from './snapshot-index.ts';
import type { StoredSnapshot } from './snapshot-store.ts';

/** The snapshot that a sync begins at, with the journals of the syncs that began there before. */
export class OldSnapshot {
  readonly #stored: StoredSnapshot;
  readonly #journals: StoredSnapshot[] = [];
  #header: SnapshotHeader | undefined;

  constructor(stored: StoredSnapshot) {
    this.#stored = stored;
  }

  get place(): string {
    return this.#stored.place;
  }

  /** Known when it has been read as a whole. */
  get header(): SnapshotHeader | undefined {
    return this.#header;
  }

  addJournal(journal: StoredSnapshot): void {
    this.#journals.push(journal);
  }

  /** Reads everything into an index. */
  async load(index: SnapshotIndex, call: Call): Promise<void> {
    const records = readSnapshot(this.#stored);
    for (;;) {
      const { done, value } = await records.next();
      if (done) {
        this.#header = value;
        break;
      }
      call.signal.throwIfAborted();
      for (const { uid, content } of value) {
        if (!index.remember(uidDigest(uid), content)) throw damaged(this.place, 'a uid is in it twice');
      }
    }
    for (const journal of this.#journals) for await (const uids of readJournal(journal)) for (const uid of uids) index.suspect(uidDigest(uid));
  }

  /** The uids that have not been read since, each once: a second pass, because the index does not hold them as text. */
  async *unseen(index: SnapshotIndex): AsyncGenerator<string, void, undefined> {
    if (index.unseen === 0) return;
    for await (const records of readSnapshot(this.#stored)) {
      for (const { uid } of records) if (isUnseen(index, uid, this.place)) yield uid;
    }
    for (const journal of this.#journals) {
      for await (const uids of readJournal(journal)) for (const uid of uids) if (isUnseen(index, uid, journal.place)) yield uid;
    }
  }

  async close(): Promise<void> {
    for (const stored of [this.#stored, ...this.#journals]) await stored.close();
  }
}

function isUnseen(index: SnapshotIndex, uid: string, place: string): boolean {
  const unseen = index.takeUnseen(uidDigest(uid));
  if (unseen === undefined) throw damaged(place, 'it changed while it was read');
  return unseen;
}
