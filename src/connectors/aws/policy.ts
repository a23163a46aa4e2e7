import type { CreateOp, DeleteOp, GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import type { ManagedPolicy } from './policy/policy-class.ts';
import { createPolicy } from './policy/policy-create.ts';
import { deletePolicy } from './policy/policy-delete.ts';
import { isPolicyArn, type PolicyObject, readPolicy } from './policy/policy-object.ts';
import { searchPolicies } from './policy/policy-search.ts';
import { updatePolicy } from './policy/policy-update.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof ManagedPolicy, AwsSession>['get']>[0];

/** Reads one managed policy live: GetPolicy, and what else was asked for. What is no ARN of a policy names none. */
async function getPolicy({ session, uid, attributesToGet, signal }: Get): Promise<PolicyObject | undefined> {
  if (!isPolicyArn(uid)) return undefined;
  return readPolicy(session, uid, attributesToGet, signal);
}

/** What the connector does with managed policies. */
export interface PolicyOperations
  extends CreateOp<typeof ManagedPolicy, AwsSession>,
    UpdateDeltaOp<typeof ManagedPolicy, AwsSession>,
    DeleteOp<typeof ManagedPolicy, AwsSession>,
    GetOp<typeof ManagedPolicy, AwsSession>,
    SearchOp<typeof ManagedPolicy, AwsSession> {}

/** The operations on managed policies. */
export const policy: PolicyOperations = {
  create: createPolicy,
  updateDelta: updatePolicy,
  delete: deletePolicy,
  get: getPolicy,
  search: searchPolicies,
};
