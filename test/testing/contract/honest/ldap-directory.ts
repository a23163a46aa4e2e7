import {
  attr,
  ConnectorError,
  type ConnectorObject,
  defineConnector,
  type ObjectClass,
  type Operations,
  objectClass,
  standardOptions,
} from '../../../../src/index.ts';
import { comparisonOf } from '../../../../src/model/compare-values.ts';

/** What a directory says of its entries when it is asked for its schema. */
const Entry = objectClass(
  'inetOrgPerson',
  {
    __NAME__: attr.string({ required: true, subtype: 'ldapDn' }),
    sn: attr.string({ required: true, subtype: 'caseIgnore' }),
    mail: attr.string({ subtype: 'caseIgnore', multiValued: true }),
    manager: attr.string({ subtype: 'ldapDn' }),
    jpegPhoto: attr.bytes({ returnedByDefault: false }),
    entryUUID: attr.string({ subtype: 'uuid', required: true, creatable: false, updateable: false }),
  },
  { options: { search: { SCOPE: standardOptions.SCOPE } } },
);

type Values = Readonly<Record<string, unknown>>;
interface Stored {
  readonly dn: string;
  readonly values: Values;
}

const { key: dnKey } = comparisonOf({ type: 'string', subtype: 'ldapDn' });
const base = 'ou=people,dc=example,dc=org';

/** The server: entries by name, and what changed in which order. */
export class LdapServer {
  readonly entries = new Map<string, Stored>();
  readonly changes: { readonly dn: string; readonly previous?: string; readonly gone: boolean }[] = [];
  /** Calls that met another one on the same connection. */
  collisions = 0;
  connections = 0;
  #serial = 0;

  find(dn: string): Stored {
    const entry = this.entries.get(String(dnKey(dn)));
    if (!entry) throw new ConnectorError('UnknownUid', `noSuchObject (32): ${dn}`, { uid: dn });
    return entry;
  }

  add(dn: string, values: Values): Stored {
    const stored = { dn, values: { ...values, entryUUID: `00000000-0000-4000-8000-${String(++this.#serial).padStart(12, '0')}` } };
    this.put(stored);
    return stored;
  }

  put(stored: Stored, previous?: string): void {
    this.entries.set(String(dnKey(stored.dn)), stored);
    this.changes.push({ dn: stored.dn, gone: false, ...(previous !== undefined && { previous }) });
  }

  checkFree(dn: string): void {
    if (!/^cn=[^=]+,ou=people,dc=example,dc=org$/i.test(dn))
      throw new ConnectorError('InvalidAttributeValue', `invalidDNSyntax (34): ${dn} is not below ${base}`);
    const there = this.entries.get(String(dnKey(dn)));
    if (there) throw new ConnectorError('AlreadyExists', `entryAlreadyExists (68): ${dn}`, { uid: there.dn });
  }
}

/** A connection: one request at a time. */
export class LdapConnection {
  readonly server: LdapServer;
  #busy = false;
  #open = true;

