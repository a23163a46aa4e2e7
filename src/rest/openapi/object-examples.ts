import type { ObjectType, ObjectTypeField } from '../systems/object-type.ts';

/** A value for an example, where any text will do. */
const VALUE = 'example';

const takesAnyText = ({ info }: ObjectTypeField) =>
  info.type === 'string' &&
  !info.multiValued &&
  info.allowedValues === undefined &&
  (info.minLength ?? 0) <= VALUE.length &&
  (info.maxLength ?? VALUE.length) >= VALUE.length &&
  (info.pattern === undefined || new RegExp(`^(?:${info.pattern})$`, 'u').test(VALUE));

/**
 * A body that makes an object: the fields that it must have.
 *
 * @returns Undefined where a field must have more than a text.
 */
export function createExample(required: readonly ObjectTypeField[]): Readonly<Record<string, unknown>> | undefined {
  return required.every(takesAnyText) ? Object.fromEntries(required.map(({ name }) => [name, VALUE])) : undefined;
}

/**
 * A body that patches an object: one text of it.
 *
 * @returns Undefined for a type that has none to change.
 */
export function patchExample(type: ObjectType): readonly unknown[] | undefined {
  const field = [...type.fields.values()].find((each) => each.updateable && each.attribute !== '__NAME__' && takesAnyText(each));
  return field && [{ operation: 'replace', field: `/${field.name.replaceAll('~', '~0').replaceAll('/', '~1')}`, value: VALUE }];
}
