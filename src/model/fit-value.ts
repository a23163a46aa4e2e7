import type { AttributeInfo, AttributeType } from './attribute.ts';
import { isBigint, isNumber, isObject, isText } from './value-kind.ts';

/**
 * Compiles a cheap check that a value which a connector hands out has the attribute's form. Absent values are the caller's business.
 *
 * @example
 * const fits = fitOf({ type: 'long' });
 * fits(5n);  // true
 * fits(5);   // false
 */
export function fitOf(attribute: AttributeInfo): (value: unknown) => boolean {
  const one = fits[attribute.type];
  if (!attribute.multiValued) return one;
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (let i = 0; i < value.length; i++) if (!one(value[i])) return false;
    return true;
  };
}

const fits: { readonly [T in AttributeType]: (value: unknown) => boolean } = {
  string: isText,
  character: isText,
  bigDecimal: isText,
  integer: isNumber,
  byte: isNumber,
  float: isNumber,
  double: isNumber,
  long: isBigint,
  bigInteger: isBigint,
  boolean: (value) => typeof value === 'boolean',
  bytes: (value) => value instanceof Uint8Array,
  dateTime: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  map: isObject,
  reference: isObject,
  // Secrets are never read.
  secret: () => false,
  secretBytes: () => false,
};
