import type { Attributes } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import type { Accepted, ValueOf, Where } from './typed-attributes.ts';

/** A filter is plain data: `and` of none is true, `or` of none is false. */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly op: 'not'; readonly filter: Filter }
  | FilterLeaf;

/** A test of one attribute; `__NAME__` and `__UID__` are the name and the uid of the object. */
export type FilterLeaf =
  | { readonly op: 'present'; readonly attribute: string; readonly value?: undefined }
  | { readonly op: Comparison; readonly attribute: string; readonly value: AttributeValue | readonly AttributeValue[] };

/** How a filter compares an attribute with a value. */
export type Comparison =
  | 'equals'
  | 'equalsIgnoreCase'
  | 'greaterThan'
  | 'greaterThanOrEqual'
  | 'lessThan'
  | 'lessThanOrEqual'
  | 'startsWith'
  | 'endsWith'
  | 'contains'
  | 'containsAllValues';

/** One value of an attribute that may have many. */
export type One<T> = T extends readonly (infer E)[] ? E : T;
/** Attributes that a filter may name. */
export type FilterName<A> = (Exclude<keyof A, Where<A, 'readable', false>> & string) | '__UID__';
/** What a filter may compare an attribute with. */
export type FilterValue<A, K> = K extends keyof A ? Accepted<One<ValueOf<A[K]>>> : string;
/** Attributes whose values are text. */
export type TextName<A> = string extends keyof A
  ? string
  : ({ [K in keyof A]: One<ValueOf<A[K]>> extends string ? K : never }[keyof A] & string) | '__UID__';
/** Attributes with many values. */
export type ListName<A> = (string extends keyof A ? string : Where<A, 'multiValued', true>) & string;

/** Builds filters over one object class; a wrong name or value does not compile. Any value of a multi-valued attribute may match. */
export interface FilterBuilder<A = Attributes> {
  /** Equal to the value; with a list, equal as a set to all values of the attribute. */
  equals<K extends FilterName<A>>(attribute: K, value: FilterValue<A, K> | readonly FilterValue<A, K>[]): Filter;
  equalsIgnoreCase(attribute: TextName<A>, value: string): Filter;
  greaterThan<K extends FilterName<A>>(attribute: K, value: FilterValue<A, K>): Filter;
  greaterThanOrEqual<K extends FilterName<A>>(attribute: K, value: FilterValue<A, K>): Filter;
  lessThan<K extends FilterName<A>>(attribute: K, value: FilterValue<A, K>): Filter;
  lessThanOrEqual<K extends FilterName<A>>(attribute: K, value: FilterValue<A, K>): Filter;
  startsWith(attribute: TextName<A>, value: string): Filter;
  endsWith(attribute: TextName<A>, value: string): Filter;
  contains(attribute: TextName<A>, value: string): Filter;
  /** All of these are among the values of the attribute. */
  containsAllValues<K extends ListName<A>>(attribute: K, values: readonly FilterValue<A, K>[]): Filter;
  /** Has at least one value. */
  present(attribute: FilterName<A>): Filter;
  and(...filters: readonly Filter[]): Filter;
  or(...filters: readonly Filter[]): Filter;
  not(filter: Filter): Filter;
}

/**
 * The builder of filters whose attributes the compiler does not know; a search hands a typed one to `filter: (f) => …`.
 *
 * @example
 * const filter = filters.and(filters.startsWith('mail', 'ada'), filters.not(filters.present('manager')));
 */
export const filters: FilterBuilder = /* @__PURE__ */ filterBuilder();

function filterBuilder(): FilterBuilder {
  const leaf =
    (op: Comparison) =>
    (attribute: string, value: AttributeValue | readonly AttributeValue[]): Filter => ({ op, attribute, value });
  return {
    equals: leaf('equals'),
    equalsIgnoreCase: leaf('equalsIgnoreCase'),
    greaterThan: leaf('greaterThan'),
    greaterThanOrEqual: leaf('greaterThanOrEqual'),
    lessThan: leaf('lessThan'),
    lessThanOrEqual: leaf('lessThanOrEqual'),
    startsWith: leaf('startsWith'),
    endsWith: leaf('endsWith'),
    contains: leaf('contains'),
    containsAllValues: leaf('containsAllValues'),
    present: (attribute) => ({ op: 'present', attribute }),
    and: (...filters) => ({ op: 'and', filters }),
    or: (...filters) => ({ op: 'or', filters }),
    not: (filter) => ({ op: 'not', filter }),
  } as FilterBuilder;
}
