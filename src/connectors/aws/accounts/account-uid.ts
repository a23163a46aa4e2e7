import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import { restated } from '../write/steps.ts';

/** A uid in a session of several accounts: where the object is, and what its account calls it. */
export interface AccountUid {
  readonly accountId: string;
  readonly uid: string;
}

const qualified = /^(\d{12})\/(.+)$/s;

/**
 * Writes a uid so that it is the only one among several accounts.
 *
 * @example
 * qualifiedUid('123456789012', 'ada');  // '123456789012/ada'
 */
export function qualifiedUid(accountId: string, uid: string): string {
  return `${accountId}/${uid}`;
}

/**
 * Takes such a uid apart; undefined for one that names no account.
 *
 * @example
 * splitUid('123456789012/ada');  // { accountId: '123456789012', uid: 'ada' }
 */
export function splitUid(text: string): AccountUid | undefined {
  const [, accountId, uid] = qualified.exec(text) ?? [];
  return accountId === undefined || uid === undefined ? undefined : { accountId, uid };
}

/**
 * Takes the uid of a call apart.
 *
 * @throws ConnectorError `InvalidArgument` when it names no account.
 */
export function accountUid(text: string): AccountUid {
  const parts = splitUid(text);
  if (parts) return parts;
  const message = `${printable(text)} does not say in which account the object is: in a session of several accounts a uid is ACCOUNTID/NAME, such as 123456789012/ada`;
  throw new ConnectorError('InvalidArgument', `uid ${message}`, { problems: [{ path: 'uid', message }] });
}

/** What was thrown in an account, telling which: in the message, and in the uid. What is no ConnectorError, such as a signal's reason, stays as it is. */
export function inAccount(accountId: string, thrown: unknown): unknown {
  if (!ConnectorError.is(thrown)) return thrown;
  const { uid, outcome, message } = thrown;
  return restated(thrown, `account ${accountId}: ${message}`, { outcome, uid: uid === undefined ? undefined : qualifiedUid(accountId, uid) });
}
