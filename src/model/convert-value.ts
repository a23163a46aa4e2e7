import type { AttributeInfo, AttributeType } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import { checkLength, codePoints, expression, refuse } from './check-facets.ts';
import { checkedBySchema } from './checked-by-schema.ts';
import { comparisonOf, type ValueKey } from './compare-values.ts';
import { toDescribed, toPlain } from './described-value.ts';
import type { Problem } from './errors.ts';
import { schemaCheckOf } from './schema-attribute.ts';
import { Secret, SecretBytes } from './secret.ts';
import { guarded, isBigint, isNumber, isObject, isText } from './value-kind.ts';
import { printable } from './wording.ts';

/** Turns what a caller wrote into the one form that connectors see; undefined when that cannot be, with the reasons added to `problems`. */
export type Conversion<T = AttributeValue | readonly AttributeValue[]> = (value: unknown, path: string, problems: Problem[]) => T | undefined;

const iso8601 = /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?))?$/i;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,9})?$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Compiles the conversion of an attribute's input: type, one or many, facets.
 *
 * Accepted besides the form that connectors see: a bigint for an integer or a double, a number or digits for a long or a bigInteger (digits
 * are what JSON has for numbers above 2^53), a number or bigint for a bigDecimal, ISO 8601 text with a time zone for a dateTime (a date alone
 * is midnight UTC), base64 text for bytes, a string for a secret. With `caseIgnore`, an allowed value may be written in any case and gets its
 * own spelling. A multi-valued attribute takes a list; values given twice are there once. The result shares nothing with the input.
 *
 * null and undefined are not values: whoever calls decides what they mean.
 *
 * @param attribute  Its type, `multiValued` and facets count; not whether it is required or may be written.
 * @returns A function of the value, its path for problems, and the list to which problems are added. No problem shows a secret.
 * @throws ConnectorError `Configuration` when `pattern` is not a regular expression.
 *
 * @example
 * const problems: Problem[] = [];
 * conversionOf({ type: 'dateTime' })('2026-11-21T10:00:00Z', 'created', problems);  // a Date
 */
export function conversionOf(attribute: AttributeInfo): Conversion {
  const byType = valueConversionOf(attribute);
  const check = schemaCheckOf(attribute);
  const one = facets(attribute, check ? checkedBySchema(attribute, check, attribute.type === 'map' ? toOwnMap : byType) : byType);
  const { key } = comparisonOf(attribute);
  if (!attribute.multiValued) return one;
  return (value, path, problems) => {
    if (!Array.isArray(value))
      return refuse(problems, path, `must be a list of values (got ${typeof value === 'string' ? 'text' : printable(value)})`);
    const before = problems.length;
    const result: AttributeValue[] = [];
    const seen = new Set<ValueKey>();
    for (let i = 0; i < value.length; i++) {
      const mark = problems.length;
      const converted = one(value[i], path, problems);
      if (converted === undefined) {
        // Once more for the path, which only a failure pays for.
        problems.length = mark;
        one(value[i], `${path}[${i}]`, problems);
      } else if (seen.size !== seen.add(key(converted)).size) result.push(converted);
    }
    return problems.length === before ? result : undefined;
  };
}

/**
 * Converts one value by the attribute's type alone, facets aside: what filters need.
 *
 * @example
 * valueConversionOf({ type: 'long' })(5, 'filter.value', []);  // 5n
 */
export function valueConversionOf(attribute: AttributeInfo): Conversion<AttributeValue> {
  const { type } = attribute;
  if (type === 'map') return (value, path, problems) => toMap(attribute, value, path, problems);
  if (type === 'reference') return (value, path, problems) => toReference(attribute, value, path, problems);
  const { expected, convert } = scalars[type];
  const hidden = type === 'secret' || type === 'secretBytes';
  return (value, path, problems) =>
    convert(value) ?? refuse(problems, path, `must be ${expected} (got ${hidden ? `a ${typeof value}` : printable(value)})`);
}

