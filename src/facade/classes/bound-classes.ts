import type { Awaitable } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import { ALL, type ObjectClass } from '../../model/object-class.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import { printable, similarName } from '../../model/wording.ts';
import type { Operations } from '../../spi/operations.ts';
import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../connection.ts';
import { ConnectorClass } from './connector-class.ts';
import type { DiscoveredClasses } from './discovered-classes.ts';
import { type BoundClass, bindClass, classOperations } from './object-class-facade.ts';
import type { DynamicObjectClass } from './object-class-operations.ts';
import { classWide } from './operation-names.ts';

/** The object classes of an opened connector, declared and discovered, each with what runs its operations: made once, when it is first used. */
export class BoundClasses {
  readonly #opened: Connection;
  readonly #discovered: DiscoveredClasses | undefined;
  readonly #bound = new Map<string, BoundClass>();
  readonly #operations = new Map<string, DynamicObjectClass>();
  readonly #boundDiscovered = new WeakMap<ObjectClass, BoundClass>();

  constructor(opened: Connection, discovered: DiscoveredClasses | undefined) {
    this.#opened = opened;
    this.#discovered = discovered;
  }

  /** What an application calls. @throws ConnectorError `InvalidArgument` for a class that does not exist. */
  operations(name: string): DynamicObjectClass {
    let operations = this.#operations.get(name);
    if (!operations) {
      const declared = this.#declared(name);
      const discovered = this.#discovered;
      if (!declared && !discovered) throw this.#unknownClass(name, this.#opened.connector.objectClasses);
      operations = classOperations(name, declared || !discovered ? () => declared as BoundClass : (options) => this.#find(name, discovered, options));
      this.#operations.set(name, operations);
    }
    return operations;
  }

  supports(name: string, operation: ObjectClassOperation): boolean {
    if (!classWide.includes(operation)) return false;
    const found = this.#discovered?.found?.some((each) => each.name === name) ? this.#discovered.found : undefined;
    const bound = this.#declared(name) ?? (found && this.#bind(name, found));
    return bound?.cls.offers(operation) ?? false;
  }

  /** All of them. Declared classes win over discovered ones of the same name. */
  async all(options?: CallOptions & { readonly refresh?: boolean }): Promise<readonly ObjectClass[]> {
    return this.#discovered ? this.#merged(await this.#discovered.classes(options)) : this.#opened.connector.objectClasses;
  }

  #declared(name: string): BoundClass | undefined {
    let bound = this.#bound.get(name);
    if (!bound) {
      const { connector } = this.#opened;
      const objectClass = connector.objectClasses.find((each) => each.name === name) ?? this.#allClasses(name);
      if (!objectClass) return undefined;
      const handlers = (connector.operations as Readonly<Record<string, Operations | undefined>>)[name] ?? {};
      bound = bindClass(new ConnectorClass(objectClass, handlers, this.#opened));
      this.#bound.set(name, bound);
    }
    return bound;
  }

  /** `__ALL__` is no class of its own, but may have operations. */
  #allClasses(name: string): ObjectClass | undefined {
    return name === ALL && Object.hasOwn(this.#opened.connector.operations as object, ALL) ? { name: ALL, attributes: {} } : undefined;
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
      bound = bindClass(new ConnectorClass(objectClass, this.#opened.connector.dynamic ?? {}, this.#opened));
      this.#boundDiscovered.set(objectClass, bound);
    }
    return bound;
  }

  #merged(found: readonly ObjectClass[]): readonly ObjectClass[] {
    const { objectClasses } = this.#opened.connector;
    return [...objectClasses, ...found.filter(({ name }) => !objectClasses.some((each) => each.name === name))];
  }

  #unknownClass(name: string, known: readonly ObjectClass[]): ConnectorError {
    const names = known.map((each) => each.name);
    const near = similarName(String(name), names);
    const { connector } = this.#opened;
    const message = `${connector.name} has no object class ${printable(name)}; ${near ? `did you mean "${near}"?` : `it has ${names.join(', ') || 'none'}`}`;
    return new ConnectorError('InvalidArgument', message, { problems: [{ path: 'objectClass', message }] });
  }
}
