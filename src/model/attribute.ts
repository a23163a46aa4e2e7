import type { AttributeValue, Reference, ValueMap } from './attribute-value.ts';
import type { JsonSchema, ObjectOf } from './json-schema.ts';
import { type SchemaFlags, type SchemaValue, schemaAttribute } from './schema-attribute.ts';
import type { Secret, SecretBytes } from './secret.ts';

/**
 * ICF's value types. In JavaScript: integer, byte, float and double are number; long and bigInteger bigint; bigDecimal and
 * character string; dateTime Date (an instant in milliseconds).
 */
export type AttributeType =
  | 'string'
  | 'character'
  | 'integer'
  | 'byte'
  | 'long'
  | 'float'
  | 'double'
  | 'boolean'
  | 'bytes'
  | 'bigInteger'
  | 'bigDecimal'
  | 'dateTime'
  | 'map'
  | 'secret'
  | 'secretBytes'
  | 'reference';

/** How two strings are compared, in filters too. ICF: AttributeInfo.Subtypes. */
export type Subtype = 'caseIgnore' | 'uri' | 'ldapDn' | 'uuid' | 'xml' | 'json';

/** What may be said about an attribute. Without flags it is optional, single, creatable, updateable, readable, returned by default and not sortable. */
export interface AttributeFlags {
  /** Every object has it. */
  readonly required?: boolean;
  readonly multiValued?: boolean;
  readonly creatable?: boolean;
  readonly updateable?: boolean;
  readonly readable?: boolean;
  /** Whether a read that names no attributes brings it. */
  readonly returnedByDefault?: boolean;
  /** Whether the connector can sort a search by it. */
  readonly sortable?: boolean;
  /** What people call it. */
  readonly title?: string;
  readonly description?: string;
  /** What the system calls it. */
  readonly nativeName?: string;
  /** Shortest and longest value: characters of a text, bytes of a binary value. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression that the whole of a text must match, in JavaScript's syntax with the `u` flag. */
  readonly pattern?: string;
  /** What the pattern asks, in words that follow "must" in a message: `begin and end with "/"`. */
  readonly patternHint?: string;
  /** The value that a create gets when none is given. */
  readonly default?: AttributeValue | readonly AttributeValue[];
}

/** An attribute as data: what `attr.…` makes, what a discovered schema is made of, what REST and the wire show. */
export interface AttributeInfo extends AttributeFlags {
  readonly type: AttributeType;
  readonly subtype?: Subtype;
  /** The only values allowed. */
  readonly allowedValues?: readonly string[];
  /** Of a map: what its keys hold. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly requiredProperties?: readonly string[];
  /** Of a reference: the class it points to. */
  readonly objectClass?: string;
  /** Of a reference: which end of the relation this object is. */
  readonly role?: 'subject' | 'object';
  /** Other spellings accepted on input; results carry the attribute's own name. */
  readonly aliases?: readonly string[];
}

/** An attribute that carries the type of its value for the compiler. */
export interface TypedAttribute<T> extends AttributeInfo {
  readonly '~value'?: T;
}

/** An attribute with all that the compiler knows of it: its value type and its flags. */
export type Attribute<T, F = {}> = TypedAttribute<T> & F;

/** Attributes of an object class, by name. */
export type Attributes = Readonly<Record<string, AttributeInfo>>;

/** Flags of a text attribute. */
export interface StringFlags extends AttributeFlags {
  readonly subtype?: Subtype;
  readonly allowedValues?: readonly string[];
  readonly aliases?: readonly string[];
}

/** Flags of a map with known keys. */
export interface ObjectFlags extends AttributeFlags {
  readonly requiredProperties?: readonly string[];
  readonly aliases?: readonly string[];
}

/** Flags of a reference. */
export interface ReferenceFlags extends AttributeFlags {
  readonly objectClass?: string;
  readonly role?: 'subject' | 'object';
}

/** A multi-valued attribute holds a list. */
export type Many<T, F> = F extends { readonly multiValued: true } ? readonly T[] : T;

/** The values of a text attribute: the allowed ones, or any text. */
export type StringOf<F> = F extends { readonly allowedValues: readonly (infer V)[] } ? V : string;

/** Makes an attribute of one value type. */
export type AttributeBuilder<T> = <const F extends AttributeFlags = {}>(flags?: F) => Attribute<Many<T, F>, NoInfer<F>>;

