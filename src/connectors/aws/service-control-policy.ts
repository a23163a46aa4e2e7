import type { GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import { isId } from './organisation/organization-ids.ts';
import { type ControlPolicyObject, readControlPolicy, searchControlPolicies } from './service-control-policy/control-policy-read.ts';
import { updateControlPolicy } from './service-control-policy/control-policy-update.ts';
import { controlPolicyId, type ServiceControlPolicy } from './service-control-policy/service-control-policy-class.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof ServiceControlPolicy, AwsSession>['get']>[0];

/** Reads one policy live: DescribePolicy, and for `Targets` ListTargetsForPolicy. */
async function getControlPolicy(call: Get): Promise<ControlPolicyObject | undefined> {
  if (!isId(call.uid, controlPolicyId)) return undefined;
  return readControlPolicy(call, call.uid);
}

/** What the connector does with service control policies. */
export interface ServiceControlPolicyOperations
  extends UpdateDeltaOp<typeof ServiceControlPolicy, AwsSession>,
    GetOp<typeof ServiceControlPolicy, AwsSession>,
    SearchOp<typeof ServiceControlPolicy, AwsSession> {}

/** The operations on service control policies; always with the credentials of the session itself. */
export const serviceControlPolicy: ServiceControlPolicyOperations = {
  updateDelta: updateControlPolicy,
  get: getControlPolicy,
  search: searchControlPolicies,
};
