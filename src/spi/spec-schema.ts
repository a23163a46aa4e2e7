import type { JsonSchema } from '../model/json-schema.ts';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const texts = { type: 'array', items: text };
const schema = { type: 'object' };

/** An object of which everything is required that is not optional, and nothing else allowed. */
const object = (required: Readonly<Record<string, JsonSchema>>, optional: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});

/**
 * Describes what `spec` answers, in JSON Schema 2020-12: for programs in other languages that read it.
 *
 * @example
 * const valid = new Ajv2020().validate(specSchema(), spec(memory));
 */
export function specSchema(): JsonSchema {
  const attribute = object(
    {
      type: text,
      title: text,
      required: flag,
      multiValued: flag,
      creatable: flag,
      updateable: flag,
      readable: flag,
      returnedByDefault: flag,
      sortable: flag,
    },
    { subtype: text, description: text, nativeName: text, aliases: texts, objectClass: text, role: { enum: ['subject', 'object'] } },
  );
  const objectClass = object(
    {
      name: text,
      title: text,
      operations: texts,
      options: { type: 'object', additionalProperties: schema },
      attributes: { type: 'object', additionalProperties: attribute },
      schemas: object({ row: schema }, { create: schema, update: schema }),
    },
    { description: text, container: flag, auxiliary: flag, embedded: flag },
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What a connector says of itself',
    ...object(
      {
        name: text,
        version: text,
        displayName: text,
        configuration: schema,
        secrets: texts,
        objectClasses: { type: 'array', items: objectClass },
        dynamic: flag,
        operations: texts,
        operationsOnAll: texts,
        hooks: texts,
        pool: flag,
        locales: texts,
      },
      { category: text, permissions: { type: 'object', additionalProperties: { type: 'object', additionalProperties: texts } } },
    ),
  };
}
