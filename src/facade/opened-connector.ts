import { ConnectorError } from '../model/errors.ts';
import { ALL, type ObjectClass } from '../model/object-class.ts';
import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';
import type { Schema } from '../model/schema.ts';
import type { Awaitable } from '../model/type-shapes.ts';
import { similarName } from '../model/wording.ts';
import type { AnyConnector } from '../spi/connector.ts';
import type { Log } from '../spi/context.ts';
import type { HookCall, Operations, SchemaOp, ScriptOnConnectorOp, ScriptOnResourceOp, TestOp } from '../spi/operations.ts';
import { Budget } from './budget.ts';
import { ConnectorClass, badArguments, checkCallOptions } from './connector-class.ts';
import { FacadeCall } from './facade-call.ts';
import type { AnyFacade, ScriptText } from './facade.ts';
import { type BoundClass, bindClass, classOperations } from './object-class-facade.ts';
import type { CallOptions, DynamicObjectClass } from './object-class-operations.ts';
import { OperationTracing } from './tracing.ts';
import { translateError } from './translate-error.ts';

/** A hook, as the framework calls it. */
export type Hook = (call: HookCall & { readonly facade: AnyFacade }) => unknown;

/** A connector with all that it may implement, whatever its types. */
export type LooseConnector = AnyConnector &
  Partial<TestOp & SchemaOp & ScriptOnConnectorOp & ScriptOnResourceOp> & {
    readonly dynamic?: Operations;
    disconnect?(session: unknown): Awaitable<void>;
  };

/** What an opened connector is made of. */
export interface Opening {
  readonly connector: LooseConnector;
  readonly session: unknown;
  readonly timeout: number | undefined;
  readonly pageSize: number;
  readonly instanceName: string | undefined;
  readonly log: Log;
  readonly hooks: Readonly<Record<string, Hook>>;
}

const classWide: readonly ObjectClassOperation[] = ['create', 'update', 'updateDelta', 'delete', 'get', 'search', 'sync', 'latestSyncToken', 'liveSync', 'authenticate', 'resolveUsername'];

/** The facade of every opened connector. `openConnector` gives it the connector's types. */
export class OpenedConnector implements AnyFacade {
  readonly connector: LooseConnector;
  readonly session: unknown;
  readonly timeout: number | undefined;
  readonly pageSize: number;
  readonly tracing: OperationTracing;
  readonly #log: Log;
  readonly #appHooks: Readonly<Record<string, Hook>>;
  readonly #bound = new Map<string, BoundClass>();
  readonly #operations = new Map<string, DynamicObjectClass>();
  #discovered: Promise<readonly ObjectClass[]> | undefined;
  #found: readonly ObjectClass[] = [];
  #closed = false;

  constructor({ connector, session, timeout, pageSize, instanceName, log, hooks }: Opening) {
    this.connector = connector;
    this.session = session;
    this.timeout = timeout;
    this.pageSize = pageSize;
    this.tracing = new OperationTracing({ connector: connector.name, version: connector.version, instanceName });
    this.#log = log;
    this.#appHooks = hooks;
  }

  /** @throws ConnectorError `InvalidArgument` when the connector is closed. */
  assertOpen(what: string): void {
    if (this.#closed) throw new ConnectorError('InvalidArgument', `${what}: the connector is closed; open it again`);
  }

  objectClass(name: string): DynamicObjectClass {
    return this.dynamic(name);
  }

  dynamic(name: string): DynamicObjectClass {
    let operations = this.#operations.get(name);
    if (!operations) {
      const declared = this.#declared(name);
      if (!declared && !this.connector.schema) throw this.#unknownClass(name, this.connector.objectClasses);
      operations = classOperations(name, declared ? () => declared : () => this.#discover(name));
      this.#operations.set(name, operations);
    }
    return operations;
  }

  #declared(name: string): BoundClass | undefined {
    let bound = this.#bound.get(name);
    if (!bound) {
      const objectClass = this.connector.objectClasses.find((each) => each.name === name) ?? this.#allClasses(name);
      if (!objectClass) return undefined;
      bound = bindClass(new ConnectorClass(objectClass, this.#handlers(name), this));
      this.#bound.set(name, bound);
    }
    return bound;
  }

  /** `__ALL__` is no class of its own, but may have operations. */
  #allClasses(name: string): ObjectClass | undefined {
    return name === ALL && Object.hasOwn(this.connector.operations as object, ALL) ? { name: ALL, attributes: {} } : undefined;
  }

  #handlers(name: string): Operations {
    return (this.connector.operations as Readonly<Record<string, Operations | undefined>>)[name] ?? {};
  }

  async #discover(name: string): Promise<BoundClass> {
    const { objectClasses } = await this.schema();
    const objectClass = objectClasses.find((each) => each.name === name);
    if (!objectClass) throw this.#unknownClass(name, objectClasses);
    let bound = this.#bound.get(name);
    if (!bound || bound.cls.objectClass !== objectClass) {
      bound = bindClass(new ConnectorClass(objectClass, this.connector.dynamic ?? {}, this));
      this.#bound.set(name, bound);
    }
    return bound;
  }

