import { type Channel, channel } from 'node:diagnostics_channel';
import { type AttemptedCall, readFailure } from './failure.ts';
import type { AwsService } from './service-actions.ts';

/**
 * What subscribers of the channel `identity-connector:aws-request` see of one attempt of a request to AWS, when it is over.
 *
 * Never what was sent or answered: no name, no value, no key.
 *
 * @example
 * subscribe('identity-connector:aws-request', (message) => {
 *   const { service, action, duration, wireCode } = message as AwsRequestEvent;
 *   console.log(`${service}:${action} ${duration.toFixed()} ms ${wireCode ?? 'ok'}`);
 * });
 */
export interface AwsRequestEvent {
  readonly service: AwsService;
  /** `CreateUser`. */
  readonly action: string;
  /** Region of the client; for IAM and Organizations, which have one place for all, it says only which partition. */
  readonly region: string;
  /** 12 digits; absent until the session knows in which account it works. */
  readonly account: string | undefined;
  /** 1 for the first. */
  readonly attempt: number;
  /** Milliseconds from the signed request to the whole answer; waiting for the pace does not count, waiting for a free connection does. */
  readonly duration: number;
  /** HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  /** The code in AWS's refusal (`NoSuchEntity`) or Node's (`ECONNRESET`); absent for success. */
  readonly wireCode: string | undefined;
  readonly requestId: string | undefined;
}

/** Publishes the attempts of a client: free until somebody listens. */
export class RequestTracing {
  readonly #channel: Channel = channel('identity-connector:aws-request');
  readonly #service: AwsService;
  readonly #region: string;
  readonly #account: () => string | undefined;
  readonly #now: () => number;

  /**
   * @param account  The account that the client works in, once it is known.
   * @param now      Milliseconds of a clock that never jumps.
   */
  constructor(service: AwsService, region: string, account: () => string | undefined, now: () => number) {
    this.#service = service;
    this.#region = region;
    this.#account = account;
    this.#now = now;
  }

  /** Makes an attempt, and tells of it. */
  async attempt<R>(call: AttemptedCall, send: () => Promise<R>): Promise<R> {
    if (!this.#channel.hasSubscribers) return send();
    const began = this.#now();
    try {
      const answer = await send();
      const metadata = (answer as { readonly output?: { readonly $metadata?: Metadata } }).output?.$metadata;
      this.#publish(call, began, metadata?.httpStatusCode, undefined, metadata?.requestId);
      return answer;
    } catch (error) {
      const { status, wireCode, requestId } = readFailure(error);
      this.#publish(call, began, status, wireCode, requestId);
      throw error;
    }
  }

  #publish(call: AttemptedCall, began: number, status: number | undefined, wireCode: string | undefined, requestId: string | undefined): void {
    this.#channel.publish({
      service: this.#service,
      action: call.action,
      region: this.#region,
      account: this.#account(),
      attempt: call.attempts,
      duration: this.#now() - began,
      status,
      wireCode,
      requestId,
    } satisfies AwsRequestEvent);
  }
}

interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
}
