import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Problem } from '../model/errors.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import { problemsError } from '../model/problems-error.ts';
import { Secret } from '../model/secret.ts';
import { standardOf } from '../model/standard-schema.ts';
import { printable, similarName } from '../model/wording.ts';
import { checkStandard } from './check-standard.ts';
import { misplacedSecrets } from './misplaced-secrets.ts';

/** A configuration after checking: what `connect` gets, or what is wrong with it. */
export type CheckedConfiguration =
  | { readonly value: Record<string, unknown>; readonly problems?: undefined }
  | {
      readonly value?: undefined;
      readonly problems: readonly Problem[];
      /** The settings as they are, wrong ones too, for rules between them. A Standard Schema does not say them. */
      readonly flawed?: Record<string, unknown>;
    };

/**
 * Checks a configuration against its schema: defaults are filled in, strings marked `writeOnly` become `Secret`, unknown settings are refused.
 *
 * @param schema  A JSON Schema of type object, or any Standard Schema that answers at once.
 * @param input   What the application or a file gave; it is not changed.
 * @returns The value, or all problems at once with their paths; messages never carry a secret.
 */
export function checkConfiguration(schema: unknown, input: unknown): CheckedConfiguration {
  if (!isObject(input) || Array.isArray(input))
    return { problems: [{ path: '', message: `must be an object of settings (got ${printable(input)})` }] };
  const standard = standardOf(schema);
  return standard ? checkStandard(standard, input) : checkJsonSchema(schema as JsonSchema, input);
}

function checkJsonSchema(schema: JsonSchema, input: object): CheckedConfiguration {
  const misplaced = misplacedSecrets(schema);
  // The author's fault, found before any value is looked at: its message would quote what nobody guards.
  if (misplaced.length > 0) throw problemsError('Configuration', 'the schema of the configuration', misplaced);
  // The schema is the author's: whether it follows its own draft is for their tests, and checking it costs more than all the rest.
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    strict: false,
    validateSchema: false,
    verbose: true,
    logger: false,
    formats: { uri: URL.canParse, int64: true },
  });
  ajv.addKeyword({ keyword: 'x-value', validate: (kind: string, value: unknown) => typeof value === kind && value !== null });
  const { $schema: _, ...closed } = close(schema);
  const value = revealed(closed, { ...input }) as Record<string, unknown>;
  const validate = ajv.compile(closed);
  if (validate(value)) return { value: guarded(closed, value) as Record<string, unknown> };
  return { problems: describeAll(validate.errors ?? [], closed, value), flawed: guarded(closed, value) as Record<string, unknown> };
}

/** The same schema with unknown settings refused: a misspelt one that is silently ignored would run with a default that nobody chose. */
function close(schema: JsonSchema, top = true): JsonSchema {
  const { properties, items } = schema as { properties?: Readonly<Record<string, unknown>>; items?: unknown };
  const closed: { [keyword: string]: unknown } = { ...schema };
  if (properties)
    closed.properties = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, isPlainSchema(each) ? close(each, false) : each]));
  if (isPlainSchema(items)) closed.items = close(items, false);
  if (
    (top || properties) &&
    !('additionalProperties' in schema) &&
    !('unevaluatedProperties' in schema) &&
    (top || !combining.some((keyword) => keyword in schema))
  ) {
    closed.additionalProperties = false;
  }
  return closed;
}

// What these say beside `properties` may allow more settings.
const combining = ['allOf', 'anyOf', 'oneOf', 'if', '$ref', 'dependentSchemas'];

function isPlainSchema(schema: unknown): schema is JsonSchema {
  return isObject(schema) && !Array.isArray(schema);
}

