import { wrongCursor } from '../read/search-cursor.ts';

/** A place in the search of one part of a sweep; without a cursor its beginning. */
export interface PartPlace {
  readonly id: string;
  readonly cursor: string | undefined;
}

/**
 * A place in a sweep over accounts or regions: whose pages come next, which parts come after them, and which are still owed because they could not
 * be read when it was their turn. So a search that is resumed asks them again instead of passing them over.
 */
export interface SweepPlace {
  readonly head: PartPlace;
  /** Whether the parts behind this one in the order are still to come; otherwise only those owed are. */
  readonly onward: boolean;
  readonly owed: readonly PartPlace[];
}

/** Writes a place as the text of a cursor. */
export function encodeSweep({ head, onward, owed }: SweepPlace): string {
  const pair = ({ id, cursor }: PartPlace) => (cursor === undefined ? [id] : [id, cursor]);
  return JSON.stringify([onward, pair(head), ...owed.map(pair)]);
}

/**
 * Reads such a text.
 *
 * @param isPart  Whether a text can name a part of the sweep.
 * @throws ConnectorError `InvalidArgument` for anything else, such as the cursor of a session of one account.
 */
export function decodeSweep(text: string, isPart: (id: string) => boolean): SweepPlace {
  const [onward, ...pairs] = parse(text);
  const [head, ...owed] = pairs.map((pair) => placeOf(pair, isPart));
  if (typeof onward !== 'boolean' || !head || owed.includes(undefined))
    throw wrongCursor('is not one of this search; pass the cursor of an earlier page unchanged');
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

function placeOf(pair: unknown, isPart: (id: string) => boolean): PartPlace | undefined {
  if (!Array.isArray(pair) || pair.length > 2) return undefined;
  const [id, cursor] = pair as [unknown, unknown];
  if (typeof id !== 'string' || !isPart(id) || !(cursor === undefined || typeof cursor === 'string')) return undefined;
  return { id, cursor };
}
