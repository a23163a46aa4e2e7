import type { Awaitable } from '../../model/awaitable.ts';
import type { Row } from '../../model/row.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import type { CallOptions } from '../calls/call-options.ts';
import { lend } from '../search/lent-rows.ts';
import type { Query } from '../search/query.ts';
import { beginSearch } from '../search/search-run.ts';
import { RowStream } from '../search/search-stream.ts';
import { DeltaStream, liveChanges, type SyncOptions } from '../sync/sync-run.ts';
import type { ConnectorClass } from './connector-class.ts';
import type { DynamicObjectClass } from './object-class-operations.ts';
import { type AnyOptions, ObjectClassRuntime } from './object-class-runtime.ts';

/** A class of the connector with what runs its operations. */
export interface BoundClass {
  readonly cls: ConnectorClass;
  readonly runtime: ObjectClassRuntime;
}

/** Binds a class of the connector. */
export function bindClass(cls: ConnectorClass): BoundClass {
  return { cls, runtime: new ObjectClassRuntime(cls) };
}

/**
 * The object that an application calls: every operation is an own, writable property, so that tests can spy on it and replace it.
 *
 * @param find  The class; later, where it must be discovered first, as long as the options of the call allow.
 */
export function classOperations(name: string, find: (options: CallOptions | undefined) => Awaitable<BoundClass>): DynamicObjectClass {
  const run = <T>(options: CallOptions | undefined, call: (runtime: ObjectClassRuntime) => Promise<T>): Promise<T> => {
    try {
      const bound = find(options);
      return 'runtime' in bound ? call(bound.runtime) : Promise.resolve(bound).then(({ runtime }) => call(runtime));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const findClass = (options: CallOptions | undefined) => {
    const bound = find(options);
    return 'cls' in bound ? bound.cls : Promise.resolve(bound).then(({ cls }) => cls);
  };
  const begin = (query: Query) => {
    const bound = find(query);
    return 'cls' in bound ? beginSearch(bound.cls, query) : Promise.resolve(bound).then(({ cls }) => beginSearch(cls, query));
  };
  const operations = {
    name,
    create: (attributes: unknown, options?: AnyOptions) => run(options, (runtime) => runtime.create(attributes, options)),
    update: (uid: string, changes: unknown, options?: AnyOptions) => run(options, (runtime) => runtime.update(uid, changes, options)),
    delete: (uid: string, options?: AnyOptions) => run(options, (runtime) => runtime.delete(uid, options)),
    get: (uid: string, options?: AnyOptions) => run(options, (runtime) => runtime.get(uid, options)),
    search: (query: Query = {}) =>
      new RowStream<Row>(
        () => begin(query),
        // Who only counts needs no attributes, and some cost the connector many calls.
        () => begin(namesNothing(query) ? { ...query, attributes: [] } : query),
      ),
    [lend]: (query: Query) => new RowStream<ConnectorObject>(async () => ({ ...(await begin(query)), row: (object) => object })),
    sync: (options?: SyncOptions) => new DeltaStream(() => findClass(options), options),
    latestSyncToken: (options?: AnyOptions) => run(options, (runtime) => runtime.latestSyncToken(options)),
    liveSync: (options?: SyncOptions) => liveChanges(() => findClass(options), options),
    authenticate: (username: string, password: string, options?: AnyOptions) =>
      run(options, (runtime) => runtime.authenticate(username, password, options)),
    resolveUsername: (username: string, options?: AnyOptions) => run(options, (runtime) => runtime.resolveUsername(username, options)),
  };
  return operations as unknown as DynamicObjectClass;
}

/** Whether a query leaves the attributes open. What is no query at all is for the checks to refuse. */
function namesNothing(query: Query): boolean {
  return typeof query === 'object' && query !== null && query.attributes === undefined;
}
