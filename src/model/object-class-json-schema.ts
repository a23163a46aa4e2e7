import type { AttributeInfo, AttributeType } from './attribute.ts';
import type { JsonSchema } from './json-schema.ts';
import type { ObjectClass } from './object-class.ts';
import { Secret, SecretBytes } from './secret.ts';

type Schema = { [keyword: string]: unknown };

const text: JsonSchema = { type: 'string' };
const types: { readonly [T in Exclude<AttributeType, 'map' | 'reference'>]: JsonSchema } = {
  string: text,
  character: { type: 'string', minLength: 1, maxLength: 1 },
  integer: { type: 'integer', format: 'int32', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  byte: { type: 'integer', minimum: 0, maximum: 255 },
  long: { type: 'integer', format: 'int64' },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  bigInteger: { type: 'integer' },
  bigDecimal: { type: 'string', format: 'decimal' },
  dateTime: { type: 'string', format: 'date-time' },
  secret: { type: 'string', format: 'password', writeOnly: true },
  secretBytes: { type: 'string', contentEncoding: 'base64', writeOnly: true },
};
const subtypes: Readonly<Record<string, JsonSchema>> = {
  uri: { format: 'uri' },
  json: { contentMediaType: 'application/json' },
  xml: { contentMediaType: 'application/xml' },
};

/**
 * Describes the objects of a class in JSON Schema 2020-12: what documentation, REST and form generators read.
 *
 * `create` describes the attributes that a create takes; `update` the changes that an update takes, with `replace`, `add` and `remove`;
 * `row` an object as it is read, with its identity beside its attributes. Values stand as JSON writes them: dates as ISO 8601, bytes as
 * base64, long integers as numbers of format int64. A subtype that JSON Schema has no word for is kept as `x-subtype`.
 *
 * @param objectClass  The class.
 * @param use          Which shape.
 *
 * @example
 * toJsonSchema(Account, 'create').required;  // ['__NAME__']
 */
export function toJsonSchema(objectClass: ObjectClass, use: 'create' | 'update' | 'row'): JsonSchema {
  const { name, title, description } = objectClass;
  const about: Schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: title ?? name };
  if (description !== undefined) about.description = description;
  const attributes = Object.entries(objectClass.attributes);
  if (use === 'create')
    return {
      ...about,
      ...objectOf(
        attributes.filter(([, { creatable }]) => creatable !== false),
        'create',
      ),
    };
  if (use === 'update') {
    const changeable = attributes.filter(([, { updateable }]) => updateable !== false);
    const many = changeable.filter(([, { multiValued }]) => multiValued);
    const properties = { replace: objectOf(changeable, 'replace'), add: objectOf(many, 'add'), remove: objectOf(many, 'remove') };
    return { ...about, type: 'object', properties, additionalProperties: false };
  }
  const readable = attributes.filter(
    ([each, { readable, type }]) => each !== '__NAME__' && readable !== false && type !== 'secret' && type !== 'secretBytes',
  );
  const properties = {
    objectClass: { const: name },
    uid: text,
    name: text,
    revision: text,
    attributes: objectOf(readable, 'row'),
    incomplete: { type: 'array', items: text },
  };
  return { ...about, type: 'object', properties, required: ['objectClass', 'uid', 'name', 'attributes'], additionalProperties: false };
}

function objectOf(attributes: readonly (readonly [string, AttributeInfo])[], use: 'create' | 'replace' | 'add' | 'remove' | 'row'): JsonSchema {
  const schema: Schema = { type: 'object', properties: Object.fromEntries(attributes.map(([name, info]) => [name, attributeSchema(info, use)])) };
  // A row need not have what was not asked for; a default makes a required attribute optional in a create.
  const isNeeded = ({ required, returnedByDefault, default: preset }: AttributeInfo) =>
    required && ((use === 'create' && preset === undefined) || (use === 'row' && returnedByDefault !== false));
  const required = attributes.filter(([, info]) => isNeeded(info)).map(([name]) => name);
  if (required.length > 0) schema.required = required;
  schema.additionalProperties = false;
  return schema;
}

function attributeSchema(info: AttributeInfo, use: string): JsonSchema {
  const one = valueSchema(info);
  const schema: Schema = info.multiValued ? { type: 'array', items: one } : one;
  // Clearing is writing null.
  if (use === 'replace' && !info.required) {
    if (typeof schema.type === 'string') schema.type = [schema.type, 'null'];
    if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  }
  if (info.title !== undefined) schema.title = info.title;
  if (info.description !== undefined) schema.description = info.description;
  if (info.default !== undefined && use === 'create') schema.default = toJson(info.default);
  if (use === 'row' && info.creatable === false && info.updateable === false) schema.readOnly = true;
  return schema;
}

function valueSchema(info: AttributeInfo): Schema {
  if (info.type === 'reference') {
    const target = info.objectClass === undefined ? text : { type: 'string', default: info.objectClass };
    return {
      type: 'object',
      properties: { objectClass: target, uid: text, name: text, attributes: { type: 'object' } },
      additionalProperties: false,
    };
  }
  if (info.type === 'map') {
    if (!info.properties) return { type: 'object' };
    const required = info.requiredProperties?.length ? { required: info.requiredProperties } : {};
    return { type: 'object', properties: info.properties, ...required, additionalProperties: false };
  }
  const schema: Schema = { ...types[info.type], ...(info.subtype && (subtypes[info.subtype] ?? { 'x-subtype': info.subtype })) };
  // ICF's uuid may stand in braces, which the format `uuid` of JSON Schema does not allow.
  if (info.minLength !== undefined) schema.minLength = info.minLength;
  if (info.maxLength !== undefined) schema.maxLength = info.maxLength;
  if (info.pattern !== undefined) schema.pattern = `^(?:${info.pattern})$`;
  if (info.patternHint !== undefined) schema['x-patternHint'] = info.patternHint;
  if (info.allowedValues !== undefined) schema.enum = info.allowedValues;
  if (schema.contentEncoding === 'base64') {
    // The facets count bytes; base64 has four characters for every three.
    if (info.minLength !== undefined) schema.minLength = Math.ceil(info.minLength / 3) * 4;
    if (info.maxLength !== undefined) schema.maxLength = Math.ceil(info.maxLength / 3) * 4;
  }
  return schema;
}

/** A value as JSON writes it; secrets are left out. */
function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''));
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Secret || value instanceof SecretBytes) return undefined;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJson(each)]));
}
