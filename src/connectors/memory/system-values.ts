import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { ObjectClass } from '../../model/object-class.ts';

/** Makes up what only the system sets, for an object with this uid. */
export type SystemValues = (uid: string) => readonly (readonly [name: string, value: AttributeValue | readonly AttributeValue[]])[];

/**
 * What a system would have added to an object: a value for every attribute that every object has and nobody may write.
 *
 * Without them a stand-in would hand out rows that lack what their type promises, such as the `Arn` of an AWS user. Text is the name of the
 * attribute and the uid; a date is now. Attributes whose values have a form that cannot be made up, maps and references, are left out.
 */
export function systemValues({ attributes }: ObjectClass): SystemValues {
  const made = Object.entries(attributes).filter(
    ([name, { required, creatable, readable }]) => required && creatable === false && readable !== false && name !== '__NAME__',
  );
  return (uid) =>
    made.flatMap(([name, attribute]) => {
      const value = madeUp(name, attribute, uid);
      return value === undefined ? [] : [[name, value] as const];
    });
}

function madeUp(
  name: string,
  { type, multiValued, allowedValues }: AttributeInfo,
  uid: string,
): AttributeValue | readonly AttributeValue[] | undefined {
  if (multiValued) return [];
  switch (type) {
    case 'string':
      return allowedValues?.[0] ?? `${name}-${uid}`;
    case 'dateTime':
      return new Date();
    case 'boolean':
      return false;
    case 'integer':
    case 'byte':
    case 'float':
    case 'double':
      return 0;
    case 'long':
    case 'bigInteger':
      return 0n;
    case 'bigDecimal':
      return '0';
    default:
      return undefined;
  }
}