  #unknownClass(name: string, known: readonly ObjectClass[]): ConnectorError {
    const names = known.map((each) => each.name);
    const near = similarName(String(name), names);
    const message = `${this.connector.name} has no object class ${JSON.stringify(name)}; ${near ? `did you mean "${near}"?` : `it has ${names.join(', ') || 'none'}`}`;
    return new ConnectorError('InvalidArgument', message, { problems: [{ path: 'objectClass', message }] });
  }

  supports(...names: readonly [ConnectorOperation] | readonly [string, ObjectClassOperation]): boolean {
    const [first, operation] = names;
    if (operation === undefined) {
      if (first === 'schema') return true;
      return typeof (this.connector as unknown as Readonly<Record<string, unknown>>)[first] === 'function';
    }
    const declared = this.#declared(first);
    if (declared) return declared.cls.offers(operation);
    const found = this.#found.find((each) => each.name === first);
    return found !== undefined && new ConnectorClass(found, this.connector.dynamic ?? {}, this).offers(operation);
  }

  async schema(options?: CallOptions & { readonly refresh?: boolean }): Promise<Schema> {
    const discovered = await this.#discoveredClasses(options);
    const declared = this.connector.objectClasses;
    const objectClasses = [...declared, ...discovered.filter(({ name }) => !declared.some((each) => each.name === name))];
    const operations = classWide.filter((operation) => objectClasses.some(({ name }) => this.supports(name, operation)));
    const wide = (['test', 'schema', 'scriptOnConnector', 'scriptOnResource', 'discoverConfiguration', 'testPartialConfiguration'] as const).filter((each) =>
      this.supports(each),
    );
    return { objectClasses, operations: [...operations, ...wide] };
  }

  async #discoveredClasses(options: (CallOptions & { readonly refresh?: boolean }) | undefined): Promise<readonly ObjectClass[]> {
    const { connector } = this;
    if (!connector.schema) {
      this.assertOpen(`schema of ${connector.name}`);
      return [];
    }
    if (!this.#discovered || options?.refresh) {
      const discovering = this.#ask('schema', options, false, {}, (call) => connector.schema?.(call)) as Promise<readonly ObjectClass[]>;
      // A failure is not kept: the next caller tries again.
      this.#discovered = discovering;
      discovering.then(
        (found) => {
          this.#found = found;
        },
        () => {
          if (this.#discovered === discovering) this.#discovered = undefined;
        },
      );
    }
    return this.#discovered;
  }

  async test(options?: CallOptions): Promise<void> {
    if (!this.connector.test) throw this.#unsupported('test');
    await this.#ask('test', options, false, {}, (call) => this.connector.test?.(call));
  }

  async scriptOnConnector(script: ScriptText, options?: CallOptions): Promise<unknown> {
    if (!this.connector.scriptOnConnector) throw this.#unsupported('scriptOnConnector');
    return this.#ask('scriptOnConnector', options, true, scriptFields(script), (call) => this.connector.scriptOnConnector?.(call as never));
  }

  async scriptOnResource(script: ScriptText, options?: CallOptions): Promise<unknown> {
    if (!this.connector.scriptOnResource) throw this.#unsupported('scriptOnResource');
    return this.#ask('scriptOnResource', options, true, scriptFields(script), (call) => this.connector.scriptOnResource?.(call as never));
  }

  hook(name: string, args: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown> {
    return this.runHook(name, args, options);
  }

  async runHook(name: string, args: Readonly<Record<string, unknown>> = {}, options?: CallOptions): Promise<unknown> {
    const own = (this.connector.hooks ?? {}) as Readonly<Record<string, Hook>>;
    const hook = Object.hasOwn(own, name) ? own[name] : Object.hasOwn(this.#appHooks, name) ? this.#appHooks[name] : undefined;
    if (!hook) {
      const names = [...Object.keys(own), ...Object.keys(this.#appHooks)];
      throw badArguments(`hook of ${this.connector.name}`, [{ path: 'name', message: `${JSON.stringify(name)} is not a hook; there are ${names.join(', ') || 'none'}` }]);
    }
    const fields = hook === own[name] ? { args, log: this.#log } : { args, log: this.#log, facade: this };
    return this.#ask(`hook ${name}`, options, true, fields, (call) => hook(call as never));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { connector, session } = this;
    try {
      if (connector.disconnect) await connector.disconnect(session);
      else await dispose(session);
    } catch (error) {
      throw translateError(error, `close of ${connector.name}`);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #ask<T>(operation: string, options: CallOptions | undefined, write: boolean, fields: object, work: (call: FacadeCall) => T): Promise<Awaited<T>> {
    const what = `${operation} of ${this.connector.name}`;
    this.assertOpen(what);
    checkCallOptions(options, what);
    const bounded = async (): Promise<Awaited<T>> => {
      const budget = new Budget(what, options, this.timeout);
      try {
        return await budget.run(async () => work(new FacadeCall(this.session, budget, undefined, {}, fields)), write);
      } catch (error) {
        throw translateError(error, what);
      } finally {
        budget.dispose();
      }
    };
    return this.tracing.active ? this.tracing.call(operation, undefined, undefined, undefined, bounded) : bounded();
  }

  #unsupported(operation: ConnectorOperation): ConnectorError {
    return new ConnectorError('UnsupportedOperation', `${operation} of ${this.connector.name}: the connector does not implement it`);
  }
}

function scriptFields({ language, text, args = {} }: ScriptText): object {
  return { language, text, args, options: {} };
}

async function dispose(session: unknown): Promise<void> {
  if (typeof session !== 'object' || session === null) return;
  const { [Symbol.asyncDispose]: later, [Symbol.dispose]: now } = session as Partial<AsyncDisposable & Disposable>;
  if (later) await later.call(session);
  else now?.call(session);
}
