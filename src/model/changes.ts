import type { Attributes } from './attribute.ts';
import type { AnyAttributes } from './attribute-value.ts';
import type { IsDynamic, Updateable, ValueOf, Where, Writable } from './typed-attributes.ts';

/**
 * What an update asks for. `replace` sets whole values and null clears (not allowed for required attributes); `add` and `remove` are for
 * multi-valued attributes and act as on sets. Adding a value that is there and removing one that is not change nothing.
 */
export type Changes<A> =
  IsDynamic<A> extends true
    ? AnyChanges
    : {
        readonly replace?: {
          readonly [K in Updateable<A>]?: Writable<A[K]> | (K extends Where<A, 'required', true> ? never : null) | undefined;
        };
        readonly add?: { readonly [K in Updateable<A> & Where<A, 'multiValued', true>]?: Writable<A[K]> | undefined };
        readonly remove?: { readonly [K in Updateable<A> & Where<A, 'multiValued', true>]?: Writable<A[K]> | undefined };
      };

/** Changes to an object whose class the compiler does not know. */
export interface AnyChanges {
  readonly replace?: AnyAttributes;
  readonly add?: AnyAttributes;
  readonly remove?: AnyAttributes;
}

/** Changes as a connector's updateDelta receives them: converted, all three parts there, empty when nothing is asked. */
export type ReceivedChanges<A> =
  IsDynamic<A> extends true
    ? Required<AnyChanges>
    : {
        readonly replace: ReplaceAttributes<A>;
        readonly add: { readonly [K in Updateable<A> & Where<A, 'multiValued', true>]?: ValueOf<A[K]> };
        readonly remove: { readonly [K in Updateable<A> & Where<A, 'multiValued', true>]?: ValueOf<A[K]> };
      };

/** Whole values as a connector's update receives them; null clears. */
export type ReplaceAttributes<A> =
  IsDynamic<A> extends true
    ? AnyAttributes
    : { readonly [K in Updateable<A>]?: ValueOf<A[K]> | (K extends Where<A, 'required', true> ? never : null) };

/** Changes that the system made by itself, over all attributes, also those nobody may write: an ARN after a rename, a secret shown once. */
export type SideEffects<A> =
  IsDynamic<A> extends true
    ? AnyChanges
    : {
        readonly replace?: { readonly [K in keyof A]?: ValueOf<A[K]> | null };
        readonly add?: { readonly [K in Where<A, 'multiValued', true>]?: ValueOf<A[K]> };
        readonly remove?: { readonly [K in Where<A, 'multiValued', true>]?: ValueOf<A[K]> };
      };

/** What a write answers: the uid that the object has now, its revision where there is one, and what else changed. */
export interface Written<A = Attributes> {
  readonly uid: string;
  readonly revision?: string | undefined;
  readonly sideEffects?: SideEffects<A> | undefined;
}
