import type { CreateOp, DeleteOp, GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import { isId } from './organisation/organization-ids.ts';
import { containerId, type OrganizationalUnit } from './organizational-unit/organizational-unit-class.ts';
import { readUnit, type UnitObject } from './organizational-unit/unit-object.ts';
import { searchUnits } from './organizational-unit/unit-search.ts';
import { createUnit, deleteUnit, updateUnit } from './organizational-unit/unit-write.ts';
import type { AwsSession } from './session.ts';

type Units = typeof OrganizationalUnit;
type Get = Parameters<GetOp<Units, AwsSession>['get']>[0];

/** Reads one unit or root live, and what else was asked for. */
async function getUnit(call: Get): Promise<UnitObject | undefined> {
  if (!isId(call.uid, containerId)) return undefined;
  return readUnit(call, call.uid);
}

/** What the connector does with organisational units. */
export interface OrganizationalUnitOperations
  extends CreateOp<Units, AwsSession>,
    UpdateDeltaOp<Units, AwsSession>,
    DeleteOp<Units, AwsSession>,
    GetOp<Units, AwsSession>,
    SearchOp<Units, AwsSession> {}

/** The operations on organisational units; always with the credentials of the session itself. */
export const organizationalUnit: OrganizationalUnitOperations = {
  create: createUnit,
  updateDelta: updateUnit,
  delete: deleteUnit,
  get: getUnit,
  search: searchUnits,
};
