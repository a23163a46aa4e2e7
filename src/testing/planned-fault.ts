import { ConnectorError, type ErrorCode, type ErrorDetails } from '../model/errors.ts';
import { type CallTarget, isWrite, type SeenCall } from './fault-target.ts';

/** When something happens to a call: before the connector is called, or after, so that only its answer is lost. */
export type FaultMoment = 'before' | 'after';

/** How many answers a fault is for, and from which on. A page of a stream is an answer. */
export interface FaultCount extends CallTarget {
  /** How many answers go wrong; 1 unless said otherwise. */
  readonly times?: number | undefined;
  /** How many answers are let through first: with 2, a search fails after two pages. */
  readonly skip?: number | undefined;
}

/** A failure with an error: one of a code, or the very error. */
export interface Failure extends ErrorDetails {
  readonly code?: ErrorCode | undefined;
  readonly message?: string | undefined;
  /** Thrown as it is, instead of one made of `code` and the rest. */
  readonly error?: unknown;
  /** `before` unless said otherwise. With `after` the outcome of a write is `unknown` unless said otherwise. */
  readonly when?: FaultMoment | undefined;
}

/**
 * A fault as data: what goes wrong, for which calls, how often.
 *
 * @example
 * const plan: readonly PlannedFault[] = [{ kind: 'drop', operation: 'create', when: 'after' }];
 */
export type PlannedFault = FaultCount &
  (
    | ({ readonly kind: 'fail' } & Failure)
    | { readonly kind: 'drop'; readonly when: FaultMoment }
    | { readonly kind: 'hang'; readonly when: FaultMoment }
  );

/** What the framework sees of a failure that a test asked for. */
export function failureOf(fault: Failure, call: SeenCall): unknown {
  if ('error' in fault) return fault.error;
  const { code = 'Internal', message, when, ...rest } = fault as PlannedFault & Failure;
  const { kind: _, operation: __, objectClass: ___, matches, times, skip, error, ...given } = rest;
  const lost: ErrorDetails = when === 'after' && isWrite(call) ? { outcome: 'unknown', retryable: false } : {};
  const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return new ConnectorError(code, message ?? `${titleOf(call)}: ${code} by request of the test`, { ...lost, ...details });
}

/** What the framework sees of a connection that was cut. Nobody on this side can tell whether a write had arrived. */
export function brokenConnection(call: SeenCall): ConnectorError {
  const text = `${titleOf(call)}: the connection was cut by request of the test`;
  if (call.operation === 'connect') return new ConnectorError('ConnectionFailed', text);
  return new ConnectorError('ConnectionBroken', text, isWrite(call) ? { outcome: 'unknown', retryable: false } : {});
}

/** What a call is named in messages: `create __ACCOUNT__`. */
export function titleOf({ operation, objectClass }: Pick<SeenCall, 'operation' | 'objectClass'>): string {
  return objectClass === undefined ? operation : `${operation} ${objectClass}`;
}