interface Scalar {
  readonly expected: string;
  /** undefined when the value is none. */
  readonly convert: (value: unknown) => AttributeValue | undefined;
}

const scalars: { readonly [T in Exclude<AttributeType, 'map' | 'reference'>]: Scalar } = {
  string: { expected: 'text', convert: (value) => (isText(value) ? value : undefined) },
  character: { expected: 'one character', convert: (value) => (isText(value) && value !== '' && codePoints(value) === 1 ? value : undefined) },
  integer: { expected: 'a whole number of 32 bits', convert: (value) => toInteger(value, -(2 ** 31), 2 ** 31 - 1) },
  byte: { expected: 'a whole number from 0 to 255', convert: (value) => toInteger(value, 0, 255) },
  float: { expected: 'a number of 32-bit floating point', convert: (value) => toDouble(value, 3.4028234663852886e38) },
  double: { expected: 'a finite number', convert: (value) => toDouble(value, Number.MAX_VALUE) },
  long: {
    expected: 'a whole number of 64 bits, as bigint, digits, or a number that is exact (below 2^53)',
    convert: (value) => {
      const whole = toBigint(value);
      return whole !== undefined && BigInt.asIntN(64, whole) === whole ? whole : undefined;
    },
  },
  bigInteger: { expected: 'a whole number, as bigint, digits, or a number that is exact (below 2^53)', convert: toBigint },
  bigDecimal: {
    expected: 'a decimal as text, such as "12.50"',
    convert: (value) => {
      const text = isBigint(value) || (isNumber(value) && Number.isFinite(value)) ? String(value) : value;
      return isText(text) && decimal.test(text) ? text : undefined;
    },
  },
  boolean: { expected: 'true or false', convert: (value) => (typeof value === 'boolean' ? value : undefined) },
  bytes: {
    expected: 'bytes (Uint8Array) or base64 text',
    convert: (value) => {
      if (value instanceof Uint8Array) return Uint8Array.from(value);
      return isText(value) && base64.test(value) ? Uint8Array.from(atob(value), (character) => character.charCodeAt(0)) : undefined;
    },
  },
  dateTime: { expected: 'a valid Date or ISO 8601 text with a time zone, such as "2026-11-21T10:00:00Z"', convert: toDate },
  secret: { expected: 'a Secret or text', convert: (value) => (value instanceof Secret ? value : isText(value) ? new Secret(value) : undefined) },
  secretBytes: {
    expected: 'SecretBytes or bytes (Uint8Array)',
    convert: (value) => (value instanceof SecretBytes ? value : value instanceof Uint8Array ? new SecretBytes(value) : undefined),
  },
};

function toInteger(value: unknown, least: number, most: number): number | undefined {
  const number = isBigint(value) && value >= least && value <= most ? Number(value) : value;
  return Number.isInteger(number) && (number as number) >= least && (number as number) <= most ? (number as number) : undefined;
}

function toDouble(value: unknown, most: number): number | undefined {
  const number = isBigint(value) ? Number(value) : value;
  return isNumber(number) && Math.abs(number) <= most ? number : undefined;
}

function toBigint(value: unknown): bigint | undefined {
  if (isBigint(value)) return value;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  // Reading digits takes time that grows faster than their number.
  return isText(value) && /^-?\d{1,1000}$/.test(value) ? BigInt(value) : undefined;
}

