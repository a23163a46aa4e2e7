import type { Secret } from './secret.ts';
import type { Simplify } from './simplify.ts';

/** A JSON Schema, draft 2020-12 or 7, as a literal. `writeOnly` on a string marks a secret. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a schema's values are once checked: defaults filled in, secrets as `Secret`. Also reads any Standard Schema. */
export type Static<C> = Describe<C, 'output'>;

/** What a caller may write: settings with a default left out, secrets as strings. */
export type Input<C> = unknown extends C ? Readonly<Record<string, unknown>> : Describe<C, 'input'>;

/** The type that a JSON Schema literal describes, on the way in or after checking. */
export type Describe<S, M extends 'input' | 'output'> = S extends { readonly '~standard': { readonly types?: infer X } }
  ? Exclude<X, undefined> extends Record<M, infer V>
    ? V
    : unknown
  : S extends { readonly '~value'?: infer V }
    ? unknown extends V
      ? DescribeKeywords<S, M>
      : V
    : DescribeKeywords<S, M>;

/** The part of `Describe` that reads JSON Schema keywords. */
export type DescribeKeywords<S, M extends 'input' | 'output'> = S extends { readonly const: infer C }
  ? C
  : S extends { readonly enum: readonly (infer E)[] }
    ? E
    : S extends { readonly type: 'string'; readonly writeOnly: true }
      ? M extends 'input'
        ? Secret | string
        : Secret
      : S extends { readonly type: 'string' }
        ? string
        : S extends { readonly type: 'integer' | 'number' }
          ? number
          : S extends { readonly type: 'boolean' }
            ? boolean
            : S extends { readonly type: 'array'; readonly items: infer I }
              ? readonly Describe<I, M>[]
              : S extends { readonly type: 'object'; readonly properties: infer P }
                ? ObjectOf<P, S extends { readonly required: readonly (infer R)[] } ? R : never, M>
                : S extends { readonly type: 'object'; readonly additionalProperties: infer V }
                  ? Readonly<Record<string, Describe<V, M>>>
                  : unknown;

/** Names of the properties that have a default. */
export type WithDefault<P> = { [K in keyof P]: P[K] extends { readonly default: unknown } ? K : never }[keyof P];

/** Names of the properties that are certain: the required ones, and on the way out those with a default. */
export type Present<P, R, M> = M extends 'input' ? Exclude<R & keyof P, WithDefault<P>> : (R & keyof P) | WithDefault<P>;

/** The object that JSON Schema properties describe; `R` names the required ones. */
export type ObjectOf<P, R, M extends 'input' | 'output'> = Simplify<
  { -readonly [K in keyof P as K extends Present<P, R, M> ? K : never]: Describe<P[K], M> } & {
    -readonly [K in keyof P as K extends Present<P, R, M> ? never : K]?: Describe<P[K], M> | (M extends 'input' ? undefined : never);
  }
>;

/** A setting that is a value of the program, such as a function, and cannot be written in a file. */
export interface ProgramValue<T> {
  readonly '~value'?: T;
  readonly 'x-value': 'function' | 'object';
  readonly description?: string;
}

/**
 * Describes a setting that is a value of the program, such as a credential provider.
 *
 * @param kind         What `typeof` answers for it.
 * @param description  For people.
 *
 * @example
 * const properties = { clock: programValue<() => number>('function', 'Milliseconds since 1970.') };
 */
export function programValue<T>(kind: 'function' | 'object', description: string): ProgramValue<T> {
  return { 'x-value': kind, description };
}
