import { ConnectorError } from '../../model/errors.ts';
import type { ConnectorRequest } from './connector-request.ts';
import { LONGEST_TIMER } from './pause.ts';
import type { RetryOptions } from './resilience-options.ts';

/** Failures after which the password was not looked at, so that trying again cannot lock an account. */
const beforePassword: ReadonlySet<string> = new Set(['ConnectionFailed', 'RateLimited']);

/** Failures after which nobody but the system knows whether a write was done. */
const answerLost: ReadonlySet<string> = new Set(['ConnectionBroken', 'ConnectorIO', 'OperationTimeout', 'OperationAborted']);

/** Decides whether a call that failed is made again, and when. */
export class RetryPolicy {
  readonly #attempts: number;
  readonly #codes: ReadonlySet<string> | undefined;
  readonly #minDelay: number;
  readonly #maxDelay: number;
  readonly #random: () => number;

  constructor({ attempts = 4, codes, minDelay, maxDelay }: RetryOptions, random: () => number) {
    this.#attempts = attempts;
    this.#codes = codes && new Set<string>(codes);
    this.#minDelay = minDelay ?? Math.min(100, maxDelay ?? 100);
    this.#maxDelay = maxDelay ?? Math.max(20_000, this.#minDelay);
    this.#random = random;
  }

  /**
   * Milliseconds to wait before the next attempt; undefined when there must be none.
   *
   * @param made       How many attempts were made.
   * @param remaining  Milliseconds that the call has left; undefined when it has all the time.
   */
  delay(request: ConnectorRequest, made: number, error: unknown, remaining: number | undefined): number | undefined {
    if (made >= this.#attempts || !this.#repeatable(request, error)) return undefined;
    // The exponent has an end, because the least wait may be 0, and 0 times infinity is no number.
    const most = Math.min(this.#maxDelay, this.#minDelay * 2 ** Math.min(made, 31));
    const spread = this.#random() * (most - this.#minDelay);
    const least = ConnectorError.is(error) && error.retryAfter !== undefined && error.retryAfter > 0 ? error.retryAfter : 0;
    // On top of what the system asked for comes the spread, or all who were told the same would come back at the same moment.
    const delay = Math.ceil(Math.max(this.#minDelay, least) + spread);
    return delay > LONGEST_TIMER || (remaining !== undefined && delay >= remaining) ? undefined : delay;
  }

  #repeatable(request: ConnectorRequest, error: unknown): boolean {
    // What a foreign exception did is not known; of a read it is `Internal`, as the application will see it.
    const { code, retryable, outcome } = ConnectorError.is(error) ? error : ({ code: 'Internal', retryable: false, outcome: 'unknown' } as const);
    if (this.#codes && !this.#codes.has(code)) return false;
    if (request.operation === 'authenticate') return retryable && beforePassword.has(code);
    if (!request.write) return this.#codes !== undefined || retryable;
    // Here an answer may have been lost. `none` is also what an error says whose author never thought of it.
    if (answerLost.has(code)) return false;
    // Nobody told the authors of hooks and scripts that an error means that nothing happened.
    return request.objectClass !== undefined && retryable && outcome === 'none';
  }
}
