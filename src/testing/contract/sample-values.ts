import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue, ValueMap } from '../../model/attribute-value.ts';
import { comparisonOf, type ValueKey } from '../../model/compare-values.ts';
import { conversionOf } from '../../model/convert-value.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import type { JsonSchema } from '../../model/json-schema.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import { Secret, SecretBytes } from '../../model/secret.ts';
import { embeddedSample } from './embedded-sample.ts';
import type { FastCheck } from './fast-check.ts';
import { memberIdentity } from './member-identity.ts';
import { nameCandidates, textCandidates } from './sample-text.ts';

/** Makes values that a schema allows: likely ones where they fit, else what fast-check finds for the pattern. The same for the same seed. */
export class SampleValues {
  readonly #fc: FastCheck;
  readonly #seed: number;
  readonly #tag: string;
  readonly #targets: (objectClass: string) => readonly string[];
  readonly #embedded: (objectClass: string) => ObjectClass | undefined;
  readonly #names = new Set<ValueKey>();
  #nameNumber = 0;
  /** The text of all secrets made so far. */
  readonly secrets = new Set<string>();

  /**
   * @param targets   Uids of objects of a class that others may point to.
   * @param embedded  A class whose objects are parts of others, by its name.
   */
  constructor(
    fc: FastCheck,
    seed: number,
    targets: (objectClass: string) => readonly string[],
    embedded: (objectClass: string) => ObjectClass | undefined = () => undefined,
  ) {
    this.#fc = fc;
    this.#seed = seed;
    this.#tag = (seed >>> 0).toString(36);
    this.#targets = targets;
    this.#embedded = embedded;
  }

  /** Keeps the text of a secret in mind; of a few characters it would be found anywhere. */
  remember(secret: unknown): void {
    const text = secret instanceof Secret ? secret.reveal() : secret;
    if (typeof text === 'string' && text.length >= 4) this.secrets.add(text);
  }

  /** Whether a name was not given before; it is given now. */
  takeName(attribute: AttributeInfo, name: string): boolean {
    const key = comparisonOf(attribute).key(name);
    if (this.#names.has(key)) return false;
    this.#names.add(key);
    return true;
  }

  /** A name that was not given before. */
  freshName(attribute: AttributeInfo, odd = false): string {
    const { key } = comparisonOf(attribute);
    for (let tries = 0; tries < 1000; tries++) {
      const n = this.#nameNumber++;
      const usable = (each: string) => !this.#names.has(key(each)) && this.#fits({ ...attribute, multiValued: false }, each);
      const likely = attribute.allowedValues ?? nameCandidates(this.#tag, n, odd);
      const name = likely.find(usable) ?? this.#matching(attribute, '__NAME__', n).find(usable);
      if (name === undefined) continue;
      this.#names.add(key(name));
      return name;
    }
    throw this.#none('__NAME__', 'a name that was not used before');
  }

  /** Value number `n` of an attribute; a list where it is multi-valued. Undefined when there is nothing that it could point to. */
  value(name: string, attribute: AttributeInfo, n: number, odd = false): AttributeValue | readonly AttributeValue[] | undefined {
    if (!attribute.multiValued) return this.member(name, attribute, n, odd);
    const members = this.members(name, attribute, n, 1 + (n % 3), odd);
    return members.length > 0 ? members : undefined;
  }

  /** So many different members, fewer when there are no more. */
  members(name: string, attribute: AttributeInfo, n: number, count: number, odd = false): readonly AttributeValue[] {
    const keyed = new Map<ValueKey, AttributeValue>();
    const { key } = comparisonOf(attribute);
    const stand = memberIdentity(attribute);
    for (let i = 0; i < count + 20 && keyed.size < count; i++) {
      const member = this.member(name, attribute, 3 * n + i, odd && i === 0);
      if (member === undefined) break;
      const identity = key(stand(member));
      if (!keyed.has(identity)) keyed.set(identity, member);
    }
    return [...keyed.values()];
  }

  /** One value, of a multi-valued attribute one member. */
  member(name: string, attribute: AttributeInfo, n: number, odd = false): AttributeValue | undefined {
    const single = { ...attribute, multiValued: false };
    const target = attribute.type === 'reference' ? attribute.objectClass : name === '__GROUPS__' ? '__GROUP__' : undefined;
    const part = attribute.type === 'reference' && target !== undefined ? this.#embedded(target) : undefined;
    if (part) return embeddedSample(part, (each, info) => this.value(each, info, n, odd));
    if (target !== undefined || attribute.type === 'reference') {
      const uids = target === undefined ? [] : this.#targets(target);
      const uid = uids[n % Math.max(uids.length, 1)];
      if (uid === undefined) return undefined;
      return attribute.type === 'reference' ? { objectClass: target, uid } : uid;
    }
    for (const candidate of this.#candidates(name, attribute, n, odd)) {
      const fitting = this.#fitted(single, candidate);
      if (fitting === undefined) continue;
      if (fitting instanceof Secret) this.remember(fitting);
      return fitting;
    }
    throw this.#none(name, `a value of type ${attribute.type}`);
  }

  *#candidates(name: string, attribute: AttributeInfo, n: number, odd: boolean): Generator<AttributeValue> {
    const { allowedValues, type } = attribute;
    if (allowedValues) yield allowedValues[n % allowedValues.length] ?? '';
    switch (type) {
      case 'string':
        yield* textCandidates(name, attribute, n, odd);
        yield* this.#matching(attribute, name, n);
        break;
      case 'character':
        yield odd ? 'ß' : String.fromCharCode(97 + (n % 26));
        break;
      case 'byte':
        yield odd ? 255 : n % 256;
        break;
      case 'integer':
        yield odd ? -(2 ** 31) + n : 100 + n;
        break;
      case 'long':
        // A moment is likely for ICF's dates, and harmless for any other number of 64 bits.
        yield /_DATE__$/.test(name) ? BigInt(Date.UTC(2030, 0, 1) + 1000 * n) : odd ? 2n ** 63n - 1n - BigInt(n) : BigInt(1000 + n);
        break;
      case 'bigInteger':
        yield odd ? -(2n ** 80n) - BigInt(n) : BigInt(1000 + n);
        break;
      case 'float':
        yield Math.fround(odd ? -0.5 - n : n + 0.25);
        break;
      case 'double':
        yield odd ? -1.5e-9 * (n + 1) : n + 0.5;
        break;
      case 'bigDecimal':
        yield odd ? `-0.00000000000000000001${n}` : `${n}.5`;
        break;
      case 'boolean':
        yield n % 2 === 0;
        break;
      case 'dateTime':
        yield new Date(odd ? Date.UTC(1969, 11, 31, 23, 59, 59, 999) - n * 1000 : Date.UTC(2024, 1, 29, 12, 0, n % 60, 0) + n * 60_000);
        break;
      case 'bytes':
        yield this.#bytes(attribute, n, odd);
        break;
      case 'secret':
        yield* this.#secretTexts(attribute, name, n);
        break;
      case 'secretBytes':
        yield new SecretBytes(this.#bytes(attribute, n, odd));
        break;
      case 'map':
        yield attribute.properties ? this.#map(attribute.properties, name, n, odd) : { text: `sample ${n}`, number: n, list: ['a', 'b'] };
    }
  }

  *#secretTexts(attribute: AttributeInfo, name: string, n: number): Generator<string> {
    const text = `Contract-${this.#tag}-${n}-Passw0rd!`;
    yield text;
    if (attribute.maxLength !== undefined) yield text.slice(-attribute.maxLength);
    yield* this.#matching(attribute, name, n);
  }

  #bytes({ minLength = 0, maxLength = 1_000_000 }: AttributeInfo, n: number, odd: boolean): Uint8Array {
    const length = Math.min(Math.max(odd ? 256 : 8, minLength), maxLength);
    return Uint8Array.from({ length }, (_, i) => (i + n) % 256);
  }

