import type { AttributeInfo, AttributeType } from '../../model/attribute.ts';
import type { ObjectTypeField } from '../systems/object-type.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const types: { readonly [T in AttributeType]: JsonSchema } = {
  string: { type: 'string' },
  character: { type: 'string', minLength: 1, maxLength: 1 },
  integer: { type: 'integer', format: 'int32', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  byte: { type: 'integer', minimum: 0, maximum: 255 },
  long: { type: 'integer', format: 'int64' },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  bigInteger: { type: 'integer' },
  bigDecimal: { type: 'string' },
  dateTime: { type: 'string' },
  map: { type: 'object' },
  secret: { type: 'string', format: 'password' },
  secretBytes: { type: 'string', contentEncoding: 'base64' },
  reference: { type: 'object' },
};

/** The JSON Schema of one value of an attribute. */
function valueSchema(info: AttributeInfo): JsonSchema {
  const { minLength, maxLength, pattern, allowedValues } = info;
  return {
    ...types[info.type],
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && isPlain(pattern) && { pattern: `^(?:${pattern})$` }),
    ...(allowedValues && { enum: allowedValues }),
  };
}

/** Patterns of JSON Schema have no `u` flag by themselves; those that need one are left out. */
const isPlain = (pattern: string) => !/\\[pPu]/.test(pattern);

/** The JSON Schema of a field as callers send it; null clears. */
export function inputSchema(field: ObjectTypeField): JsonSchema {
  const { info } = field;
  const value = valueSchema(info);
  const schema: JsonSchema = info.multiValued ? { type: ['array', 'null'], items: value } : nullable(value);
  return described(schema, field);
}

/** The JSON Schema of a field as answers have it: facets are for input, a system may hold what it no longer takes. */
export function outputSchema(field: ObjectTypeField): JsonSchema {
  const { info } = field;
  const value = types[info.type];
  const shown = info.type === 'character' ? { type: 'string' } : value;
  const schema = described(info.multiValued ? { type: 'array', items: shown } : shown, field);
  return {
    ...schema,
    ...(info.sortable && { 'x-sortable': true }),
    ...(!field.returnedByDefault && { 'x-returned-by-default': false }),
    ...(info.objectClass !== undefined && { 'x-object-class': info.objectClass }),
  };
}

function nullable(schema: JsonSchema): JsonSchema {
  return { ...schema, type: [schema.type, 'null'], ...(Array.isArray(schema.enum) && { enum: [...schema.enum, null] }) };
}

/** What JSON Schema has no word for stands in members of our own: the page at `/` reads them. OpenAPI 3.1, 4.9. */
function described(schema: JsonSchema, { info, attribute }: ObjectTypeField): JsonSchema {
  const { title, description, type } = info;
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...schema,
    'x-attribute': attribute,
    'x-type': type,
  };
}
