import type { DynamicObjectClass } from '../../facade/classes/object-class-operations.ts';
import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import type { Row } from '../../model/row.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { ClassOptions } from './contract-options.ts';
import type { Made, SampleAttributes } from './contract-subject.ts';
import type { ContractSuite } from './contract-suite.ts';
import { offersOperation } from './offered-operations.ts';
import { makePopulation } from './population.ts';
import { removeObject } from './removal.ts';
import { type Held, sameValue } from './same-value.ts';
import type { SuiteClassSubject } from './suite-subject.ts';

const writing: readonly ObjectClassOperation[] = ['create', 'update', 'updateDelta', 'delete'];

/** One object class of the connector under test: its samples, its objects, its operations. */
export class ClassUnderTest implements SuiteClassSubject {
  readonly suite: ContractSuite;
  readonly objectClass: ObjectClass;
  readonly writable: readonly string[];
  readonly creatable: readonly string[];
  readonly updateable: readonly string[];
  readonly readable: readonly string[];
  readonly #options: ClassOptions;
  #number = 0;
  #prepared: Promise<void> | undefined;
  #preparing = false;
  #population: Promise<readonly Made[]> | undefined;

  constructor(suite: ContractSuite, objectClass: ObjectClass, options: ClassOptions) {
    this.suite = suite;
    this.objectClass = objectClass;
    this.#options = options;
    const { leave = [] } = options;
    const entries = Object.entries(objectClass.attributes);
    const names = (keep: (attribute: AttributeInfo, name: string) => boolean) =>
      entries.filter(([name, attribute]) => keep(attribute, name)).map(([name]) => name);
    // The current password is right only for one object at one time, so no sample of it is.
    const free = (name: string) => !leave.includes(name) && name !== '__CURRENT_PASSWORD__';
    this.creatable = names(({ creatable }, name) => creatable !== false && free(name));
    this.updateable = names(({ updateable }, name) => updateable !== false && free(name));
    this.writable = names((_, name) => this.creatable.includes(name) || this.updateable.includes(name));
    this.readable = names(({ readable, type }, name) => readable !== false && type !== 'secret' && type !== 'secretBytes' && name !== '__NAME__');
  }

  get connector() {
    return this.suite.connector;
  }

  get seed(): number {
    return this.suite.seed;
  }

  facade() {
    return this.suite.facade();
  }

  openAgain(options?: object) {
    return this.suite.openAgain(options);
  }

  openVariant(change: (connector: AnyConnector) => AnyConnector) {
    return this.suite.openVariant(change);
  }

  /** Bound, because cases take it out of the subject. */
  readonly supports = (operation: ObjectClassOperation): boolean => {
    if (this.#options.readOnly && writing.includes(operation)) return false;
    return offersOperation(this.connector, this.objectClass, operation);
  };

  async operations(): Promise<DynamicObjectClass> {
    return (await this.facade()).dynamic(this.objectClass.name);
  }

  /** Samples begin anew with each case, so that a case that runs alone has the values that it had among the others. */
  beginCase(name: string): void {
    let mixed = 0x811c9dc5;
    for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    this.#number = (mixed >>> 0) % 1_000_000;
  }

  /** Makes what samples of this class point to. Classes that point to themselves or to each other get their first objects without. */
  prepare(): Promise<void> {
    if (this.#preparing) return Promise.resolve();
    this.#prepared ??= (async () => {
      this.#preparing = true;
      const classes = this.writable.flatMap((name) => {
        const { type, objectClass } = this.attribute(name);
        return type === 'reference' ? (objectClass ?? []) : name === '__GROUPS__' ? '__GROUP__' : [];
      });
      try {
        for (const each of new Set(classes)) await this.suite.makeTargets(each);
      } finally {
        this.#preparing = false;
      }
    })();
    return this.#prepared;
  }

  attribute(name: string): AttributeInfo {
    const attribute = Object.hasOwn(this.objectClass.attributes, name) ? this.objectClass.attributes[name] : undefined;
    if (!attribute) throw new ConnectorError('InvalidArgument', `${this.objectClass.name} has no attribute ${JSON.stringify(name)}`);
    return attribute;
  }

  sample(overrides?: SampleAttributes): SampleAttributes {
    return this.#sample(overrides, false);
  }

  oddSample(): SampleAttributes {
    return this.#sample(undefined, true);
  }