/** A copy in which secrets are text, so that lengths and patterns can be checked, and undefined settings are left out. */
function revealed(schema: unknown, value: unknown): unknown {
  if (value instanceof Secret) return isSecret(schema) ? value.reveal() : value;
  // What the schema does not describe, and a value of the program, is handed on as it is.
  if (!isObject(schema) || 'x-value' in schema) return value;
  if (Array.isArray(value)) return value.map((item) => revealed((schema as JsonSchema).items, item));
  if (!isObject(value) || !isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined)
      Object.defineProperty(copy, key, { value: revealed(property(schema, key), item), enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

/** The same value with its secrets guarded. */
function guarded(schema: unknown, value: unknown): unknown {
  if (isSecret(schema)) return typeof value === 'string' ? new Secret(value) : value;
  if (!isObject(schema) || 'x-value' in schema) return value;
  if (Array.isArray(value)) return value.map((item) => guarded((schema as JsonSchema).items, item));
  if (!isObject(value) || !isPlain(value)) return value;
  for (const [key, item] of Object.entries(value)) (value as Record<string, unknown>)[key] = guarded(property(schema, key), item);
  return value;
}

function describeAll(errors: readonly ErrorObject[], schema: JsonSchema, value: unknown): Problem[] {
  return errors.filter((error) => error.keyword !== 'if').map((error) => describe(error, schema, value));
}

function describe(error: ErrorObject, root: JsonSchema, value: unknown): Problem {
  const keys = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let schema: unknown = root;
  let found: unknown = value;
  for (const key of keys) {
    schema = Array.isArray(found) ? (schema as JsonSchema | undefined)?.items : property(schema, key);
    found = (found as Record<string, unknown> | undefined)?.[key];
  }
  const at = (path: readonly string[]) => path.reduce((text, key) => (/^\d+$/.test(key) ? `${text}[${key}]` : text ? `${text}.${key}` : key), '');
  const got = isSecret(schema) || isSecret(error.parentSchema) ? 'a value that is not shown' : shown(found);
  const { keyword, params } = error;
  if (keyword === 'required') return { path: at([...keys, String(params.missingProperty)]), message: 'is required' };
  if (keyword === 'dependentRequired' || keyword === 'dependencies') {
    return { path: at([...keys, String(params.missingProperty)]), message: `is required when ${params.property} is set` };
  }
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    const near = similarName(name, Object.keys((schema as { properties?: object } | undefined)?.properties ?? {}));
    return { path: at([...keys, name]), message: near ? `is not a setting; did you mean "${near}"?` : 'is not a setting' };
  }
  const path = at(keys);
  if (keyword === 'enum') return { path, message: `must be one of ${(params.allowedValues as unknown[]).map(printable).join(', ')} (got ${got})` };
  if (keyword === 'const') return { path, message: `must be ${printable(params.allowedValue)} (got ${got})` };
  if (keyword === 'type') return { path, message: `must be ${article(String(params.type))} (got ${got})` };
  if (keyword === 'x-value') return { path, message: `must be ${article(String(error.schema))} (got ${got})` };
  if (keyword === 'pattern') return { path, message: `must ${(schema as JsonSchema)['x-patternHint'] ?? `match ${params.pattern}`} (got ${got})` };
  if (keyword === 'format')
    return {
      path,
      message: `must be ${params.format === 'uri' ? 'a URL, such as https://example.org' : article(String(params.format))} (got ${got})`,
    };
  const bound = bounds[keyword];
  if (bound) return { path, message: `must ${bound(params.limit as number)} (got ${got})` };
  return { path, message: `${error.message ?? `breaks ${keyword}`} (got ${got})` };
}

/** A value for a message; the address of a proxy may carry a user and a password. */
function shown(value: unknown): string {
  return printable(typeof value === 'string' ? value.replace(/[^\s/"'=,;]+:[^\s/]*@/, '') : value);
}

const bounds: Readonly<Record<string, (limit: number) => string>> = {
  minimum: (limit) => `be at least ${limit}`,
  maximum: (limit) => `be at most ${limit}`,
  exclusiveMinimum: (limit) => `be more than ${limit}`,
  exclusiveMaximum: (limit) => `be less than ${limit}`,
  minLength: (limit) => `have at least ${count(limit, 'character')}`,
  maxLength: (limit) => `have at most ${count(limit, 'character')}`,
  minItems: (limit) => `have at least ${count(limit, 'item')}`,
  maxItems: (limit) => `have at most ${count(limit, 'item')}`,
};

const count = (number: number, noun: string) => (number === 1 ? `1 ${noun}` : `${number} ${noun}s`);

function article(type: string): string {
  const name = type.replaceAll(',', ' or ');
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}

/** What a schema says of a key. */
function property(schema: unknown, key: string): unknown {
  return declaredProperty(schema, key) ?? (isObject(schema) ? (schema as { additionalProperties?: unknown }).additionalProperties : undefined);
}

function declaredProperty(schema: unknown, key: string): unknown {
  if (!isObject(schema)) return undefined;
  const {
    properties = {},
    patternProperties = {},
    ...rest
  } = schema as { properties?: Record<string, unknown>; patternProperties?: Record<string, unknown> };
  if (Object.hasOwn(properties, key)) return properties[key];
  for (const [pattern, each] of Object.entries(patternProperties)) if (new RegExp(pattern, 'u').test(key)) return each;
  const {
    allOf = [],
    anyOf = [],
    oneOf = [],
    then,
    else: otherwise,
  } = rest as { allOf?: unknown[]; anyOf?: unknown[]; oneOf?: unknown[]; then?: unknown; else?: unknown };
  for (const each of [...allOf, ...anyOf, ...oneOf, then, otherwise]) {
    const found = declaredProperty(each, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSecret(schema: unknown): boolean {
  return isObject(schema) && (schema as JsonSchema).type === 'string' && (schema as JsonSchema).writeOnly === true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** By the length of the chain, because another realm, such as that of jest, has an Object of its own. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
