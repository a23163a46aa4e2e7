import { ConnectorError, type Problem } from '../model/errors.ts';
import { printable } from '../model/wording.ts';

/**
 * Refuses a sync that would tell more deletions than it may: a system that is half down, or an account that may not see everything any more,
 * looks as if it had been emptied.
 *
 * @param limit      Below 1 a share of the objects known, from 1 a number of them; undefined allows any number.
 * @param deletions  How many objects were not read.
 * @param known      How many were known before.
 * @param what       The operation, for messages.
 * @throws ConnectorError `QuotaExceeded`.
 */
export function checkDeletions(limit: number | undefined, deletions: number, known: number, what: string): void {
  if (limit === undefined || deletions <= (limit < 1 ? limit * known : limit)) return;
  const allowed = limit < 1 ? `a share of ${limit}` : String(limit);
  throw new ConnectorError(
    'QuotaExceeded',
    `${what}: ${deletions} of ${known} objects were not read and would be told as deleted, and \`deleteLimit\` allows ${allowed}; ` +
      'no deletion was told and the token stays: see whether the system shows everything, then sync again, or once with a higher limit if they are gone',
  );
}

/** Finds a limit that is none. */
export function deleteLimitProblems(limit: unknown, problems: Problem[]): void {
  if (limit === undefined || (typeof limit === 'number' && limit >= 0 && (limit < 1 || Number.isSafeInteger(limit)))) return;
  problems.push({ path: 'deleteLimit', message: `must be a share from 0 to below 1, or a whole number from 1 (got ${printable(limit)})` });
}
