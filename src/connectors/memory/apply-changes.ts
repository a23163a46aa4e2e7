import type { AttributeInfo } from '../../model/attribute.ts';
import type { AnyAttributes, AttributeValue } from '../../model/attribute-value.ts';
import type { AnyChanges } from '../../model/changes.ts';
import { comparisonOf, type ValueKey } from '../../model/compare-values.ts';
import type { ObjectClass } from '../../model/object-class.ts';

/** The key by which a value is found among the values of its attribute. */
export type MemberKey = (value: AttributeValue) => ValueKey;

/**
 * How values are found for add and remove: as filters compare them; maps with required properties by those alone, so that a tag is removed
 * by its key, and added again with another value is changed.
 */
export function memberKeyOf(attribute: AttributeInfo): MemberKey {
  const { key } = comparisonOf(attribute);
  const { requiredProperties } = attribute;
  if (!requiredProperties?.length) return key;
  return (value) =>
    key(Object.fromEntries(requiredProperties.map((name) => [name, (value as Readonly<Record<string, AttributeValue>>)[name]])) as AttributeValue);
}

/**
 * Applies the changes of an update to stored attributes, which are not changed themselves.
 *
 * @returns The new attributes, or the same object when nothing changes. Attributes without a value are left out.
 */
export function applyChanges(stored: AnyAttributes, changes: AnyChanges, objectClass: ObjectClass): AnyAttributes {
  const result: Record<string, AnyAttributes[string]> = { ...stored };
  for (const [name, value] of Object.entries(changes.replace ?? {})) if (value !== undefined) put(result, name, value);
  for (const [name, value] of Object.entries(changes.add ?? {})) {
    const added = listOf(value);
    const key = memberKeyOf(objectClass.attributes[name] ?? { type: 'string' });
    const members = new Map(listOf(result[name]).map((each) => [key(each), each]));
    for (const each of added) members.set(key(each), each);
    put(result, name, [...members.values()]);
  }
  for (const [name, value] of Object.entries(changes.remove ?? {})) {
    const key = memberKeyOf(objectClass.attributes[name] ?? { type: 'string' });
    const removed = new Set(listOf(value).map(key));
    put(
      result,
      name,
      listOf(result[name]).filter((each) => !removed.has(key(each))),
    );
  }
  const { equal } = comparisonOf({ type: 'map' });
  return equal(result as AttributeValue, stored as AttributeValue) ? stored : result;
}

function put(attributes: Record<string, AnyAttributes[string]>, name: string, value: AnyAttributes[string]): void {
  if (value === null || (Array.isArray(value) && value.length === 0)) delete attributes[name];
  else attributes[name] = value;
}

function listOf(value: AnyAttributes[string]): readonly AttributeValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as AttributeValue];
}
