import { readToken, writeToken, wrongToken } from './sync-token.ts';
import { MARK_LENGTH } from './trace.ts';

/** What a token of a queue says. */
export interface QueuePlace {
  readonly url: string;
  /** Messages whose changes were told before this token was given: whoever comes back with it has dealt with them. */
  readonly receipts: readonly string[];
  /** Marks of what was told lately, oldest first; a message that comes twice is known by them. */
  readonly told: readonly string[];
}

/** The marks that a token holds at most: 16 kB. Older ones are forgotten, and what they say would be told again. */
const MOST_MARKS = 2048;

const scopeOf = (objectClass: string) => ({ source: 'sqs', objectClass }) as const;

/** Writes a place as a token of an object class. */
export function writePlace({ url, receipts, told }: QueuePlace, objectClass: string): string {
  return writeToken(scopeOf(objectClass), [url, receipts, told.slice(-MOST_MARKS).join('')]);
}

/**
 * Reads such a token.
 *
 * @param url  The queue that is configured.
 * @throws ConnectorError `InvalidArgument` for a token of another queue, source or class, or of none.
 */
export function readPlace(token: string, objectClass: string, url: string): QueuePlace {
  const content = readToken(token, scopeOf(objectClass));
  const [its, receipts, marks] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  const isList = Array.isArray(receipts) && receipts.every((receipt) => typeof receipt === 'string');
  if (typeof its !== 'string' || !isList || typeof marks !== 'string' || !/^([\w-]{8})*$/.test(marks)) throw wrongToken('is damaged');
  if (its !== url) throw wrongToken(`is of the queue ${its}, and the one of ${objectClass} is ${url}`);
  const told: string[] = [];
  for (let at = 0; at < marks.length; at += MARK_LENGTH) told.push(marks.slice(at, at + MARK_LENGTH));
  return { url, receipts: receipts as readonly string[], told };
}
