import { ascending } from './ascending.ts';
import type { AttributeValue } from './attribute-value.ts';
import { Secret, SecretBytes } from './secret.ts';

/** A number as it compares: by exact value, whether it came as number or as bigint. */
export function numberKey(value: AttributeValue): number | bigint {
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value as number) : (value as number);
}

/** A text that says a value with all that is in it. Every secret gets one of its own, so that it equals nothing. */
export function deepKey(): (value: unknown) => string {
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
