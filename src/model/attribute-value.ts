import type { Secret, SecretBytes } from './secret.ts';

/** An object that an attribute points to, or, when it has attributes, one that is embedded in it. ICF: ConnectorObjectReference. */
export interface Reference {
  readonly objectClass?: string | undefined;
  readonly uid?: string | undefined;
  readonly name?: string | undefined;
  readonly attributes?: AnyAttributes | undefined;
}

/** A nested map; keys and values as in ICF's Map. */
export interface ValueMap {
  readonly [key: string]: AttributeValue | readonly AttributeValue[] | null | undefined;
}

/** One value of an attribute. Dates are instants in milliseconds; long and big integers are bigint; decimals are text. */
export type AttributeValue = string | number | bigint | boolean | Date | Uint8Array | Secret | SecretBytes | Reference | ValueMap;

/** Attributes of an object whose class the compiler does not know. null and undefined mean: absent. */
export type AnyAttributes = Readonly<Record<string, AttributeValue | readonly AttributeValue[] | null | undefined>>;
