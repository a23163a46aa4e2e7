import { Secret, SecretBytes } from './secret.ts';

/** Whether a value is an object with names and values: no list, date, bytes or secret. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array) &&
  !guarded(value);
/** Whether a value is a secret. */
export const guarded = (value: unknown) => value instanceof Secret || value instanceof SecretBytes;
/** Whether a value is text. */
export const isText = (value: unknown): value is string => typeof value === 'string';
/** Whether a value is a number. */
export const isNumber = (value: unknown): value is number => typeof value === 'number';
/** Whether a value is a bigint. */
export const isBigint = (value: unknown): value is bigint => typeof value === 'bigint';
