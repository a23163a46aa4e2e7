import type { CreateOp, DeleteOp, GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import type { Group } from './group/group-class.ts';
import { createGroup } from './group/group-create.ts';
import { deleteGroup } from './group/group-delete.ts';
import { type GroupObject, readGroup } from './group/group-object.ts';
import { searchGroups } from './group/group-search.ts';
import { updateGroup } from './group/group-update.ts';
import { checkUid } from './names.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof Group, AwsSession>['get']>[0];

/** Reads one IAM group live: GetGroup. */
async function getGroup({ session, uid, attributesToGet, signal }: Get): Promise<GroupObject | undefined> {
  checkUid(uid, 'group');
  return readGroup(session, uid, attributesToGet, signal);
}

/** What the connector does with IAM groups. */
export interface GroupOperations
  extends CreateOp<typeof Group, AwsSession>,
    UpdateDeltaOp<typeof Group, AwsSession>,
    DeleteOp<typeof Group, AwsSession>,
    GetOp<typeof Group, AwsSession>,
    SearchOp<typeof Group, AwsSession> {}

/** The operations on IAM groups. */
export const group: GroupOperations = {
  create: createGroup,
  updateDelta: updateGroup,
  delete: deleteGroup,
  get: getGroup,
  search: searchGroups,
};
