import { createHash } from 'node:crypto';
import type { Filter } from '../../model/filter.ts';
import type { SortKey } from '../../spi/operations.ts';

/** A place between two rows of a search, in terms of the connector's pages. */
export interface Position {
  /** The connector's cursor of the page that the place is in; undefined for the first. */
  readonly cursor: string | undefined;
  /** Objects of that page, and of those that follow without a cursor of their own, that are dealt with. */
  readonly skip: number;
  /** The page size that the connector was asked with: with another one its cursor names other pages, and the objects to skip are others. */
  readonly pageSize?: number | undefined;
}

/** What a cursor says: a place, and the fingerprint of the query that it belongs to. */
export interface Bookmark {
  readonly print: string;
  readonly position: Position;
}

/**
 * Writes a position as text that can be kept.
 *
 * @param print  The fingerprint of the query that it belongs to.
 */
export function encodeCursor(position: Position, print: string): string {
  const { skip, cursor = null, pageSize } = position;
  // Where there is nothing to skip, the page size is the caller's to change.
  const parts = skip > 0 && pageSize !== undefined ? [1, print, skip, cursor, pageSize] : [1, print, skip, cursor];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Reads such a text; undefined when it is not exactly one that `encodeCursor` wrote. */
export function decodeCursor(text: unknown): Bookmark | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const [version, print, skip, cursor, pageSize] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const fits =
      version === 1 &&
      typeof print === 'string' &&
      Number.isSafeInteger(skip) &&
      (skip as number) >= 0 &&
      (cursor === null || typeof cursor === 'string') &&
      (pageSize === undefined || (Number.isSafeInteger(pageSize) && (pageSize as number) >= 1));
    if (!fits) return undefined;
    const position = { skip: skip as number, cursor: (cursor as string | null) ?? undefined, pageSize: pageSize as number | undefined };
    // Buffer passes over what is not base64, and JSON over what follows in the list: neither came from here.
    return encodeCursor(position, print) === text ? { print, position } : undefined;
  } catch {
    return undefined;
  }
}

/** A short text that is the same for the same query: 64 bits, enough to tell a mix-up, not to stop a forger. */
export function fingerprint(
  objectClass: string,
  filter: Filter | undefined,
  sort: readonly SortKey[],
  options: Readonly<Record<string, unknown>>,
): string {
  const text = JSON.stringify([objectClass, filter, sort, options], (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    // In which order somebody wrote the keys of an option is not part of the question.
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}
