import type { JsonSchema } from './json-schema.ts';
import { isObject } from './value-kind.ts';

/**
 * What a Standard Schema says of a value. Version 1.0: https://standardschema.dev
 *
 * @example
 * const result: StandardResult = await schema['~standard'].validate('ada@example.org');
 * result.issues;  // undefined
 */
export type StandardResult = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/** One thing that a Standard Schema has against a value. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What every Standard Schema carries under `~standard`; `jsonSchema` where it can also describe itself (Standard JSON Schema 1.0). */
export interface StandardProperties<I = unknown, O = I> {
  readonly version: 1;
  readonly vendor: string;
  readonly types?: { readonly input: I; readonly output: O } | undefined;
  validate(value: unknown): StandardResult | Promise<StandardResult>;
  readonly jsonSchema?: StandardConverter | undefined;
}

/** Describes a Standard Schema in JSON Schema: what goes in, and what comes out. Throws where it cannot. */
export interface StandardConverter {
  input(options: StandardConversion): Readonly<Record<string, unknown>>;
  output(options: StandardConversion): Readonly<Record<string, unknown>>;
}

/** What a converter is asked for. */
export interface StandardConversion {
  readonly target: 'draft-2020-12';
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/** A schema of any library that speaks Standard Schema: zod, valibot, arktype and others. */
export interface StandardSchema<I = unknown, O = I> {
  readonly '~standard': StandardProperties<I, O>;
}

/** The Standard Schema of a value; undefined when it is none. Some libraries' schemas are functions. */
export function standardOf(schema: unknown): StandardProperties | undefined {
  if ((typeof schema !== 'object' && typeof schema !== 'function') || schema === null) return undefined;
  const standard = (schema as { readonly '~standard'?: Partial<StandardProperties> })['~standard'];
  return typeof standard?.validate === 'function' ? (standard as StandardProperties) : undefined;
}

/**
 * What a Standard Schema says of a value, at once; undefined when its answer comes later, which nobody here waits for.
 */
export function resultOf(standard: StandardProperties, value: unknown): StandardResult | undefined {
  const result = standard.validate(value);
  if (!('then' in result)) return result;
  // Its answer is not waited for, so its failure must not end the process.
  result.then(undefined, () => {});
  return undefined;
}

// What makes the libraries describe as much as they can instead of throwing: zod, valibot and arktype in this order. Each ignores the others'.
const leniently = { unrepresentable: 'any', errorMode: 'ignore', fallback: { default: ({ base }: { readonly base: unknown }) => base } };

/**
 * The JSON Schema of a Standard Schema; undefined when it has none.
 *
 * @param use      Of what goes in, or of what comes out.
 * @param lenient  Whether parts that JSON Schema cannot describe may be left open. Else there is no answer then.
 */
export function jsonSchemaOf(standard: StandardProperties, use: 'input' | 'output', lenient: boolean): JsonSchema | undefined {
  const { jsonSchema } = standard;
  for (const libraryOptions of lenient ? [undefined, leniently] : [undefined]) {
    try {
      const described = jsonSchema?.[use]({ target: 'draft-2020-12', ...(libraryOptions && { libraryOptions }) });
      if (isObject(described)) return described;
    } catch {
      // A library may not know the draft, or not be able to describe a part, such as a function.
    }
  }
  return undefined;
}

/** The keys that lead to what an issue is about. */
export function issueKeys({ path = [] }: StandardIssue): readonly string[] {
  // Not `path.map`: arktype's paths are a kind of Array of their own, and an empty one maps to one with an element.
  return Array.from(path, (part) => String(typeof part === 'object' ? part.key : part));
}
