import { randomUUID } from 'node:crypto';
import type { Log } from '../spi/context.ts';
import type { Authentication } from './auth/authentication.ts';
import type { Caller } from './auth/authentication-options.ts';
import { crestErrorOf } from './crest/crest-error.ts';
import type { AccessLog } from './observe/access-log.ts';
import type { GatewayMetrics } from './observe/gateway-metrics.ts';
import type { Answer } from './requests/answer.ts';
import { responseOf } from './respond.ts';

/** Where a request came from, as far as the server knows. */
export interface RequestOrigin {
  /** The address of the caller, for the lock-out and the access log. */
  readonly address?: string | undefined;
  /** Ends when the caller goes away; the request's own signal unless given. Servers that make it only when it is asked for save that. */
  readonly signal?: AbortSignal | undefined;
}

/** What every exchange needs of the gateway. */
export interface ExchangeParts {
  readonly authentication: Authentication;
  readonly metrics: GatewayMetrics;
  readonly log: Log;
  readonly accessLog: AccessLog | undefined;
}

/** A request id that a caller may choose. */
const ownId = /^[\w.:-]{1,128}$/;

/** One request and what becomes of it. */
export class Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  readonly #origin: RequestOrigin;
  readonly #parts: ExchangeParts;
  #caller: Caller | undefined;
  /** The system that it is about, for the metrics; only names that there are, or callers could fill them. */
  system = '';

  constructor(request: Request, origin: RequestOrigin, parts: ExchangeParts) {
    this.request = request;
    this.url = new URL(request.url);
    this.#origin = origin;
    this.#parts = parts;
    const given = request.headers.get('x-request-id');
    this.requestId = given !== null && ownId.test(given) ? given : randomUUID();
  }

  /** Ends when the caller goes away. */
  get signal(): AbortSignal {
    return this.#origin.signal ?? this.request.signal;
  }

  /**
   * Who calls.
   *
   * @throws CrestError 401, 429.
   */
  async caller(): Promise<Caller> {
    this.#caller = await this.#parts.authentication.caller(this.request.headers, this.#origin.address);
    return this.#caller;
  }

  /** Answers it by what `run` answers or throws, and counts and logs it. */
  async respond(run: (exchange: Exchange) => Answer | Promise<Answer>): Promise<Response> {
    const { metrics, accessLog } = this.#parts;
    const { method } = this.request;
    const began = performance.now();
    metrics.begin();
    let answer: Answer;
    try {
      answer = await run(this);
    } catch (error) {
      answer = this.#failure(error);
    }
    const duration = performance.now() - began;
    metrics.end(this.system, method, answer.status, duration / 1000);
    accessLog?.({
      requestId: this.requestId,
      method,
      path: this.url.pathname,
      parameters: [...new Set(this.url.searchParams.keys())],
      status: answer.status,
      duration,
      caller: this.#caller?.name,
      address: this.#origin.address,
    });
    return responseOf(answer, this);
  }

  #failure(error: unknown): Answer {
    const failure = crestErrorOf(error);
    const { requestId } = this;
    if (failure.status >= 500)
      this.#parts.log('error', `${this.request.method} ${this.url.pathname} failed: ${failure.message}`, { requestId, status: failure.status });
    const retry = failure.retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(failure.retryAfter / 1000))) };
    return { status: failure.status, json: failure, headers: { ...failure.headers, ...retry } };
  }
}
