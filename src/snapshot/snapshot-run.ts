import { ConnectorError } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { printable } from '../model/wording.ts';
import { derive, type ObjectClassCall } from '../spi/call.ts';
import type { Change, ChangeBatch, Page, SearchCall, SearchOp } from '../spi/operations.ts';
import { allPages } from './all-pages.ts';
import { type ComparedNames, comparedNames } from './compared-names.ts';
import { contentDigest, uidDigest } from './content-digest.ts';
import { checkDeletions } from './delete-limit.ts';
import { deleteOlder, isGeneration, journalName, journalsOf, nextGeneration } from './generation.ts';
import { journalFrame } from './journal.ts';
import { OldSnapshot } from './old-snapshot.ts';
import { type SnapshotHeader, SnapshotWriter } from './snapshot-format.ts';
import { SnapshotIndex } from './snapshot-index.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Deletions of a batch, at most. */
const batchSize = 1000;

/** What a sync by snapshots works with. */
export interface SnapshotSource {
  readonly connector: string;
  /** The object whose `search` is called. */
  readonly handlers: SearchOp<ObjectClass>;
  readonly store: SnapshotStore;
  readonly pageSize: number;
  readonly attributes?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly deleteLimit?: number | undefined;
}

type SourceCall = ObjectClassCall<ObjectClass, unknown, 'sync' | 'latestSyncToken'>;

/** One sync of one object class by snapshots, or the taking of one snapshot. */
export class SnapshotRun {
  readonly #source: SnapshotSource;
  readonly #call: SourceCall;
  readonly #what: string;
  readonly #series: string;
  readonly #names: ComparedNames;
  readonly #header: SnapshotHeader;

  /** @param asked  The attributes that the caller wants to see. */
  constructor(source: SnapshotSource, operation: 'sync' | 'latestSyncToken', call: SourceCall, asked: Iterable<string>) {
    const { name } = call.objectClass;
    this.#source = source;
    this.#call = call;
    this.#what = `${operation} ${name} of ${source.connector}`;
    this.#series = `${source.connector}/${name}`;
    this.#names = comparedNames(call.objectClass, asked, source);
    this.#header = { connector: source.connector, objectClass: name, attributes: this.#names.compared };
  }

  /** Reads all objects and keeps them as a snapshot; answers its name, which is the token. */
  async take(): Promise<string> {
    let generation = '';
    for await (const { token } of this.changes('')) generation = token;
    return generation;
  }

