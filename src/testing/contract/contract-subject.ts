import type { DynamicObjectClass } from '../../facade/classes/object-class-operations.ts';
import type { AnyFacade } from '../../facade/facade.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { ContractCase } from './contract-case.ts';

/** Attributes of a sample, as an application would write them. */
export type SampleAttributes = Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>;

/** An object that a case made; it is deleted when the case is over. */
export interface Made {
  readonly uid: string;
  /** What it was created with; `__NAME__` among it. */
  readonly attributes: SampleAttributes;
}

/** What the cases of a suite work with: the connector, opened when the first of them runs. */
export interface ContractSubject {
  readonly connector: AnyConnector;
  /** Of fast-check and of the samples; printed with every failure, so that a run can be repeated. */
  readonly seed: number;
  /** The connector, opened once for the suite. */
  facade(): Promise<AnyFacade>;
  /** Opens it once more, with other options; closed when the case is over. */
  openAgain(options?: object): Promise<AnyFacade>;
  /** Opens a changed connector with the same configuration, to watch or to disturb what passes below the facade; closed when the case is over. */
  openVariant(change: (connector: AnyConnector) => AnyConnector): Promise<AnyFacade>;
}

/** The same for one object class. */
export interface ClassSubject extends ContractSubject {
  readonly objectClass: ObjectClass;
  supports(operation: ObjectClassOperation): boolean;
  /** The operations of the class, by the suite's facade. */
  operations(): Promise<DynamicObjectClass>;
  /** Valid attributes of an object that does not exist: all that can be created, the name different each time. Reproducible by the seed. */
  sample(overrides?: SampleAttributes): SampleAttributes;
  /** Another valid value of an attribute than the one given; undefined when there is none. */
  otherValue(attribute: string, than: unknown): AttributeValue | readonly AttributeValue[] | undefined;
  /** The value as far as the system can keep it: a date in the unit of time that the options name. */
  kept<T extends AttributeValue | readonly AttributeValue[]>(attribute: string, value: T): T;
  /** Names of the attributes that a case may write: those that options do not leave out. */
  readonly writable: readonly string[];
  /** Creates an object, deleted when the case is over. */
  make(overrides?: SampleAttributes): Promise<Made>;
  /**
   * Objects to search among, made once for all searching cases of the class (at least 7, values varied: some absent, some shared, some
   * differing in case only where the subtype ignores it), deleted at the end of the suite. Of a class that cannot create: those that are there.
   */
  population(): Promise<readonly Made[]>;
}

/** Makes cases that concern the connector as a whole. */
export type ConnectorCases = (subject: ContractSubject) => Iterable<ContractCase>;

/** Makes cases for one object class. What the class does not support is made too, with `skip`. */
export type ClassCases = (subject: ClassSubject) => Iterable<ContractCase>;
