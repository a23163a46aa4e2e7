import { CrestError } from '../crest/crest-error.ts';
import type { ObjectType } from './object-type.ts';
import type { System } from './system.ts';

/** The names that PingIDM's configuration has for operations. */
export type OperationName =
  | 'CREATE'
  | 'UPDATE'
  | 'DELETE'
  | 'GET'
  | 'SEARCH'
  | 'SYNC'
  | 'AUTHENTICATE'
  | 'RESOLVEUSERNAME'
  | 'TEST'
  | 'SCRIPT_ON_CONNECTOR'
  | 'SCRIPT_ON_RESOURCE';

/**
 * Why callers may not ask a system for an operation. PingIDM: operationOptions.
 *
 * What the configuration says of a class goes before what it says of the operation.
 *
 * @param type  The type of the objects; undefined for operations that have none.
 * @returns 403 for an operation that is denied, 501 for one that is not offered for this type; undefined for one that may be asked for.
 */
export function operationRefusal(system: System, operation: OperationName, type?: ObjectType): CrestError | undefined {
  const rule = system.rule(operation);
  if (!rule) return undefined;
  const names = type ? [type.nativeType, type.name] : [];
  const [ofClass] = names.flatMap((name) => rule.objectFeatures?.[name] ?? []);
  const whose = `by the configuration of system ${system.name}`;
  if (ofClass?.denied ?? rule.denied) return new CrestError(403, `Operation ${operation} is denied${ofClass ? ` for ${type?.name}` : ''} ${whose}`);
  const types = rule.supportedObjectTypes;
  if (!type || !types || names.some((name) => types.includes(name))) return undefined;
  return new CrestError(501, `Operation ${operation} is not supported for ${type.name} ${whose}`);
}
