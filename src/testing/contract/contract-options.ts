import type { OpenOptions } from '../../facade/opening/open-connector.ts';
import type { Attributes } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { Awaitable } from '../../model/awaitable.ts';
import type { Input } from '../../model/json-schema.ts';
import type { CreateAttributes, Updateable, ValueOf } from '../../model/typed-attributes.ts';
import type { AnyConnector, ClassNamed } from '../../spi/connector.ts';
import type { ContractRunner } from './contract-runner.ts';

/** Reasons not to run cases: by a kind (`update/rename`) or by the first part of kinds (`authenticate`). Each is reported as skipped, with the reason. */
export type SkippedKinds = Readonly<Record<string, string>>;

/** Attributes to be set in a sample; undefined leaves one out. */
export type SampleOverrides<A extends Attributes = Attributes> = string extends keyof A
  ? Readonly<Record<string, AttributeValue | readonly AttributeValue[] | undefined>>
  : { readonly [K in keyof CreateAttributes<A>]?: CreateAttributes<A>[K] | undefined };

/** What the schema of an object class cannot say of its values. */
export interface ClassOptions<A extends Attributes = Attributes> {
  /**
   * Attributes of a sample, over those made from the schema: what must exist elsewhere, what a pattern does not say. `n` is a whole number,
   * another for each sample. With `__NAME__` among them, renames take their new names from here too, such as DNs below a base.
   */
  readonly samples?: (n: number) => SampleOverrides<A>;
  /** Attributes that cases never write, other than by `samples`. */
  readonly leave?: readonly (keyof A & string)[];
  /** The values that an update may set, whole lists for multi-valued attributes; at least two. */
  readonly changes?: string extends keyof A
    ? Readonly<Record<string, readonly (AttributeValue | readonly AttributeValue[])[]>>
    : { readonly [K in Updateable<A>]?: readonly ValueOf<A[K]>[] };
  /**
   * The smallest unit of time that the system keeps of a `dateTime`, in milliseconds: 1000 for whole seconds, 86,400,000 for days of UTC. The cases
   * write no finer ones, but they do compare with finer ones. Nothing says so in the schema: an attribute that is not named here keeps milliseconds.
   */
  readonly resolution?: { readonly [K in keyof A & string]?: number };
  /** The cases write no objects of this class; they look at those that are there. */
  readonly readOnly?: boolean;
  readonly skip?: SkippedKinds;
}

/** The options of the object classes of a connector, by the name of the class. */
export type ClassOptionsOf<X extends AnyConnector> = string extends X['objectClasses'][number]['name']
  ? Readonly<Record<string, ClassOptions>>
  : { readonly [N in X['objectClasses'][number]['name']]?: ClassOptions<ClassNamed<X['objectClasses'], N>['attributes']> };

/** A script, and what it answers. */
export interface ScriptSample {
  readonly on: 'connector' | 'resource';
  readonly language: string;
  readonly text: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Compared deeply. */
  readonly result: unknown;
}

/** What the contract needs to know of a connector besides the connector. */
export interface ContractOptions<X extends AnyConnector = AnyConnector> {
  /** The settings, or a function that starts what is needed and answers them; it is called once, when the first case runs. */
  readonly configuration: Input<X['configuration']> | (() => Awaitable<Input<X['configuration']>>);
  /** Ends what `configuration` started. */
  readonly teardown?: () => unknown;
  /** Settings with which the connector must not work: refused by validation, by opening or by its test. They stand over the right ones; undefined leaves one out. */
  readonly wrongConfigurations?: readonly Readonly<Record<string, unknown>>[];
  /** Of all samples; the same seed gives the same samples. 1 by default, so that a suite does not fail by chance. */
  readonly seed?: number;
  readonly objectClasses?: ClassOptionsOf<X>;
  readonly skip?: SkippedKinds;
  /**
   * For a system in which reads lag behind writes: waits until what was written is read. Called before the first read after a write; without it
   * the cases expect a connector to read what it wrote, by waiting itself where the system is slow.
   */
  readonly settle?: () => unknown;
  /** Kinds, or first parts of kinds, that run; the others are not there at all. */
  readonly only?: readonly string[];
  /** Milliseconds for each case, and again for cleaning up after it; 30,000 by default. */
  readonly timeout?: number;
  /** Given to `openConnector`. */
  readonly openOptions?: OpenOptions;
  readonly scripts?: readonly ScriptSample[];
  /** The test runner, where it is not found by itself: the module of jest, vitest or node:test. */
  readonly runner?: ContractRunner;
}
