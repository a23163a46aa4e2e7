import type { AttributeInfo, AttributeType, Subtype } from '../model/attribute.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { toJsonSchema } from '../model/object-class-json-schema.ts';
import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';
import { standardOf } from '../model/standard-schema.ts';
import { isObject } from '../model/value-kind.ts';
import { configurationSchema, propertiesOf } from './configuration-schema.ts';
import type { AnyConnector } from './connector.ts';
import { canonicalLocale } from './locales.ts';
import { type Locale, messagesIn } from './messages.ts';
import type { Operations } from './operations.ts';
import type { OperationPermissions } from './permissions.ts';
import { guardedPaths, writeOnlyPaths } from './secret-settings.ts';
import { withoutSecretValues } from './spec-settings.ts';

/** What a connector says of itself, as plain JSON. */
export interface ConnectorSpec {
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly category?: string | undefined;
  /** The settings in JSON Schema 2020-12, titles and descriptions in the language asked for; `x-order` counts them as the author has them. */
  readonly configuration: JsonSchema;
  /** The paths of the settings that are secret: `apiKey`, `proxy.password`. */
  readonly secrets: readonly string[];
  readonly objectClasses: readonly ObjectClassSpec[];
  /** Whether there are more object classes, which only a connection tells. */
  readonly dynamic: boolean;
  /** The operations of the connector as a whole. */
  readonly operations: readonly ConnectorOperation[];
  /** The operations on all object classes at once. */
  readonly operationsOnAll: readonly ObjectClassOperation[];
  /** The names of its hooks. */
  readonly hooks: readonly string[];
  /** Whether its sessions serve one call at a time and are pooled. */
  readonly pool: boolean;
  /** The languages that it has texts in, besides its own. */
  readonly locales: readonly string[];
  /** The rights of the system that operations need, by object class or `*`, by operation; undefined when the connector does not say. */
  readonly permissions?: Readonly<Record<string, OperationPermissions>> | undefined;
}

/** What a connector says of an object class. */
export interface ObjectClassSpec {
  readonly name: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly container?: boolean | undefined;
  readonly auxiliary?: boolean | undefined;
  readonly embedded?: boolean | undefined;
  /** Those that an application can call: `get` comes with `search`, and either way of updating with the other. */
  readonly operations: readonly ObjectClassOperation[];
  /** The options of its operations, as JSON Schemas of objects. */
  readonly options: { readonly [O in ObjectClassOperation]?: JsonSchema };
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** What a create takes, what an update takes, what is read, in JSON Schema. */
  readonly schemas: { readonly create?: JsonSchema; readonly update?: JsonSchema; readonly row: JsonSchema };
}

/** What a connector says of an attribute; its values are described in the schemas of the class. */
export interface AttributeSpec {
  readonly type: AttributeType;
  readonly subtype?: Subtype | undefined;
  readonly title: string;
  readonly description?: string | undefined;
  readonly nativeName?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly required: boolean;
  readonly multiValued: boolean;
  readonly creatable: boolean;
  readonly updateable: boolean;
  readonly readable: boolean;
  readonly returnedByDefault: boolean;
  readonly sortable: boolean;
  /** The class that a reference points to, and which end of the relation this object is. */
  readonly objectClass?: string | undefined;
  readonly role?: 'subject' | 'object' | undefined;
}

/** How a connector is to speak of itself. */
export interface SpecOptions {
  /** Language tags (BCP 47), the best one first. Without one it speaks its own language. */
  readonly locale?: Locale;
}

const classWide: readonly ObjectClassOperation[] = [
  ...(['create', 'update', 'updateDelta', 'delete', 'get', 'search'] as const),
  ...(['sync', 'latestSyncToken', 'liveSync', 'authenticate', 'resolveUsername'] as const),
];
const connectorWide: readonly ConnectorOperation[] = [
  ...(['schema', 'test', 'scriptOnConnector', 'scriptOnResource'] as const),
  ...(['discoverConfiguration', 'testPartialConfiguration'] as const),
];

/**
 * What a connector says of itself, as plain JSON: what documentation, forms, gateways and other languages read. Nothing is connected to.
 *
 * It holds no function and no secret; the same connector gives the same text.
 *
 * @param connector  What `defineConnector` made.
 * @param options    The language of titles and descriptions.
 * @throws ConnectorError `InvalidArgument` for a locale that is no language tag.
 *
 * @example
 * spec(memory).objectClasses.map(({ name }) => name);  // ['__ACCOUNT__', '__GROUP__']
 */
