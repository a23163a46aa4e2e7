import type { AnyAttributes } from './attribute-value.ts';

/** An object as the application sees it. Every row is the caller's own copy, free to be changed. */
export interface Row<N extends string = string, R = AnyAttributes> {
  readonly objectClass: N;
  /** What the system knows the object by; goes into get, update and delete. */
  readonly uid: string;
  /** What people know it by; ICF's `__NAME__`. */
  readonly name: string;
  readonly revision?: string;
  readonly attributes: R;
  /** Attributes of which not all values are here. ICF: AttributeValueCompleteness.INCOMPLETE. */
  readonly incomplete?: readonly (keyof R & string)[];
}
