import { expect, test } from 'vitest';
import { type AnyConnector, derive } from '../../../src/index.ts';
import { withOperations } from '../../../src/testing/contract/cases/changed-connector.ts';
import { type RunOptions, runContract } from '../../../src/testing/contract/index.ts';
import { all } from './broken-search.ts';
import type { Calls } from './broken-writes.ts';
import { below, type LdapConnection, LdapServer, ldapDirectory } from './honest/ldap-directory.ts';
import { Registry, relatedObjects } from './honest/related-objects.ts';
import { Database, sqlTable } from './honest/sql-table.ts';

type Values = Parameters<Database['insert']>[0];
type Select = Parameters<Database['select']>;

/** A database whose statements get something else than they were meant to. */
class Careless extends Database {
  readonly #change: (values: Values) => Values;
  constructor(change: (values: Values) => Values) {
    super();
    this.#change = change;
  }
  override insert(values: Values): Promise<number> {
    return super.insert(this.#change(values));
  }
  override update(id: number, values: Values): Promise<number> {
    return super.update(id, this.#change(values));
  }
}

/** Writes whole rows, as they were when the update began. */
class Stale extends Database {
  override async update(id: number, values: Values): Promise<number> {
    const [row] = await super.select((each) => each.id === id, [], 1, 0);
    await new Promise((resolve) => setImmediate(resolve));
    return row ? super.update(id, { ...row, ...values }) : 0;
  }
}

/** Begins every page but the first one row too late. */
class OffByOne extends Database {
  override select(...[where, order, limit, offset]: Select) {
    return super.select(where, order, limit, offset > 0 ? offset + 1 : 0);
  }
}

const mapTexts = (change: (text: string) => string) => (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? change(value) : value])) as Values;
const sql = (database: Database) => sqlTable(database) as AnyConnector;
const seconds = { person: { resolution: { hired: 1000 } } };
const dns = { inetOrgPerson: { samples: (n: number) => ({ __NAME__: below(`contract ${n}`) }) } };
/** Changes of one second have one token, that of the second; those that come later in it are never told. */
const tick = 4;
/** A directory in the middle of a second. */
function midSecond(): AnyConnector {
  const server = new LdapServer();
  server.add(below('somebody'), { sn: 'Somebody' });
  return ldapDirectory(server) as AnyConnector;
}

test.each<readonly [string, string, () => AnyConnector, object]>([
  ['an update that writes back a row that is not true any more', 'concurrency/updates', () => sql(new Stale()), seconds],
  [
    'times that are written as those of another zone',
    'create/read-back',
    () => sql(new Careless((values) => (typeof values.hired === 'number' ? { ...values, hired: values.hired + 3600 } : values))),
    seconds,
  ],
  ['texts that lose the spaces around them', 'create/odd-values', () => sql(new Careless(mapTexts((text) => text.trim()))), seconds],
  ['texts that are kept without their case', 'create/odd-values', () => sql(new Careless(mapTexts((text) => text.toLowerCase()))), seconds],
  ['pages that begin one row too late', 'paging/page-size', () => sql(new OffByOne()), seconds],
  [
    'a token that passes over what changes later in the same second',
    'sync/resume',
    () =>
      withOperations(midSecond(), 'inetOrgPerson', (own) => ({
        latestSyncToken: ({ session }) => String(Math.ceil((session as LdapConnection).server.changes.length / tick)),
        async *sync(call: Calls['sync']) {
          const { length } = (call.session as LdapConnection).server.changes;
          const from = call.token && String(Math.min(Number(call.token) * tick, length));
          for await (const batch of all(own).sync(derive(call, { token: from }))) yield { ...batch, token: String(Math.ceil(length / tick)) };
        },
      })),
    dns,
  ],
  [
    'a sync whose last token covers what comes later in the same second',
    'sync/resume',
    () =>
      withOperations(midSecond(), 'inetOrgPerson', (own) => ({
        async *sync(call: Calls['sync']) {
          const { changes } = (call.session as LdapConnection).server;
          const from = call.token && String(Math.min(Number(call.token), changes.length));
          for await (const batch of all(own).sync(derive(call, { token: from })))
            yield { ...batch, token: batch.changes.length > 0 ? String(Math.floor(changes.length / tick + 1) * tick) : batch.token };
        },
      })),
    dns,
  ],
  [
    'a connection that is not given back after an error',
    'delete/often-refused',
    () => {
      let free = 10;
      return withOperations(sql(new Database()), 'person', (own) => ({
        delete: async (call: Calls['delete']) => {
          if (free === 0) await new Promise(() => {});
          free--;
          await all(own).delete(call);
          free++;
        },
      }));
    },
    seconds,
  ],
  [
    'a membership that could not be written, and of which nobody hears',
    'reference/unknown',
    () => {
      const registry = new Registry();
      return withOperations(relatedObjects(registry) as AnyConnector, 'human', (own) => ({
        update: async (call: Calls['update']) => {
          try {
            return await all(own).update(call);
          } catch {
            const { teams: _, ...attributes } = call.attributes;
            return all(own).update(derive(call, { attributes }));
          }
        },
      }));
    },
    {},
  ],
  [
    'the same in a create',
    'reference/unknown',
    () =>
      withOperations(relatedObjects(new Registry()) as AnyConnector, 'human', (own) => ({
        create: async (call: Calls['create']) => {
          try {
            return await all(own).create(call);
          } catch {
            const { teams: _, ...attributes } = call.attributes;
            return all(own).create(derive(call, { attributes }));
          }
        },
      })),
    {},
  ],
  [
    'a create that answers the object which has the name already',
    'create/already-exists',
    () =>
      withOperations(ldapDirectory(new LdapServer()) as AnyConnector, 'inetOrgPerson', (own) => ({
        create: async (call: Calls['create']) => {
          try {
            return await all(own).create(call);
          } catch (error) {
            return (error as { readonly uid: string }).uid;
          }
        },
      })),
    dns,
  ],
  [
    'a rename that answers the object which has the name already',
    'update/rename-taken',
    () =>
      withOperations(ldapDirectory(new LdapServer()) as AnyConnector, 'inetOrgPerson', (own) => ({
        updateDelta: async (call: Calls['updateDelta']) => {
          try {
            return await all(own).updateDelta(call);
          } catch (error) {
            if ((error as { readonly code?: string }).code !== 'AlreadyExists') throw error;
            return (error as { readonly uid: string }).uid;
          }
        },
      })),
    dns,
  ],
])('%s fails %s', async (_, kind, connector, objectClasses) => {
  const options = { configuration: {}, objectClasses, timeout: 2000, only: [kind] } as unknown as RunOptions;

  const { results } = await runContract(connector(), options);

  expect(results.filter(({ status }) => status === 'failed').map((each) => each.kind)).toContain(kind);
});
