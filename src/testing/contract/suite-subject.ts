import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { Row } from '../../model/row.ts';
import type { ContractCase } from './contract-case.ts';
import type { ScriptSample } from './contract-options.ts';
import type { ClassSubject, ContractSubject, SampleAttributes } from './contract-subject.ts';

/** The subject with what the cases of the connector as a whole need besides. */
export interface SuiteSubject extends ContractSubject {
  readonly wrongConfigurations: readonly Readonly<Record<string, unknown>>[];
  readonly scripts: readonly ScriptSample[];
  /** The object classes under test. */
  readonly classes: readonly SuiteClassSubject[];
  /** The settings that the suite was given. */
  configuration(): Promise<Readonly<Record<string, unknown>>>;
  /** A valid value of an attribute, also of one that nobody may write; undefined when there is nothing that it could point to. */
  sampleOf(name: string, attribute: AttributeInfo): AttributeValue | readonly AttributeValue[] | undefined;
  /** The text of a valid secret, another one than the one given. */
  secretOf(name: string, attribute: AttributeInfo, than?: string): string;
  /** The texts of all secrets that samples had so far. */
  readonly secrets: ReadonlySet<string>;
  /** To be done when the case that runs now is over, the latest first. */
  afterCase(work: () => Promise<unknown>): void;
}

/** The subject of one object class with what writing cases need besides. */
export interface SuiteClassSubject extends ClassSubject {
  readonly suite: SuiteSubject;
  /** An attribute by its own name. */
  attribute(name: string): AttributeInfo;
  /** Names of the attributes that can be read, `__NAME__` aside. */
  readonly readable: readonly string[];
  /** Names of the attributes that a case may set in a create. */
  readonly creatable: readonly string[];
  /** Names of the attributes that a case may change in an update. */
  readonly updateable: readonly string[];
  /** A sample with unusual values: other scripts, quotes, the ends of number ranges. */
  oddSample(): SampleAttributes;
  /** A name that no object has; the same for the same number. */
  freshName(): string;
  /** Members for a multi-valued attribute, all different. */
  members(attribute: string, count: number): readonly AttributeValue[];
  /** The object with all that can be read; undefined when it is not there. */
  read(uid: string): Promise<Row | undefined>;
  /** The object must be deleted when the case is over, although the case itself made or renamed it. */
  deleteAfter(uid: string): void;
}

/** Makes cases of the connector as a whole, of what only the suite's own cases need. */
export type SuiteCases = (subject: SuiteSubject) => Iterable<ContractCase>;

/** The same for one object class. */
export type SuiteClassCases = (subject: SuiteClassSubject) => Iterable<ContractCase>;
