import type { AttributeFlags, AttributeInfo, AttributeType, Subtype } from './attribute.ts';
import { refuse } from './check-facets.ts';
import { toDescribed } from './described-value.ts';
import { ConnectorError, type Problem } from './errors.ts';
import type { Describe, JsonSchema } from './json-schema.ts';
import { type Facets, facetsOf, unreadKeywords, valueTypeOf } from './schema-type.ts';
import { issueKeys, jsonSchemaOf, resultOf, standardOf } from './standard-schema.ts';
import { isObject } from './value-kind.ts';
import { printable } from './wording.ts';

/** The value types that a schema of another library may have; secrets and references are made by their own builders. */
export type SchemaType = Exclude<AttributeType, 'secret' | 'secretBytes' | 'reference'>;

/** Flags of an attribute that a schema describes. */
export interface SchemaFlags extends AttributeFlags {
  /** The value type, where the schema does not tell it: `dateTime` for one whose values are Dates, `long` for one of bigints. */
  readonly type?: SchemaType;
  readonly subtype?: Subtype;
  readonly aliases?: readonly string[];
}

/** The type of a schema's values, on the way in or after checking. */
export type SchemaValue<S, M extends 'input' | 'output'> = Describe<S, M>;

/** What a schema says of one value: the value as it is to be used, or undefined with the reasons added to `problems`. */
export type SchemaCheck = (value: unknown, path: string, problems: Problem[]) => unknown;

// A symbol, and enumerable: copies of an attribute keep its check, and JSON does not show it.
const checkOf = Symbol.for('identity-connector.schema');

/** An attribute whose values a schema of another library describes. */
export function schemaAttribute(schema: unknown, flags: SchemaFlags = {}): AttributeInfo {
  const standard = standardOf(schema);
  if (!standard && !isObject(schema)) throw unusable(`must be a Standard Schema or a JSON Schema (got ${printable(schema)})`);
  const described = standard ? jsonSchemaOf(standard, 'output', false) : (schema as JsonSchema);
  const found = described && valueTypeOf(described);
  const type = flags.type ?? found?.type;
  if (type === undefined) {
    throw unusable(found?.reason ?? 'does not tell the type of its values; say it in the flags, such as { type: "string" }');
  }
  if (!standard) {
    const unread = unreadKeywords(described as JsonSchema);
    if (unread.length > 0) throw unusable(`has ${unread.join(', ')}, which cannot be checked here; use a Standard Schema`);
  }
  const facets: Facets = described && found?.type === type ? facetsOf(described, type) : {};
  const check: SchemaCheck = standard
    ? (value, path, problems) => {
        const result = resultOf(standard, value);
        if (!result) throw unusable(`of ${path} answers later; only one that answers at once can be used`);
        if (!result.issues) return result.value;
        for (const issue of result.issues) refuse(problems, [path, ...issueKeys(issue)].join('.'), `is refused: ${issue.message}`);
        return undefined;
      }
    : (value, path, problems) => toDescribed(described as JsonSchema, value, path, problems);
  // A list has no default for one of its values.
  if (flags.multiValued) delete facets.default;
  const checked: AttributeInfo & { readonly [checkOf]: SchemaCheck } = { ...facets, ...flags, type, [checkOf]: check };
  return checked;
}

/** What a schema of another library says of one value of an attribute; undefined for an attribute without one. */
export function schemaCheckOf(attribute: AttributeInfo): SchemaCheck | undefined {
  return (attribute as { readonly [checkOf]?: SchemaCheck })[checkOf];
}

/** The error of a schema that cannot be used. */
export function unusable(message: string): ConnectorError {
  return new ConnectorError('Configuration', `the schema of an attribute ${message}`);
}
