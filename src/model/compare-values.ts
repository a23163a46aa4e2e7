import { ascending } from './ascending.ts';
import type { AttributeInfo } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import { compareDecimals, decimalKey } from './decimal.ts';
import { deepKey, numberKey } from './deep-key.ts';
import { findAttribute, type ObjectClass } from './object-class.ts';
import { dnKey, foldCase, jsonKey, uriKey, uuidKey } from './text-key.ts';

/** What stands for a value in comparisons: two values of an attribute are equal when their keys are, by `===` or as members of a Set. */
export type ValueKey = string | number | bigint | boolean;

/** How the values of one attribute compare. Made once per attribute, used for every value. */
export interface ValueComparison {
  /** The key of one value; for most types the value itself, so nothing is allocated. */
  readonly key: (value: AttributeValue) => ValueKey;
  readonly equal: (a: AttributeValue, b: AttributeValue) => boolean;
  /** Negative, zero or positive; undefined for types without an order: maps, references, secrets. */
  readonly order: ((a: AttributeValue, b: AttributeValue) => number) | undefined;
  /** The text in which prefixes, suffixes and parts are looked for, on both sides; undefined unless the values are text. */
  readonly text: ((value: string) => string) | undefined;
}

/** Plain text: compared by its UTF-16 code units. */
const exact = (value: string) => value;

/**
 * How the values of an attribute compare: by its type, and text by its subtype.
 *
 * Numbers compare by value (1, 1n and 1.0 are one value, decimals at any size), dates by instant, bytes by content, maps and references
 * deeply. Text compares exactly, or as its subtype says: `caseIgnore` without case; `ldapDn` by RFC 4514 without case, spaces around
 * separators and the order within an RDN; `uuid` without case, braces and `urn:uuid:`; `uri` with scheme and host without case; `json` by
 * meaning, numbers by value and the order of keys aside; `xml` exactly. Prefixes and parts of `uri`, `xml` and `json` are looked for in the
 * text as it stands. A secret equals nothing, not even itself.
 *
 * @param attribute  Its `type` and `subtype` count.
 *
 * @example
 * const { equal } = comparisonOf({ type: 'string', subtype: 'caseIgnore' });
 * equal('Ada', 'ADA');  // true
 */
export function comparisonOf(attribute: Pick<AttributeInfo, 'type' | 'subtype'>): ValueComparison {
  switch (attribute.type) {
    case 'string':
    case 'character':
      return textComparison(attribute.subtype);
    case 'boolean':
      return { key: (value) => value as boolean, equal: (a, b) => a === b, order: (a, b) => Number(a) - Number(b), text: undefined };
    case 'integer':
    case 'byte':
    case 'float':
    case 'double':
    case 'long':
    case 'bigInteger':
      return { key: numberKey, equal: sameNumber, order: ascending as (a: AttributeValue, b: AttributeValue) => number, text: undefined };
    case 'bigDecimal':
      return {
        key: (value) => decimalKey(String(value)),
        equal: (a, b) => a === b || decimalKey(String(a)) === decimalKey(String(b)),
        order: (a, b) => compareDecimals(String(a), String(b)),
        text: undefined,
      };
    case 'dateTime':
      return {
        key: (value) => (value as Date).getTime(),
        equal: (a, b) => (a as Date).getTime() === (b as Date).getTime(),
        order: (a, b) => (a as Date).getTime() - (b as Date).getTime(),
        text: undefined,
      };
    case 'bytes':
      return {
        key: deepKey(),
        equal: (a, b) => compareBytes(a as Uint8Array, b as Uint8Array) === 0,
        order: (a, b) => compareBytes(a as Uint8Array, b as Uint8Array),
        text: undefined,
      };
    case 'map':
    case 'reference':
    case 'secret':
    case 'secretBytes': {
      const key = deepKey();
      return { key, equal: (a, b) => key(a) === key(b), order: undefined, text: undefined };
    }
  }
}

function textComparison(subtype: AttributeInfo['subtype']): ValueComparison {
  const keyOf = { caseIgnore: foldCase, ldapDn: dnKey, uuid: uuidKey, uri: uriKey, xml: exact, json: jsonKey };
  const textOf = { caseIgnore: foldCase, ldapDn: dnKey, uuid: uuidKey, uri: exact, xml: exact, json: exact };
  const key = subtype === undefined ? exact : keyOf[subtype];
  return {
    key: (value) => key(value as string),
    equal: (a, b) => a === b || (key !== exact && key(a as string) === key(b as string)),
    order: (a, b) => ascending(key(a as string), key(b as string)),
    text: subtype === undefined ? exact : textOf[subtype],
  };
}

/**
 * An attribute that a filter or a sort names: of the class, or the uid, which is exact text; undefined when there is none.
 *
 * @example
 * findComparable(Account, 'MAIL')?.[0];  // 'mail'
 */
export function findComparable(objectClass: ObjectClass, name: unknown): readonly [name: string, attribute: AttributeInfo] | undefined {
  if (typeof name !== 'string') return undefined;
  return name.toUpperCase() === '__UID__' ? ['__UID__', { type: 'string' }] : findAttribute(objectClass, name);
}

function sameNumber(a: unknown, b: unknown): boolean {
  // Across number and bigint, JavaScript compares by exact value.
  return a === b || (typeof a !== typeof b && (a as number) <= (b as number) && (a as number) >= (b as number));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}
