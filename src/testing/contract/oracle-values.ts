import { isDeepStrictEqual } from 'node:util';
import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';

/** What decides how values compare. */
export type Compared = Pick<AttributeInfo, 'type' | 'subtype'>;

const numbers: readonly string[] = ['integer', 'byte', 'float', 'double', 'long', 'bigInteger'];

/**
 * Whether two values of an attribute are one value, as the table of the filters' meaning has it. Written apart from the library's own
 * comparison and without regard to speed, so that the two can be held against each other.
 *
 * @example
 * isSameValue({ type: 'string', subtype: 'caseIgnore' }, 'Ada', 'ADA');  // true
 */
export function isSameValue(info: Compared, a: AttributeValue, b: AttributeValue): boolean {
  if (info.type === 'secret' || info.type === 'secretBytes') return false;
  if (info.type === 'map' || info.type === 'reference') return isDeepStrictEqual(plain(a), plain(b));
  if (info.subtype === 'json' && typeof a === 'string' && typeof b === 'string') return isSameJson(a, b);
  return compare(info, a, b) === 0;
}

/** The order of two values: negative, zero or positive; undefined for types that have none. */
export function orderOfValues(info: Compared, a: AttributeValue, b: AttributeValue): number | undefined {
  return ['map', 'reference', 'secret', 'secretBytes'].includes(info.type) ? undefined : compare(info, a, b);
}

function compare(info: Compared, a: AttributeValue, b: AttributeValue): number {
  if (numbers.includes(info.type)) return three(a as number, b as number);
  if (info.type === 'boolean') return three(Number(a), Number(b));
  if (info.type === 'dateTime') return three((a as Date).getTime(), (b as Date).getTime());
  if (info.type === 'bytes') return Buffer.compare(a as Uint8Array, b as Uint8Array);
  if (info.type === 'bigDecimal') return compareDecimals(String(a), String(b));
  return three(equalForm(info, a as string), equalForm(info, b as string));
}

/** JavaScript compares number with bigint by value, exactly. */
function three<T extends string | number | bigint>(a: T, b: T): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** Text without case: the final sigma of Greek is a sigma. */
export function withoutCase(text: string): string {
  return text.toLowerCase().split('ς').join('σ');
}

/** The form of a text in which it has to be the same, to be the same value. */
function equalForm({ subtype }: Compared, text: string): string {
  if (subtype === 'caseIgnore') return withoutCase(text);
  if (subtype === 'uuid') return withoutCase(text).replace('urn:uuid:', '').replace('{', '').replace('}', '');
  if (subtype === 'ldapDn') return distinguishedName(text);
  if (subtype === 'uri') return uri(text);
  return text;
}

/** The form of a text in which its beginning, end and parts are looked for. */
export function searchedForm({ subtype }: Compared, text: string): string {
  return subtype === 'caseIgnore' || subtype === 'uuid' ? equalForm({ type: 'string', subtype }, text) : text;
}

/** RFC 3986, 6.2.2.1: scheme and host have no case, the rest has. */
function uri(text: string): string {
  const colon = text.indexOf(':');
  if (colon < 0) return text;
  if (!text.startsWith('//', colon + 1)) return text.slice(0, colon + 1).toLowerCase() + text.slice(colon + 1);
  const rest = text.slice(colon + 3);
  const end = rest.search(/[/?#]|$/);
  const authority = rest.slice(0, end);
  const at = authority.lastIndexOf('@') + 1;
  return `${text.slice(0, colon).toLowerCase()}://${authority.slice(0, at)}${authority.slice(at).toLowerCase()}${rest.slice(end)}`;
}

/** RFC 4514, as far as names without escapes go; others are compared as they stand, without case. */
function distinguishedName(text: string): string {
  if (text.includes('\\')) return withoutCase(text.trim());
  const rdns = text
    .split(/[,;]/)
    .map((rdn) => rdn.split('+').map((pair) => pair.split('=').map((part) => withoutCase(part).trim().replace(/\s+/g, ' '))));
  return rdns
    .map((pairs) =>
      pairs
        .map((pair) => pair.join('='))
        .sort()
        .join('+'),
    )
    .join();
}

function isSameJson(a: string, b: string): boolean {
  try {
    return a === b || isDeepStrictEqual(JSON.parse(a), JSON.parse(b));
  } catch {
    return false;
  }
}

/** Decimals as whole numbers of the same unit. */
function compareDecimals(a: string, b: string): number {
  const [left, right] = [decimal(a), decimal(b)];
  const unit = Math.min(left.exponent, right.exponent);
  return three(left.digits * 10n ** BigInt(left.exponent - unit), right.digits * 10n ** BigInt(right.exponent - unit));
}

function decimal(text: string): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const digits = BigInt(`0${whole}${fraction}`);
  return { digits: mantissa.startsWith('-') ? -digits : digits, exponent: Number(exponent) - fraction.length };
}

/** A map without what is absent in it, and with numbers in one form. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return BigInt(Number(value)) === value ? Number(value) : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Uint8Array) return Array.from(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined && each !== null)
      .map(([key, each]) => [key, plain(each)]),
  );
}
