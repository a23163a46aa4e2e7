import type { AnyFacade } from '../../facade/facade.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import type { ObjectType } from '../systems/object-type.ts';
import { type OperationName, operationRefusal } from '../systems/operation-refusal.ts';
import type { System } from '../systems/system.ts';

/** What callers may do with the objects of a type. */
export interface OfferedOperations {
  readonly query: boolean;
  readonly create: boolean;
  readonly read: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly authenticate: boolean;
  readonly resolveUsername: boolean;
  readonly sync: boolean;
}

/** The operations of a type that its connector has and the configuration of its system does not refuse. */
export function offeredOperations(system: System, type: ObjectType, facade: AnyFacade): OfferedOperations {
  const offers = (name: OperationName, ...operations: readonly ObjectClassOperation[]) =>
    operationRefusal(system, name, type) === undefined && operations.some((operation) => facade.supports(type.nativeType, operation));
  return {
    query: offers('SEARCH', 'search'),
    create: offers('CREATE', 'create'),
    read: offers('GET', 'get', 'search'),
    update: offers('UPDATE', 'update', 'updateDelta'),
    delete: offers('DELETE', 'delete'),
    authenticate: offers('AUTHENTICATE', 'authenticate'),
    resolveUsername: offers('RESOLVEUSERNAME', 'resolveUsername'),
    sync: offers('SYNC', 'sync'),
  };
}
