import type { ObjectType, ObjectTypeField } from '../systems/object-type.ts';
import { changesSchema } from './changes-schema.ts';
import { inputSchema, outputSchema } from './field-schema.ts';
import type { OfferedOperations } from './offered-operations.ts';

type Json = Readonly<Record<string, unknown>>;

/** The schemas of the objects of a type: as answers have them, as creates and as updates take them. */
export interface ObjectTypeSchemas {
  readonly read: Json;
  readonly create: Json;
  readonly update: Json;
  /** What liveSync answers. */
  readonly changes: Json;
}

/** The name of a schema of a system, among the components of the document. */
export const componentName = (...parts: readonly string[]) => parts.join('.').replaceAll(/[^\w.-]/g, '_');

/** References to the schemas of an object type. */
export function objectTypeReferences(system: string, type: ObjectType): ObjectTypeSchemas {
  const reference = (part: string) => ({ $ref: `#/components/schemas/${componentName(system, type.name, part)}` });
  return { read: reference('read'), create: reference('create'), update: reference('update'), changes: reference('changes') };
}

/** The fields that a create must have. */
export function requiredFields(type: ObjectType): readonly ObjectTypeField[] {
  return [...type.fields.values()].filter((field) => field.creatable && (field.required || field.attribute === '__NAME__'));
}

/** The schemas of an object type, by their names among the components. */
export function objectTypeSchemas(system: string, type: ObjectType, offered: OfferedOperations): Json {
  const fields = [...type.fields.values()];
  const readable = fields.filter((field) => field.readable);
  const creatable = fields.filter((field) => field.creatable);
  const updateable = fields.filter((field) => field.updateable);
  const required = requiredFields(type).map(({ name }) => name);
  return {
    [componentName(system, type.name, 'read')]: {
      ...(type.objectClass?.title !== undefined && { title: type.objectClass.title }),
      'x-object-class': type.nativeType,
      type: 'object',
      required: ['_id'],
      properties: {
        _id: { type: 'string' },
        _rev: { type: 'string' },
        ...Object.fromEntries(readable.map((field) => [field.name, outputSchema(field)])),
      },
    },
    [componentName(system, type.name, 'create')]: {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(creatable.map((field) => [field.name, inputSchema(field)])),
    },
    [componentName(system, type.name, 'update')]: {
      type: 'object',
      properties: Object.fromEntries(updateable.map((field) => [field.name, inputSchema(field)])),
    },
    ...(offered.sync && { [componentName(system, type.name, 'changes')]: changesSchema(objectTypeReferences(system, type).read) }),
  };
}
