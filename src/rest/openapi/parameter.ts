/** A parameter of the query string. OpenAPI 3.1, 4.8.12. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query';
  readonly description: string;
  readonly required: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: unknown;
}

/** A parameter of the query string. */
export function parameter(
  name: string,
  description: string,
  schema: Readonly<Record<string, unknown>> = { type: 'string' },
  required = false,
): Parameter {
  return { name, in: 'query', description, required, schema };
}
