import { type Awaitable, isLater } from '../model/awaitable.ts';
import { ConnectorError } from '../model/errors.ts';
import type { ObjectClassOperation } from '../model/operation.ts';
import { type Around, type AroundRequest, beginAround, type Outcome } from './around.ts';
import { AroundStream } from './around-stream.ts';
import type { Call } from './call.ts';
import type { AnyConnector } from './connector.ts';

type Handler = (call: Call) => unknown;

const kinds: Readonly<Record<ObjectClassOperation, 'write' | 'read' | 'stream'>> = {
  create: 'write',
  update: 'write',
  updateDelta: 'write',
  delete: 'write',
  get: 'read',
  search: 'stream',
  sync: 'stream',
  latestSyncToken: 'read',
  liveSync: 'stream',
  authenticate: 'read',
  resolveUsername: 'read',
};
const connectorWide = { test: 'read', schema: 'read', scriptOnConnector: 'write', scriptOnResource: 'write' } as const;

/**
 * Puts something around every handler of a connector: an audit, a policy that refuses, a change of what is written, a redaction of what is read.
 *
 * The operations of all object classes, `dynamic`, `test`, `schema`, scripts and hooks are wrapped; everything else is the connector's own.
 * Handlers are called on the object they are in, so `this` works, and what they call on it is not wrapped. Wrapping twice nests.
 *
 * @param connector  Any connector; it is not changed.
 * @param around     What to do before and after.
 * @returns A connector of the same type.
 *
 * @example
 * const readOnly = wrap(hr, {
 *   before({ operation }) {
 *     if (['create', 'update', 'updateDelta', 'delete'].includes(operation)) throw new ConnectorError('PermissionDenied', 'this connection only reads');
 *   },
 * });
 */
export function wrap<X extends AnyConnector>(connector: X, around: Around): X {
  const wrapped = (operation: AroundRequest['operation'], kind: 'write' | 'read' | 'stream', objectClass: string | undefined, handler: Handler) => {
    const requestOf = (call: Call): AroundRequest => ({
      connector: connector.name,
      operation,
      objectClass: classOf(call) ?? objectClass,
      call: call as AroundRequest['call'],
    });
    if (kind === 'stream') return (call: Call) => new AroundStream(requestOf(call), around, (changed) => handler(changed) as AsyncIterable<unknown>);
    return (call: Call) => answer(requestOf(call), around, handler, kind === 'write');
  };
  const operationsOf = (handlers: object, objectClass: string | undefined) => {
    const all = handlers as Readonly<Record<string, unknown>>;
    const entries = Object.entries(kinds).flatMap(([operation, kind]) => {
      const handler = all[operation];
      if (typeof handler !== 'function') return [];
      return [[operation, wrapped(operation as ObjectClassOperation, kind, objectClass, (call) => Reflect.apply(handler, handlers, [call]))]];
    });
    return Object.fromEntries(entries);
  };

  const own = connector as unknown as Readonly<Record<string, unknown>>;
  const replaced: Record<string, unknown> = {
    operations: Object.fromEntries(
      Object.entries(connector.operations as Readonly<Record<string, object | undefined>>).flatMap(([name, handlers]) =>
        handlers ? [[name, operationsOf(handlers, name)]] : [],
      ),
    ),
  };
  if (own.dynamic) replaced.dynamic = operationsOf(own.dynamic, undefined);
  for (const [name, kind] of Object.entries(connectorWide)) {
    const handler = own[name];
    if (typeof handler !== 'function') continue;
    replaced[name] = wrapped(name as keyof typeof connectorWide, kind, undefined, (call) => Reflect.apply(handler, connector, [call]));
  }
  const { hooks } = connector as { readonly hooks?: Readonly<Record<string, Handler>> };
  if (hooks) {
    const entries = Object.keys(hooks).map((name) => [name, wrapped(`hook ${name}`, 'write', undefined, (call) => hooks[name]?.(call))]);
    replaced.hooks = Object.fromEntries(entries);
  }
  return Object.assign(Object.create(Object.getPrototypeOf(connector)), connector, replaced);
}

function classOf(call: Call): string | undefined {
  return (call as { readonly objectClass?: { readonly name?: string } }).objectClass?.name;
}

/** Asks a handler that answers once; without a promise, as long as nobody makes one. */
function answer(request: AroundRequest, around: Around, handler: Handler, write: boolean): unknown {
  const ask = (begun: AroundRequest): unknown => {
    let value: unknown;
    try {
      value = handler(begun.call);
    } catch (error) {
      return finish(begun, around, { ok: false, error }, write);
    }
    if (!isLater(value)) return finish(begun, around, { ok: true, value }, write);
    // By a promise of our own: what is one in name only may answer nothing to `then`, and a refusal would look like a success.
    return Promise.resolve(value).then(
      (later) => finish(begun, around, { ok: true, value: later }, write),
      (error: unknown) => finish(begun, around, { ok: false, error }, write),
    );
  };
  const begun = beginAround(request, around);
  return isLater(begun) ? Promise.resolve(begun).then(ask) : ask(begun);
}

function finish(request: AroundRequest, around: Around, outcome: Outcome, write: boolean): unknown {
  const conclude = (other: Outcome | void): unknown => {
    const { ok, ...rest } = other ?? outcome;
    if (ok) return (rest as { readonly value: unknown }).value;
    const { error } = rest as { readonly error: unknown };
    throw other && write ? withOutcome(error, outcome) : error;
  };
  const fail = (error: unknown): never => {
    throw write ? withOutcome(error, outcome) : error;
  };
  let other: Awaitable<Outcome | void>;
  try {
    other = around.after?.(request, outcome);
  } catch (error) {
    return fail(error);
  }
  return isLater(other) ? Promise.resolve(other).then(conclude, fail) : conclude(other);
}

/** The error that was put in the place of what a write answered: it must not say that nothing happened, or the write would be repeated. */
function withOutcome(error: unknown, happened: Outcome): unknown {
  const known = !happened.ok && ConnectorError.is(happened.error) ? happened.error : undefined;
  const outcome = known ? known.outcome : 'unknown';
  if (!ConnectorError.is(error) || error.outcome !== 'none' || outcome === 'none') return error;
  const { code, message, problems, retryAfter } = error;
  const uid = error.uid ?? (happened.ok ? uidOf(happened.value) : known?.uid);
  return new ConnectorError(code, message, { cause: error, problems, retryAfter, uid, outcome, retryable: false });
}

function uidOf(written: unknown): string | undefined {
  const uid = typeof written === 'object' && written !== null ? (written as { readonly uid?: unknown }).uid : written;
  return typeof uid === 'string' ? uid : undefined;
}
