import type { GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import type { Entitlement } from './entitlement/entitlement-class.ts';
import { type EntitlementObject, findEntitlement, isEntitlementArn, withExtras } from './entitlement/entitlement-object.ts';
import { searchEntitlements } from './entitlement/entitlement-search.ts';
import { updateEntitlement } from './entitlement/entitlement-update.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof Entitlement, AwsSession>['get']>[0];

/** Reads one entitlement live: the group, the policy or the role, and who has it. What is no ARN of these names none. */
async function getEntitlement({ session, uid, attributesToGet, signal }: Get): Promise<EntitlementObject | undefined> {
  if (!isEntitlementArn(uid)) return undefined;
  const found = await findEntitlement(session, uid, signal);
  return found && withExtras(session, found, attributesToGet, signal);
}

/** What the connector does with entitlements. */
export interface EntitlementViewOperations
  extends UpdateDeltaOp<typeof Entitlement, AwsSession>,
    GetOp<typeof Entitlement, AwsSession>,
    SearchOp<typeof Entitlement, AwsSession> {}

/** The operations on entitlements. */
export const entitlement: EntitlementViewOperations = {
  updateDelta: updateEntitlement,
  get: getEntitlement,
  search: searchEntitlements,
};
