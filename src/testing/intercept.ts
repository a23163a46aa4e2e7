import { classWide } from '../facade/classes/operation-names.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { membersOf } from './members.ts';

/** One call of a connector, as somebody between it and the framework sees it. */
export interface InterceptedCall {
  /** The operation as traces name it: `create`, `test`, `connect`, `hook callerIdentity`. */
  readonly operation: string;
  /** Undefined for what concerns the connector as a whole. */
  readonly objectClass: string | undefined;
  /** What the handler is given, without session, object class and signal. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly session: unknown;
  /** Made when it is asked for, as the framework makes it; undefined where there is none. */
  signal(): AbortSignal | undefined;
}

/** What stands between a connector and the framework. */
export interface Interceptor {
  /** An operation that answers once. `run` calls the connector. */
  answer(call: InterceptedCall, run: () => unknown): unknown;
  /** An operation that yields pages, batches or changes. `run` calls the connector. */
  stream(call: InterceptedCall, run: () => AsyncIterable<unknown>): AsyncIterable<unknown>;
}

type Functions = Readonly<Record<string, ((...args: readonly unknown[]) => unknown) | undefined>>;

// Some libraries' schemas are functions.
const data: ReadonlySet<PropertyKey> = new Set(['configuration']);
/** Operations that yield pages, batches or changes. */
export const streaming: ReadonlySet<string> = new Set(['search', 'sync', 'liveSync']);
const connectorCalls = ['test', 'schema', 'scriptOnConnector', 'scriptOnResource'] as const;

/**
 * The same connector with somebody in between. Everything but the functions that the framework calls is as it was; those are looked up at
 * every call and called on the object they are in, so that `this`, private fields and spies work.
 *
 * `connect`, `disconnect` and `checkAlive` are intercepted too, under these names.
 */
export function intercept<X extends AnyConnector>(connector: X, between: Interceptor): X {
  const loose = connector as unknown as Readonly<Record<string, unknown>>;
  const copy: Record<PropertyKey, unknown> = {};
  for (const key of membersOf(connector)) {
    const value = loose[key as string];
    copy[key] =
      typeof value === 'function' && !data.has(key) ? (...args: readonly unknown[]) => (loose as Functions)[key as string]?.(...args) : value;
  }
  for (const name of connectorCalls) {
    if (loose[name]) copy[name] = (call: object) => between.answer(interceptedCall(name, undefined, call), () => (loose as Functions)[name]?.(call));
  }
  for (const name of ['discoverConfiguration', 'testPartialConfiguration'] as const) {
    if (!loose[name]) continue;
    copy[name] = (configuration: unknown, context: unknown) =>
      between.answer(contextCall(name, configuration, context), () => (loose as Functions)[name]?.(configuration, context));
  }
  copy.connect = (configuration: unknown, context: unknown) =>
    between.answer(contextCall('connect', configuration, context), () => (loose as Functions).connect?.(configuration, context));
  if (loose.disconnect) {
    copy.disconnect = (session: unknown) => between.answer(sessionCall('disconnect', session), () => (loose as Functions).disconnect?.(session));
  }
  if (loose.pool) {
    const pool = loose.pool as Functions;
    const checkAlive = (session: unknown) => between.answer(sessionCall('checkAlive', session), () => pool.checkAlive?.(session));
    copy.pool = { ...(pool as object), checkAlive };
  }
  const operations = loose.operations as Readonly<Record<string, Functions>>;
  copy.operations = Object.fromEntries(Object.entries(operations).map(([name, handlers]) => [name, classCalls(handlers, name, between)]));
  if (loose.dynamic) copy.dynamic = classCalls(loose.dynamic as Functions, undefined, between);
  if (loose.hooks) copy.hooks = hookCalls(loose.hooks as Functions, between);
  return copy as unknown as X;
}

function classCalls(handlers: Functions, objectClass: string | undefined, between: Interceptor): object {
  const calls: Record<string, unknown> = {};
  for (const operation of classWide) {
    if (typeof handlers[operation] !== 'function') continue;
    const run = (call: object) => () => handlers[operation]?.(call);
    calls[operation] = streaming.has(operation)
      ? (call: object) => between.stream(interceptedCall(operation, objectClass, call), run(call) as () => AsyncIterable<unknown>)
      : (call: object) => between.answer(interceptedCall(operation, objectClass, call), run(call));
  }
  return calls;
}

function hookCalls(hooks: Functions, between: Interceptor): object {
  const names = membersOf(hooks).filter((name): name is string => typeof name === 'string' && typeof hooks[name] === 'function');
  const wrapped = (name: string) => (call: object) => between.answer(interceptedCall(`hook ${name}`, undefined, call), () => hooks[name]?.(call));
  return Object.fromEntries(names.map((name) => [name, wrapped(name)]));
}

const notArguments: ReadonlySet<string> = new Set(['session', 'objectClass', 'signal', 'log', 'facade']);

function interceptedCall(operation: string, objectClass: string | undefined, call: object): InterceptedCall {
  const { session, objectClass: given } = call as { readonly session?: unknown; readonly objectClass?: { readonly name: string } };
  return {
    operation,
    objectClass: objectClass ?? given?.name,
    arguments: Object.fromEntries(Object.entries(call).filter(([name]) => !notArguments.has(name))),
    session,
    signal: () => (call as { readonly signal?: AbortSignal }).signal,
  };
}

function contextCall(operation: string, configuration: unknown, context: unknown): InterceptedCall {
  const signal = () => (context as { readonly signal?: AbortSignal } | undefined)?.signal;
  return { operation, objectClass: undefined, arguments: { configuration }, session: undefined, signal };
}

function sessionCall(operation: string, session: unknown): InterceptedCall {
  return { operation, objectClass: undefined, arguments: {}, session, signal: () => undefined };
}
