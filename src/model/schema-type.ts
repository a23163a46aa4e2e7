import type { AttributeInfo, AttributeType } from './attribute.ts';
import type { JsonSchema } from './json-schema.ts';
import { isNumber, isObject, isText } from './value-kind.ts';

/** The value type that follows from a JSON Schema, or why none does. */
export type FoundType = { readonly type: AttributeType; readonly reason?: undefined } | { readonly type?: undefined; readonly reason: string };

/**
 * The value type of attributes whose values a JSON Schema describes: the one whose JavaScript form is the schema's.
 *
 * Text is `string`, whatever its format: what the schema describes is text, not a date or bytes. A whole number is `integer` unless the
 * schema names bounds beyond 32 bits. An object is `map`.
 *
 * @returns The type; or the reason, to be read after "the schema of an attribute".
 */
export function valueTypeOf(schema: JsonSchema): FoundType {
  const variants = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (Array.isArray(variants) && variants.length > 0) {
    const [first, ...others] = variants.map(valueTypeOf);
    const different = others.find(({ type }) => type !== first?.type);
    return first && !different ? first : mixed;
  }
  const listed = 'const' in schema ? [schema.const] : schema.enum;
  const types = schema.type !== undefined ? [schema.type].flat() : Array.isArray(listed) ? [...new Set(listed.map(jsonTypeOf))] : [];
  if (types.includes('null')) return { reason: 'allows null, which is no value but clears an attribute: leave it out' };
  if (types.length > 1) return mixed;
  const [type] = types;
  if (type === 'string' || type === 'boolean') return { type };
  if (type === 'number') return { type: 'double' };
  if (type === 'integer') return wholeNumber(schema);
  if (type === 'object') return { type: 'map' };
  if (type === 'array') return { reason: 'describes a list: describe one value, and set multiValued' };
  return { reason: 'does not tell the type of its values; say it in the flags, such as { type: "string" }' };
}

const mixed: FoundType = { reason: 'allows values of several types; an attribute has one' };

const jsonTypeOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : (typeof value as string);

function wholeNumber({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): FoundType {
  // Libraries name the bounds of exact numbers where their user named none.
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter(
    (bound) => isNumber(bound) && Math.abs(bound) < Number.MAX_SAFE_INTEGER,
  );
  const wide = bounds.find((bound) => (bound as number) > 2 ** 31 || (bound as number) < -(2 ** 31) - 1);
  if (wide === undefined) return { type: 'integer' };
  return {
    reason: `allows whole numbers of more than 32 bits (${wide}); say { type: "double" } in the flags, or describe a bigint and say { type: "long" }`,
  };
}

/** Facets that are being gathered. */
export type Facets = { -readonly [K in keyof AttributeInfo]?: AttributeInfo[K] };

/** What of a JSON Schema can be said as facets of an attribute, so that documentation and forms show it. The schema itself is what checks. */
export function facetsOf(schema: JsonSchema, type: AttributeType): Facets {
  const facets: Facets = {};
  if (isText(schema.title)) facets.title = schema.title;
  if (isText(schema.description)) facets.description = schema.description;
  if (isText(schema.default) || isNumber(schema.default) || typeof schema.default === 'boolean') facets.default = schema.default;
  if (type === 'string') {
    const allowed = 'const' in schema ? [schema.const] : schema.enum;
    if (Array.isArray(allowed) && allowed.every(isText)) facets.allowedValues = allowed;
    if (isNumber(schema.minLength)) facets.minLength = schema.minLength;
    if (isNumber(schema.maxLength)) facets.maxLength = schema.maxLength;
  }
  if (type === 'map' && isObject(schema.properties) && schema.additionalProperties === false) {
    facets.properties = schema.properties as Readonly<Record<string, JsonSchema>>;
    if (Array.isArray(schema.required)) facets.requiredProperties = schema.required;
  }
  return facets;
}

// What `toDescribed` reads, and what only describes.
const read = [
  ...['type', 'enum', 'const', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'items', 'properties', 'required', 'additionalProperties'],
  ...['title', 'description', 'default', 'examples', 'writeOnly', 'readOnly', 'deprecated', '$schema', '$id', '$comment'],
];

/** The keywords of a JSON Schema that would not be looked at: a check that silently leaves something out is none. */
export function unreadKeywords(schema: JsonSchema): string[] {
  const own = Object.keys(schema).filter((keyword) => !read.includes(keyword) && !/^(x-|~)/.test(keyword));
  const { properties, items, additionalProperties } = schema;
  const inner = [...(isObject(properties) ? Object.values(properties) : []), items, additionalProperties].filter(isObject);
  return [...new Set([...own, ...inner.flatMap(unreadKeywords)])];
}
