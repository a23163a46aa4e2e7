import type { SyncDelta } from '../../src/index.ts';
import type { Accounts, Directory, Person } from './directory.ts';

/** What an application holds of an object. */
const held = (row: { readonly name: string; readonly attributes: object }) => JSON.stringify([row.name, Object.entries(row.attributes).sort()]);

/** An application that keeps a copy of a directory: it keeps a token only when it has dealt with what it covers. */
export class Application {
  readonly copy = new Map<string, string>();
  token = '';

  /** Syncs until `dies` says so, between two changes; what it has dealt with by then it keeps. */
  async sync(accounts: Accounts, dies: () => boolean = () => false): Promise<void> {
    // The beginning is a full load: what it does not name is not there.
    if (this.token === '') this.copy.clear();
    for await (const { changes, token } of accounts.sync({ token: this.token }).batches()) {
      for (const change of changes) {
        if (dies()) return;
        this.#apply(change as SyncDelta);
        this.token = change.token;
      }
      if (dies()) return;
      this.token = token;
    }
  }

  #apply({ type, uid, row }: SyncDelta): void {
    if (type === 'delete') this.copy.delete(uid);
    else if (row) this.copy.set(uid, held(row));
  }
}

/** What a copy of the directory must be. */
export function contentOf(directory: Directory): Map<string, string> {
  return new Map([...directory.people].sort().map(([uid, person]: [string, Person]) => [uid, held(person)]));
}

export const sorted = (copy: ReadonlyMap<string, string>) => new Map([...copy].sort());
