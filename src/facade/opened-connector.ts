import type { Awaitable } from '../model/awaitable.ts';
import { ConnectorError } from '../model/errors.ts';
import { ALL, type ObjectClass } from '../model/object-class.ts';
import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';
import type { Schema } from '../model/schema.ts';
import { printable, similarName } from '../model/wording.ts';
import type { Log } from '../spi/context.ts';
import type { Operations } from '../spi/operations.ts';
import { Budget } from './budget.ts';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { badArguments, ConnectorClass, checkCallOptions } from './connector-class.ts';
import { DiscoveredClasses } from './discovered-classes.ts';
import { endSession } from './end-session.ts';
import type { AnyFacade, Hook, ScriptText } from './facade.ts';
import { FacadeCall } from './facade-call.ts';
import type { LooseConnector } from './loose-connector.ts';
import { type BoundClass, bindClass, classOperations } from './object-class-facade.ts';
import type { DynamicObjectClass } from './object-class-operations.ts';
import { classWide, connectorWide } from './operation-names.ts';
import { scriptFields } from './script-fields.ts';
import { OperationTracing } from './tracing.ts';
import { translateError } from './translate-error.ts';

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

/** The facade of every opened connector. `openConnector` gives it the connector's types. */
export class OpenedConnector implements AnyFacade, Connection {
  readonly connector: LooseConnector;
  readonly session: unknown;
  readonly timeout: number | undefined;
  readonly pageSize: number;
  readonly tracing: OperationTracing;
  readonly #log: Log;
  readonly #appHooks: Readonly<Record<string, Hook>>;
  readonly #bound = new Map<string, BoundClass>();
  readonly #operations = new Map<string, DynamicObjectClass>();
  readonly #boundDiscovered = new WeakMap<ObjectClass, BoundClass>();
  readonly #discovered: DiscoveredClasses | undefined;
  #closing: Promise<void> | undefined;

  constructor({ connector, session, timeout, pageSize, instanceName, log, hooks }: Opening) {
    this.connector = connector;
    this.session = session;
    this.timeout = timeout;
    this.pageSize = pageSize;
    this.tracing = new OperationTracing({ connector: connector.name, version: connector.version, instanceName });
    this.#log = log;
    this.#appHooks = hooks;
    const ask = (options: CallOptions | undefined) => this.#ask('schema', options, false, {}, (call) => connector.schema?.(call));
    if (connector.schema) this.#discovered = new DiscoveredClasses(`schema of ${connector.name}`, timeout, ask);
  }

  /** @throws ConnectorError `InvalidArgument` when the connector is closed. */
  assertOpen(what: string): void {
    if (this.#closing) throw new ConnectorError('InvalidArgument', `${what}: the connector is closed; open it again`);
  }

  objectClass(name: string): DynamicObjectClass {
    return this.dynamic(name);
  }

  dynamic(name: string): DynamicObjectClass {
    let operations = this.#operations.get(name);
    if (!operations) {
      const declared = this.#declared(name);
      const discovered = this.#discovered;
      if (!declared && !discovered) throw this.#unknownClass(name, this.connector.objectClasses);
      operations = classOperations(name, declared || !discovered ? () => declared as BoundClass : (options) => this.#find(name, discovered, options));
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

  #find(name: string, discovered: DiscoveredClasses, options: CallOptions | undefined): Awaitable<BoundClass> {
    const { found } = discovered;
    return found ? this.#bind(name, found) : discovered.classes(options).then((classes) => this.#bind(name, classes));
  }

  #bind(name: string, found: readonly ObjectClass[]): BoundClass {
    const objectClass = found.find((each) => each.name === name);
    if (!objectClass) throw this.#unknownClass(name, this.#merged(found));
    let bound = this.#boundDiscovered.get(objectClass);
    if (!bound) {
      bound = bindClass(new ConnectorClass(objectClass, this.connector.dynamic ?? {}, this));
      this.#boundDiscovered.set(objectClass, bound);
    }
    return bound;
  }

  /** Declared classes win over discovered ones of the same name. */
  #merged(found: readonly ObjectClass[]): readonly ObjectClass[] {
    const { objectClasses } = this.connector;
    return [...objectClasses, ...found.filter(({ name }) => !objectClasses.some((each) => each.name === name))];
  }

  #unknownClass(name: string, known: readonly ObjectClass[]): ConnectorError {
    const names = known.map((each) => each.name);
    const near = similarName(String(name), names);
    const message = `${this.connector.name} has no object class ${printable(name)}; ${near ? `did you mean "${near}"?` : `it has ${names.join(', ') || 'none'}`}`;
    return new ConnectorError('InvalidArgument', message, { problems: [{ path: 'objectClass', message }] });
  }

