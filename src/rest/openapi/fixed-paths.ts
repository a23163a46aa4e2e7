import { type Parameter, parameter } from './parameter.ts';
import { answer, callerFailures } from './responses.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The paths that do not depend on systems.
 *
 * @param path  Where PingIDM's paths begin: `/openidm`.
 */
export function fixedPaths(path: string): Json {
  const text = { 'text/plain': { schema: { type: 'string' } } };
  const login = {
    type: 'object',
    required: ['authenticationId', 'authorization'],
    properties: {
      authenticationId: { type: 'string' },
      authorization: {
        type: 'object',
        required: ['roles'],
        properties: { roles: { type: 'array', items: { type: 'string', enum: ['read', 'full'] } } },
      },
    },
  };
  const system = {
    type: 'object',
    required: ['name', 'connectorRef'],
    properties: { name: { type: 'string' }, connectorRef: { $ref: '#/components/schemas/ConnectorRef' } },
  };
  const systems = { type: 'object', required: ['result'], properties: { result: { type: 'array', items: system } } };
  const document = { type: 'object', required: ['openapi', 'info', 'paths'], properties: { openapi: { type: 'string' } } };
  const metrics = { 200: { description: 'The metrics.', content: text }, ...callerFailures };
  return {
    [`${path}/info/login`]: get('login', 'Tells who calls, and in which role.', { 200: answer('Who calls.', login), ...callerFailures }),
    [`${path}/info/systems`]: get('list systems', 'Lists the systems and their connectors.', {
      200: answer('The systems.', systems),
      ...callerFailures,
    }),
    '/openapi.json': get('describe', 'This document.', { 200: answer('The document.', document), ...callerFailures }, [
      parameter('system', 'The one system that it is to be about; without it all are.'),
    ]),
    '/metrics': get('metrics', 'Counts and times of requests, in Prometheus’ form.', metrics),
    '/health/live': unsecured('live', 'Tells that the gateway runs.', { status: { const: 'up' } }),
    '/health/ready': unsecured('ready', 'Tells that the gateway serves.', { status: { const: 'up' }, systems: { type: 'integer' } }),
  };
}

function get(operationId: string, summary: string, responses: Json, parameters: readonly Parameter[] = []): Json {
  return { get: { operationId, summary, ...(parameters.length > 0 && { parameters }), responses } };
}

/** For whoever asks: what watches the gateway has no credentials. */
function unsecured(operationId: string, summary: string, properties: Json): Json {
  const up = answer('It does.', { type: 'object', required: Object.keys(properties), properties });
  return { get: { operationId, summary, security: [], responses: { 200: up } } };
}
