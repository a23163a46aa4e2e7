import { type Conversion, conversionOf } from '../model/convert-value.ts';
import { ConnectorError, type Problem } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { ObjectClassOperation } from '../model/operation.ts';
import { printable } from '../model/wording.ts';
import type { Operations } from '../spi/operations.ts';
import type { Budget } from './budget.ts';
import { FacadeCall } from './facade-call.ts';
import type { CallOptions } from './object-class-operations.ts';
import type { OpenedConnector } from './opened-connector.ts';

const noOptions: Readonly<Record<string, unknown>> = Object.freeze({});

/** One object class of an opened connector: which operations it implements, and how it is asked. */
export class ConnectorClass {
  readonly objectClass: ObjectClass;
  readonly opened: OpenedConnector;
  readonly #handlers: Operations;
  readonly #options = new Map<ObjectClassOperation, Conversion>();
  readonly #titles = new Map<ObjectClassOperation, string>();

  constructor(objectClass: ObjectClass, handlers: Operations, opened: OpenedConnector) {
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
    const there = (['create', 'update', 'delete', 'get', 'search', 'sync', 'liveSync', 'authenticate', 'resolveUsername'] as const).filter((each) => this.offers(each));
    throw new ConnectorError('UnsupportedOperation', `${this.title(operation)}: the connector does not implement it; it implements ${there.join(', ') || 'nothing'}`);
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

  /** Calls the connector. Handlers are called on the object they are in, so that `this` works. */
  ask<Op extends ObjectClassOperation>(operation: Op, budget: Budget, fields: object, given?: unknown): ReturnType<Exclude<Operations[Op], undefined>> {
    const call = new FacadeCall(this.opened.session, budget, this.objectClass, this.options(operation, given), fields);
    const handler = this.#handlers[operation] as (call: unknown) => ReturnType<Exclude<Operations[Op], undefined>>;
    return handler.call(this.#handlers, call);
  }

  /**
   * The options of a call, checked against those that the class declares.
   *
   * @throws ConnectorError `InvalidArgument` for undeclared ones and wrong values.
   */
  options(operation: ObjectClassOperation, given: unknown): Readonly<Record<string, unknown>> {
    if (given === undefined) return noOptions;
    const declared = this.objectClass.options?.[operation] ?? {};
    let convert = this.#options.get(operation);
    if (!convert) {
      convert = conversionOf({ type: 'map', properties: declared });
      this.#options.set(operation, convert);
    }
    const problems: Problem[] = [];
    const names = Object.keys(declared);
    for (const name of Object.keys(given as object)) {
      if (!names.includes(name)) problems.push({ path: `options.${name}`, message: `is not an option of this operation; it has ${names.join(', ') || 'none'}` });
    }
    const value = problems.length === 0 ? convert(given, 'options', problems) : undefined;
    if (problems.length > 0) throw badArguments(this.title(operation), problems);
    return value as Readonly<Record<string, unknown>>;
  }
}

/** An InvalidArgument that names every problem. */
export function badArguments(what: string, problems: readonly Problem[]): ConnectorError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new ConnectorError('InvalidArgument', `${count} in ${what}: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`, { problems });
}

/** Refuses what is not a text of at least one character. */
export function checkText(value: unknown, path: string, what: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw badArguments(what, [{ path, message: `must be a text of at least one character (got ${printable(value)})` }]);
}

/** Refuses a timeout or a signal that would be ignored. */
export function checkCallOptions(options: CallOptions | undefined, what: string): void {
  if (options === undefined) return;
  const { timeout, signal } = options;
  const problems: Problem[] = [];
  if (timeout !== undefined && !(Number.isFinite(timeout) && timeout >= 1 && timeout <= 2 ** 31 - 1)) {
    problems.push({ path: 'timeout', message: `must be a number of milliseconds from 1 to ${2 ** 31 - 1} (got ${printable(timeout)})` });
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) problems.push({ path: 'signal', message: `must be an AbortSignal (got ${printable(signal)})` });
  if (problems.length > 0) throw badArguments(what, problems);
}