/** The builders of attributes, one for each of ICF's value types. */
export interface AttributeBuilders {
  string<const F extends StringFlags = {}>(flags?: F): Attribute<Many<StringOf<F>, F>, NoInfer<F>>;
  /** A single character, as a string of length 1. */
  readonly character: AttributeBuilder<string>;
  /** A whole number of 32 bits. */
  readonly integer: AttributeBuilder<number>;
  /** A whole number from 0 to 255. */
  readonly byte: AttributeBuilder<number>;
  /** A whole number of 64 bits. */
  readonly long: AttributeBuilder<bigint>;
  readonly float: AttributeBuilder<number>;
  readonly double: AttributeBuilder<number>;
  readonly boolean: AttributeBuilder<boolean>;
  readonly bytes: AttributeBuilder<Uint8Array>;
  readonly bigInteger: AttributeBuilder<bigint>;
  /** A decimal of any size, as text. */
  readonly bigDecimal: AttributeBuilder<string>;
  /** An instant in milliseconds; a text that must keep its time zone is a string. */
  readonly dateTime: AttributeBuilder<Date>;
  readonly map: AttributeBuilder<ValueMap>;
  /** A map with known keys, described by JSON Schema properties. */
  object<const P extends Readonly<Record<string, JsonSchema>>, const F extends ObjectFlags = {}>(
    properties: P,
    flags?: F,
  ): Attribute<Many<ObjectOf<P, F extends { readonly requiredProperties: readonly (infer R)[] } ? R : never, 'output'>, F>, NoInfer<F>>;
  /** Guarded text, never readable. */
  secret<const F extends AttributeFlags = {}>(flags?: F): Attribute<Secret, NoInfer<F> & { readonly readable: false }>;
  /** Guarded bytes, never readable. */
  secretBytes<const F extends AttributeFlags = {}>(flags?: F): Attribute<SecretBytes, NoInfer<F> & { readonly readable: false }>;
  reference<const F extends ReferenceFlags = {}>(flags?: F): Attribute<Many<Reference, F>, NoInfer<F>>;
  /**
   * Values that a schema of another library describes and checks: zod, valibot, arktype (any Standard Schema), TypeBox, or a JSON Schema
   * literal. The schema describes one value, also of a multi-valued attribute. Errors: `Configuration` for a schema of which no value
   * type follows; `flags.type` says it then.
   */
  schema<const S, const F extends SchemaFlags = {}>(
    schema: S,
    flags?: F,
  ): Attribute<Many<SchemaValue<S, 'output'>, F>, NoInfer<F>> & { readonly '~input'?: Many<SchemaValue<S, 'input'>, F> };
}

/**
 * Builders of attributes. Every one takes the flags of `AttributeFlags`; what they return is plain data that carries its value type.
 *
 * @example
 * const Account = objectClass('__ACCOUNT__', {
 *   __NAME__: attr.string({ required: true }),
 *   mail: attr.string({ subtype: 'caseIgnore', maxLength: 256 }),
 *   groups: attr.string({ multiValued: true }),
 *   __PASSWORD__: attr.secret(),
 *   quota: attr.schema(z.int32().min(0), { title: 'Quota in MB' }),
 * });
 */
export const attr: AttributeBuilders = /* @__PURE__ */ attributeBuilders();

function attributeBuilders(): AttributeBuilders {
  const of = (type: AttributeType, fixed?: AttributeFlags) => (flags?: AttributeFlags) => ({ type, ...flags, ...fixed });
  const hidden = { readable: false, returnedByDefault: false };
  const builders = {
    string: of('string'),
    character: of('character', { maxLength: 1, minLength: 1 }),
    integer: of('integer'),
    byte: of('byte'),
    long: of('long'),
    float: of('float'),
    double: of('double'),
    boolean: of('boolean'),
    bytes: of('bytes'),
    bigInteger: of('bigInteger'),
    bigDecimal: of('bigDecimal'),
    dateTime: of('dateTime'),
    map: of('map'),
    object: (properties: Readonly<Record<string, JsonSchema>>, flags?: AttributeFlags) => ({ type: 'map', properties, ...flags }),
    secret: of('secret', hidden),
    secretBytes: of('secretBytes', hidden),
    reference: of('reference'),
    schema: schemaAttribute,
  };
  // The builders return data; the value type that AttributeBuilders adds exists for the compiler only.
  return builders as unknown as AttributeBuilders;
}
