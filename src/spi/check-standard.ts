import type { Problem } from '../model/errors.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import { issueKeys, jsonSchemaOf, resultOf, type StandardProperties } from '../model/standard-schema.ts';
import { isObject } from '../model/value-kind.ts';
import { printable, similarName } from '../model/wording.ts';
import type { CheckedConfiguration } from './configuration.ts';
import { guardedPaths, writeOnlyPaths } from './secret-settings.ts';

const alone = (path: string, message: string): CheckedConfiguration => ({ problems: [{ path, message }] });

/**
 * Checks a configuration with a Standard Schema.
 *
 * Where the schema describes itself in JSON Schema, settings that it does not name are refused, as with a JSON Schema: most libraries drop
 * them, and a misspelt one would run with a default that nobody chose. A setting that it marks `writeOnly` must be named in
 * `secretSettings`: else it would reach the connector as plain text.
 */
export function checkStandard(standard: StandardProperties, input: object): CheckedConfiguration {
  const described = jsonSchemaOf(standard, 'input', true);
  const bare = described ? writeOnlyPaths(described).filter((path) => !guardedPaths(standard).includes(path)) : [];
  const message = 'is marked writeOnly, which makes no Secret of it: name it in secretSettings(schema, […])';
  // Before anything is checked, because a library's messages may quote what they are about.
  if (bare.length > 0) return { problems: bare.map((path) => ({ path, message })) };

  const result = resultOf(standard, input);
  if (!result) return alone('', 'is described by a schema that answers later; only one that answers at once can be used');
  const issues = (result.issues ?? []).map((issue) => ({ path: issueKeys(issue).join('.'), message: issue.message }));
  const unknown = described ? unknownSettings(described, input, '') : [];
  const problems = [...issues, ...unknown.filter(({ path }) => !issues.some((issue) => issue.path === path))];
  if (problems.length > 0 || result.issues) return { problems };
  if (!isObject(result.value)) return alone('', `must be an object of settings (got ${printable(result.value)})`);
  return { value: result.value };
}

// What these say beside `properties` may allow more settings.
const combining = ['allOf', 'anyOf', 'oneOf', 'if', '$ref', 'dependentSchemas', 'patternProperties', 'unevaluatedProperties'];

function unknownSettings(schema: JsonSchema, value: unknown, prefix: string): Problem[] {
  const { properties, additionalProperties = false } = schema;
  if (!isObject(properties) || !isObject(value) || combining.some((keyword) => keyword in schema)) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const path = `${prefix}${name}`;
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject(known)) return unknownSettings(known, each, `${path}.`);
    if (known !== undefined || each === undefined || additionalProperties !== false) return [];
    const near = similarName(name, Object.keys(properties));
    return [{ path, message: near ? `is not a setting; did you mean "${near}"?` : 'is not a setting' }];
  });
}
