import { ConnectorError } from '../../../model/errors.ts';

/**
 * A place in a listing of IAM's, in terms that another process can resume from.
 *
 * Markers are AWS's own and opaque. The offset counts entries of IAM's answer, not rows, so it means the same whatever is asked of them.
 */
export interface ListingPlace {
  /** Which listing the markers are of. */
  readonly listing: Listing;
  /** The marker of the answer that the place is in; undefined for the first. */
  readonly marker: string | undefined;
  /** Entries of that answer that are dealt with. */
  readonly offset: number;
  /** Where in GetAccountAuthorizationDetails the details of the next entries are likely to be; undefined for its beginning. */
  readonly details: string | undefined;
}

/** `u` ListUsers, `g` ListGroups, `r` ListRoles, `p` ListPolicies, `d` GetAccountAuthorizationDetails, `m` the members in GetGroup. */
export type Listing = 'u' | 'g' | 'r' | 'p' | 'd' | 'm';

/** AWS: API reference, Marker. */
const LONGEST_MARKER = 320;

/** Writes a place as the text of a cursor. */
export function encodePlace({ listing, marker, offset, details }: ListingPlace): string {
  return JSON.stringify([listing, marker ?? null, offset, details ?? null]);
}

/**
 * Reads such a text.
 *
 * @param listings  The listings that the search at hand can resume.
 * @throws ConnectorError `InvalidArgument` for garbage and for a cursor of a search that reads another listing.
 */
export function decodePlace(text: string, listings: readonly Listing[]): ListingPlace {
  const place = parse(text);
  if (!place) throw wrongCursor('is not one that this connector made; pass the cursor of an earlier page unchanged');
  if (!listings.includes(place.listing)) throw wrongCursor('belongs to a search for other attributes; ask for the same ones on every page');
  return place;
}

/** The error for a cursor that cannot be used. */
export function wrongCursor(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError('InvalidArgument', `cursor ${message}`, { problems: [{ path: 'cursor', message }], cause });
}

function parse(text: string): ListingPlace | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [listing, marker, offset, details] = parts as [unknown, unknown, unknown, unknown];
  const known = listing === 'u' || listing === 'g' || listing === 'r' || listing === 'p' || listing === 'd' || listing === 'm';
  if (!known || !isMarker(marker) || !isMarker(details) || !Number.isSafeInteger(offset) || (offset as number) < 0) return undefined;
  return { listing, marker: marker ?? undefined, offset: offset as number, details: details ?? undefined };
}

function isMarker(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_MARKER);
}

/**
 * Reads the answer that a caller's cursor points to; AWS's refusal of the marker is a refusal of the cursor.
 *
 * @param fromCursor  Whether the marker came with the cursor; if not, AWS's refusal stands as it is.
 */
export async function refusedMarker<T>(fromCursor: boolean, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const refused = ConnectorError.is(error) && (error.code === 'InvalidAttributeValue' || error.code === 'InvalidArgument');
    if (!fromCursor || !refused) throw error;
    throw wrongCursor('has a marker that AWS does not accept, or not any more; search from the beginning', error.cause);
  }
}
