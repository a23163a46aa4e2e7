import type { ErrorCode } from '../../model/errors.ts';
import type { ConnectorRequest } from './connector-request.ts';

/** A call that failed and is made again after a while. */
export interface RetryIncident {
  readonly type: 'retry';
  readonly request: ConnectorRequest;
  /** How many attempts were made. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly delay: number;
  /** Why the last one failed. */
  readonly code: ErrorCode;
}

/** A call that had to wait for others. Reported when the wait is over, whichever way. */
export interface WaitIncident {
  readonly type: 'wait';
  readonly request: ConnectorRequest;
  /** `order`: earlier writes to the same object; `rate`: the rate of calls; `concurrency`: calls under way. */
  readonly reason: 'order' | 'rate' | 'concurrency';
  /** Milliseconds that it took. */
  readonly waited: number;
}

/** A circuit breaker that changed its state. */
export interface CircuitIncident {
  readonly type: 'circuit';
  /** The call at which it did. */
  readonly request: ConnectorRequest;
  readonly state: 'open' | 'half-open' | 'closed';
}

/** What the resilience of an opened connector did beyond asking once and at once. Never a value of an attribute. */
export type Incident = RetryIncident | WaitIncident | CircuitIncident;
