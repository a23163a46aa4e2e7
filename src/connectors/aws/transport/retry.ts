import type * as UtilRetry from '@smithy/util-retry';
import { awsErrorOf, type RetryRule } from '../error-table.ts';
import { type AttemptedCall, type Failure, isAmbiguous, isTlsCode, readFailure } from './failure.ts';
import { Pace, type PaceEnvironment } from './pace.ts';
import type { RequestTracing } from './request-tracing.ts';
import type { AwsService } from './service-actions.ts';

type Strategy = Pick<UtilRetry.StandardRetryStrategy, 'acquireInitialRetryToken' | 'refreshRetryTokenForRetry' | 'recordSuccess'>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;
type ErrorInformation = Parameters<Strategy['refreshRetryTokenForRetry']>[1];

/** What the strategy needs from outside; tests give their own. */
export interface RetryEnvironment extends PaceEnvironment {
  /** A number from 0 to 1, for the jitter. */
  readonly random: () => number;
}

/** Requests a second that AWS documents as a limit. AWS: CloudTrail, LookupEvents: two a second for each account and region. */
const documentedRates: Readonly<Partial<Record<AwsService, number>>> = { cloudtrail: 2 };

/**
 * Decides for the SDK's client whether a failed attempt is followed by another, and waits in between.
 *
 * The SDK's own strategy is not used, because it repeats IAM's quota error (its class is named like a throttling error: three requests and
 * seconds lost for "third access key"), repeats a create whose answer was lost, and stops repeating once a long throttled run has used up
 * its budget of 500 tokens. Exponential back-off with full jitter; `Retry-After` is a minimum; an abort ends the wait.
 *
 * @example
 * const retries = new Retries(await import('@smithy/util-retry'), 'iam', 5, { now, wait, random: Math.random });
 * new IAMClient({ retryStrategy: retries });
 */
export class Retries implements Strategy {
  readonly #kit: typeof UtilRetry;
  readonly #service: AwsService;
  readonly #maxAttempts: number;
  readonly #environment: RetryEnvironment;
  readonly #pace: Pace;
  readonly #calls = new WeakMap<object, AttemptedCall>();

  /**
   * @param kit          `@smithy/util-retry`, loaded by whoever opens the session.
   * @param service      Whose error table holds.
   * @param maxAttempts  1 means no repetition.
   */
  constructor(kit: typeof UtilRetry, service: AwsService, maxAttempts: number, environment: RetryEnvironment) {
    this.#kit = kit;
    this.#service = service;
    this.#maxAttempts = maxAttempts;
    this.#environment = environment;
    this.#pace = new Pace(environment, documentedRates[service]);
  }

  /** Waits until a call may send its first attempt: at once, unless AWS has throttled the account. */
  async turn(call: AttemptedCall): Promise<void> {
    call.sentAt = await this.#pace.turn(call.signal);
  }

  /**
   * Middleware for one command, inside the SDK's retry loop: the strategy is told of errors only, and has to know whose they are.
   *
   * @example
   * command.middlewareStack.add(retries.watch(call, tracing), { step: 'finalizeRequest', priority: 'low' });
   */
  watch(call: AttemptedCall, tracing: RequestTracing) {
    return <A, R>(next: (input: A) => Promise<R>) =>
      async (input: A): Promise<R> => {
        call.attempts += 1;
        try {
          return await tracing.attempt(call, () => next(input));
        } catch (error) {
          if (typeof error === 'object' && error !== null) this.#calls.set(error, call);
          throw error;
        }
      };
  }

  async acquireInitialRetryToken(_scope: string): Promise<Token> {
    return tokenOf(0);
  }

  /** A token for the next attempt, once the wait before it is over; throws when there is to be none. */
  async refreshRetryTokenForRetry(token: Token, information: ErrorInformation): Promise<Token> {
    const error: object | undefined = information.error;
    const call = error === undefined ? undefined : this.#calls.get(error);
    if (call === undefined) throw new Error('this failure is final');
    const failure = readFailure(error);
    if (isAmbiguous(failure)) call.answerLost = true;
    // Once: a wrong secret looks the same, and the SDK's estimate of the time changes a little with every answer.
    const corrected = failure.clockCorrected && !call.clockCorrected;
    if (corrected) call.clockCorrected = true;
    const rule = corrected ? 'back-off' : retryRuleOf(failure, this.#service);
    if (rule === 'paced') this.#pace.throttled(call.sentAt);
    const again = rule === 'paced' || rule === 'back-off' || (rule === 'if repeatable' && call.repeatable);
    const attempts = token.getRetryCount() + 1;
    if (!again || attempts >= this.#maxAttempts || call.signal?.aborted) throw new Error('this failure is final');
    const delay = corrected ? 0 : this.#delay(rule, attempts - 1, failure.retryAfter);
    if (delay > 0) await this.#environment.wait(delay, call.signal);
    await this.turn(call);
    return tokenOf(attempts);
  }

  recordSuccess(_token: Token): void {}

  #delay(rule: RetryRule, retries: number, retryAfter = 0): number {
    const base = rule === 'paced' ? this.#kit.THROTTLING_RETRY_DELAY_BASE : this.#kit.DEFAULT_RETRY_DELAY_BASE;
    const ceiling = Math.min(this.#kit.MAXIMUM_RETRY_DELAY, base * 2 ** retries);
    return Math.max(Math.min(retryAfter, this.#kit.MAXIMUM_RETRY_DELAY), this.#environment.random() * ceiling);
  }
}

/**
 * When a failure is followed by another attempt.
 *
 * @example
 * retryRuleOf(readFailure(error), 'iam');  // 'no' for LimitExceeded, 'paced' for Throttling
 */
export function retryRuleOf(failure: Failure, service: AwsService): RetryRule {
  if (failure.fate === 'lost') return 'if repeatable';
  if (failure.fate === 'not sent') return isTlsCode(failure.wireCode) || (failure.proxyStatus ?? 500) < 500 ? 'no' : 'back-off';
  const row = awsErrorOf(failure.wireCode, service);
  if (row !== undefined) return row.retry;
  if (failure.status === 429) return 'paced';
  if (failure.status === 503) return 'back-off';
  return isAmbiguous(failure) ? 'if repeatable' : 'no';
}

function tokenOf(retries: number): Token {
  return { getRetryCount: () => retries, getRetryDelay: () => 0, getRetryCost: () => undefined };
}
