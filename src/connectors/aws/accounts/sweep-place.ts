import { wrongCursor } from '../read/search-cursor.ts';

/** A place in the search of one account; without a cursor its beginning. */
export interface AccountPlace {
  readonly id: string;
  readonly cursor: string | undefined;
}

/**
 * A place in a sweep over accounts: whose pages come next, which accounts come after them, and which are still owed because they could not
 * be read when it was their turn. So a search that is resumed asks them again instead of passing them over.
 */
export interface SweepPlace {
  readonly head: AccountPlace;
  /** Whether the accounts behind this one in the order are still to come; otherwise only those owed are. */
  readonly onward: boolean;
  readonly owed: readonly AccountPlace[];
}

/** Writes a place as the text of a cursor. */
export function encodeSweep({ head, onward, owed }: SweepPlace): string {
  const pair = ({ id, cursor }: AccountPlace) => (cursor === undefined ? [id] : [id, cursor]);
  return JSON.stringify([onward, pair(head), ...owed.map(pair)]);
}

/**
 * Reads such a text.
 *
 * @throws ConnectorError `InvalidArgument` for anything else, such as the cursor of a session of one account.
 */
export function decodeSweep(text: string): SweepPlace {
  const [onward, ...pairs] = parse(text);
  const [head, ...owed] = pairs.map(placeOf);
  if (typeof onward !== 'boolean' || !head || owed.includes(undefined))
    throw wrongCursor('is not one of a search over several accounts; pass the cursor of an earlier page unchanged');
  return { head, onward, owed: owed.filter((place) => place !== undefined) };
}

function parse(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function placeOf(pair: unknown): AccountPlace | undefined {
  if (!Array.isArray(pair) || pair.length > 2) return undefined;
  const [id, cursor] = pair as [unknown, unknown];
  if (!isAccountId(id) || !(cursor === undefined || typeof cursor === 'string')) return undefined;
  return { id, cursor };
}

function isAccountId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}
