import type { ObjectClass } from '../../model/object-class.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import type { AnyConnector } from '../../spi/connector.ts';

/** Whether the facade of a connector offers an operation: what `supports` of the opened connector answers, before it is opened. */
export function offersOperation(connector: AnyConnector, { name, operations: allowed }: ObjectClass, operation: ObjectClassOperation): boolean {
  const { operations, objectClasses, dynamic } = connector as AnyConnector & { readonly dynamic?: unknown };
  const declared = objectClasses.some((each) => each.name === name);
  const handlers = ((declared ? (operations as Readonly<Record<string, unknown>>)[name] : dynamic) ?? {}) as Readonly<Record<string, unknown>>;
  const has = (each: ObjectClassOperation) => typeof handlers[each] === 'function' && (allowed === undefined || allowed.includes(each));
  if (has(operation)) return true;
  if (operation === 'get') return has('search');
  if (operation === 'update') return has('updateDelta');
  return operation === 'updateDelta' && has('update');
}
