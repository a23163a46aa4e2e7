import type { Awaitable } from '../model/awaitable.ts';
import { ConnectorError } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';
import type { Schema } from '../model/schema.ts';
import { isObject } from '../model/value-kind.ts';
import { printable } from '../model/wording.ts';
import type { Log } from '../spi/context.ts';
import { type BatchItems, type BatchOptions, type BatchStream, runBatch } from './batch/batch.ts';
import { Budget } from './calls/budget.ts';
import type { CallOptions } from './calls/call-options.ts';
import { Dispatch } from './calls/dispatch.ts';
import { FacadeCall } from './calls/facade-call.ts';
import type { Sessions } from './calls/sessions.ts';
import type { OperationTracing } from './calls/tracing.ts';
import { translateError } from './calls/translate-error.ts';
import { BoundClasses } from './classes/bound-classes.ts';
import { badArguments, checkCallOptions } from './classes/connector-class.ts';
import { DiscoveredClasses } from './classes/discovered-classes.ts';
import type { DynamicObjectClass } from './classes/object-class-operations.ts';
import { classWide, connectorWide } from './classes/operation-names.ts';
import type { Connection } from './connection.ts';
import type { AnyFacade, Hook, ScriptText } from './facade.ts';
import type { LooseConnector } from './loose-connector.ts';
import type { PoolMetrics } from './pool/pool-metrics.ts';
import type { Resilience } from './resilience/resilience.ts';
import { scriptFields } from './scripts/script-fields.ts';
import type { ScriptTexts } from './scripts/script-texts.ts';

/** What an opened connector is made of. */
export interface Opening {
  readonly connector: LooseConnector;
  readonly sessions: Sessions;
  readonly resilience: Resilience | undefined;
  readonly tracing: OperationTracing;
  readonly timeout: number | undefined;
  readonly pageSize: number;
  readonly log: Log;
  readonly hooks: Readonly<Record<string, Hook>>;
  readonly scripts: ScriptTexts | undefined;
}

/** The facade of every opened connector. `openConnector` gives it the connector's types. */
export class OpenedConnector implements AnyFacade, Connection {
  readonly connector: LooseConnector;
  readonly dispatch: Dispatch;
  readonly timeout: number | undefined;
  readonly pageSize: number;
  readonly tracing: OperationTracing;
  readonly #sessions: Sessions;
  readonly #scripts: ScriptTexts | undefined;
  readonly #log: Log;
  readonly #appHooks: Readonly<Record<string, Hook>>;
  readonly #classes: BoundClasses;
  #closing: Promise<void> | undefined;

  constructor({ connector, sessions, resilience, tracing, timeout, pageSize, log, hooks, scripts }: Opening) {
    this.connector = connector;
    this.dispatch = new Dispatch(sessions, resilience);
    this.timeout = timeout;
    this.pageSize = pageSize;
    this.tracing = tracing;
    this.#sessions = sessions;
    this.#scripts = scripts;
    this.#log = log;
    this.#appHooks = hooks;
    const ask = (options: CallOptions | undefined) => this.#ask('schema', options, false, {}, (call) => connector.schema?.(call));
    this.#classes = new BoundClasses(this, connector.schema && new DiscoveredClasses(`schema of ${connector.name}`, timeout, ask));
  }

