import {
  type AnyAttributes,
  attr,
  type ConnectorObject,
  defineConnector,
  objectClass,
  openConnector,
  type Page,
  type SearchCall,
  type SyncDelta,
} from '../../src/index.ts';
import { type SnapshotOptions, type SnapshotStore, snapshotSync } from '../../src/snapshot/index.ts';

export const Account = objectClass(
  '__ACCOUNT__',
  {
    __NAME__: attr.string({ required: true, subtype: 'caseIgnore' }),
    __PASSWORD__: attr.secret(),
    mail: attr.string({ subtype: 'caseIgnore' }),
    tags: attr.string({ multiValued: true }),
    level: attr.integer(),
    address: attr.map(),
    lastLogin: attr.string(),
    photo: attr.bytes({ returnedByDefault: false }),
  },
  { options: { search: { depth: { type: 'integer', default: 3 } } } },
);

export type Person = ConnectorObject & { readonly attributes: AnyAttributes };

export function person(uid: string, attributes: AnyAttributes = {}, rest: Partial<ConnectorObject> = {}): Person {
  return { uid, name: `name-${uid}`, attributes, ...rest } as Person;
}

/** A system that can only be searched; its pages follow the order of uids, so that what is read twice or missed is the test's doing. */
export class Directory {
  readonly people = new Map<string, Person>();
  readonly calls: SearchCall<typeof Account>[] = [];
  pageSize = 2;
  /** Runs before each page. */
  beforePage: (page: number) => void = () => {};
  /** What a page is instead. */
  alter: (page: Page, number: number) => Page = (page) => page;

  put(...people: readonly Person[]): void {
    for (const each of people) this.people.set(each.uid, each);
  }

  /** One page per call, so that the caller has to come back with the cursor. */
  async *search(call: SearchCall<typeof Account>): AsyncGenerator<Page> {
    this.calls.push(call);
    const number = this.calls.length;
    this.beforePage(number);
    const uids = [...this.people.keys()].filter((uid) => call.cursor === undefined || uid > call.cursor).sort();
    const objects = uids.slice(0, this.pageSize).map((uid) => this.people.get(uid) as Person);
    yield this.alter({ objects, cursor: uids.length > this.pageSize ? objects.at(-1)?.uid : undefined }, number);
  }
}

export function connectorOf(directory: Directory, name = 'hr') {
  return defineConnector({
    name,
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [Account],
    connect: () => directory,
    operations: {
      __ACCOUNT__: {
        search: (call) => call.session.search(call) as AsyncGenerator<Page<typeof Account>>,
      },
    },
  });
}

export async function openAccounts(directory: Directory, options: SnapshotOptions, name?: string) {
  const facade = await openConnector(snapshotSync(connectorOf(directory, name), options), {});
  return facade.objectClass('__ACCOUNT__');
}

export type Accounts = Awaited<ReturnType<typeof openAccounts>>;

/** A whole sync: what it told, in short, and the token to go on with. */
export async function synced(accounts: Accounts, token = '', attributes?: readonly ('*' | 'mail' | 'photo' | 'lastLogin')[]) {
  const stream = accounts.sync({ token, ...(attributes && { attributes }) });
  const changes = await stream.toArray();
  return { told: told(changes), changes, token: stream.token };
}

/** `create a`, `update b` and so on, in the order of uids. */
export const told = (changes: readonly Pick<SyncDelta, 'type' | 'uid'>[]) => changes.map(({ type, uid }) => `${type} ${uid}`).sort();

/** The same store, but what `before` throws happens instead of a step, and what `after` throws right after it. */
export function failing(
  store: SnapshotStore,
  { before = () => {}, after = () => {} }: { before?: (step: string) => void; after?: (step: string) => void },
): SnapshotStore {
  const guarded = async <T>(step: string, work: () => T): Promise<Awaited<T>> => {
    before(step);
    const result = await work();
    after(step);
    return result;
  };
  return {
    list: (series) => guarded('list', () => store.list(series)),
    open: (series, name) => guarded('open', () => store.open(series, name)),
    append: (series, name, chunk) => guarded('append', () => store.append(series, name, chunk)),
    delete: (series, name) => guarded('delete', () => store.delete(series, name)),
    write: (series, name) =>
      guarded('begin', async () => {
        const sink = await store.write(series, name);
        return {
          write: (chunk) => guarded('write', () => sink.write(chunk)),
          commit: () => guarded('commit', () => sink.commit()),
          abort: () => sink.abort(),
        };
      }),
  };
}
