import { STATUS_CODES } from 'node:http';
import { ConnectorError, type ErrorCode, errors } from '../../model/errors.ts';

/**
 * Where CREST answers another status than the table of errors, which follows HTTP more closely. CREST: ResourceException; OpenIDM's
 * provisioner maps AlreadyExists to 412, a password that has expired to 403, and what takes too long to 503.
 */
const crestStatus: { readonly [C in ErrorCode]?: number } = {
  AlreadyExists: 412,
  PasswordExpired: 403,
  OperationTimeout: 503,
  OperationAborted: 503,
  ConnectorIO: 503,
};

/** What a CREST error says besides status and message. */
export interface CrestErrorDetails {
  /** What a program may want to know: the error code, the problems by path, what happened to a write. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds until the next attempt. */
  readonly retryAfter?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

/**
 * A request that cannot be answered as asked, as CREST answers it: `{ code, reason, message, detail? }`.
 *
 * @example
 * throw new CrestError(400, 'Parameter _pageSize must be a whole number (got "ten")');
 */
export class CrestError extends Error {
  readonly status: number;
  readonly detail: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfter: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** @param status  The HTTP status. */
  constructor(status: number, message: string, { detail, retryAfter, headers = {}, cause }: CrestErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.headers = headers;
  }

  /** The body of the answer. */
  toJSON(): Readonly<Record<string, unknown>> {
    const body = { code: this.status, reason: STATUS_CODES[this.status] ?? 'Error', message: this.message };
    return this.detail === undefined ? body : { ...body, detail: this.detail };
  }
}

/** The status that CREST has for an error code. */
export function crestStatusOf(code: ErrorCode): number {
  return crestStatus[code] ?? errors.find((row) => row.code === code)?.status ?? 500;
}

/**
 * Any failure as CREST answers it. What is no ConnectorError is a defect: its text stays in `cause`, because it may quote what it was given.
 *
 * @param error  What was thrown.
 */
export function crestErrorOf(error: unknown): CrestError {
  if (error instanceof CrestError) return error;
  if (!ConnectorError.is(error)) return new CrestError(500, 'The gateway failed; its log has the request id', { cause: error });
  const { code, message, problems, uid, outcome, retryable, retryAfter } = error;
  return new CrestError(crestStatusOf(code), message, {
    detail: {
      code,
      retryable,
      outcome,
      ...(uid !== undefined && { uid }),
      ...(problems.length > 0 && { problems }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
    // Without a time a client that is told to come back would come back at once.
    retryAfter: retryAfter ?? (code === 'RateLimited' ? 1000 : undefined),
    cause: error,
  });
}
