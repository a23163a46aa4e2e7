import type { JsonSchema } from '../model/json-schema.ts';
import { isObject } from '../model/value-kind.ts';

const inMaps: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']);
const inside: ReadonlySet<string> = new Set([
  ...['items', 'prefixItems', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
]);
const values: ReadonlySet<string> = new Set(['default', 'examples']);

/** A copy of the schema of some settings without the values in it that are secret, or in which there is a secret: defaults and examples. */
export function withoutSecretValues(schema: JsonSchema): JsonSchema {
  return cleaned(schema).schema as JsonSchema;
}

function cleaned(schema: unknown): { readonly schema: unknown; readonly secret: boolean } {
  if (Array.isArray(schema)) {
    const all = schema.map(cleaned);
    return { schema: all.map((each) => each.schema), secret: all.some((each) => each.secret) };
  }
  if (!isObject(schema)) return { schema, secret: false };
  let secret = schema.writeOnly === true;
  const entries = Object.entries(schema).map(([keyword, held]) => {
    const each = inMaps.has(keyword) && isObject(held) ? cleanedMap(held) : inside.has(keyword) ? cleaned(held) : { schema: held, secret: false };
    secret ||= each.secret && keyword !== '$defs' && keyword !== 'definitions';
    return [keyword, each.schema] as const;
  });
  return { schema: Object.fromEntries(entries.filter(([keyword]) => !(secret && values.has(keyword)))), secret };
}

function cleanedMap(map: Readonly<Record<string, unknown>>): { readonly schema: object; readonly secret: boolean } {
  const all = Object.entries(map).map(([name, each]) => [name, cleaned(each)] as const);
  return { schema: Object.fromEntries(all.map(([name, each]) => [name, each.schema])), secret: all.some(([, each]) => each.secret) };
}
