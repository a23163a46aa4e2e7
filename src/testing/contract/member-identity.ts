import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue, ValueMap } from '../../model/attribute-value.ts';

/** What tells members of an attribute apart: of maps with required properties those alone, as a tag is told by its key. */
export function memberIdentity({ requiredProperties }: AttributeInfo): (value: AttributeValue) => AttributeValue {
  if (!requiredProperties?.length) return (value) => value;
  return (value) => Object.fromEntries(requiredProperties.map((name) => [name, (value as ValueMap)[name]])) as AttributeValue;
}
