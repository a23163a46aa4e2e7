import type { JsonSchema } from '../model/json-schema.ts';
import { jsonSchemaOf, standardOf } from '../model/standard-schema.ts';
import { isObject } from '../model/value-kind.ts';

/** The settings of a connector in JSON Schema, as a caller writes them; undefined when a Standard Schema does not describe itself. */
export function configurationSchema(configuration: unknown): JsonSchema | undefined {
  const standard = standardOf(configuration);
  if (standard) return jsonSchemaOf(standard, 'input', true);
  return isObject(configuration) ? configuration : undefined;
}

/** What a JSON Schema says of each of the settings in it. */
export function propertiesOf(schema: JsonSchema | undefined): readonly (readonly [name: string, schema: JsonSchema])[] {
  const properties = schema?.properties;
  return isObject(properties) ? Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isObject(entry[1])) : [];
}
