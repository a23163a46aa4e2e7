import type { CreateOp, DeleteOp, GetOp, SearchOp, UpdateDeltaOp } from '../../spi/operations.ts';
import type { Computer } from './computer/computer-class.ts';
import { splitComputerId } from './computer/computer-id.ts';
import { type ComputerObject, computersOf, findInstance } from './computer/computer-object.ts';
import { searchComputers } from './computer/computer-search.ts';
import { createComputer, deleteComputer, updateComputer } from './computer/computer-write.ts';
import type { AwsSession } from './session.ts';

type Get = Parameters<GetOp<typeof Computer, AwsSession>['get']>[0];

/** Reads one instance live: DescribeInstances, and for `Role` GetInstanceProfile. */
async function getComputer(call: Get): Promise<ComputerObject | undefined> {
  const id = splitComputerId(call.uid);
  if (!id) return undefined;
  const found = await findInstance(call.session, id, call.signal);
  const [object] = await computersOf(call, id.region, found ? [found] : []);
  return object;
}

/** What the connector does with EC2 instances. */
export interface ComputerOperations
  extends CreateOp<typeof Computer, AwsSession>,
    UpdateDeltaOp<typeof Computer, AwsSession>,
    DeleteOp<typeof Computer, AwsSession>,
    GetOp<typeof Computer, AwsSession>,
    SearchOp<typeof Computer, AwsSession> {}

/** The operations on EC2 instances. */
export const computer: ComputerOperations = {
  create: createComputer,
  updateDelta: updateComputer,
  delete: deleteComputer,
  get: getComputer,
  search: searchComputers,
};
