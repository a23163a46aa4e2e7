import type { AttributeFlags } from './attribute.ts';
import type { AnyAttributes, AttributeValue } from './attribute-value.ts';
import type { Secret, SecretBytes } from './secret.ts';
import type { Simplify } from './simplify.ts';

/** The value of an attribute as a connector and a row hold it. */
export type ValueOf<I> = I extends { readonly '~value'?: infer T }
  ? unknown extends T
    ? AttributeValue | readonly AttributeValue[]
    : T
  : AttributeValue | readonly AttributeValue[];

/** Wider on the way in: a secret as string, a long as number, a date as ISO 8601 text. The facade converts, so a connector sees one form. */
export type Accepted<T> = [T] extends [Secret]
  ? Secret | string
  : [T] extends [SecretBytes]
    ? SecretBytes | Uint8Array
    : [T] extends [bigint]
      ? bigint | number
      : [T] extends [Date]
        ? Date | string
        : T extends readonly (infer E)[]
          ? readonly Accepted<E>[]
          : T;

/** What callers may write for an attribute: its value in the wider form, and what a schema of another library takes (`attr.schema`). */
export type Writable<I> = '~input' extends keyof I ? Accepted<ValueOf<I>> | Exclude<I['~input'], undefined> : Accepted<ValueOf<I>>;

/** Whether the compiler knows nothing of the attributes. */
export type IsDynamic<A> = string extends keyof A ? true : false;

/** Names of the attributes whose flag `F` is `V`. */
export type Where<A, F extends keyof AttributeFlags, V> = { [K in keyof A]: A[K] extends { readonly [P in F]: V } ? K : never }[keyof A];

/** Attributes that a create may set. */
export type Creatable<A> = Exclude<keyof A, Where<A, 'creatable', false>>;
/** Attributes that an update may change. */
export type Updateable<A> = Exclude<keyof A, Where<A, 'updateable', false>>;
/** Readable attributes but `__NAME__`, which is the row's `name`. */
export type Readable<A> = Exclude<keyof A, Where<A, 'readable', false> | '__NAME__'>;
/** Attributes that every row has when none are named. */
export type Certain<A> = Exclude<Where<A, 'required', true>, Where<A, 'returnedByDefault', false>>;

/** What create takes: the creatable attributes, the required among them certain; undefined counts as not mentioned. */
export type CreateAttributes<A> =
  IsDynamic<A> extends true
    ? AnyAttributes
    : Simplify<
        { readonly [K in Creatable<A> as K extends Where<A, 'required', true> ? K : never]: Writable<A[K]> } & {
          readonly [K in Creatable<A> as K extends Where<A, 'required', true> ? never : K]?: Writable<A[K]> | undefined;
        }
      >;

/** What a connector's create receives: the same after conversion. */
export type CreatedAttributes<A> =
  IsDynamic<A> extends true
    ? AnyAttributes
    : Simplify<
        { readonly [K in Creatable<A> as K extends Where<A, 'required', true> ? K : never]: ValueOf<A[K]> } & {
          readonly [K in Creatable<A> as K extends Where<A, 'required', true> ? never : K]?: ValueOf<A[K]>;
        }
      >;

/** What a row holds: the readable attributes; required ones that are returned by default are certain. */
export type ReadAttributes<A> =
  IsDynamic<A> extends true
    ? AnyAttributes
    : Simplify<
        { -readonly [K in Readable<A> as K extends Certain<A> ? K : never]: ValueOf<A[K]> } & {
          -readonly [K in Readable<A> as K extends Certain<A> ? never : K]?: ValueOf<A[K]>;
        }
      >;

/** What a connector yields: any of the readable attributes; null and undefined are absent, so an SDK's or a database's values go in as they are. */
export type FoundAttributes<A> = IsDynamic<A> extends true ? AnyAttributes : { readonly [K in Readable<A>]?: ValueOf<A[K]> | null | undefined };

/** What a row holds when attributes are named: those, the required ones certain. */
export type ProjectedAttributes<A, K> =
  IsDynamic<A> extends true
    ? AnyAttributes
    : [K] extends [never]
      ? {}
      : Simplify<
          { -readonly [N in K & Readable<A> as N extends Where<A, 'required', true> ? N : never]: ValueOf<A[N]> } & {
            -readonly [N in K & Readable<A> as N extends Where<A, 'required', true> ? never : N]?: ValueOf<A[N]>;
          }
        >;
