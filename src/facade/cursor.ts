import { createHash } from 'node:crypto';
import { ConnectorError } from '../model/errors.ts';
import type { Filter } from '../model/filter.ts';
import type { SortKey } from '../spi/operations.ts';

/** A place between two rows of a search, in terms of the connector's pages. */
export interface Position {
  /** The connector's cursor of the page that the place is in; undefined for the first. */
  readonly cursor: string | undefined;
  /** Objects of that page, and of those that follow without a cursor of their own, that are dealt with. */
  readonly skip: number;
}

/**
 * Writes a position as text that can be kept.
 *
 * @param print  The fingerprint of the query that it belongs to.
 */
export function encodeCursor(position: Position, print: string): string {
  return Buffer.from(JSON.stringify([1, print, position.skip, position.cursor ?? null])).toString('base64url');
}

/**
 * Reads such a text.
 *
 * @throws ConnectorError `InvalidArgument` for garbage and for a cursor of another query.
 */
export function decodeCursor(text: unknown, print: string): Position {
  const parts = typeof text === 'string' ? parse(text) : undefined;
  if (!parts) {
    throw new ConnectorError('InvalidArgument', 'cursor is not one that this library made; pass the `cursor` of an earlier page unchanged', {
      problems: [{ path: 'cursor', message: 'not a cursor of this library' }],
    });
  }
  if (parts.print !== print) {
    throw new ConnectorError('InvalidArgument', 'cursor belongs to another query: object class, filter, sort and options must be those of the page that it came from', {
      problems: [{ path: 'cursor', message: 'belongs to another query' }],
    });
  }
  return parts.position;
}

function parse(text: string): { print: string; position: Position } | undefined {
  try {
    const [version, print, skip, cursor] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const fits = version === 1 && typeof print === 'string' && Number.isSafeInteger(skip) && (skip as number) >= 0 && (cursor === null || typeof cursor === 'string');
    return fits ? { print, position: { skip: skip as number, cursor: (cursor as string | null) ?? undefined } } : undefined;
  } catch {
    return undefined;
  }
}

/** A short text that is the same for the same query: 64 bits, enough to tell a mix-up, not to stop a forger. */
export function fingerprint(objectClass: string, filter: Filter | undefined, sort: readonly SortKey[], options: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify([objectClass, filter, sort, options], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}
