import type { GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import { type AwsAccount, awsAccountId } from './aws-account/aws-account-class.ts';
import { type AwsAccountObject, readAwsAccount } from './aws-account/aws-account-object.ts';
import { searchAwsAccounts } from './aws-account/aws-account-search.ts';
import { updateAwsAccount } from './aws-account/aws-account-update.ts';
import { isId } from './organisation/organization-ids.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof AwsAccount, AwsSession>['get']>[0];

/** Reads one account live: DescribeAccount, and what else was asked for. */
async function getAwsAccount(call: Get): Promise<AwsAccountObject | undefined> {
  if (!isId(call.uid, awsAccountId)) return undefined;
  return readAwsAccount(call, call.uid);
}

/** What the connector does with the accounts of an organisation. */
export interface AwsAccountOperations
  extends UpdateDeltaOp<typeof AwsAccount, AwsSession>,
    GetOp<typeof AwsAccount, AwsSession>,
    SearchOp<typeof AwsAccount, AwsSession> {}

/** The operations on accounts; always with the credentials of the session itself. */
export const awsAccount: AwsAccountOperations = {
  updateDelta: updateAwsAccount,
  get: getAwsAccount,
  search: searchAwsAccounts,
};
