/** The schemas that every document has. */
export const schemas = {
  Error: {
    type: 'object',
    required: ['code', 'reason', 'message'],
    properties: { code: { type: 'integer' }, reason: { type: 'string' }, message: { type: 'string' }, detail: { type: 'object' } },
  },
  Status: {
    type: 'object',
    required: ['name', 'enabled', 'ok', 'objectTypes'],
    properties: {
      name: { type: 'string' },
      enabled: { type: 'boolean' },
      config: { type: 'string' },
      connectorRef: { type: 'object' },
      displayName: { type: 'string' },
      objectTypes: { type: 'array', items: { type: 'string' } },
      error: { type: 'string' },
      ok: { type: 'boolean' },
    },
  },
  Patch: {
    type: 'array',
    items: {
      type: 'object',
      required: ['operation', 'field'],
      properties: {
        operation: { enum: ['add', 'remove', 'replace', 'increment', 'move', 'copy'] },
        field: { type: 'string', description: 'A JSON pointer.' },
        from: { type: 'string' },
        value: {},
      },
    },
  },
} as const;

const meanings: Readonly<Record<number, string>> = {
  400: 'The request is wrong; the message says where.',
  401: 'Who calls did not say who they are, or not rightly.',
  403: 'Who calls, or the connector, may not do this.',
  404: 'There is no such object.',
  405: 'The method is not supported.',
  408: 'The request took too long to arrive.',
  412: 'The object is not in the state that the request demands, or exists already.',
  413: 'The body is too long.',
  415: 'The body is not JSON.',
  428: 'The system demands a revision.',
  429: 'Too many requests; Retry-After says when to come back.',
  500: 'The connector or the gateway failed.',
  501: 'The system does not offer this.',
  503: 'The system cannot be reached now.',
  507: 'A quota of the system is used up.',
};

/** The answers that any request may get. CREST's error body. */
export const failures: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(meanings).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
  ]),
);

/** An answer with a JSON body. */
export function answer(description: string, schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { description, content: { 'application/json': { schema } } };
}

/** A parameter of the query string. */
export function parameter(name: string, description: string, schema: Readonly<Record<string, unknown>> = { type: 'string' }, required = false) {
  return { name, in: 'query', description, required, schema };
}

/** The paths that do not depend on object types. */
export function fixedPaths(base: string, systems: readonly string[]): Readonly<Record<string, unknown>> {
  const actions = ['test', 'availableConnectors'];
  const action = parameter('_action', 'What to do.', { type: 'string', enum: actions }, true);
  const anything = { type: ['object', 'array'] };
  const ofSystems = systems.map((name) => [
    `${base}/${encodeURIComponent(name)}`,
    {
      post: {
        operationId: `test ${name}`,
        summary: 'Tests the connection.',
        parameters: [parameter('_action', 'What to do.', { type: 'string', enum: ['test'] }, true)],
        responses: { 200: answer('How the system is.', { $ref: '#/components/schemas/Status' }), ...failures },
      },
    },
  ]);
  return {
    [base]: {
      post: {
        operationId: 'systems',
        summary: 'Acts on all systems.',
        parameters: [action],
        responses: { 200: answer('The result.', anything), ...failures },
      },
    },
    ...Object.fromEntries(ofSystems),
    '/health/live': { get: { operationId: 'live', security: [], responses: { 200: answer('The gateway runs.', { type: 'object' }) } } },
    '/health/ready': { get: { operationId: 'ready', security: [], responses: { 200: answer('The gateway serves.', { type: 'object' }) } } },
  };
}