function toDate(value: unknown): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : new Date(value.getTime());
  const parts = isText(value) ? iso8601.exec(value) : null;
  if (!parts) return undefined;
  const [, year = '', month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = parts;
  // Date accepts a 30th of February; what it makes of it shows another day.
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day) || hour > '23') return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function toReference(attribute: AttributeInfo, value: unknown, path: string, problems: Problem[]): AttributeValue | undefined {
  if (!isObject(value)) return refuse(problems, path, `must be a reference ({ objectClass, uid, name }) (got ${printable(value)})`);
  const before = problems.length;
  const { objectClass, uid, name, attributes, ...rest } = value;
  for (const [part, text] of Object.entries({ objectClass, uid, name })) {
    if (text !== undefined && (!isText(text) || text === '')) refuse(problems, `${path}.${part}`, `must be text (got ${printable(text)})`);
  }
  for (const part of Object.keys(rest))
    refuse(problems, `${path}.${part}`, 'is not part of a reference, which has objectClass, uid, name and attributes');
  if (uid === undefined && name === undefined && attributes === undefined) refuse(problems, path, 'must have a uid, a name or attributes');
  if (attribute.objectClass !== undefined && isText(objectClass) && objectClass.toLowerCase() !== attribute.objectClass.toLowerCase()) {
    refuse(problems, `${path}.objectClass`, `must be ${attribute.objectClass} (got ${printable(objectClass)})`);
  }
  const inner =
    attributes === undefined
      ? undefined
      : isObject(attributes)
        ? toPlain(attributes, `${path}.attributes`, problems, 1)
        : refuse(problems, `${path}.attributes`, 'must be attributes by name');
  if (problems.length > before) return undefined;
  return Object.fromEntries(Object.entries({ objectClass, uid, name, attributes: inner }).filter(([, part]) => part !== undefined)) as AttributeValue;
}

function toMap(attribute: AttributeInfo, value: unknown, path: string, problems: Problem[]): AttributeValue | undefined {
  const { properties, requiredProperties = [] } = attribute;
  if (properties === undefined)
    return isObject(value)
      ? (toPlain(value, path, problems, 0) as AttributeValue)
      : refuse(problems, path, `must be a map (got ${printable(value)})`);
  return toDescribed(
    { type: 'object', properties, required: requiredProperties, additionalProperties: false },
    value,
    path,
    problems,
  ) as AttributeValue;
}

/** A map whose keys something else has checked. */
const toOwnMap: Conversion<AttributeValue> = (value, path, problems) => toMap({ type: 'map' }, value, path, problems);

/** Adds the facets of an attribute to the conversion of one value. */
function facets(attribute: AttributeInfo, convert: Conversion<AttributeValue>): Conversion<AttributeValue> {
  const { type, minLength, maxLength, pattern, patternHint, allowedValues } = attribute;
  const hidden = type === 'secret' || type === 'secretBytes';
  const binary = type === 'bytes' || type === 'secretBytes';
  // ICF's character is one character by its type; the facets that `attr.character` sets add nothing.
  const measured = type !== 'character' && (minLength !== undefined || maxLength !== undefined);
  if (!measured && pattern === undefined && allowedValues === undefined) return convert;
  const whole = pattern === undefined ? undefined : expression(`^(?:${pattern})$`, pattern);
  const { key } = comparisonOf(attribute);
  const spellings = allowedValues && new Map(allowedValues.map((each) => [key(each), each]));
  return (value, path, problems) => {
    const before = problems.length;
    const converted = convert(value, path, problems);
    if (converted === undefined) return undefined;
    const spelled = spellings ? spellings.get(key(converted)) : converted;
    if (spelled === undefined)
      return refuse(problems, path, `must be one of ${allowedValues?.map(printable).join(', ')} (got ${printable(converted)})`);
    const content = guarded(spelled) ? (spelled as Secret | SecretBytes).reveal() : spelled;
    if (measured && binary) checkLength(attribute, (content as Uint8Array).length, 'bytes', hidden, path, problems);
    else if (measured && isText(content)) checkLength(attribute, codePoints(content), 'characters', hidden, path, problems);
    if (whole && isText(content) && !whole.test(content))
      refuse(problems, path, `must ${patternHint ?? `match ${pattern}`}${hidden ? '' : ` (got ${printable(content)})`}`);
    return problems.length > before ? undefined : spelled;
  };
}
