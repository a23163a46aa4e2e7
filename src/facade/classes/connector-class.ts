import type { Awaitable } from '../../model/awaitable.ts';
import { type Conversion, conversionOf } from '../../model/convert-value.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import { problemsError } from '../../model/problems-error.ts';
import { printable } from '../../model/wording.ts';
import type { Operations } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import type { CallOptions } from '../calls/call-options.ts';
import type { DispatchedStream } from '../calls/dispatch.ts';
import { FacadeCall } from '../calls/facade-call.ts';
import type { Connection } from '../connection.ts';
import type { CheckedChanges } from './checked-attributes.ts';

/** Operations that answer once. */
export type SingleOperation = Exclude<ObjectClassOperation, 'search' | 'sync' | 'liveSync'>;

const writing: ReadonlySet<ObjectClassOperation> = new Set(['create', 'update', 'updateDelta', 'delete']);

const noOptions: Readonly<Record<string, unknown>> = Object.freeze({});

/** One object class of an opened connector: which operations it implements, and how it is asked. */
export class ConnectorClass {
  readonly objectClass: ObjectClass;
  readonly opened: Connection;
  readonly #handlers: Operations;
  readonly #options = new Map<ObjectClassOperation, DeclaredOptions>();
  readonly #titles = new Map<ObjectClassOperation, string>();

  constructor(objectClass: ObjectClass, handlers: Operations, opened: Connection) {
    this.objectClass = objectClass;
    this.opened = opened;
    this.#handlers = handlers;
  }

  /** Whether the connector itself has the operation, and the class allows it. */
  implements(operation: ObjectClassOperation): boolean {
    const allowed = this.objectClass.operations;
    return typeof this.#handlers[operation] === 'function' && (allowed === undefined || allowed.includes(operation));
  }

  /** Whether the facade has it: get comes with search, and either way of updating with the other. */
  offers(operation: ObjectClassOperation): boolean {
    if (this.implements(operation)) return true;
    if (operation === 'get') return this.implements('search');
    if (operation === 'update') return this.implements('updateDelta');
    return operation === 'updateDelta' && this.implements('update');
  }

  /** @throws ConnectorError `UnsupportedOperation` */
  demand(operation: ObjectClassOperation): void {
    if (this.offers(operation)) return;
    const there = (['create', 'update', 'delete', 'get', 'search', 'sync', 'liveSync', 'authenticate', 'resolveUsername'] as const).filter((each) =>
      this.offers(each),
    );
    throw new ConnectorError(
      'UnsupportedOperation',
      `${this.title(operation)}: the connector does not implement it; it implements ${there.join(', ') || 'nothing'}`,
    );
  }

  /** What an operation is called in messages: `create __ACCOUNT__ of aws`. */
  title(operation: ObjectClassOperation): string {
    let title = this.#titles.get(operation);
    if (title === undefined) {
      title = `${operation} ${this.objectClass.name} of ${this.opened.connector.name}`;
      this.#titles.set(operation, title);
    }
    return title;
  }

  /** Calls the connector by the dispatch, and waits for it no longer than the budget allows. */
  call<Op extends SingleOperation>(
    operation: Op,
    budget: Budget,
    fields: object,
    given?: unknown,
  ): Awaitable<Awaited<ReturnType<Exclude<Operations[Op], undefined>>>> {
    type Answer = Awaited<ReturnType<Exclude<Operations[Op], undefined>>>;
    const { dispatch } = this.opened;
    const { plain } = dispatch;
    const write = writing.has(operation);
    if (plain) return budget.run(() => this.ask(operation, plain.session, budget, fields, given) as Awaitable<Answer>, write);
    const request = { operation, objectClass: this.objectClass.name, uid: (fields as { readonly uid?: string }).uid, write };
    return dispatch.call<Answer>(request, budget, (session) => this.ask(operation, session, budget, fields, given) as Awaitable<Answer>);
  }

  /** Does what reads, merges and writes an object, when there is something to merge, without another merge of the same object in between. */
  merging<T>(uid: string, { add, remove }: CheckedChanges, budget: Budget, work: () => Promise<T>): Promise<T> {
    if (Object.keys(add).length + Object.keys(remove).length === 0) return work();
    return this.opened.dispatch.merge({ operation: 'update', objectClass: this.objectClass.name, uid, write: true }, budget, work);
  }

  /** What a generator of the connector is pulled by. */
  stream<T>(operation: 'search' | 'sync' | 'liveSync', budget: Budget): DispatchedStream<T> {
    return this.opened.dispatch.stream({ operation, objectClass: this.objectClass.name, uid: undefined, write: false }, budget);
  }

