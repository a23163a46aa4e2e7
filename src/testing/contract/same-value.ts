import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { comparisonOf } from '../../model/compare-values.ts';

/** What an attribute may hold; null and undefined are no value. */
export type Held = AttributeValue | readonly AttributeValue[] | null | undefined;

/** The values of an attribute as a list; none when there is no value. */
export function valuesOf(value: Held): readonly AttributeValue[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as AttributeValue];
}

/** Whether an attribute holds the same in both: values compare by type and subtype, lists as sets, and no value is an empty list. */
export function sameValue(attribute: AttributeInfo, a: Held, b: Held): boolean {
  const { key } = comparisonOf(attribute);
  const keysOf = (value: Held) => new Set(valuesOf(value).map(key));
  const [left, right] = [keysOf(a), keysOf(b)];
  return left.size === right.size && [...left].every((each) => right.has(each)) && valuesOf(a).length === valuesOf(b).length;
}
