import { attr, ConnectorError, defineConnector, objectClass, type PoolOptions } from '../../src/index.ts';

const Entry = objectClass('entry', {
  __NAME__: attr.string({ required: true }),
  note: attr.string(),
});

/** A session that serves one call at a time, and knows when it does not. */
export interface Connection {
  readonly id: number;
  busy: boolean;
  alive: boolean;
  ended: boolean;
}

/** A connector whose connections watch over being used alone. */
export function pooledConnector(pool: PoolOptions = {}) {
  const connections: Connection[] = [];
  const overlaps: string[] = [];
  const gates = new Map<string, Promise<void>>();
  const use = async <T>(connection: Connection, what: string, work: () => T | Promise<T>): Promise<T> => {
    if (connection.busy) overlaps.push(`${what} on ${connection.id}`);
    if (connection.ended) overlaps.push(`${what} on ${connection.id}, which is ended`);
    connection.busy = true;
    try {
      await Promise.resolve();
      await gates.get(what);
      return await work();
    } finally {
      connection.busy = false;
    }
  };
  const connector = defineConnector({
    name: 'ldap',
    version: '1.0.0',
    configuration: { type: 'object', properties: { refuse: { type: 'boolean', default: false } } },
    objectClasses: [Entry],
    connect: ({ refuse }): Connection => {
      if (refuse) throw new ConnectorError('ConnectionFailed', 'nobody there');
      const connection = { id: connections.length + 1, busy: false, alive: true, ended: false };
      connections.push(connection);
      return connection;
    },
    disconnect: (connection) => {
      connection.ended = true;
    },
    pool: { ...pool, checkAlive: (connection) => connection.alive },
    test: ({ session }) => use(session, 'test', () => {}),
    operations: {
      entry: {
        create: ({ session, attributes }) =>
          use(session, 'create', () => {
            if (attributes.note === 'broken') throw new ConnectorError('ConnectionBroken', 'lost');
            return `${attributes.__NAME__}@${session.id}`;
          }),
        get: ({ session, uid }) => use(session, 'get', () => ({ uid, name: uid, attributes: { note: String(session.id) } })),
        async *search({ session }) {
          // Held from the first page to the last: a cursor of LDAP is of the connection.
          if (session.busy) overlaps.push(`search on ${session.id}`);
          session.busy = true;
          try {
            for (let page = 0; page < 3; page++) {
              await gates.get('search');
              yield {
                objects: [{ uid: `${page}`, name: `${page}`, attributes: { note: String(session.id) } }],
                cursor: page < 2 ? `${page}` : undefined,
              };
            }
          } finally {
            session.busy = false;
          }
        },
      },
    },
    hooks: { whichSession: ({ session }) => session.id },
  });
  return {
    connector,
    connections,
    overlaps,
    /** Makes an operation wait until the answer is called. */
    hold(what: string): () => void {
      let open = () => {};
      gates.set(what, new Promise((resolve) => (open = resolve)));
      return () => {
        gates.delete(what);
        open();
      };
    },
    living: () => connections.filter(({ ended }) => !ended).length,
  };
}
