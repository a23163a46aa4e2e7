import type { DynamicObjectClass } from '../../facade/classes/object-class-operations.ts';
import type { ObjectClassOperation } from '../../model/operation.ts';
import { CrestError } from '../crest/crest-error.ts';
import type { FieldSelection } from '../crest/field-selection.ts';
import type { ObjectForm } from '../systems/object-form.ts';
import { type OperationName, operationRefusal } from '../systems/operation-refusal.ts';
import type { System } from '../systems/system.ts';

/** A request about objects of one type, once it is known which. */
export interface ObjectRequest {
  readonly system: System;
  readonly form: ObjectForm;
  readonly operations: DynamicObjectClass;
  readonly parameters: URLSearchParams;
  readonly fields: FieldSelection | undefined;
  /** Of the body; undefined for none. */
  readonly body: unknown;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
  /** Where the objects are: `/openidm/system/aws/__ACCOUNT__`. */
  readonly path: string;
}

/**
 * Makes sure that callers may ask for an operation.
 *
 * @throws CrestError 403 for one that the configuration denies, 501 for one that it does not offer for this type.
 */
export function allow({ system, form }: ObjectRequest, operation: OperationName): void {
  const refusal = operationRefusal(system, operation, form.type);
  if (refusal) throw refusal;
}

/**
 * The limits of a call that a caller asks for.
 *
 * @throws CrestError as `allow` does.
 */
export function callOf(request: ObjectRequest, operation: OperationName): { readonly signal: AbortSignal; readonly timeout?: number } {
  allow(request, operation);
  return limitsOf(request, operation);
}

/** The limits of a call that nobody asked for by itself, such as reading what was written: the rules for callers do not concern it. */
export function limitsOf(
  { system, signal }: Pick<ObjectRequest, 'system' | 'signal'>,
  operation: OperationName,
): { readonly signal: AbortSignal; readonly timeout?: number } {
  const timeout = system.timeout(operation);
  return timeout === undefined ? { signal } : { signal, timeout };
}

/**
 * Demands an operation of the connector.
 *
 * @throws CrestError 501.
 */
export async function demand(
  { system, form }: ObjectRequest,
  operation: ObjectClassOperation,
  ...others: readonly ObjectClassOperation[]
): Promise<void> {
  const facade = await system.facade();
  if ([operation, ...others].some((each) => facade.supports(form.type.nativeType, each))) return;
  throw new CrestError(501, `System ${system.name} does not support ${operation} for ${form.type.name}`);
}