  /**
   * What changed since a snapshot. Every batch but the last carries its token, the last one that of the new snapshot, which is durable by
   * then: whoever stops in between and comes back with the old token hears of everything again.
   */
  async *changes(since: string): AsyncGenerator<ChangeBatch, void, undefined> {
    const { store } = this.#source;
    const index = new SnapshotIndex();
    const old = since === '' ? undefined : await this.#open(since);
    try {
      if (old) {
        await old.load(index, this.#call);
        this.#checkHeader(old);
        // Only now is it sure that this one is whole.
        await deleteOlder(store, this.#series, since);
      }
      const generation = await nextGeneration(store, this.#series);
      const writer = new SnapshotWriter(await store.write(this.#series, generation), this.#header);
      let isKept = false;
      try {
        const tell = this.#teller(since);
        let last: readonly Change[] = [];
        let isChanged = old === undefined;
        for await (const changes of this.#found(index, writer, old)) {
          // A batch for every page, because a caller's timeout counts from one to the next; one with changes is kept for the new token.
          const told = changes.length > 0 ? last : [];
          await tell(told);
          yield { changes: told, token: since };
          if (changes.length === 0) continue;
          isChanged = true;
          last = changes;
        }
        await tell(last);
        if (isChanged) {
          await writer.commit();
          isKept = true;
        }
        // When nothing has changed, the old snapshot says all that a new one would.
        yield { changes: last, token: isChanged ? generation : since };
      } finally {
        // What cannot be removed now the store removes later; the failure before it says more.
        if (!isKept) await writer.abort().catch(() => {});
      }
    } finally {
      await old?.close();
    }
  }

  /** The changes, page by page, then the deletions; all objects go into the new snapshot. */
  async *#found(index: SnapshotIndex, writer: SnapshotWriter, old: OldSnapshot | undefined): AsyncGenerator<Change[], void, undefined> {
    const { objectClass } = this.#call;
    const digest = contentDigest(objectClass, this.#names.compared, this.#what);
    const known = index.unseen;
    for await (const { objects } of allPages((cursor) => this.#search(cursor), this.#what)) {
      const changes: Change[] = [];
      for (const object of objects) {
        const content = digest(object);
        const found = index.see(uidDigest(object.uid), content);
        if (found === 'again') continue;
        writer.add(object.uid, content);
        if (writer.isFull) await writer.flush();
        if (found !== 'same') changes.push({ type: found, uid: object.uid, object });
      }
      this.#call.signal.throwIfAborted();
      yield changes;
    }
    checkDeletions(this.#source.deleteLimit, index.unseen, known, this.#what);
    let deleted: Change[] = [];
    for await (const uid of old?.unseen(index) ?? []) {
      if (deleted.length === batchSize) {
        yield deleted;
        deleted = [];
      }
      deleted.push({ type: 'delete', uid });
    }
    if (deleted.length > 0) yield deleted;
  }

  /**
   * Writes down of which objects something is told, before it is told. Whoever comes back with the same token may have dealt with any of it;
   * if such an object has since become again what the snapshot says, or has gone, a comparison with the snapshot alone would not tell.
   * With the token '' nothing is known of what the caller holds, and nothing is written down.
   */
  #teller(since: string): (changes: readonly Change[]) => Promise<void> {
    if (since === '') return async () => {};
    const journal = journalName(since);
    return async (changes) => {
      // What is told as `upsert` is in a journal already.
      const uids = changes.filter(({ type }) => type !== 'upsert').map(({ uid }) => uid);
      if (uids.length > 0) await this.#source.store.append(this.#series, journal, journalFrame(uids));
    };
  }

  #search(cursor: string | undefined): AsyncIterable<Page> {
    const { handlers, pageSize } = this.#source;
    const { objectClass } = this.#call;
    // A sync has no options of a search: it gets those that a search without any would.
    const options = Object.fromEntries(
      Object.entries(objectClass.options?.search ?? {}).flatMap(([name, schema]) => ('default' in schema ? [[name, schema.default]] : [])),
    );
    const fields = { filter: undefined, attributesToGet: this.#names.read, sort: [], pageSize, cursor, total: 'none', options } as const;
    return handlers.search(derive(this.#call as SearchCall<ObjectClass>, fields));
  }

  async #open(token: string): Promise<OldSnapshot> {
    const { store } = this.#source;
    if (!isGeneration(token)) throw this.#unknown(`${printable(token)} is not a token of a snapshot`);
    const stored = await store.open(this.#series, token);
    const gone = () => this.#unknown(`there is no snapshot ${token} of this class in the store (it may be older than a token used since)`);
    if (!stored) throw gone();
    const old = new OldSnapshot(stored);
    try {
      for (const name of await journalsOf(store, this.#series, token)) {
        const journal = await store.open(this.#series, name);
        if (journal) old.addJournal(journal);
      }
      // Snapshots are deleted before their journals: as long as this one is there, none of its journals was missed.
      if (!(await store.list(this.#series)).includes(token)) throw gone();
      return old;
    } catch (error) {
      await old.close();
      throw error;
    }
  }

  #unknown(why: string): ConnectorError {
    const message = `${why}; begin with the token '' and reconcile: every object then comes as a create, and what is held besides is gone`;
    return new ConnectorError('InvalidArgument', `${this.#what}: ${message}`, { problems: [{ path: 'token', message }] });
  }

  #checkHeader({ header, place }: OldSnapshot): void {
    const { connector, objectClass, attributes } = this.#header;
    if (header?.connector !== connector || header.objectClass !== objectClass) {
      throw this.#unknown(`the snapshot ${place} is of ${header?.objectClass} of ${header?.connector}`);
    }
    const differing = [
      ...attributes.filter((name) => !header.attributes.includes(name)).map((name) => `${name} (only now)`),
      ...header.attributes.filter((name) => !attributes.includes(name)).map((name) => `${name} (only then)`),
    ];
    if (differing.length === 0) return;
    const remedy = 'ask for the same as then, with the same `attributes` and `ignore` of snapshotSync';
    throw this.#unknown(`the snapshot ${place} compares other attributes than this sync: ${differing.join(', ')}; ${remedy}`);
  }
}
