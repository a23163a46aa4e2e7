import { openConnector } from '../../facade/opening/open-connector.ts';
import type { AttributeInfo, AttributeType } from '../../model/attribute.ts';
import { ALL } from '../../model/object-class.ts';
import type { Schema } from '../../model/schema.ts';
import { isObject } from '../../model/value-kind.ts';
import { configurationSchema } from '../../spi/configuration-schema.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { spec } from '../../spi/spec.ts';
import type { ConnectorRef } from './system-definition.ts';

/** The operations whose times a configuration may limit. PingIDM: operationTimeout. */
const operations = [
  ...['CREATE', 'UPDATE', 'DELETE', 'TEST', 'SCRIPT_ON_CONNECTOR', 'SCRIPT_ON_RESOURCE', 'GET', 'RESOLVEUSERNAME'],
  ...['AUTHENTICATE', 'SEARCH', 'VALIDATE', 'SYNC', 'SCHEMA'],
];

/**
 * A configuration to begin with: every setting with its default, and the limits that there are. PingIDM: `_action=createCoreConfig`.
 *
 * @param given  Settings that are known already.
 */
export function coreConfiguration(
  ref: ConnectorRef,
  connector: AnyConnector,
  given: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const { properties = {} } = configurationSchema(connector.configuration) as {
    readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
  };
  return {
    connectorRef: ref,
    poolConfigOption: { maxObjects: 10, maxIdle: 10, maxWait: 150_000, minEvictableIdleTimeMillis: 120_000, minIdle: 1 },
    // The framework filters and projects itself, in the order that loses nothing; these have no effect here.
    resultsHandlerConfig: {
      enableNormalizingResultsHandler: false,
      enableFilteredResultsHandler: false,
      enableCaseInsensitiveFilter: false,
      enableAttributesToGetSearchResultsHandler: false,
    },
    operationTimeout: Object.fromEntries(operations.map((name) => [name, -1])),
    configurationProperties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, withoutSecrets(given[name] ?? schema.default ?? null, name, connector)]),
    ),
  };
}

/** In the place of a secret stands the property to give it by: an answer is kept in files and logs that nobody thinks of. */
function withoutSecrets(value: unknown, path: string, connector: AnyConnector): unknown {
  if (value === null || value === undefined) return value;
  if (spec(connector).secrets.includes(path)) return `&{${connector.name}.${path}}`;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutSecrets(each, `${path}.${name}`, connector)]));
}

/**
 * The same with the object types of the live system. PingIDM: `_action=createFullConfig`.
 *
 * @throws ConnectorError what opening throws.
 */
export async function fullConfiguration(
  ref: ConnectorRef,
  connector: AnyConnector,
  given: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  await using facade = await openConnector(connector, given as never, { signal });
  const schema = await facade.schema({ signal });
  return {
    ...coreConfiguration(ref, connector, given),
    objectTypes: objectTypes(schema),
    operationOptions: Object.fromEntries(operations.map((name) => [name, { denied: false }])),
  };
}

/** Object types in the form of PingIDM's provisioner files. */
export function objectTypes(schema: Schema): Readonly<Record<string, unknown>> {
  const shown = schema.objectClasses.filter(({ embedded, auxiliary }) => !embedded && !auxiliary);
  const types = shown.map(({ name, attributes }) => [
    name,
    {
      $schema: 'http://json-schema.org/draft-03/schema',
      id: name,
      type: 'object',
      nativeType: name,
      properties: Object.fromEntries(Object.entries(attributes).map(([attribute, info]) => [attribute, property(attribute, info)])),
    },
  ]);
  return Object.fromEntries([
    ...types,
    [ALL, { $schema: 'http://json-schema.org/draft-03/schema', id: ALL, type: 'object', nativeType: ALL, properties: {} }],
  ]);
}

/** How PingIDM names the types of values. OpenIDM: provisioner, nativeType. */
const nativeTypes: { readonly [T in AttributeType]: readonly [json: string, native: string] } = {
  string: ['string', 'string'],
  character: ['string', 'JAVA_TYPE_CHAR'],
  integer: ['integer', 'JAVA_TYPE_INT'],
  byte: ['integer', 'JAVA_TYPE_BYTE'],
  long: ['integer', 'JAVA_TYPE_LONG'],
  float: ['number', 'JAVA_TYPE_FLOAT'],
  double: ['number', 'JAVA_TYPE_DOUBLE'],
  boolean: ['boolean', 'JAVA_TYPE_BOOLEAN'],
  bytes: ['string', 'JAVA_TYPE_BYTE_ARRAY'],
  bigInteger: ['integer', 'JAVA_TYPE_BIGINTEGER'],
  bigDecimal: ['string', 'JAVA_TYPE_BIGDECIMAL'],
  dateTime: ['string', 'JAVA_TYPE_DATE'],
  map: ['object', 'object'],
  secret: ['string', 'JAVA_TYPE_GUARDEDSTRING'],
  secretBytes: ['string', 'JAVA_TYPE_GUARDED_BYTE_ARRAY'],
  reference: ['object', 'object'],
};

function property(nativeName: string, info: AttributeInfo): Readonly<Record<string, unknown>> {
  const [type, nativeType] = nativeTypes[info.type];
  const secret = info.type === 'secret' || info.type === 'secretBytes';
  const flags = [
    ...(info.creatable === false ? ['NOT_CREATABLE'] : []),
    ...(info.updateable === false ? ['NOT_UPDATEABLE'] : []),
    ...(info.readable === false || secret ? ['NOT_READABLE'] : []),
    ...(info.returnedByDefault === false || secret ? ['NOT_RETURNED_BY_DEFAULT'] : []),
  ];
  return {
    type: info.multiValued ? 'array' : type,
    ...(info.multiValued && { items: { type, nativeType } }),
    nativeName,
    nativeType,
    ...(info.required && info.creatable !== false && { required: true }),
    ...(flags.length > 0 && { flags }),
  };
}