  /** Calls the connector with a session. Handlers are called on the object they are in, so that `this` works. */
  ask<Op extends ObjectClassOperation>(
    operation: Op,
    session: unknown,
    budget: Budget,
    fields: object,
    given?: unknown,
  ): ReturnType<Exclude<Operations[Op], undefined>> {
    const options = given === undefined && this.objectClass.options === undefined ? noOptions : this.options(operation, given);
    const call = new FacadeCall(session, budget, this.objectClass, options, fields);
    const handler = this.#handlers[operation] as (call: unknown) => ReturnType<Exclude<Operations[Op], undefined>>;
    return handler.call(this.#handlers, call);
  }

  /**
   * The options of a call, checked against those that the class declares, with their defaults.
   *
   * @throws ConnectorError `InvalidArgument` for undeclared ones and wrong values.
   */
  options(operation: ObjectClassOperation, given: unknown): Readonly<Record<string, unknown>> {
    const problems: Problem[] = [];
    const value = this.readOptions(operation, given, problems);
    if (problems.length > 0) throw badArguments(this.title(operation), problems);
    return value;
  }

  /** The same, with what is wrong added to `problems`. */
  readOptions(operation: ObjectClassOperation, given: unknown, problems: Problem[]): Readonly<Record<string, unknown>> {
    const { names, defaults, convert } = this.#declared(operation);
    if (given === undefined) return defaults;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      problems.push({ path: 'options', message: `must be an object of options (got ${printable(given)})` });
      return defaults;
    }
    const known: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(given)) {
      if (names.includes(name)) known[name] = value;
      else problems.push({ path: `options.${name}`, message: `is not an option of this operation; it has ${names.join(', ') || 'none'}` });
    }
    return { ...defaults, ...(convert(known, 'options', problems) as object | undefined) };
  }

  #declared(operation: ObjectClassOperation): DeclaredOptions {
    let found = this.#options.get(operation);
    if (!found) {
      const { options = {} } = this.objectClass;
      // An application calls update, whichever of ICF's two ways of updating the connector has.
      const properties = { ...(operation === 'updateDelta' && options.update), ...options[operation] };
      const defaults = Object.entries(properties).flatMap(([name, schema]) => ('default' in schema ? [[name, schema.default]] : []));
      found = {
        names: Object.keys(properties),
        defaults: defaults.length === 0 ? noOptions : Object.freeze(Object.fromEntries(defaults)),
        convert: conversionOf({ type: 'map', properties }),
      };
      this.#options.set(operation, found);
    }
    return found;
  }
}

/** The options that a class declares for an operation. */
interface DeclaredOptions {
  readonly names: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly convert: Conversion;
}

/** An InvalidArgument that names every problem. */
export function badArguments(what: string, problems: readonly Problem[]): ConnectorError {
  return problemsError('InvalidArgument', what, problems);
}

/** Finds what is not a text of at least one character. */
export function textProblems(value: unknown, path: string, problems: Problem[]): void {
  if (typeof value === 'string' && value !== '') return;
  problems.push({ path, message: `must be a text of at least one character (got ${printable(value)})` });
}

/** Finds a timeout or a signal that would be ignored. */
export function callProblems(options: CallOptions | undefined, problems: Problem[]): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) {
    problems.push({ path: '', message: `options of the call must be an object (got ${printable(options)})` });
    return;
  }
  const { timeout, signal } = options;
  if (timeout !== undefined && !(Number.isFinite(timeout) && timeout >= 1 && timeout <= 2 ** 31 - 1)) {
    problems.push({ path: 'timeout', message: `must be a number of milliseconds from 1 to ${2 ** 31 - 1} (got ${printable(timeout)})` });
  }
  if (signal !== undefined && !isSignal(signal)) problems.push({ path: 'signal', message: `must be an AbortSignal (got ${printable(signal)})` });
}

/** Refuses a timeout or a signal that would be ignored. */
export function checkCallOptions(options: CallOptions | undefined, what: string): void {
  if (options === undefined) return;
  const problems: Problem[] = [];
  callProblems(options, problems);
  if (problems.length > 0) throw badArguments(what, problems);
}

/** By its shape, because jsdom and polyfills have an AbortSignal of their own. */
function isSignal(value: unknown): boolean {
  const { aborted, addEventListener, removeEventListener } = (value ?? {}) as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && typeof addEventListener === 'function' && typeof removeEventListener === 'function';
}