  /** @throws ConnectorError `InvalidArgument` when the connector is closed. */
  assertOpen(what: string): void {
    if (this.#closing) throw new ConnectorError('InvalidArgument', `${what}: the connector is closed; open it again`);
  }

  objectClass(name: string): DynamicObjectClass {
    return this.dynamic(name);
  }

  dynamic(name: string): DynamicObjectClass {
    return this.#classes.operations(name);
  }

  supports(...names: readonly [ConnectorOperation] | readonly [string, ObjectClassOperation]): boolean {
    const [first, operation] = names;
    if (operation !== undefined) return this.#classes.supports(first, operation);
    if (first === 'schema' || (first === 'scriptOnConnector' && this.#scripts?.runs)) return true;
    const implemented = (this.connector as unknown as Readonly<Record<string, unknown>>)[first];
    return connectorWide.includes(first as ConnectorOperation) && typeof implemented === 'function';
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
  classes(options?: CallOptions & { readonly refresh?: boolean }): Promise<readonly ObjectClass[]> {
    return this.#classes.all(options);
  }

  async test(options?: CallOptions): Promise<void> {
    if (!this.connector.test) throw this.#unsupported('test');
    await this.#ask('test', options, false, {}, (call) => this.connector.test?.(call));
  }

  async scriptOnConnector(script: ScriptText, options?: CallOptions): Promise<unknown> {
    const { connector } = this;
    const scripts = this.#scripts;
    if (!this.supports('scriptOnConnector')) throw this.#unsupported('scriptOnConnector', 'and was opened without scripts.engine');
    const what = `scriptOnConnector of ${connector.name}`;
    const fields = scriptFields(script, what, scripts);
    if (!scripts || connector.scriptOnConnector) {
      return this.#ask('scriptOnConnector', options, true, fields, (call) => connector.scriptOnConnector?.(call as never));
    }
    return this.#run('scriptOnConnector', options, (budget) => budget.run(() => scripts.run(fields, this, what, budget.signal), true));
  }

  async scriptOnResource(script: ScriptText, options?: CallOptions): Promise<unknown> {
    if (!this.connector.scriptOnResource) throw this.#unsupported('scriptOnResource');
    const fields = scriptFields(script, `scriptOnResource of ${this.connector.name}`, this.#scripts);
    return this.#ask('scriptOnResource', options, true, fields, (call) => this.connector.scriptOnResource?.(call as never));
  }

  hook(name: string, args: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown> {
    return this.runHook(name, args, options);
  }

  async runHook(name: string, args: Readonly<Record<string, unknown>> = {}, options?: CallOptions): Promise<unknown> {
    const own = (this.connector.hooks ?? {}) as Readonly<Record<string, Hook>>;
    const holder = Object.hasOwn(own, name) ? own : this.#appHooks;
    // A name that is no text could be one name when it is looked for and another when it is taken.
    const hook = typeof name === 'string' && Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (!hook) {
      const names = [...Object.keys(own), ...Object.keys(this.#appHooks)];
      throw badArguments(`hook of ${this.connector.name}`, [
        { path: 'name', message: `${printable(name)} is not a hook; there are ${names.join(', ') || 'none'}` },
      ]);
    }
    if (!isObject(args) || args instanceof Map)
      throw badArguments(`hook of ${this.connector.name}`, [{ path: 'args', message: `must be an object (got ${printable(args)})` }]);
    const operation = `hook ${name}`;
    if (holder === own) return this.#ask(operation, options, true, { args, log: this.#log }, (call) => hook.call(holder, call as never));
    // What calls the facade must hold nothing that the facade's own calls may have to wait for.
    const session = this.#sessions.shared?.session;
    const fields = { args, log: this.#log, facade: this };
    return this.#run(operation, options, (budget) =>
      budget.run(async () => hook.call(holder, new FacadeCall(session, budget, undefined, {}, fields) as never), true),
    );
  }

  /** How the session pool is used. */
  get pool(): PoolMetrics | undefined {
    return this.#sessions.metrics;
  }

  batch(items: Iterable<unknown> | AsyncIterable<unknown>, options?: BatchOptions): BatchStream {
    this.assertOpen(`batch of ${this.connector.name}`);
    return runBatch(this, items as BatchItems, options);
  }

  close(): Promise<void> {
    this.#closing ??= this.#sessions.close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Asks the connector. */
  #ask<T>(operation: string, options: CallOptions | undefined, write: boolean, fields: object, work: (call: FacadeCall) => Awaitable<T>): Promise<T> {
    const request = { operation, objectClass: undefined, uid: undefined, write };
    return this.#run(operation, options, (budget) =>
      this.dispatch.call(request, budget, async (session) => work(new FacadeCall(session, budget, undefined, {}, fields))),
    );
  }

  /** What all calls that concern no object class have in common: the connector is open, the budget holds, the call is traced, failures are ConnectorErrors. */
  async #run<T>(operation: string, options: CallOptions | undefined, work: (budget: Budget) => Awaitable<T>): Promise<T> {
    const what = `${operation} of ${this.connector.name}`;
    const bounded = async (): Promise<T> => {
      this.assertOpen(what);
      checkCallOptions(options, what);
      const budget = new Budget(what, options, this.timeout);
      try {
        return await work(budget);
      } catch (error) {
        throw translateError(error, what, budget.writing);
      } finally {
        budget.dispose();
      }
    };
    return this.tracing.active ? this.tracing.call(operation, undefined, undefined, undefined, bounded) : bounded();
  }

  #unsupported(operation: ConnectorOperation, besides = ''): ConnectorError {
    return new ConnectorError(
      'UnsupportedOperation',
      `${operation} of ${this.connector.name}: the connector does not implement it ${besides}`.trimEnd(),
    );
  }
}