  constructor(server: LdapServer) {
    this.server = server;
    server.connections++;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  begin(): void {
    if (this.#busy || !this.#open) this.server.collisions++;
    this.#busy = true;
  }

  end(): void {
    this.#busy = false;
  }

  async ask<T>(request: (server: LdapServer) => T): Promise<T> {
    this.begin();
    try {
      await new Promise((resolve) => setImmediate(resolve));
      return request(this.server);
    } finally {
      this.end();
    }
  }

  unbind(): void {
    this.#open = false;
    this.server.connections--;
  }
}

function objectOf({ dn, values }: Stored): ConnectorObject {
  return { uid: dn, name: dn, attributes: values as ConnectorObject['attributes'] };
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** Values without what is absent: a directory has no empty attributes. */
function tidy(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name !== '__NAME__' && listOf(value).length > 0));
}

function tokenOf(text: string | undefined, server: LdapServer): number {
  const number = Number(text ?? 0);
  if (!/^\d*$/.test(text ?? '') || number > server.changes.length)
    throw new ConnectorError('InvalidArgument', 'the token is no change number of this server');
  return number;
}

const entries: Operations<ObjectClass, LdapConnection> = {
  create: ({ session, attributes }) =>
    session.ask((server) => {
      const dn = attributes.__NAME__ as string;
      server.checkFree(dn);
      return server.add(dn, merged({ add: {}, remove: {}, replace: attributes }, {})).dn;
    }),
  updateDelta: ({ session, uid, changes }) =>
    session.ask((server) => {
      const { dn, values } = server.find(uid);
      const wanted = (changes.replace.__NAME__ ?? dn) as string;
      if (dnKey(wanted) !== dnKey(dn)) server.checkFree(wanted);
      const next = { dn: wanted, values: merged(changes, values) };
      server.entries.delete(String(dnKey(dn)));
      server.put(next, wanted === dn ? undefined : dn);
      return wanted;
    }),
  delete: ({ session, uid }) =>
    session.ask((server) => {
      const { dn } = server.find(uid);
      server.entries.delete(String(dnKey(dn)));
      server.changes.push({ dn, gone: true });
    }),
  // A server compares names without case, and answers the entry as it is called.
  get: ({ session, uid }) =>
    session.ask((server) => {
      const entry = server.entries.get(String(dnKey(uid)));
      return entry && objectOf(entry);
    }),
  async *search({ session, pageSize, cursor, options }) {
    session.begin();
    try {
      if (cursor !== undefined && !cursor.startsWith('after:')) throw new ConnectorError('InvalidArgument', 'the cursor is none of this directory');
      for (let after = cursor?.slice('after:'.length) ?? ''; ; ) {
        await new Promise((resolve) => setImmediate(resolve));
        const below = options.SCOPE === 'object' ? [] : [...session.server.entries].filter(([key]) => key > after);
        const page = below.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, pageSize);
        const more = below.length > page.length;
        after = page.at(-1)?.[0] ?? '';
        yield { objects: page.map(([, entry]) => objectOf(entry)), ...(more && { cursor: `after:${after}` }) };
        if (!more) return;
      }
    } finally {
      session.end();
    }
  },
  async *sync({ session, token }) {
    const batch = await session.ask((server) => {
      const from = tokenOf(token, server);
      const told = new Map<string, string | undefined>();
      for (const { dn, previous } of server.changes.slice(from)) {
        // A chain of renames is told once, from the name that was known before it.
        const origin = previous === undefined ? told.get(dn) : (told.get(previous) ?? previous);
        if (previous !== undefined) told.delete(previous);
        told.delete(dn);
        told.set(dn, origin);
      }
      const changes = [...told].map(([dn, previousUid]) => {
        const entry = server.entries.get(String(dnKey(dn)));
        if (!entry) return { type: 'delete' as const, uid: dn };
        return { type: 'upsert' as const, uid: entry.dn, object: objectOf(entry), ...(previousUid !== undefined && { previousUid }) };
      });
      return { changes, token: String(server.changes.length) };
    });
    yield batch;
  },
  latestSyncToken: ({ session }) => session.ask((server) => String(server.changes.length)),
};

function merged({ replace, add, remove }: { replace: object; add: object; remove: object }, values: Values): Values {
  const next: Record<string, unknown> = { ...values, ...replace };
  const keyOf = (name: string) => comparisonOf(Entry.attributes[name as keyof typeof Entry.attributes]).key as (value: unknown) => unknown;
  for (const [name, gone] of Object.entries(remove)) {
    const keys = new Set(listOf(gone).map(keyOf(name)));
    next[name] = listOf(next[name]).filter((each) => !keys.has(keyOf(name)(each)));
  }
  for (const [name, more] of Object.entries(add)) next[name] = [...listOf(next[name]), ...listOf(more)];
  for (const [name, value] of Object.entries(next))
    if (Array.isArray(value)) next[name] = [...new Map([...value].reverse().map((each) => [keyOf(name)(each), each])).values()].reverse();
  return tidy(next);
}

/** A connector of a directory: connections for one call at a time, a schema found at run time, names as uids. */
export function ldapDirectory(server: LdapServer) {
  return defineConnector({
    name: 'ldap-directory',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [],
    connect: () => new LdapConnection(server),
    disconnect: (session) => session.unbind(),
    test: ({ session }) => session.ask(() => {}),
    schema: ({ session }) => session.ask((): readonly ObjectClass[] => [Entry]),
    pool: { max: 4, checkAlive: (session) => session.isOpen },
    dynamic: entries,
    operations: {},
  });
}

export const below = (cn: string) => `cn=${cn},${base}`;
