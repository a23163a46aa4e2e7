import type { Awaitable } from '../model/awaitable.ts';
import type { Static } from '../model/json-schema.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { ObjectClassOperation } from '../model/operation.ts';
import type { Context, PoolOptions } from './context.ts';
import type { Messages } from './messages.ts';
import type { DiscoverConfigurationOp, Operations, SchemaOp, ScriptOnConnectorOp, ScriptOnResourceOp, TestOp } from './operations.ts';
import type { OperationPermissions, Permissions } from './permissions.ts';

/** A connector without its operations. */
export interface Definition<C = unknown, S = unknown, L extends readonly ObjectClass[] = readonly ObjectClass[]>
  extends Partial<TestOp<NoInfer<S>>>,
    Partial<SchemaOp<NoInfer<S>>>,
    Partial<ScriptOnConnectorOp<NoInfer<S>>>,
    Partial<ScriptOnResourceOp<NoInfer<S>>>,
    Partial<DiscoverConfigurationOp<C>> {
  readonly name: string;
  readonly version: string;
  readonly displayName?: string;
  readonly category?: string;
  /**
   * Texts in other languages: by language tag (BCP 47), by key. Keys are ConnId's for settings (`url.display`, `url.help`, `url.group`), the same
   * for classes and attributes (`__ACCOUNT__.display`, `__ACCOUNT__.mail.help`), `connector.display` and `connector.category`, and the
   * connector's own for errors: `error.…`.
   */
  readonly messages?: Messages;
  /** The rights of the system that operations need; under `*` those of the connector as a whole. */
  readonly permissions?: Permissions<L[number]['name']>;
  /** A JSON Schema literal of type object; `writeOnly` on a string marks a secret. */
  readonly configuration: C;
  readonly objectClasses: L;
  /** Operations for the object classes that `schema` finds. */
  readonly dynamic?: Operations<ObjectClass, NoInfer<S>>;
  /** Declares that a session serves one call at a time. */
  readonly pool?: PoolOptions & { checkAlive(session: NoInfer<S>): Awaitable<boolean> };
  /**
   * What no schema can say: rules between settings. All problems at once; an empty list means right. When the schema has found something wrong
   * it is asked too, with the settings as they are; what it throws is then ignored, and so are its problems with the same settings.
   */
  checkConfiguration?(configuration: Static<C>): readonly { readonly path: string; readonly message: string }[];
  /** Makes the session that every call is given. Write it before whatever takes the session: the compiler infers it from here. */
  connect(configuration: Static<C>, context: Context): S | Promise<S>;
  /** Ends a session; without it its `[Symbol.asyncDispose]` or `[Symbol.dispose]` does. */
  disconnect?(session: NoInfer<S>): Awaitable<void>;
}

/** The class of this name among others. */
export type ClassNamed<L extends readonly ObjectClass[], N> = Extract<L[number], { readonly name: N }>;

/** A connector: data and functions, made by `defineConnector`. */
export interface Connector<C = unknown, S = unknown, L extends readonly ObjectClass[] = readonly ObjectClass[], I = {}, H = {}>
  extends Definition<C, S, L> {
  readonly operations: { readonly [N in keyof I]: Required<Pick<Operations<ClassNamed<L, N>, S>, I[N] & ObjectClassOperation>> };
  readonly hooks?: H;
}

/** Any connector, when its types are not known. */
export interface AnyConnector {
  readonly name: string;
  readonly version: string;
  readonly displayName?: string;
  readonly category?: string;
  readonly messages?: Messages;
  readonly permissions?: Readonly<Record<string, OperationPermissions | undefined>>;
  readonly configuration: unknown;
  readonly objectClasses: readonly ObjectClass[];
  readonly operations: unknown;
  readonly hooks?: unknown;
  connect(configuration: never, context: Context): unknown;
}

/**
 * Whether a value, such as the default export of a module, is a connector.
 *
 * @example
 * if (!isConnector(module.default)) throw new ConnectorError('Configuration', 'the module has no connector as default export');
 */
export function isConnector(value: unknown): value is AnyConnector {
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as Partial<AnyConnector>;
  return (
    typeof candidate.name === 'string' &&
    typeof candidate.version === 'string' &&
    typeof candidate.connect === 'function' &&
    typeof candidate.operations === 'object' &&
    candidate.operations !== null &&
    Array.isArray(candidate.objectClasses)
  );
}
