import { ConnectorError } from '../../model/errors.ts';
import type { Secret } from '../../model/secret.ts';
import type { MemoryTable, StoredObject } from './memory-table.ts';

/**
 * Answers the uid of the object whose name and password these are.
 *
 * @throws ConnectorError `InvalidCredential` when there is no such name, or the object is locked out or not enabled now; `InvalidPassword`
 * when the password is wrong or there is none; `PasswordExpired`, with the uid, when the password is right but has expired.
 */
export function authenticate(table: MemoryTable, username: string, password: Secret): string {
  const object = table.findByName(username);
  if (!object) throw new ConnectorError('InvalidCredential', `there is no ${table.objectClass.name} named ${JSON.stringify(username)}`);
  const { uid } = object;
  const kept = table.hidden(uid, '__PASSWORD__') as Secret | null | undefined;
  // The password first: who does not know it need not learn more of the object.
  if (!kept?.equals(password)) throw new ConnectorError('InvalidPassword', `the password of ${JSON.stringify(username)} is another one`, { uid });
  const now = Date.now();
  const { __ENABLE__: enabled, __LOCK_OUT__: locked, __PASSWORD_EXPIRED__: expired } = object.attributes;
  if (enabled === false || instant(object, '__ENABLE_DATE__') > now || (instant(object, '__DISABLE_DATE__') || Number.POSITIVE_INFINITY) <= now) {
    throw new ConnectorError('InvalidCredential', `${JSON.stringify(username)} is disabled`, { uid });
  }
  if (locked === true) throw new ConnectorError('InvalidCredential', `${JSON.stringify(username)} is locked out`, { uid });
  if (expired === true || (instant(object, '__PASSWORD_EXPIRATION_DATE__') || Number.POSITIVE_INFINITY) <= now) {
    throw new ConnectorError('PasswordExpired', `the password of ${JSON.stringify(username)} has expired`, { uid });
  }
  return uid;
}

/** A moment in milliseconds since 1970; 0 when it is not set. */
function instant(object: StoredObject, name: string): number {
  return Number(object.attributes[name] ?? 0);
}

/**
 * Answers the uid of the object with this name.
 *
 * @throws ConnectorError `UnknownUid` when there is none.
 */
export function resolveUsername(table: MemoryTable, username: string): string {
  const object = table.findByName(username);
  if (!object) throw new ConnectorError('UnknownUid', `there is no ${table.objectClass.name} named ${JSON.stringify(username)}`);
  return object.uid;
}
