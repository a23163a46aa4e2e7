import type { AttributeInfo } from '../../model/attribute.ts';
import { ALL, findAttribute, type ObjectClass } from '../../model/object-class.ts';
import type { Schema } from '../../model/schema.ts';

/** What a configuration says of one property of an object type. PingIDM: objectTypes of a provisioner file. */
export interface ConfiguredProperty {
  readonly nativeName?: string;
  readonly required?: boolean;
  readonly flags?: readonly string[];
}

/** What a configuration says of an object type. */
export interface ConfiguredType {
  /** The object class: `__ACCOUNT__`. */
  readonly nativeType?: string;
  readonly properties?: Readonly<Record<string, ConfiguredProperty>>;
}

/** One field of the objects of a type. */
export interface ObjectTypeField {
  /** What JSON calls it. */
  readonly name: string;
  /** What the object class calls it; `__UID__` for a field that shows the uid. */
  readonly attribute: string;
  readonly info: AttributeInfo;
  readonly required: boolean;
  readonly creatable: boolean;
  readonly updateable: boolean;
  readonly readable: boolean;
  readonly returnedByDefault: boolean;
  /** Whether queries may filter and sort by it. What cannot be read cannot be compared with either: that would tell it bit by bit. */
  readonly queryable: boolean;
}

/** A kind of object that callers see: an object class under a name of its own, with the fields that are to be seen. */
export interface ObjectType {
  readonly name: string;
  readonly nativeType: string;
  /** Undefined for `__ALL__`, which has no objects of its own. */
  readonly objectClass: ObjectClass | undefined;
  readonly fields: ReadonlyMap<string, ObjectTypeField>;
}

/** The object types of a system, and what in their configuration names nothing. */
export interface ObjectTypes {
  readonly byName: ReadonlyMap<string, ObjectType>;
  /** Configured types and properties that the connector does not have; they are left out. */
  readonly unknown: readonly string[];
}

const uid: AttributeInfo = { type: 'string', creatable: false, updateable: false };

/**
 * The object types of a system.
 *
 * @param schema      Of the opened connector.
 * @param configured  Types by name; undefined shows every class under its own name, and `__ALL__`.
 */
export function objectTypesOf(schema: Schema, configured: Readonly<Record<string, ConfiguredType>> | undefined): ObjectTypes {
  const unknown: string[] = [];
  const given: Readonly<Record<string, ConfiguredType>> =
    configured ??
    Object.fromEntries([
      ...schema.objectClasses.filter(({ embedded, auxiliary }) => !embedded && !auxiliary).map(({ name }) => [name, {}]),
      [ALL, {}],
    ]);
  const byName = new Map<string, ObjectType>();
  for (const [name, type] of Object.entries(given)) {
    const nativeType = type.nativeType ?? name;
    const objectClass = schema.objectClasses.find((each) => each.name.toLowerCase() === nativeType.toLowerCase());
    if (objectClass)
      byName.set(name, { name, nativeType: objectClass.name, objectClass, fields: fieldsOf(name, objectClass, type.properties, unknown) });
    else if (nativeType === ALL) byName.set(name, { name, nativeType, objectClass: undefined, fields: new Map() });
    else unknown.push(`objectTypes.${name}.nativeType (${nativeType})`);
  }
  return { byName, unknown };
}

function fieldsOf(
  type: string,
  objectClass: ObjectClass,
  configured: Readonly<Record<string, ConfiguredProperty>> | undefined,
  unknown: string[],
): ReadonlyMap<string, ObjectTypeField> {
  const properties: Readonly<Record<string, ConfiguredProperty>> =
    configured ?? Object.fromEntries(Object.keys(objectClass.attributes).map((name) => [name, {}]));
  const fields = new Map<string, ObjectTypeField>();
  for (const [name, property] of Object.entries(properties)) {
    const nativeName = property.nativeName ?? name;
    const found = nativeName === '__UID__' ? (['__UID__', uid] as const) : findAttribute(objectClass, nativeName);
    if (found) fields.set(name, fieldOf(name, found[0], found[1], property));
    else unknown.push(`objectTypes.${type}.properties.${name} (${nativeName})`);
  }
  return fields;
}

function fieldOf(name: string, attribute: string, info: AttributeInfo, { flags = [], required }: ConfiguredProperty): ObjectTypeField {
  const allows = (flag: string, own: boolean | undefined) => own !== false && !flags.includes(flag);
  const secret = info.type === 'secret' || info.type === 'secretBytes';
  const readable = allows('NOT_READABLE', info.readable) && !secret;
  return {
    name,
    attribute,
    info,
    required: required ?? info.required === true,
    creatable: allows('NOT_CREATABLE', info.creatable),
    updateable: allows('NOT_UPDATEABLE', info.updateable),
    readable,
    returnedByDefault: readable && allows('NOT_RETURNED_BY_DEFAULT', info.returnedByDefault),
    queryable: readable && allows('NOT_QUERYABLE', true),
  };
}
