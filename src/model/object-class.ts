import type { AttributeInfo, Attributes, TypedAttribute } from './attribute.ts';
import type { JsonSchema } from './json-schema.ts';
import type { ObjectClassOperation } from './operation.ts';
import type { SpecialAttributes } from './special-attributes.ts';

/** ICF's object class of user accounts. */
export const ACCOUNT = '__ACCOUNT__';
/** ICF's object class of groups. */
export const GROUP = '__GROUP__';
/** ICF's name for all object classes at once; for sync only. */
export const ALL = '__ALL__';

/** Options that a connector understands, per operation, as JSON Schema properties: its own, or ICF's (`standardOptions`). */
export type DeclaredOptions = { readonly [O in ObjectClassOperation]?: Readonly<Record<string, JsonSchema>> };

/** What else may be said of an object class. */
export interface Traits<X> {
  readonly title?: string;
  readonly description?: string;
  /** Its objects contain others, like an organisational unit. */
  readonly container?: boolean;
  /** It adds attributes to objects of other classes and has no objects of its own. */
  readonly auxiliary?: boolean;
  /** Its objects live inside an attribute of others. */
  readonly embedded?: boolean;
  readonly options?: X;
}

/** An object class: a name, its attributes, the options of its operations. Plain data. */
export interface ObjectClass<N extends string = string, A extends Attributes = Attributes, X extends DeclaredOptions = DeclaredOptions>
  extends Traits<X> {
  readonly name: N;
  readonly attributes: A;
  /** Only from SchemaOp: the operations that this class allows; all that are implemented when left out. */
  readonly operations?: readonly ObjectClassOperation[];
}

/** Refuses a class without `__NAME__`, ICF's names with other types, misspelt ICF names and `__UID__`, which is not an attribute. */
export type WellFormed<A> = { readonly __NAME__: TypedAttribute<string> } & {
  readonly [K in keyof A]: K extends '__UID__'
    ? never
    : K extends keyof SpecialAttributes
      ? TypedAttribute<SpecialAttributes[K]>
      : K extends `__${string}__`
        ? never
        : unknown;
};

/**
 * Makes an object class. Its attribute keys are ICF's names or the system's own; the types of rows, filters and inputs follow from it.
 *
 * @param name        `__ACCOUNT__`, `__GROUP__`, or the system's own name.
 * @param attributes  By name; `__NAME__` must be among them.
 * @param traits      Title, container and so on, and the options that its operations understand.
 *
 * @example
 * const Group = objectClass('__GROUP__', {
 *   __NAME__: attr.string({ required: true }),
 *   members: attr.string({ multiValued: true, returnedByDefault: false }),
 * });
 */
export function objectClass<const N extends string, A extends Attributes, const X extends DeclaredOptions = {}>(
  name: N,
  attributes: A & WellFormed<A>,
  traits?: Traits<X>,
): ObjectClass<N, A, X> {
  return { ...traits, name, attributes };
}

/** An attribute of a class by its name or alias, without regard to case, as ICF compares names; undefined when there is none. */
export function findAttribute(objectClass: ObjectClass, name: string): readonly [name: string, attribute: AttributeInfo] | undefined {
  const exact = Object.hasOwn(objectClass.attributes, name) ? objectClass.attributes[name] : undefined;
  if (exact) return [name, exact];
  const lower = name.toLowerCase();
  for (const [key, attribute] of Object.entries(objectClass.attributes)) {
    if (key.toLowerCase() === lower || attribute.aliases?.some((alias) => alias.toLowerCase() === lower)) return [key, attribute];
  }
  return undefined;
}
