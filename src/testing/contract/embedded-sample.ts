import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Held } from './same-value.ts';

/**
 * An object that is a part of another: its class, its name and all that a create may set and a read shows.
 *
 * @param make  Makes the value of one of its attributes.
 */
export function embeddedSample(
  { name: objectClass, attributes: all }: ObjectClass,
  make: (name: string, attribute: AttributeInfo) => Held,
): AttributeValue {
  const { __NAME__, ...rest } = all;
  const attributes: Record<string, AttributeValue | readonly AttributeValue[]> = {};
  for (const [name, attribute] of Object.entries(rest)) {
    // What is a part of a part may be of the same class: that has no end.
    if (attribute.creatable === false || attribute.readable === false || attribute.type === 'reference') continue;
    const value = make(name, attribute);
    if (value !== undefined && value !== null) attributes[name] = value;
  }
  const name = __NAME__ && (make('__NAME__', __NAME__) as string);
  return { objectClass, ...(name !== undefined && { name }), attributes };
}
