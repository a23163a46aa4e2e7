import type { CallOptions } from '../facade/calls/call-options.ts';
import type { DynamicObjectClass } from '../facade/classes/object-class-operations.ts';
import type { AnyFacade } from '../facade/facade.ts';
import type { Written } from '../model/changes.ts';
import { ConnectorError } from '../model/errors.ts';
import { printable } from '../model/wording.ts';
import { mayCross } from './crossing.ts';

/** One operation as a script may call it. */
export interface ScriptOperation {
  /** Whether it may change something. */
  readonly write: boolean;
  run(facade: AnyFacade, args: readonly unknown[], call: ScriptCall): Promise<unknown>;
}

/** What the host adds to a call of a script. */
export interface ScriptCall {
  readonly signal: AbortSignal;
  /** Rows that may come at once. */
  readonly rows: number;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * The operations that a script has, by name; there are no others, whatever a script asks for.
 *
 * Arguments are whatever a stranger wrote: names are looked up by the facade, which checks the rest against the schema.
 */
export const scriptOperations: ReadonlyMap<string, ScriptOperation> = /* @__PURE__ */ new Map<string, ScriptOperation>([
  ['search', { write: false, run: (facade, [name, query], call) => search(classOf(facade, name), optionsOf('query', query, call), call.rows) }],
  ['page', { write: false, run: (facade, [name, query], call) => page(classOf(facade, name), optionsOf('query', query, call), call.rows) }],
  [
    'get',
    { write: false, run: (facade, [name, uid, options], call) => classOf(facade, name).get(uid as string, optionsOf('options', options, call)) },
  ],
  [
    'create',
    {
      write: true,
      run: (facade, [name, attributes, options], call) =>
        written(classOf(facade, name).create(attributes as never, optionsOf('options', options, call))),
    },
  ],
  [
    'update',
    {
      write: true,
      run: (facade, [name, uid, changes, options], call) =>
        written(classOf(facade, name).update(uid as string, changes as never, optionsOf('options', options, call))),
    },
  ],
  [
    'delete',
    { write: true, run: (facade, [name, uid, options], call) => classOf(facade, name).delete(uid as string, optionsOf('options', options, call)) },
  ],
  [
    'authenticate',
    {
      write: false,
      run: (facade, [name, username, password, options], call) =>
        classOf(facade, name).authenticate(username as string, password as string, optionsOf('options', options, call)),
    },
  ],
  [
    'resolveUsername',
    {
      write: false,
      run: (facade, [name, username, options], call) =>
        classOf(facade, name).resolveUsername(username as string, optionsOf('options', options, call)),
    },
  ],
  ['sync', { write: false, run: (facade, [name, options], call) => sync(classOf(facade, name), optionsOf('options', options, call), call.rows) }],
  ['latestSyncToken', { write: false, run: (facade, [name], { signal }) => classOf(facade, name).latestSyncToken({ signal }) }],
  ['schema', { write: false, run: async (facade, _, { signal }) => plainCopy(await facade.schema({ signal })) }],
  ['supports', { write: false, run: async (facade, [name, operation]) => supports(facade, name, operation) }],
  ['test', { write: false, run: (facade, _, { signal }) => facade.test({ signal }) }],
  ['hook', { write: true, run: (facade, [name, args = {}], { signal }) => facade.runHook(name as string, args as Data, { signal }) }],
]);

function classOf(facade: AnyFacade, name: unknown): DynamicObjectClass {
  if (typeof name === 'string') return facade.dynamic(name);
  throw new ConnectorError('InvalidArgument', `the object class must be a text (got ${printable(name)})`);
}

/** What a script gave, and what ends the call. A signal cannot come from a script. */
function optionsOf(what: string, given: unknown, { signal }: ScriptCall): CallOptions & Data {
  if (given === undefined || given === null) return { signal };
  if (typeof given === 'object' && !Array.isArray(given) && !(given instanceof Map)) return { ...given, signal };
  throw new ConnectorError('InvalidArgument', `${what} must be an object (got ${printable(given)})`);
}

/** What a write answers. A secret that a system shows once does not enter a script, but the write has happened all the same. */
async function written(answer: Promise<Written>): Promise<unknown> {
  const { uid, revision, sideEffects } = await answer;
  const sides = sideEffects && mayCross(sideEffects) ? { sideEffects } : {};
  return { uid, ...(revision !== undefined && { revision }), ...sides };
}

async function search(objectClass: DynamicObjectClass, query: CallOptions & Data, rows: number): Promise<unknown> {
  const { limit } = query;
  if (typeof limit === 'number' && limit > rows) {
    throw new ConnectorError('InvalidArgument', `limit must be at most ${rows} in a script (got ${limit}); read page by page with connector.page`);
  }
  const found = await objectClass.search({ ...query, limit: (limit as number | undefined) ?? rows + 1 }).toArray();
  if (found.length <= rows) return found;
  const message = `search ${objectClass.name}: more than ${rows} rows; give a limit, or read page by page with connector.page`;
  throw new ConnectorError('QuotaExceeded', message);
}

async function page(objectClass: DynamicObjectClass, query: CallOptions & Data, rows: number): Promise<unknown> {
  const { pageSize } = query;
  if (typeof pageSize === 'number' && pageSize > rows) {
    throw new ConnectorError('InvalidArgument', `pageSize must be at most ${rows} in a script (got ${pageSize})`);
  }
  return objectClass.search({ ...query, pageSize: (pageSize as number | undefined) ?? Math.min(rows, 100) }).page();
}

/** Some changes and the token from which the next call goes on; no changes: that was all. */
async function sync(objectClass: DynamicObjectClass, options: CallOptions & Data, rows: number): Promise<unknown> {
  const changes: unknown[] = [];
  let { token } = options;
  for await (const batch of objectClass.sync(options as never).batches()) {
    changes.push(...batch.changes);
    token = batch.token;
    if (changes.length >= rows) break;
  }
  return { changes, token: token ?? '' };
}

function supports(facade: AnyFacade, name: unknown, operation: unknown): boolean {
  return operation === undefined ? facade.supports(name as never) : facade.supports(name as string, operation as never);
}

/** Data as JSON has it: definitions may hold functions and schemas of other libraries, which mean nothing to a script. */
function plainCopy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)));
}
