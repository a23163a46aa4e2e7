import { createHash } from 'node:crypto';
import type { Call } from './action.ts';
import { validationError } from './api-error.ts';

/** The parameters of a list. */
export interface PageInput {
  readonly Marker: string | undefined;
  readonly MaxItems: number | undefined;
}

/** The part of an answer that says whether there is more. */
export interface PageEnd {
  readonly IsTruncated: boolean;
  readonly Marker: string | undefined;
}

/**
 * Cuts one page out of items in order of their keys.
 *
 * A marker names the last key that was given out, not a position, so a list read while objects come and go skips nothing that was there throughout.
 *
 * @throws ValidationError for a marker that this operation of this account did not give out.
 */
export function page<T>(
  call: Call,
  input: PageInput,
  items: readonly T[],
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly end: PageEnd } {
  const limit = input.MaxItems ?? 100;
  let start = 0;
  if (input.Marker !== undefined) {
    const last = readMarker(call, input.Marker);
    start = items.findIndex((item) => keyOf(item) > last);
    if (start < 0) start = items.length;
  }
  const found = items.slice(start, start + limit);
  const last = found.at(-1);
  if (last === undefined || start + found.length >= items.length) {
    return { items: found, end: { IsTruncated: false, Marker: undefined } };
  }
  return { items: found, end: { IsTruncated: true, Marker: writeMarker(call, keyOf(last)) } };
}

/** Puts items in the order that `page` needs. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[] {
  const key = (item: T): string => keyOf(item);
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function writeMarker(call: Call, key: string): string {
  return Buffer.from(`${seal(call, key)}${key}`).toString('base64url');
}

function readMarker(call: Call, marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  const key = text.slice(12);
  if (text.slice(0, 12) !== seal(call, key)) throw validationError('Invalid Marker.');
  return key;
}

/** Ties a marker to the operation and the account: another list's marker is refused, as AWS does. */
function seal(call: Call, key: string): string {
  return createHash('sha256').update(`${call.account.id}\n${call.action}\n${key}`).digest('base64url').slice(0, 12);
}
