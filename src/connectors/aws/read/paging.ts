import { ConnectorError } from '../../../model/errors.ts';

/** The most that IAM gives in one answer. AWS: API reference, MaxItems. */
export const MOST_ITEMS = 1000;

/** What every paged answer of IAM has. */
export interface Truncatable {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/**
 * The answers of a paged IAM call, one after the other.
 *
 * Only IsTruncated ends it: IAM may answer with fewer items than asked for, even none, and still have more.
 *
 * @param read   Makes the call with a marker; undefined for the first.
 * @param start  The marker to begin with.
 * @throws ConnectorError `ConnectorIO` when AWS says that there is more but not where: a shorter list would be a wrong answer.
 */
export async function* answersOf<P extends Truncatable>(
  read: (marker: string | undefined) => Promise<P>,
  start?: string,
): AsyncGenerator<P, void, undefined> {
  let marker = start;
  for (;;) {
    const answer = await read(marker);
    const next = nextMarker(answer, marker);
    yield answer;
    if (next === undefined) return;
    marker = next;
  }
}

/** All items of a paged IAM call. */
export async function allOf<P extends Truncatable, T>(
  read: (marker: string | undefined) => Promise<P>,
  items: (answer: P) => readonly T[] | undefined,
): Promise<T[]> {
  const all: T[] = [];
  for await (const answer of answersOf(read)) all.push(...(items(answer) ?? []));
  return all;
}

/** The marker of the answer that follows; undefined after the last. */
export function nextMarker(answer: Truncatable, marker: string | undefined): string | undefined {
  if (!answer.IsTruncated) return undefined;
  if (!answer.Marker || answer.Marker === marker) {
    throw new ConnectorError(
      'ConnectorIO',
      'AWS answered that a list goes on but gave no new marker for the rest of it, so the list cannot be read to its end',
    );
  }
  return answer.Marker;
}
