import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';
import type { Schema } from '../model/schema.ts';
import type { AnyConnector } from '../spi/connector.ts';
import type { HookCall } from '../spi/operations.ts';
import type { BatchItem, BatchItems, BatchOptions, BatchStream } from './batch/batch.ts';
import type { CallOptions } from './calls/call-options.ts';
import type { DynamicObjectClass, Implemented, ObjectClassOf } from './classes/object-class-operations.ts';
import type { PoolMetrics } from './pool/pool-metrics.ts';

/** The hooks of a connector, by name. */
export type Hooks<X> = X extends { readonly hooks?: infer H } ? Exclude<H, undefined> : never;

/** What follows the name of a hook in a call: its arguments, which may be left out when none is required, and the options of the call. */
export type HookArguments<F> = F extends (call: { readonly args: infer G } & infer _) => unknown
  ? // A hook that says nothing of its arguments takes none.
    [G] extends [never]
    ? [args?: Readonly<Record<string, never>>, options?: CallOptions]
    : {} extends G
      ? [args?: G, options?: CallOptions]
      : [args: G, options?: CallOptions]
  : never;

/** A named function of the application's own: it gets the facade besides what a connector's hook gets. */
export type Hook = (call: HookCall & { readonly facade: AnyFacade }) => unknown;

/** The text of a script. */
export interface ScriptText {
  readonly language: string;
  readonly text: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Whether the text came over the network, which has a switch of its own: `scripts.allowTextFromNetwork`. A gateway that passes texts on sets it. */
  readonly fromNetwork?: boolean;
}

/** What every opened connector offers, whatever its types: what gateways, wire adapters and tools work with. */
export interface AnyFacade extends AsyncDisposable {
  /** The operations of an object class by a name known at run time; attribute names are taken without regard to case. */
  dynamic(objectClass: string): DynamicObjectClass;
  /** Whether the connector offers an operation. */
  supports(objectClass: string, operation: ObjectClassOperation): boolean;
  supports(operation: ConnectorOperation): boolean;
  /** The object classes, declared and discovered, and the operations. Discovered once; `refresh` discovers again. */
  schema(options?: CallOptions & { readonly refresh?: boolean }): Promise<Schema>;
  /** Checks that the system can be reached and that the credentials work. */
  test(options?: CallOptions): Promise<void>;
  /**
   * Runs the text of a script: in the connector, where it runs texts, else in the engine that the connector was opened with. Errors:
   * UnsupportedOperation where neither is, InvalidAttributeValue for a language that the engine does not know.
   */
  scriptOnConnector(script: ScriptText, options?: CallOptions): Promise<unknown>;
  /** Runs the text of a script on the system; UnsupportedOperation where it runs none. */
  scriptOnResource(script: ScriptText, options?: CallOptions): Promise<unknown>;
  /** Calls a hook by a name known at run time. */
  runHook(name: string, args?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>;
  /**
   * Does many things: some at once, those that concern the same object one after another, and one result per item, in their order. Begun when
   * it is read. An item that is none, or that the connector cannot do, has an error as result.
   */
  batch(items: Iterable<unknown> | AsyncIterable<unknown>, options?: BatchOptions): BatchStream;
  /** How the sessions of a connector that pools them are used now; undefined for one that shares a session. */
  readonly pool: PoolMetrics | undefined;
  /** Ends the session. Calls under way are not waited for; later ones throw InvalidArgument. */
  close(): Promise<void>;
}

/** An opened connector. */
export interface Facade<X extends AnyConnector = AnyConnector> extends AnyFacade {
  readonly connector: X;
  /** The operations of an object class: the same object for the same name, so it can be kept, spied on and replaced in tests. */
  objectClass<N extends [Implemented<X>] extends [never] ? string : Implemented<X>>(name: N): ObjectClassOf<X, N>;
  /**
   * Does many things, typed by the connector.
   *
   * @example
   * for await (const result of directory.batch(joiners.map((name) => ({ objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: name } }))))
   *   if (!result.ok) report(result.index, result.error);
   */
  batch(items: BatchItems<X>, options?: BatchOptions): BatchStream<BatchItem<X>>;
  /** Calls a hook of the connector with typed arguments and result; a hook that needs none may be called without. */
  hook<K extends keyof Hooks<X>>(
    name: K,
    ...rest: HookArguments<Hooks<X>[K]>
  ): Promise<Hooks<X>[K] extends (call: never) => infer R ? Awaited<R> : never>;
}
