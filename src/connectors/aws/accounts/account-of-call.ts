import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { printable } from '../../../model/wording.ts';
import type { ManagedAccounts } from '../session.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { type AccountUid, accountUid } from './account-uid.ts';

/** As much of a create as says where it goes. */
interface Creation {
  readonly objectClass: ObjectClass;
  readonly signal: AbortSignal;
}

/**
 * The account in which an object is to be made: the one that `AccountId` names, or the only one.
 *
 * @throws ConnectorError `InvalidAttributeValue` when it is not said or is none of the session's.
 */
export async function accountOfCreate({ objectClass, signal }: Creation, accounts: ManagedAccounts, given: unknown): Promise<string> {
  const managed = (await accounts.list(signal)).map(({ id }) => id);
  const [only] = managed;
  if (given === undefined || given === null) {
    if (only !== undefined && managed.length === 1) return only;
    refuse(objectClass, `is missing: the session works in ${managed.length} accounts, and the object is made in the one that AccountId names`);
  }
  const id = String(given);
  if (!managed.includes(id)) refuse(objectClass, `${printable(id)} is none of the ${managed.length} accounts that the session works in`);
  return id;
}

/**
 * The account that a uid names, and the uid within it.
 *
 * @throws ConnectorError `InvalidArgument` when it names none; `UnknownUid` when it names one that the session does not work in.
 */
export async function accountOfUid(text: string, accounts: ManagedAccounts, signal: AbortSignal): Promise<AccountUid> {
  const parts = accountUid(text);
  if ((await accounts.list(signal)).some(({ id }) => id === parts.accountId)) return parts;
  throw new ConnectorError('UnknownUid', `${printable(text)} is in account ${parts.accountId}, which is none of those that the session works in`, {
    uid: text,
  });
}

function refuse({ name }: ObjectClass, message: string): never {
  refuseInvalid([{ path: 'AccountId', message }], `create ${name} of aws`);
  throw new ConnectorError('InvalidAttributeValue', message);
}
