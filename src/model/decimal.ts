import { ascending } from './ascending.ts';

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

/** The same text for the same number, however it is written; a text that is no number as it stands. */
export function decimalKey(text: string): string {
  const decimal = decimalOf(text);
  return decimal === undefined ? text : `${decimal.sign}:${decimal.digits}:${decimal.magnitude}`;
}

/** Orders decimals of any size by value. */
export function compareDecimals(a: string, b: string): number {
  const left = decimalOf(a);
  const right = decimalOf(b);
  if (!left || !right) return ascending(a, b);
  if (left.sign !== right.sign) return left.sign - right.sign;
  return left.sign * (left.magnitude - right.magnitude || ascending(left.digits, right.digits));
}
