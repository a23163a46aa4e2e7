import { ConnectorError, type ErrorCode } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Change } from '../../../spi/operations.ts';
import { qualifiedUid } from '../accounts/account-uid.ts';
import { qualifiedObject } from '../accounts/search-across.ts';
import type { SyncedClass } from './synced-class.ts';

/** A change in an account as a change among those of several accounts. */
export function qualifiedChange(change: Change<ObjectClass>, classes: readonly SyncedClass[], accountId: string): Change<ObjectClass> {
  const { uid, previousUid, object, objectClass } = change;
  const traits = classes.find((each) => each.objectClass.name === objectClass) ?? { references: [] };
  return {
    ...change,
    uid: qualifiedUid(accountId, uid),
    ...(previousUid !== undefined && { previousUid: qualifiedUid(accountId, previousUid) }),
    ...(object && { object: qualifiedObject(object, accountId, traits) }),
  };
}

/**
 * One error for the accounts whose changes could not be told, a problem for each. Its code is theirs when they share one.
 *
 * @param what   The operation, for the message.
 * @param asked  How many accounts were asked.
 */
export function accountsError(what: string, failures: ReadonlyMap<string, ConnectorError>, asked: number): ConnectorError {
  const problems = [...failures].map(([path, { code, message }]) => ({ path, code, message }));
  const list = problems.map(({ path, code, message }) => `${path} ${code}: ${message}`).join('; ');
  const [code = 'ConnectorIO', ...others] = new Set([...failures.values()].map((error): ErrorCode => error.code));
  const message = `${what}: ${problems.length} of ${asked} accounts could not be asked for changes; those of the others came before this, and the token covers them and leaves these where they were: ${list}`;
  return new ConnectorError(others.length === 0 ? code : 'ConnectorIO', message, {
    problems,
    cause: [...failures.values()][0],
    retryable: [...failures.values()].every(({ retryable }) => retryable),
  });
}
