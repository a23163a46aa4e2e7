import type { CreateOp, DeleteOp, GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import { checkUid } from './names.ts';
import type { Role } from './role/role-class.ts';
import { createRole } from './role/role-create.ts';
import { deleteRole } from './role/role-delete.ts';
import { type RoleObject, readRole } from './role/role-object.ts';
import { searchRoles } from './role/role-search.ts';
import { updateRole } from './role/role-update.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof Role, AwsSession>['get']>[0];

/** Reads one IAM role live: GetRole, and what else was asked for. */
async function getRole({ session, uid, attributesToGet, signal }: Get): Promise<RoleObject | undefined> {
  checkUid(uid, 'role');
  return readRole(session, uid, attributesToGet, signal);
}

/** What the connector does with IAM roles. */
export interface RoleOperations
  extends CreateOp<typeof Role, AwsSession>,
    UpdateDeltaOp<typeof Role, AwsSession>,
    DeleteOp<typeof Role, AwsSession>,
    GetOp<typeof Role, AwsSession>,
    SearchOp<typeof Role, AwsSession> {}

/** The operations on IAM roles. */
export const role: RoleOperations = {
  create: createRole,
  updateDelta: updateRole,
  delete: deleteRole,
  get: getRole,
  search: searchRoles,
};
