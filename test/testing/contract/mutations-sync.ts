import type { ObjectClass } from '../../../src/model/object-class.ts';
import { derive } from '../../../src/spi/call.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import type { Change, ChangeBatch, Operations } from '../../../src/spi/operations.ts';
import { replacing } from '../../../src/testing/contract/cases/changed-connector.ts';
import { all, breakClasses } from './broken-search.ts';
import type { Mutation } from './mutation.ts';

type LiveChange = Omit<Change, 'token'>;
type SyncCall = Parameters<Required<Operations>['sync']>[0];

/** Syncs that lose, repeat or misname. */
export const syncMutations: readonly Mutation[] = [
  { kind: 'liveSync/create', name: 'creates are told as deletes', break: breakLive((change) => ({ ...change, type: 'delete' })) },
  {
    kind: 'liveSync/create',
    name: 'rows come without attributes',
    break: breakLive((change) => ({ ...change, ...(change.object && { object: { ...change.object, attributes: {} } }) })),
  },
  {
    kind: 'liveSync/changes',
    name: 'deletes are not told',
    break: breakLive((change) => (change.type === 'delete' ? undefined : change)),
    timeout: 20_000,
  },
  {
    kind: 'liveSync/ends',
    name: 'the signal is not heard',
    break: breakClasses(() => () => ({
      liveSync: async function* () {
        await new Promise(() => {});
      },
    })),
    timeout: 10_000,
  },
  { kind: 'sync/create', name: 'creates are not told', break: breakChanges((change) => (change.type === 'create' ? [] : [change])) },
  { kind: 'sync/create', name: 'creates are told twice', break: breakChanges((change) => (change.type === 'create' ? [change, change] : [change])) },
  {
    kind: 'sync/update',
    name: 'updates are told as creates',
    break: breakChanges((change) => [change.type === 'update' ? { ...change, type: 'create' } : change]),
  },
  { kind: 'sync/update', name: 'updates are not told', break: breakChanges((change) => (change.type === 'update' ? [] : [change])) },
  { kind: 'sync/delete', name: 'deletes are not told', break: breakChanges((change) => (change.type === 'delete' ? [] : [change])) },
  {
    kind: 'sync/nothing-new',
    name: 'the latest token is the one before it',
    break: breakClasses(() => (own) => ({
      latestSyncToken: async (call) => String(Math.max(0, Number(await all(own).latestSyncToken(call)) - 1)),
    })),
  },
  {
    kind: 'sync/resume',
    name: 'the token of a change is that of its batch',
    break: breakBatches(({ changes, token }) => ({ changes: changes.map((each) => ({ ...each, token })), token })),
  },
  {
    kind: 'sync/batches',
    name: 'the token of a batch is that of the change before its last',
    break: breakBatches((batch) => ({ ...batch, token: String(Number(batch.token) - 1) })),
  },
  {
    kind: 'sync/rename',
    name: 'a rename does not say the uid before it',
    basis: named,
    break: breakChanges(({ previousUid: _, ...change }) => [change]),
  },
  {
    kind: 'sync/rename',
    name: 'a rename is told with the old name',
    break: breakChanges((change) => [
      change.type === 'update' && change.object ? { ...change, object: { ...change.object, name: 'as before' } } : change,
    ]),
  },
  {
    kind: 'sync/projection',
    name: 'a sync brings no more than what is returned by default',
    break: breakClasses(() => (own) => ({
      sync: (call: SyncCall) =>
        batchesOf(own, call, ({ changes, token }) => ({ changes: changes.map((each) => plain(each, call.objectClass)), token })),
    })),
  },
  {
    kind: 'sync/beginning',
    name: 'the beginning is now',
    break: breakClasses(() => (own) => ({
      sync: async function* (call: SyncCall) {
        yield* all(own).sync(call.token === undefined ? derive(call, { token: await all(own).latestSyncToken(call as never) }) : call);
      },
    })),
  },
  {
    kind: 'sync/wrong-token',
    name: 'a token that is none is the beginning',
    break: breakClasses(() => (own) => ({
      sync: (call: SyncCall) =>
        all(own).sync(derive(call, { token: call.token !== undefined && /^[\d:]+$/.test(call.token) ? call.token : undefined })),
    })),
  },
  {
    kind: 'sync/all-classes',
    name: 'a sync of all classes takes every object for a group',
    break: (connector) => {
      const operations = connector.operations as Readonly<Record<string, Operations>>;
      const own = operations.__ALL__ as Operations;
      const sync = (call: SyncCall) =>
        batchesOf(own, call, ({ changes, token }) => ({ changes: changes.map((each) => ({ ...each, objectClass: '__GROUP__' })), token }));
      return replacing(connector, { operations: { ...operations, __ALL__: { ...own, sync } } });
    },
  },
];

/** Changes what becomes of each change. */
function breakLive(change: (change: LiveChange) => LiveChange | undefined): (connector: AnyConnector) => AnyConnector {
  return breakClasses(() => (own) => ({
    liveSync: async function* (call: never) {
      for await (const each of all(own).liveSync(call)) {
        const other = change(each);
        if (other) yield other;
      }
    },
  }));
}

function breakChanges(change: (change: Change) => readonly Change[]): (connector: AnyConnector) => AnyConnector {
  return breakBatches(({ changes, token }) => ({ changes: changes.flatMap(change), token }));
}

function breakBatches(change: (batch: ChangeBatch) => ChangeBatch): (connector: AnyConnector) => AnyConnector {
  return breakClasses(() => (own) => ({ sync: (call: SyncCall) => batchesOf(own, call, change) }));
}

async function* batchesOf(own: Operations, call: SyncCall, change: (batch: ChangeBatch) => ChangeBatch): AsyncGenerator<ChangeBatch> {
  for await (const batch of all(own).sync(call)) yield change(batch);
}

function plain(change: Change, { attributes: infos }: ObjectClass): Change {
  if (!change.object) return change;
  const attributes = Object.fromEntries(Object.entries(change.object.attributes).filter(([name]) => infos[name]?.returnedByDefault !== false));
  return { ...change, object: { ...change.object, attributes } };
}

/** The same connector with names as uids, so that a rename changes the uid. */
function named(connector: AnyConnector): AnyConnector {
  const connect = connector.connect.bind(connector) as (settings: object, context: never) => unknown;
  return replacing(connector, { connect: (settings: object, context: never) => connect({ ...settings, uid: 'name' }, context) });
}
