import type { Problem } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { problemsError } from '../model/problems-error.ts';
import { printable } from '../model/wording.ts';
import type { AnyConnector, Connector } from '../spi/connector.ts';
import type { Operations, SchemaOp, SearchOp } from '../spi/operations.ts';
import { contradictions, nameProblems } from './compared-names.ts';
import { deleteLimitProblems } from './delete-limit.ts';
import { SnapshotRun, type SnapshotSource } from './snapshot-run.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** How a connector gets its sync. */
export interface SnapshotOptions {
  /** Where snapshots are kept: one store for every opened connector and application. */
  readonly store: SnapshotStore;
  /** Attributes to compare besides those returned by default, whether a sync asks for them or not; `latestSyncToken` cannot ask. */
  readonly attributes?: readonly string[] | undefined;
  /** Attributes whose changes are of no interest, such as the time of the last login. */
  readonly ignore?: readonly string[] | undefined;
  /** How many objects to ask for at a time; 1000 unless said otherwise. */
  readonly pageSize?: number | undefined;
  /**
   * The most deletions that a sync may tell: below 1 a share of the objects known, from 1 a number of them; 0 allows none. Without it, any
   * number. Past it the sync fails with `QuotaExceeded`, tells no deletion, and the token stays.
   */
  readonly deleteLimit?: number | undefined;
  /** Replaces the sync of classes that have one of their own, such as one whose source of changes is not there. */
  readonly replace?: boolean | undefined;
}

/** What classes implement, with sync where there is search. */
export type WithSync<I> = {
  readonly [N in keyof I]: 'search' extends I[N] ? ('sync' extends I[N] ? I[N] : I[N] | 'sync' | 'latestSyncToken') : I[N];
};

/** A connector with sync where it has search. */
export type SnapshotSynced<X extends AnyConnector> =
  X extends Connector<infer C, infer S, infer L, infer I, infer H> ? Connector<C, S, L, WithSync<I>, H> : X;

type Searchable = Operations & SearchOp<ObjectClass>;

type LooseConnector = AnyConnector & Partial<SchemaOp> & { readonly dynamic?: Operations };

/**
 * Gives a connector `sync` and `latestSyncToken` for every object class that has `search` but no `sync`, those found at run time too.
 *
 * A sync reads all objects, compares them with the snapshot that its token names, and keeps a new one. What counts is the name and the
 * attributes returned by default, asked for, or named in `attributes`, without those in `ignore`; values are compared as filters compare
 * them. Operations that the connector declares stay as they are; with `replace` its sync does not.
 *
 * Errors of a sync: `InvalidArgument` for a token whose snapshot is not there or compares other attributes; `ConnectorIO` for a damaged
 * snapshot, with its place; `UnsupportedOperation` when the connector does not read all values of an attribute that is compared; `QuotaExceeded` when more objects
 * are gone than `deleteLimit` allows.
 *
 * @param connector  Any connector; it is not changed.
 * @param options    The store, and what to compare.
 * @throws ConnectorError `InvalidArgument` when the options are wrong, such as an attribute that no class has.
 *
 * @example
 * const facade = await openConnector(snapshotSync(hr, { store: fileSnapshots('./state/hr') }), { url: 'https://hr.example.org' });
 * for await (const { type, uid, token } of facade.objectClass('__ACCOUNT__').sync({ token: '' })) console.log(type, uid, token);
 */
export function snapshotSync<X extends AnyConnector>(connector: X, options: SnapshotOptions): SnapshotSynced<X> {
  const { operations, dynamic, schema, objectClasses } = connector as LooseConnector;
  const byClass = operations as Readonly<Record<string, Operations>>;
  const replace = options?.replace === true;
  const needsSync = (handlers: Operations | undefined): handlers is Searchable => isSearchable(handlers) && (replace || !hasSync(handlers));
  const lacking = objectClasses.filter(({ name }) => Object.hasOwn(byClass, name) && needsSync(byClass[name]));
  checkOptions(connector, options, dynamic && needsSync(dynamic) ? [] : lacking);
  const { store, attributes, ignore, pageSize = 1000, deleteLimit } = options;
  const synced = (handlers: Operations) =>
    needsSync(handlers) ? withSync({ connector: connector.name, handlers, store, attributes, ignore, pageSize, deleteLimit }) : handlers;
  const changes = {
    operations: Object.fromEntries(Object.entries(byClass).map(([name, handlers]) => [name, synced(handlers)])),
    ...(dynamic && { dynamic: synced(dynamic) }),
    ...(dynamic && schema && needsSync(dynamic) && { schema: discovering(connector as unknown as SchemaOp) }),
  };
  const copy = Object.assign(Object.create(Object.getPrototypeOf(connector)), connector, changes);
  // The compiler cannot follow which classes got which operations.
  return copy as SnapshotSynced<X>;
}

const isSearchable = (handlers: Operations | undefined): handlers is Searchable => typeof handlers?.search === 'function';

const hasSync = (handlers: Operations) => typeof handlers.sync === 'function';

/** The same operations, called on their own object, which may be an instance of a class with private fields; and sync. */
function withSync(source: SnapshotSource): Operations {
  const { handlers } = source;
  const own: Record<string, unknown> = {};
  for (const operation of operationNames) {
    const there = handlers as unknown as Readonly<Record<string, ((call: never) => unknown) | undefined>>;
    if (typeof there[operation] === 'function') own[operation] = (call: never) => there[operation]?.(call);
  }
  return {
    ...own,
    sync: (call) => new SnapshotRun(source, 'sync', call, call.attributesToGet).changes(call.token ?? ''),
    latestSyncToken: (call) => new SnapshotRun(source, 'latestSyncToken', call, []).take(),
  };
}

const operationNames = ['create', 'update', 'updateDelta', 'delete', 'get', 'search', 'liveSync', 'authenticate', 'resolveUsername'] as const;

/** Adds sync to the operations that a class found at run time allows, where it allows search. */
function discovering(connector: SchemaOp): SchemaOp['schema'] {
  return async (call) =>
    (await connector.schema(call)).map((each) =>
      each.operations?.includes('search') ? { ...each, operations: [...new Set([...each.operations, 'sync', 'latestSyncToken'] as const)] } : each,
    );
}

/** @param classes  Those whose attributes can be named; none when others are found at run time. */
function checkOptions(connector: AnyConnector, options: SnapshotOptions, classes: readonly ObjectClass[]): void {
  const problems: Problem[] = [];
  const { store, attributes, ignore, pageSize = 1000, deleteLimit } = options ?? {};
  const methods = ['list', 'open', 'write', 'append', 'delete'] as const;
  if (!methods.every((method) => typeof store?.[method] === 'function')) {
    problems.push({ path: 'store', message: `must be a store of snapshots, as fileSnapshots(folder) makes one (got ${printable(store)})` });
  }
  nameProblems(attributes, 'attributes', classes, problems);
  nameProblems(ignore, 'ignore', classes, problems);
  contradictions(attributes, ignore, problems);
  if (!Number.isSafeInteger(pageSize) || pageSize < 1) {
    problems.push({ path: 'pageSize', message: `must be a whole number of at least 1 (got ${printable(pageSize)})` });
  }
  deleteLimitProblems(deleteLimit, problems);
  if (problems.length > 0) throw problemsError('InvalidArgument', `snapshotSync of ${connector.name}`, problems);
}
