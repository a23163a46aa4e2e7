import type { Problem } from '../model/errors.ts';
import { isObject } from '../model/value-kind.ts';

/** Keywords under which a schema describes the same value once more. */
const alternatives = ['allOf', 'anyOf', 'oneOf', 'then', 'else'];
/** Keywords under which nobody looks for secrets: what they mark would be handed on as plain text. */
const outOfReach = ['$defs', 'definitions', 'if', 'not', 'prefixItems', 'contains', 'dependentSchemas', 'propertyNames', 'unevaluatedProperties'];

/**
 * The places where a schema marks a secret that would not become one: `writeOnly` guards a setting of type string, among properties or in a
 * list. Anywhere else the mark would be a promise that nobody keeps.
 *
 * @param schema  The JSON Schema of a configuration.
 */
export function misplacedSecrets(schema: unknown, path = '', isReachable = true): readonly Problem[] {
  if (!isObject(schema)) return [];
  const found: Problem[] = [];
  if (schema.writeOnly === true && !isReachable)
    found.push({ path, message: 'is marked writeOnly where it cannot be guarded; mark the setting itself' });
  else if (schema.writeOnly === true && schema.type !== 'string')
    found.push({
      path,
      message: 'is marked writeOnly, which guards settings of type string only; give it that type, and leave it out where there is none',
    });
  for (const keyword of ['properties', 'patternProperties']) {
    for (const [name, each] of entriesOf(schema[keyword])) found.push(...misplacedSecrets(each, path === '' ? name : `${path}.${name}`, isReachable));
  }
  found.push(...misplacedSecrets(schema.items, `${path}[]`, isReachable), ...misplacedSecrets(schema.additionalProperties, `${path}.*`, isReachable));
  for (const keyword of alternatives) {
    for (const each of Array.isArray(schema[keyword]) ? schema[keyword] : [schema[keyword]]) {
      if (!isObject(each)) continue;
      // What it says of the value itself is not seen, what it says of its properties is.
      if (each.writeOnly === true) found.push({ path, message: `is marked writeOnly within ${keyword}; mark the setting itself` });
      found.push(...misplacedSecrets({ ...each, writeOnly: undefined }, path, isReachable));
    }
  }
  for (const keyword of outOfReach) {
    const inner = schema[keyword];
    for (const each of [inner, ...(Array.isArray(inner) || isObject(inner) ? Object.values(inner) : [])])
      found.push(...misplacedSecrets(each, `${path}${path && '.'}${keyword}`, false));
  }
  return found;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}
