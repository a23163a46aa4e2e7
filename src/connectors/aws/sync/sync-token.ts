import { ConnectorError } from '../../../model/errors.ts';
import { MOST_MARKS, type SyncPosition } from './sync-position.ts';
import { MARK_LENGTH } from './trace.ts';

/** The form of a token; one of another form is refused. */
const VERSION = 1;

/** What a token is for: the source that it is of (`accounts`: one token for each of several accounts), and the object class that is synced. */
export interface TokenScope {
  readonly source: 'cloudtrail' | 'sqs' | 'accounts';
  /** `__ACCOUNT__`, `__ALL__`. */
  readonly objectClass: string;
}

/** Writes a token: version, source, class, and what the source keeps in it. */
export function writeToken({ source, objectClass }: TokenScope, content: unknown): string {
  return JSON.stringify([VERSION, source, objectClass, content]);
}

/**
 * Reads what `writeToken` wrote.
 *
 * @throws ConnectorError `InvalidArgument` for a token of another source or class, or none of this connector.
 */
export function readToken(token: string, { source, objectClass }: TokenScope): unknown {
  const parts = parsed(token);
  if (!Array.isArray(parts) || parts.length !== 4 || parts[0] !== VERSION) throw wrongToken('is none that this connector made');
  if (parts[1] !== source) throw wrongToken(`is of another source of changes (${String(parts[1])}) than this sync (${source})`);
  if (parts[2] !== objectClass) throw wrongToken(`is of a sync of ${String(parts[2])}, and this is one of ${objectClass}`);
  return parts[3];
}

/** The error for a token that no sync can go on from. */
export function wrongToken(why: string): ConnectorError {
  const message = `${why}; begin with the token '' and reconcile: every object then comes as a create, and what is held besides is gone`;
  return new ConnectorError('InvalidArgument', `token ${message}`, { problems: [{ path: 'token', message }] });
}

/**
 * A position as the content of a token: seconds, and the marks of each minute in one text.
 */
export function positionContent({ since, loadedUntil, told }: SyncPosition): unknown {
  const first = Math.floor(since / 60_000);
  const minutes: Record<string, string> = {};
  // A position within a load that tells much at once may hold more; the oldest are told again.
  for (const [mark, minute] of [...told].slice(-MOST_MARKS)) minutes[minute - first] = `${minutes[minute - first] ?? ''}${mark}`;
  return [since / 1000, loadedUntil / 1000, minutes];
}

/**
 * Reads such a content.
 *
 * @throws ConnectorError `InvalidArgument`.
 */
export function positionOf(content: unknown): SyncPosition {
  const [since, loadedUntil, minutes] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1e11;
  if (!isTime(since) || !isTime(loadedUntil) || typeof minutes !== 'object' || minutes === null) throw wrongToken('is damaged');
  const first = Math.floor(since / 60);
  const told = new Map<string, number>();
  for (const [offset, marks] of Object.entries(minutes)) {
    if (!/^-?\d{1,6}$/.test(offset) || typeof marks !== 'string' || !/^([\w-]{8})*$/.test(marks)) throw wrongToken('is damaged');
    for (let at = 0; at < marks.length; at += MARK_LENGTH) told.set(marks.slice(at, at + MARK_LENGTH), first + Number(offset));
  }
  return { since: since * 1000, loadedUntil: loadedUntil * 1000, told };
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}
