import { refusedMarker, wrongCursor } from '../read/search-cursor.ts';
import { type Tokened, tokenAnswers } from './organizations.ts';

/** Writes the token of a listing as the text of a cursor; undefined after the last answer. */
export function tokenCursor(listing: string, answer: Tokened): string | undefined {
  return answer.NextToken ? JSON.stringify([listing, answer.NextToken]) : undefined;
}

/**
 * The answers of a listing from a cursor on.
 *
 * @param listing  What is listed, lest the cursor of another search be used.
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one of this listing.
 */
export function answersFrom<P extends Tokened>(
  listing: string,
  cursor: string | undefined,
  read: (token: string | undefined) => Promise<P>,
): AsyncIterable<P> {
  const start = cursor === undefined ? undefined : tokenOf(listing, cursor);
  return tokenAnswers((token) => refusedMarker(token !== undefined && token === start, () => read(token)), start);
}

function tokenOf(listing: string, cursor: string): string {
  try {
    const [kind, token] = JSON.parse(cursor) as readonly unknown[];
    if (kind === listing && typeof token === 'string' && token !== '') return token;
  } catch {}
  throw wrongCursor('is not one of this search; pass the cursor of an earlier page unchanged');
}
