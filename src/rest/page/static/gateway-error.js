/** @typedef {{ readonly path: string, readonly message: string }} Problem */

/** An answer of the gateway that says no, or no answer at all. */
export class GatewayError extends Error {
  /**
   * @param {string} message
   * @param {number} status  0 when there was no answer.
   * @param {{ readonly problems?: readonly Problem[], readonly retryAfter?: number | undefined, readonly requestId?: string | undefined, readonly code?: string }} [details]
   */
  constructor(message, status, { problems = [], retryAfter, requestId, code } = {}) {
    super(message);
    this.status = status;
    this.problems = problems;
    /** Seconds. */
    this.retryAfter = retryAfter;
    this.requestId = requestId;
    this.code = code;
  }
}

/**
 * The error in a CREST body: `{ code, reason, message, detail }`.
 *
 * @param {any} body
 * @param {number} status
 * @param {Headers} headers
 */
export function errorOf(body, status, headers) {
  const { message = `The gateway answered ${status}`, detail = {} } = typeof body === 'object' && body !== null ? body : {};
  return new GatewayError(message, status, {
    problems: Array.isArray(detail.problems) ? detail.problems : [],
    retryAfter: Number(headers.get('retry-after')) || undefined,
    requestId: headers.get('x-request-id') ?? undefined,
    code: detail.code,
  });
}
