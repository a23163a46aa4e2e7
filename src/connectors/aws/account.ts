import type { CreateOp, DeleteOp, GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import type { Account } from './account/account-class.ts';
import { createAccount } from './account/account-create.ts';
import { deleteAccount } from './account/account-delete.ts';
import { searchAccounts } from './account/account-search.ts';
import { updateAccount } from './account/account-update.ts';
import { type AccountObject, readAccount } from './account/user.ts';
import { checkUid } from './names.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof Account, AwsSession>['get']>[0];

/** Reads one IAM user live: GetUser, and what else was asked for. */
async function getAccount({ session, uid, attributesToGet, signal }: Get): Promise<AccountObject | undefined> {
  checkUid(uid, 'user');
  return readAccount(session, uid, attributesToGet, signal);
}

/** What the connector does with IAM users. */
export interface AccountOperations
  extends CreateOp<typeof Account, AwsSession>,
    UpdateDeltaOp<typeof Account, AwsSession>,
    DeleteOp<typeof Account, AwsSession>,
    GetOp<typeof Account, AwsSession>,
    SearchOp<typeof Account, AwsSession> {}

/** The operations on IAM users. */
export const account: AccountOperations = {
  create: createAccount,
  updateDelta: updateAccount,
  delete: deleteAccount,
  get: getAccount,
  search: searchAccounts,
};
