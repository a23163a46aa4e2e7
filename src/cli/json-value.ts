import type { Row } from '../model/row.ts';
import { Secret, SecretBytes } from '../model/secret.ts';

/** What is printed of a row: `__UID__` and its attributes under their own names, so that it can be read in again. */
export type RowJson = Readonly<Record<string, unknown>>;

/**
 * A value as JSON has it: dates in ISO 8601, bytes in base64, whole numbers above 2^53 as text with all their digits.
 *
 * @param reveal  Whether secrets, which systems show once when they make them, are to be seen.
 */
export function jsonValue(value: unknown, reveal = false): unknown {
  if (value instanceof Secret) return reveal ? value.reveal() : String(value);
  if (value instanceof SecretBytes) return reveal ? Buffer.from(value.reveal()).toString('base64') : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map((each) => jsonValue(each, reveal));
  if (value instanceof Set) return [...value].map((each) => jsonValue(each, reveal));
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [String(key), jsonValue(each, reveal)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, jsonValue(each, reveal)]));
}

/** A row as JSON. `__REVISION__` and `__INCOMPLETE__` are there where the connector says them. */
export function rowJson({ uid, name, revision, incomplete, attributes }: Row): RowJson {
  const { __NAME__: _, ...others } = attributes;
  return {
    __UID__: uid,
    __NAME__: name,
    ...(jsonValue(others) as object),
    ...(revision !== undefined && { __REVISION__: revision }),
    ...(incomplete && { __INCOMPLETE__: incomplete }),
  };
}
