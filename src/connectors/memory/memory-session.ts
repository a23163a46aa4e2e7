import { ConnectorError } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import { ChangeLog } from './change-log.ts';
import { MemoryTable } from './memory-table.ts';
import { uidSource } from './uid-source.ts';

/** All that one opened `memory` connector holds: a table for every class and the log of all changes. It ends with the session. */
export class MemorySession {
  readonly log: ChangeLog;
  readonly #requiresRevision: boolean;
  readonly #tables: ReadonlyMap<string, MemoryTable>;

  constructor(
    objectClasses: readonly ObjectClass[],
    settings: {
      readonly uid: 'generated' | 'name';
      readonly uidSeed?: number | undefined;
      readonly changesKept: number;
      readonly requireRevision: boolean;
    },
  ) {
    this.log = new ChangeLog(settings.changesKept);
    this.#requiresRevision = settings.requireRevision;
    const nextUid = uidSource(settings.uid, settings.uidSeed);
    this.#tables = new Map(objectClasses.map((each) => [each.name, new MemoryTable(each, this.log, nextUid, settings.uid === 'name')]));
  }

  /** The table of a class that the connector declares. */
  table(name: string): MemoryTable {
    return this.#tables.get(name) as MemoryTable;
  }

  /** The tables of a sync: one, or those of all classes. */
  tables(name: string): readonly MemoryTable[] {
    return name === '__ALL__' ? [...this.#tables.values()] : [this.table(name)];
  }

  /** @throws ConnectorError `PreconditionRequired` for a write that names no revision, where the settings demand one. */
  checkPrecondition(className: string, uid: string, revision: string | undefined): void {
    if (!this.#requiresRevision || revision !== undefined || !this.table(className).find(uid)) return;
    throw new ConnectorError(
      'PreconditionRequired',
      `a write to ${className} ${JSON.stringify(uid)} must name the revision that it was read with (setting requireRevision)`,
      { uid },
    );
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }
}
