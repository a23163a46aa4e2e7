import type { AttributeValue } from '../../model/attribute-value.ts';
import { Secret, SecretBytes } from '../../model/secret.ts';

/** A value that the caller may change without changing what the connector holds: lists, maps, dates and bytes are copied. */
export function ownValue(value: AttributeValue | readonly AttributeValue[]): AttributeValue | readonly AttributeValue[] {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const copy = new Array<AttributeValue>(value.length);
    for (let i = 0; i < copy.length; i++) {
      const item: AttributeValue = value[i];
      copy[i] = typeof item === 'object' ? ownObject(item) : item;
    }
    return copy;
  }
  return ownObject(value as AttributeValue & object);
}

function ownObject(value: AttributeValue & object): AttributeValue {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (value instanceof Secret || value instanceof SecretBytes) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    // A key named __proto__ would set the prototype of the copy.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: own(item), enumerable: true, configurable: true, writable: true });
    else copy[key] = own(item);
  }
  return copy as AttributeValue;
}

function own(value: unknown): unknown {
  return value === null || value === undefined ? value : ownValue(value as AttributeValue);
}
