import { ConnectorError, type ErrorCode } from '../../model/errors.ts';
import type { ConnectorRequest } from './connector-request.ts';
import type { CircuitIncident } from './incident.ts';
import type { CircuitBreakerOptions } from './resilience-options.ts';

/**
 * What an error says of the system: that it cannot be used, that it works (it answered), or nothing.
 *
 * `RateLimited` is the answer of a system that works and says when to come back: to cut it off as well would make an outage of a delay.
 * `Retryable` is mostly about one object that somebody else is changing; a system that cannot serve at all is `ConnectionFailed`. Neither says
 * `InvalidArgument`, `UnsupportedOperation` and their like anything, for a connector may find those without asking.
 */
const verdicts: Readonly<Record<ErrorCode, 'ill' | 'well' | 'nothing'>> = {
  AlreadyExists: 'well',
  UnknownUid: 'well',
  InvalidAttributeValue: 'nothing',
  InvalidArgument: 'nothing',
  InvalidCredential: 'well',
  InvalidPassword: 'well',
  PasswordExpired: 'well',
  PermissionDenied: 'well',
  ConnectorSecurity: 'nothing',
  ConnectionFailed: 'ill',
  ConnectionBroken: 'ill',
  ConnectorIO: 'ill',
  OperationTimeout: 'ill',
  OperationAborted: 'nothing',
  RateLimited: 'well',
  Retryable: 'nothing',
  Configuration: 'nothing',
  PreconditionFailed: 'well',
  PreconditionRequired: 'well',
  QuotaExceeded: 'well',
  UnsupportedOperation: 'nothing',
  Internal: 'nothing',
};

/** Whether a text is the code of an error. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(verdicts, code);
}

/** What became of the call that this was handed out for. @param asked  False when the system was not asked, so that it says nothing. */
export type Settle = (error?: unknown, asked?: boolean) => void;

/**
 * Spares a system that is down: after some failures in a row calls fail at once; after a while one is let through, and what becomes of it
 * decides. No timer runs: who comes when the while is over finds it open.
 */
export class CircuitBreaker {
  readonly #most: number;
  readonly #resetAfter: number;
  readonly #report: (incident: CircuitIncident) => void;
  #failures = 0;
  #state: 'closed' | 'open' | 'half-open' = 'closed';
  #reopens = 0;
  #probing = false;
  /** Counts the changes of state: a call that began before the last one has nothing to say any more. */
  #era = 0;
  #lastCode: ErrorCode | undefined;

  constructor({ failures = 5, resetAfter = 30_000 }: CircuitBreakerOptions, report: (incident: CircuitIncident) => void) {
    this.#most = failures;
    this.#resetAfter = resetAfter;
    this.#report = report;
  }

  /**
   * Refuses a call that would be refused anyway, before it waits for anything.
   *
   * @throws ConnectorError `ConnectionFailed`, `retryable`, with `retryAfter` where it is known.
   */
  check(request: ConnectorRequest): void {
    const wait = this.#state === 'open' ? this.#reopens - performance.now() : 0;
    if (wait > 0 || this.#probing) throw this.#refusal(request, wait);
  }

  /**
   * Lets a call through, right before it is made.
   *
   * @returns Must be called once, with the error if there was one.
   * @throws ConnectorError As `check`.
   */
  enter(request: ConnectorRequest): Settle {
    this.check(request);
    if (this.#state !== 'closed') {
      this.#probing = true;
      if (this.#state === 'open') this.#become('half-open', request);
    }
    const era = this.#era;
    return (error, asked = true) => {
      if (era === this.#era) this.#settle(request, error, asked);
    };
  }

  #settle(request: ConnectorRequest, error: unknown, asked: boolean): void {
    this.#probing = false;
    const code = ConnectorError.is(error) ? error.code : 'Internal';
    const verdict = error === undefined ? 'well' : verdicts[code];
    if (verdict === 'nothing' || !asked) return;
    if (verdict === 'well') {
      this.#failures = 0;
      if (this.#state === 'half-open') this.#become('closed', request);
      return;
    }
    this.#lastCode = code;
    if (this.#state === 'closed' && ++this.#failures < this.#most) return;
    this.#reopens = performance.now() + this.#resetAfter;
    this.#become('open', request);
  }

  #become(state: 'closed' | 'open' | 'half-open', request: ConnectorRequest): void {
    this.#state = state;
    this.#failures = 0;
    this.#era++;
    this.#report({ type: 'circuit', request, state });
  }

  #refusal({ operation, objectClass }: ConnectorRequest, wait: number): ConnectorError {
    const what = objectClass === undefined ? operation : `${operation} ${objectClass}`;
    const why = `${what}: not asked, because the circuit breaker is open after failures of the system (the last one: ${this.#lastCode})`;
    // While one call tries whether the system is back, nobody knows how long that takes.
    if (wait <= 0) return new ConnectorError('ConnectionFailed', `${why}; one call is finding out whether it is back`);
    const retryAfter = Math.ceil(wait);
    return new ConnectorError('ConnectionFailed', `${why}; one call is let through in ${retryAfter} ms`, { retryAfter });
  }
}
