import { ConnectorError } from '../model/errors.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import { Secret } from '../model/secret.ts';
import {
  issueKeys,
  jsonSchemaOf,
  type StandardConversion,
  type StandardProperties,
  type StandardResult,
  type StandardSchema,
  standardOf,
} from '../model/standard-schema.ts';
import { isObject } from '../model/value-kind.ts';
import { printable, similarName } from '../model/wording.ts';

/** The rest of a dotted path after its first name. */
export type PathBelow<N, K> = K extends string ? (N extends `${K}.${infer R}` ? R : never) : never;

/** Settings with those at the paths `N` guarded: on the way in a Secret or text, after checking a Secret. */
export type WithSecrets<T, N extends string, M extends 'input' | 'output'> = {
  [K in keyof T]: K extends N
    ? M extends 'input'
      ? T[K] | Secret
      : Exclude<T[K], string> | Secret
    : [PathBelow<N, K>] extends [never]
      ? T[K]
      : WithSecrets<T[K], PathBelow<N, K>, M>;
};

/** A JSON Schema with the settings at the paths `N` marked as secrets. */
export type MarkedSecret<S, N extends string> = S extends { readonly properties: infer P }
  ? Omit<S, 'properties'> & {
      readonly properties: {
        readonly [K in keyof P]: K extends N
          ? P[K] & { readonly writeOnly: true }
          : [PathBelow<N, K>] extends [never]
            ? P[K]
            : MarkedSecret<P[K], PathBelow<N, K>>;
      };
    }
  : S;

/** What `secretSettings` answers: a schema of the same kind. */
export type SecretSettings<S, N extends string> = S extends { readonly '~standard': { readonly types?: infer X } }
  ? Exclude<X, undefined> extends { readonly input: infer I; readonly output: infer O }
    ? StandardSchema<WithSecrets<I, N, 'input'>, WithSecrets<O, N, 'output'>>
    : never
  : MarkedSecret<S, N>;

/** The secret paths that `secretSettings` was given. */
interface GuardedProperties extends StandardProperties {
  readonly guarded: readonly string[];
}

/**
 * Names the secret settings of a configuration that another library describes: they may be given as text or as `Secret`, and the connector
 * gets them as `Secret`.
 *
 * A schema of zod, valibot or arktype says that a setting is text, and nothing that is marked in it could change the type of what comes
 * out; nor does TypeBox keep options in its types. A JSON Schema literal needs none of this: `writeOnly: true` marks a secret there.
 * The schema checks the text. What it has against a secret is not repeated, because libraries quote what they were given.
 *
 * @param schema  A Standard Schema or a JSON Schema of an object of settings.
 * @param names   The names of the secret settings; `proxy.password` for one inside an object.
 * @returns A schema to be used as `configuration`.
 * @throws ConnectorError `Configuration` for a name that is no setting of type string, where the schema tells its settings.
 *
 * @example
 * const configuration = secretSettings(z.object({ url: z.url(), apiKey: z.string().min(20) }), ['apiKey']);
 */
export function secretSettings<S, const N extends string>(schema: S, names: readonly N[]): SecretSettings<S, N> {
  const standard = standardOf(schema);
  const described = standard ? jsonSchemaOf(standard, 'input', true) : (schema as JsonSchema);
  if (described) for (const name of names) marked(described, name.split('.'), name);
  const result = standard
    ? guardedStandard(standard, names)
    : names.reduce((each, name) => marked(each, name.split('.'), name), described as JsonSchema);
  // What the compiler is told of it cannot be followed through the copies.
  return result as unknown as SecretSettings<S, N>;
}

function guardedStandard(inner: StandardProperties, names: readonly string[]): { readonly '~standard': GuardedProperties } {
  const paths = names.map((name) => name.split('.'));
  const judge = (result: StandardResult, revealed: unknown): StandardResult =>
    result.issues
      ? { issues: result.issues.map((issue) => ({ path: issue.path, message: quiet(issueKeys(issue), issue.message, paths, revealed) })) }
      : { value: guardAt(result.value, names) };
  const mark = (use: 'input' | 'output') => (options: StandardConversion) =>
    names.reduce((each, name) => marked(each, name.split('.'), name), inner.jsonSchema?.[use](options) as JsonSchema);
  return {
    '~standard': {
      version: 1,
      vendor: inner.vendor,
      guarded: names,
      validate(value) {
        const revealed = paths.reduce((each, path) => changed(each, path, (item) => (item instanceof Secret ? item.reveal() : item)), value);
        const result = inner.validate(revealed);
        return 'then' in result ? result.then((later) => judge(later, revealed)) : judge(result, revealed);
      },
      ...(inner.jsonSchema && { jsonSchema: { input: mark('input'), output: mark('output') } }),
    },
  };
}

/** A copy of settings in which the texts at these paths are Secrets. */
export function guardAt(settings: unknown, paths: readonly string[]): unknown {
  return paths.reduce((each, path) => changed(each, path.split('.'), (text) => (typeof text === 'string' ? new Secret(text) : text)), settings);
}

/** The paths that `secretSettings` was given for a schema. */
export function guardedPaths(standard: StandardProperties): readonly string[] {
  return (standard as Partial<GuardedProperties>).guarded ?? [];
}

/** The paths of the settings that a JSON Schema marks as secrets. */
export function writeOnlyPaths(schema: JsonSchema, prefix = ''): string[] {
  const { properties } = schema;
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, each]) => {
    if (!isObject(each)) return [];
    return each.writeOnly === true ? [`${prefix}${name}`] : writeOnlyPaths(each, `${prefix}${name}.`);
  });
}

const unshown = 'is not what the schema asks for; what was found is not shown';

/** A message without the secrets: none about a secret that is there, and none that quotes one. */
function quiet(keys: readonly string[], message: string, paths: readonly (readonly string[])[], value: unknown): string {
  const secrets = paths.flatMap((path) => {
    const text = path.reduce<unknown>((each, key) => (isObject(each) ? each[key] : undefined), value);
    if (text === undefined) return [];
    return [{ path, spellings: typeof text === 'string' && text !== '' ? [text, JSON.stringify(text).slice(1, -1)] : [] }];
  });
  const told = secrets.some(
    ({ path, spellings }) => path.every((key, i) => keys[i] === key) || spellings.some((spelling) => message.includes(spelling)),
  );
  return told ? unshown : message;
}

/** A copy of an object with what is at a path changed; the object itself where there is nothing. */
function changed(value: unknown, [key = '', ...rest]: readonly string[], change: (item: unknown) => unknown): unknown {
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: rest.length > 0 ? changed(value[key], rest, change) : change(value[key]) };
}

/** A copy of a JSON Schema with the setting at a path marked as secret. */
function marked(schema: JsonSchema, [key = '', ...rest]: readonly string[], name: string): JsonSchema {
  const { properties } = schema;
  const found = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (!isObject(found)) {
    const near = isObject(properties) ? similarName(key, Object.keys(properties)) : undefined;
    throw new ConnectorError('Configuration', `secretSettings: ${printable(name)} is not a setting${near ? `; did you mean "${near}"?` : ''}`);
  }
  if (rest.length === 0 && found.type !== undefined && found.type !== 'string')
    throw new ConnectorError('Configuration', `secretSettings: ${printable(name)} must be of type string (got ${printable(found.type)})`);
  const inner = rest.length > 0 ? marked(found, rest, name) : { ...found, writeOnly: true };
  return { ...schema, properties: { ...(properties as object), [key]: inner } };
}
