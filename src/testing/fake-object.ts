import type { SeedObject } from '../connectors/memory/configuration.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { Accepted, IsDynamic, ValueOf } from '../model/typed-attributes.ts';
import type { AnyConnector } from '../spi/connector.ts';

/** Attributes of an object that a fake begins with: those that only the system sets may be given too; the name stands beside them. */
export type SeedAttributes<A> = { readonly [K in Exclude<keyof A, '__NAME__'>]?: Accepted<ValueOf<A[K]>> | null | undefined };

/** An object of one class that a fake begins with. */
export interface SeedOf<O extends ObjectClass> {
  readonly objectClass: O['name'];
  /** Generated when left out; with `uid: 'name'` it is the name. */
  readonly uid?: string | undefined;
  readonly name: string;
  readonly attributes?: SeedAttributes<O['attributes']> | undefined;
}

/** An object that a fake begins with, typed by its class as far as the compiler knows the classes. */
export type FakeObject<X extends AnyConnector> = X['objectClasses'][number] extends infer O
  ? O extends ObjectClass
    ? IsDynamic<O['attributes']> extends true
      ? SeedObject
      : SeedOf<O>
    : never
  : never;
