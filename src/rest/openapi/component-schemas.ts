import { changesSchema, connectorData } from './changes-schema.ts';
import { patchSchema } from './patch-schema.ts';

/** What names a connector in a configuration. */
const connectorRef = {
  type: 'object',
  required: ['bundleName', 'connectorName'],
  properties: {
    bundleName: { type: 'string' },
    connectorName: { type: 'string' },
    bundleVersion: { type: 'string', description: 'A version, or an interval such as [1.5.0.0,1.6.0.0).' },
    connectorHostRef: { type: 'string', description: 'Connectors run in the gateway: #LOCAL.' },
    displayName: { type: 'string' },
  },
} as const;

const configurationProperties = { type: 'object', description: 'The settings of the connector, by name.' } as const;

/** The schemas that every document has. */
export const schemas = {
  Error: {
    type: 'object',
    required: ['code', 'reason', 'message'],
    properties: { code: { type: 'integer' }, reason: { type: 'string' }, message: { type: 'string' }, detail: { type: 'object' } },
  },
  Status: {
    title: 'How a system is',
    type: 'object',
    required: ['name', 'enabled', 'ok', 'objectTypes'],
    properties: {
      name: { type: 'string' },
      enabled: { type: 'boolean' },
      config: { type: 'string' },
      connectorRef: { $ref: '#/components/schemas/ConnectorRef' },
      displayName: { type: 'string' },
      objectTypes: { type: 'array', items: { type: 'string' } },
      error: { type: 'string', description: 'Why it is not ok.' },
      ok: { type: 'boolean' },
    },
  },
  Patch: patchSchema([]),
  Id: { title: 'The id of an object', type: 'object', required: ['_id'], properties: { _id: { type: 'string' } } },
  Credentials: {
    title: 'A name and a password',
    type: 'object',
    properties: { username: { type: 'string' }, password: { type: 'string', format: 'password' } },
  },
  Username: { title: 'A name', type: 'object', properties: { username: { type: 'string' } } },
  SyncStage: {
    title: 'Where the changes begin: an earlier answer, as it is',
    type: 'object',
    properties: { connectorData },
  },
  Changes: changesSchema({ type: 'object' }),
  ScriptArguments: { title: 'The variables of a script, by name', type: 'object' },
  ScriptResults: {
    title: 'What the actions of a script came to, in their order',
    type: 'object',
    required: ['actions'],
    properties: {
      actions: {
        type: 'array',
        items: {
          anyOf: [
            { type: 'object', required: ['result'] },
            { type: 'object', required: ['error'] },
          ],
        },
      },
    },
  },
  ConnectorRef: connectorRef,
  Connectors: {
    title: 'The connectors that there are',
    type: 'object',
    required: ['connectorRef'],
    properties: {
      connectorRef: {
        type: 'array',
        items: { ...connectorRef, properties: { ...connectorRef.properties, systemType: { const: 'provisioner.openicf' } } },
      },
    },
  },
  ConfigurationRequest: {
    title: 'A connector, and the settings that are known',
    type: 'object',
    required: ['connectorRef'],
    properties: { connectorRef: { $ref: '#/components/schemas/ConnectorRef' }, configurationProperties },
  },
  Configuration: {
    title: 'A configuration',
    type: 'object',
    required: ['connectorRef', 'configurationProperties'],
    properties: {
      connectorRef: { $ref: '#/components/schemas/ConnectorRef' },
      poolConfigOption: { type: 'object' },
      resultsHandlerConfig: { type: 'object' },
      operationTimeout: { type: 'object' },
      configurationProperties,
      objectTypes: { type: 'object', description: 'Of createFullConfig, in the form of provisioner files.' },
      operationOptions: { type: 'object', description: 'Of createFullConfig.' },
    },
  },
  NewConfiguration: {
    title: 'A configuration to try, which has a name and no id',
    type: 'object',
    required: ['name', 'connectorRef'],
    properties: { name: { type: 'string', minLength: 1 }, connectorRef: { $ref: '#/components/schemas/ConnectorRef' }, configurationProperties },
  },
  ConfigurationStatus: {
    title: 'Whether a configuration works',
    type: 'object',
    required: ['name', 'ok'],
    properties: { name: { type: 'string' }, ok: { type: 'boolean' }, error: { type: 'string' }, reason: { type: 'string' } },
  },
} as const;

/** A reference to one of the schemas that every document has. */
export const schemaOf = (name: keyof typeof schemas): Readonly<Record<string, unknown>> => ({ $ref: `#/components/schemas/${name}` });