export function spec(connector: AnyConnector, { locale }: SpecOptions = {}): ConnectorSpec {
  const say = messagesIn(connector, locale);
  const definition = connector as AnyConnector & { readonly [O in ConnectorOperation]?: unknown } & {
    readonly dynamic?: unknown;
    readonly pool?: unknown;
  };
  const operations = connector.operations as Readonly<Record<string, Operations | undefined>>;
  const schema = configurationSchema(connector.configuration);
  const { name, version } = connector;
  return toPlain({
    name,
    version,
    displayName: say('connector.display') ?? name,
    category: say('connector.category'),
    configuration: schema ? localizedSettings(withoutSecretValues(schema), say, '') : { type: 'object' },
    secrets: [...new Set([...(schema ? writeOnlyPaths(schema) : []), ...guardedOf(connector.configuration)])],
    objectClasses: connector.objectClasses.map((each) => classSpec(each, operations[each.name] ?? {}, say)),
    dynamic: typeof definition.schema === 'function',
    operations: connectorWide.filter((each) => each === 'schema' || typeof definition[each] === 'function'),
    operationsOnAll: classWide.filter((each) => typeof operations.__ALL__?.[each] === 'function'),
    hooks: Object.keys((connector.hooks ?? {}) as object),
    pool: definition.pool !== undefined,
    locales: Object.keys(connector.messages ?? {}).flatMap((tag) => canonicalLocale(tag) || []),
    permissions: connector.permissions,
  }) as ConnectorSpec;
}

type Say = ReturnType<typeof messagesIn>;

function guardedOf(configuration: unknown): readonly string[] {
  const standard = standardOf(configuration);
  return standard ? guardedPaths(standard) : [];
}

function localizedSettings(schema: JsonSchema, say: Say, prefix: string): JsonSchema {
  const properties = propertiesOf(schema);
  if (properties.length === 0) return schema;
  const said = properties.map(([name, each], order) => {
    const path = `${prefix}${name}`;
    const texts = { title: say(`${path}.display`), description: say(`${path}.help`), 'x-group': say(`${path}.group`) };
    return [name, { 'x-order': order, ...localizedSettings(each, say, `${path}.`), ...present(texts) }] as const;
  });
  return { ...schema, properties: Object.fromEntries(said) };
}

function classSpec(objectClass: ObjectClass, handlers: Operations, say: Say): ObjectClassSpec {
  const { name, container, auxiliary, embedded, options = {} } = objectClass;
  const has = (operation: ObjectClassOperation) => typeof handlers[operation] === 'function' && (objectClass.operations?.includes(operation) ?? true);
  const updates = has('update') || has('updateDelta');
  const operations = classWide.filter((each) => has(each) || (each === 'get' && has('search')) || (/^update/.test(each) && updates));
  const attributes = Object.entries(objectClass.attributes).map(([each, info]) => {
    const texts = { title: say(`${name}.${each}.display`) ?? each, description: say(`${name}.${each}.help`) };
    return [each, { ...info, ...present(texts) }] as const;
  });
  const texts = { title: say(`${name}.display`) ?? name, description: say(`${name}.help`) };
  const localized: ObjectClass = { ...objectClass, ...present(texts), attributes: Object.fromEntries(attributes) };
  return {
    name,
    ...texts,
    container,
    auxiliary,
    embedded,
    operations,
    options: Object.fromEntries(Object.entries(options).map(([operation, properties]) => [operation, { type: 'object', properties }])),
    attributes: Object.fromEntries(attributes.map(([each, info]) => [each, attributeSpec(info, each)])),
    schemas: {
      ...(has('create') && { create: toJsonSchema(localized, 'create') }),
      ...(updates && { update: toJsonSchema(localized, 'update') }),
      row: toJsonSchema(localized, 'row'),
    },
  };
}

function attributeSpec(info: AttributeInfo, name: string): AttributeSpec {
  const { type, subtype, title = name, description, nativeName, aliases, required, multiValued, creatable, updateable, readable } = info;
  const secret = type === 'secret' || type === 'secretBytes';
  return {
    type,
    subtype,
    title,
    description,
    nativeName,
    aliases,
    required: required ?? false,
    multiValued: multiValued ?? false,
    creatable: creatable ?? true,
    updateable: updateable ?? true,
    readable: (readable ?? true) && !secret,
    returnedByDefault: (info.returnedByDefault ?? true) && (readable ?? true) && !secret,
    sortable: info.sortable ?? false,
    objectClass: info.objectClass,
    role: info.role,
  };
}

/** Without what is undefined. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** A copy as JSON writes it: without functions, secrets and what only a program has. */
function toPlain(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => toPlain(each) ?? null);
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([key, each]) => [key, toPlain(each)] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