  supports(...names: readonly [ConnectorOperation] | readonly [string, ObjectClassOperation]): boolean {
    const [first, operation] = names;
    if (operation === undefined) {
      if (first === 'schema') return true;
      return (
        connectorWide.includes(first as ConnectorOperation) &&
        typeof (this.connector as unknown as Readonly<Record<string, unknown>>)[first] === 'function'
      );
    }
    if (!classWide.includes(operation)) return false;
    const found = this.#discovered?.found?.some(({ name }) => name === first) ? this.#discovered.found : undefined;
    const bound = this.#declared(first) ?? (found && this.#bind(first, found));
    return bound?.cls.offers(operation) ?? false;
  }

  async schema(options?: CallOptions & { readonly refresh?: boolean }): Promise<Schema> {
    const what = `schema of ${this.connector.name}`;
    this.assertOpen(what);
    checkCallOptions(options, what);
    const objectClasses = await this.classes(options);
    const operations = classWide.filter((operation) => objectClasses.some(({ name }) => this.supports(name, operation)));
    return { objectClasses, operations: [...operations, ...connectorWide.filter((each) => this.supports(each))] };
  }

  /** The object classes, declared and discovered. */
  async classes(options?: CallOptions & { readonly refresh?: boolean }): Promise<readonly ObjectClass[]> {
    return this.#discovered ? this.#merged(await this.#discovered.classes(options)) : this.connector.objectClasses;
  }

  async test(options?: CallOptions): Promise<void> {
    if (!this.connector.test) throw this.#unsupported('test');
    await this.#ask('test', options, false, {}, (call) => this.connector.test?.(call));
  }

  async scriptOnConnector(script: ScriptText, options?: CallOptions): Promise<unknown> {
    if (!this.connector.scriptOnConnector) throw this.#unsupported('scriptOnConnector');
    return this.#ask('scriptOnConnector', options, true, scriptFields(script, `scriptOnConnector of ${this.connector.name}`), (call) =>
      this.connector.scriptOnConnector?.(call as never),
    );
  }

  async scriptOnResource(script: ScriptText, options?: CallOptions): Promise<unknown> {
    if (!this.connector.scriptOnResource) throw this.#unsupported('scriptOnResource');
    return this.#ask('scriptOnResource', options, true, scriptFields(script, `scriptOnResource of ${this.connector.name}`), (call) =>
      this.connector.scriptOnResource?.(call as never),
    );
  }

  hook(name: string, args: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown> {
    return this.runHook(name, args, options);
  }

  async runHook(name: string, args: Readonly<Record<string, unknown>> = {}, options?: CallOptions): Promise<unknown> {
    const own = (this.connector.hooks ?? {}) as Readonly<Record<string, Hook>>;
    const holder = Object.hasOwn(own, name) ? own : this.#appHooks;
    const hook = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (!hook) {
      const names = [...Object.keys(own), ...Object.keys(this.#appHooks)];
      throw badArguments(`hook of ${this.connector.name}`, [
        { path: 'name', message: `${printable(name)} is not a hook; there are ${names.join(', ') || 'none'}` },
      ]);
    }
    const fields = holder === own ? { args, log: this.#log } : { args, log: this.#log, facade: this };
    return this.#ask(`hook ${name}`, options, true, fields, (call) => hook.call(holder, call as never));
  }

  close(): Promise<void> {
    this.#closing ??= endSession(this.connector, this.session);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #ask<T>(
    operation: string,
    options: CallOptions | undefined,
    write: boolean,
    fields: object,
    work: (call: FacadeCall) => T,
  ): Promise<Awaited<T>> {
    const what = `${operation} of ${this.connector.name}`;
    this.assertOpen(what);
    checkCallOptions(options, what);
    const bounded = async (): Promise<Awaited<T>> => {
      const budget = new Budget(what, options, this.timeout);
      try {
        return await budget.run(async () => work(new FacadeCall(this.session, budget, undefined, {}, fields)), write);
      } catch (error) {
        throw translateError(error, what, budget.writing);
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