  #map(properties: Readonly<Record<string, JsonSchema>>, name: string, n: number, odd: boolean): ValueMap {
    return Object.fromEntries(
      Object.entries(properties).map(([key, schema]) => [key, this.#described(`${name}.${key}`, schema, n, odd)]),
    ) as ValueMap;
  }

  /** A value that the simple keywords of JSON Schema describe. */
  #described(path: string, schema: JsonSchema, n: number, odd: boolean): unknown {
    if ('const' in schema) return schema.const;
    if (Array.isArray(schema.enum)) return schema.enum[n % schema.enum.length];
    const { minimum, maximum, pattern, minLength, maxLength } = schema as { [K in 'minimum' | 'maximum' | 'minLength' | 'maxLength']?: number } & {
      pattern?: string;
    };
    switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
      case 'integer':
      case 'number':
        return Math.min((minimum ?? 0) + (n % 100), maximum ?? Number.POSITIVE_INFINITY);
      case 'boolean':
        return n % 2 === 0;
      case 'array':
        return [this.#described(path, (schema.items ?? { type: 'string' }) as JsonSchema, n, odd)];
      case 'object':
        return this.#map((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>, path, n, odd);
      default: {
        // JSON Schema looks for its pattern anywhere in the text.
        const whole = pattern === undefined ? {} : { pattern: `(?:[\\s\\S]*)(?:${pattern})(?:[\\s\\S]*)` };
        return this.member(
          path,
          { type: 'string', ...whole, ...(minLength !== undefined && { minLength }), ...(maxLength !== undefined && { maxLength }) },
          n,
          odd,
        );
      }
    }
  }

  /** What fast-check finds for the pattern and the lengths of a text; nothing for a pattern that it cannot read, such as one that looks ahead. */
  #matching({ pattern, minLength = 1, maxLength = 100 }: AttributeInfo, name: string, n: number): readonly string[] {
    let mixed = this.#seed ^ (n * 0x9e3779b1);
    for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    const fc = this.#fc;
    try {
      const arbitrary =
        pattern === undefined
          ? fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 100)), unit: 'grapheme-ascii' })
          : fc.stringMatching(new RegExp(`^(?:${pattern})$`, 'u'));
      return fc.sample(arbitrary, { seed: mixed, numRuns: 200 });
    } catch {
      return [];
    }
  }

  #fits(attribute: AttributeInfo, value: AttributeValue): boolean {
    return this.#fitted(attribute, value) !== undefined;
  }

  /** The value as a connector gets it; undefined when the schema does not allow it. */
  #fitted(attribute: AttributeInfo, value: AttributeValue): AttributeValue | undefined {
    const problems: Problem[] = [];
    const converted = conversionOf(attribute)(value, 'sample', problems);
    return problems.length > 0 || converted === '' ? undefined : (converted as AttributeValue);
  }

  #none(name: string, what: string): ConnectorError {
    return new ConnectorError(
      'Configuration',
      `the contract found no sample of ${name}: ${what} that the schema allows; give some in objectClasses.….samples, or name ${name} in leave`,
    );
  }
}