  #sample(overrides: SampleAttributes | undefined, odd: boolean): SampleAttributes {
    const { n, given } = this.#given();
    const made: Record<string, Held> = {};
    for (const name of this.creatable) {
      if (Object.hasOwn(given, name) || (overrides && Object.hasOwn(overrides, name))) continue;
      made[name] =
        name === '__NAME__'
          ? this.suite.samples.freshName(this.attribute(name), odd)
          : this.#inUnits(name, this.suite.samples.value(name, this.attribute(name), n, odd), n);
    }
    const all = Object.entries({ ...made, ...given, ...overrides }).filter(([, value]) => value !== undefined);
    // Cases look for all secrets, those of the options too.
    for (const [name, value] of all) if (this.objectClass.attributes[name]?.type === 'secret') this.suite.samples.remember(value);
    return Object.fromEntries(all) as SampleAttributes;
  }

  freshName(): string {
    const { __NAME__: name } = this.#given().given;
    return typeof name === 'string' ? name : this.suite.samples.freshName(this.attribute('__NAME__'));
  }

  /** The next sample that the options make: one whose name was not given before. */
  #given(): { readonly n: number; readonly given: SampleAttributes } {
    for (let tries = 0; ; tries++) {
      const n = this.#number++;
      const given = (this.#options.samples?.(n) ?? {}) as SampleAttributes;
      const { __NAME__: name } = given;
      // A function that knows one name only is left to the system to refuse.
      if (typeof name !== 'string' || tries === 100 || this.suite.samples.takeName(this.attribute('__NAME__'), name)) return { n, given };
    }
  }

  kept<T extends AttributeValue | readonly AttributeValue[]>(name: string, value: T): T {
    return this.#inUnits(name, value, 0);
  }

  /** The same value, a date cut off to the unit of time that the system keeps; of long units each sample and each member has its own. */
  #inUnits<T extends Held>(name: string, value: T, n: number): T {
    const unit = (this.#options.resolution as Readonly<Record<string, number>> | undefined)?.[name] ?? 1;
    const cut = (each: AttributeValue, i: number) =>
      each instanceof Date ? new Date((Math.floor(each.getTime() / unit) + (unit > 60_000 ? (n % 1000) + i : 0)) * unit) : each;
    if (unit === 1 || value === undefined || value === null) return value;
    return (Array.isArray(value) ? value.map(cut) : cut(value as AttributeValue, 0)) as T;
  }

  members(name: string, count: number): readonly AttributeValue[] {
    const { changes = {} } = this.#options as { changes?: Readonly<Record<string, readonly (AttributeValue | readonly AttributeValue[])[]>> };
    const given = changes[name]?.flat() as readonly AttributeValue[] | undefined;
    const attribute = this.attribute(name);
    if (!given) {
      const n = this.#number++;
      return this.#inUnits(name, this.suite.samples.members(name, attribute, n, count), n);
    }
    return given.filter((each, i) => given.findIndex((other) => sameValue({ ...attribute, multiValued: false }, each, other)) === i).slice(0, count);
  }

  otherValue(name: string, than: unknown): AttributeValue | readonly AttributeValue[] | undefined {
    const attribute = this.attribute(name);
    const { changes = {} } = this.#options as { changes?: Readonly<Record<string, readonly (AttributeValue | readonly AttributeValue[])[]>> };
    const given = changes[name];
    for (let tries = 0; tries < (given?.length ?? 10); tries++) {
      const n = this.#number;
      const value = given
        ? given[tries]
        : name === '__NAME__'
          ? this.freshName()
          : this.#inUnits(name, this.suite.samples.value(name, attribute, this.#number++), n);
      if (value !== undefined && !sameValue(attribute, value, than as Held)) return value;
    }
    return undefined;
  }

  async make(overrides?: SampleAttributes): Promise<Made> {
    const operations = await this.operations();
    const attributes = this.sample(overrides);
    const { uid } = await operations.create(attributes);
    this.deleteAfter(uid);
    return { uid, attributes };
  }

  deleteAfter(uid: string): void {
    if (!this.supports('delete')) return;
    this.suite.afterCase(async () => removeObject(await this.operations(), uid));
  }

  async read(uid: string): Promise<Row | undefined> {
    return (await this.operations()).get(uid, { attributes: this.readable });
  }

  population(): Promise<readonly Made[]> {
    this.#population ??= makePopulation(this);
    return this.#population;
  }
}
