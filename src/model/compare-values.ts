import type { AttributeInfo } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import { ConnectorError, type Problem } from './errors.ts';
import { findAttribute, type ObjectClass } from './object-class.ts';
import type { Row } from './row.ts';
import { Secret, SecretBytes } from './secret.ts';
import { printable } from './wording.ts';

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

/** What an order looks at. */
type Sorted = Pick<Row, 'uid' | 'name' | 'attributes'>;

/**
 * Compiles an order of rows, for `Array.prototype.sort`.
 *
 * Rows without a value come last, whichever the direction. Of a multi-valued attribute the value counts that comes first in that direction.
 *
 * @param sort         The first criterion that tells two rows apart decides; `__NAME__` and `__UID__` are the row's name and uid. Ascending unless said otherwise.
 * @param objectClass  Types and subtypes come from its attributes; names are found without regard to case.
 * @throws ConnectorError `InvalidArgument` naming every attribute that is unknown, not readable, or of a type without an order.
 *
 * @example
 * rows.sort(compileSort([{ attribute: 'created', ascending: false }, { attribute: '__NAME__' }], Account));
 */
export function compileSort(
  sort: readonly { readonly attribute: string; readonly ascending?: boolean }[],
  objectClass: ObjectClass,
): (a: Sorted, b: Sorted) => number {
  const problems: Problem[] = [];
  const steps = sort.flatMap((criterion, index) => {
    const found = findComparable(objectClass, criterion?.attribute);
    const order = found && found[1].readable !== false ? comparisonOf(found[1]).order : undefined;
    if (found && order) return { name: found[0], order, sign: criterion.ascending === false ? -1 : 1 };
    const why = !found
      ? `is not an attribute of ${objectClass.name}`
      : found[1].readable === false
        ? 'can be written but never read'
        : `is a ${found[1].type}, which has no order`;
    problems.push({ path: `sort[${index}].attribute`, message: `${printable(criterion?.attribute)} ${why}` });
    return [];
  });
  if (problems.length > 0)
    throw new ConnectorError('InvalidArgument', problems.map(({ path, message }) => `${path} ${message}`).join('; '), { problems });
  return (a, b) => {
    for (const { name, order, sign } of steps) {
      const left = leading(a, name, order, sign);
      const right = leading(b, name, order, sign);
      if (left === undefined && right === undefined) continue;
      if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
      const result = order(left, right);
      if (result !== 0) return sign * result;
    }
    return 0;
  };
}

function leading(row: Sorted, name: string, order: (a: AttributeValue, b: AttributeValue) => number, sign: number): AttributeValue | undefined {
  const value = name === '__NAME__' ? row.name : name === '__UID__' ? row.uid : row.attributes[name];
  if (!Array.isArray(value)) return (value as AttributeValue | null | undefined) ?? undefined;
  let first: AttributeValue | undefined;
  for (const each of value) if (first === undefined || sign * order(each, first) < 0) first = each ?? first;
  return first;
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

/**
 * Text without case, for comparing only: lower case, the two small sigmas as one, so that a folded prefix is the prefix of the folded text.
 *
 * @example
 * foldCase('ΟΔΟΣ') === foldCase('οδος');  // true
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

function ascending<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sameNumber(a: unknown, b: unknown): boolean {
  // Across number and bigint, JavaScript compares by exact value.
  return a === b || (typeof a !== typeof b && (a as number) <= (b as number) && (a as number) >= (b as number));
}

function numberKey(value: AttributeValue): ValueKey {
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value as number) : (value as number);
}

/** A decimal taken apart: sign × 0.digits × 10^magnitude; undefined when the text is none. No digits: zero. */
function decimalOf(text: string): { readonly sign: number; readonly digits: string; readonly magnitude: number } | undefined {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts || (parts[2] === '' && parts[3] === '')) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const all = whole + fraction;
  let start = 0;
  let end = all.length;
  while (start < end && all[start] === '0') start++;
  while (end > start && all[end - 1] === '0') end--;
  const digits = all.slice(start, end);
  return digits === ''
    ? { sign: 0, digits, magnitude: 0 }
    : { sign: sign === '-' ? -1 : 1, digits, magnitude: whole.length - start + Number(exponent) };
}

function decimalKey(text: string): string {
  const decimal = decimalOf(text);
  return decimal === undefined ? text : `${decimal.sign}:${decimal.digits}:${decimal.magnitude}`;
}

function compareDecimals(a: string, b: string): number {
  const left = decimalOf(a);
  const right = decimalOf(b);
  if (!left || !right) return ascending(a, b);
  if (left.sign !== right.sign) return left.sign - right.sign;
  return left.sign * (left.magnitude - right.magnitude || ascending(left.digits, right.digits));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}

/** A text that says a value with all that is in it. Every secret gets one of its own, so that it equals nothing. */
function deepKey(): (value: unknown) => string {
  let secrets = 0;
  const keyOf = (value: unknown): string => {
    if (typeof value === 'number' || typeof value === 'bigint') return String(numberKey(value));
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    if (value instanceof Date) return `@${value.getTime()}`;
    if (value instanceof Uint8Array) return `#${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    if (value instanceof Secret || value instanceof SecretBytes) return `*${secrets++}`;
    if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
    const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
    return `{${entries
      .sort(([a], [b]) => ascending(a, b))
      .map(([name, each]) => `${JSON.stringify(name)}:${keyOf(each)}`)
      .join()}}`;
  };
  return keyOf;
}

function uuidKey(text: string): string {
  return text.replace(/^(?:urn:uuid:)?\{?|\}$/gi, '').toLowerCase();
}

// RFC 3986, 6.2.2.1: scheme and host have no case; user information has.
function uriKey(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:)(?:\/\/([^/?#@]*@)?([^/?#]*))?/i, (all, scheme: string, user: string = '', host?: string) =>
    host === undefined ? all.toLowerCase() : `${scheme.toLowerCase()}//${user}${host.toLowerCase()}`,
  );
}

function jsonKey(text: string): string {
  try {
    JSON.parse(text);
    // Numbers become marked texts, because JSON.parse would round the large ones.
    const marked = text.replace(/"((?:[^"\\]|\\.)*)"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token, content?: string) =>
      content === undefined ? `"n${decimalKey(token)}"` : `"s${content}"`,
    );
    return deepKey()(JSON.parse(marked, (_, value) => (value === null ? 'null' : value)));
  } catch {
    return text; // Not JSON, or nested too deeply: as it stands.
  }
}

// RFC 4514: attribute types and, as caseIgnoreMatch has it, values without case; spaces around them do not count; an RDN is a set.
function dnKey(text: string): string {
  const rdns: string[][] = [[]];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const separator = text[i] ?? ',';
    if (separator === '\\' && i + 1 < text.length) i++;
    else if (separator === ',' || separator === ';' || separator === '+') {
      const pair = pairKey(text.slice(start, i));
      if (pair === undefined) return foldCase(text.trim()); // Part of a name, or no name at all.
      rdns.at(-1)?.push(pair);
      if (separator !== '+' && i < text.length) rdns.push([]);
      start = i + 1;
    }
  }
  return rdns.map((pairs) => pairs.sort().join('+')).join();
}

function pairKey(pair: string): string | undefined {
  const split = pair.indexOf('=');
  if (split < 1) return undefined;
  const value = pair.slice(split + 1).replace(/(?:\\[0-9a-f]{2})+|\\([\s\S])/gi, (escaped, character?: string) => {
    if (character !== undefined) return character;
    try {
      return decodeURIComponent(escaped.replaceAll('\\', '%'));
    } catch {
      return escaped;
    }
  });
  const type = pair
    .slice(0, split)
    .trim()
    .toLowerCase()
    .replace(/^oid\./, '');
  return `${type}=${foldCase(value)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\,;+=]/g, '\\$&')}`;
}
