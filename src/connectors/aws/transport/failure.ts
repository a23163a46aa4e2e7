import { isRepeatable } from './actions.ts';
import type { AwsService } from './service-actions.ts';

/** What became of a request: AWS answered; it never left; or it left and nobody knows what AWS did with it. */
export type Fate = 'answered' | 'not sent' | 'lost';

/** What one failed attempt tells, whichever layer of the SDK or of Node it came from. */
export interface Failure {
  /** The code in AWS's answer (`NoSuchEntity`), or Node's (`ECONNRESET`), or the error's name. */
  readonly wireCode: string;
  readonly message: string;
  readonly fate: Fate;
  /** HTTP status of an answer of AWS. */
  readonly status: number | undefined;
  /** HTTP status of a proxy that refused to let the request through. */
  readonly proxyStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
  /** Milliseconds that the answer asks to wait. */
  readonly retryAfter: number | undefined;
  /** Whether the SDK has just learnt that our clock is wrong and will sign the next attempt with the right time. */
  readonly clockCorrected: boolean;
}

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly RequestId?: unknown;
  readonly status?: unknown;
  readonly syscall?: unknown;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Codes that a wrong clock explains. With a clock that is off the SDK marks every error as corrected, also those that time has no part in. */
const aboutTime = ['SignatureDoesNotMatch', 'InvalidSignature', 'RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed', 'AuthFailure'];

/** Node's codes for a connection that never stood: nothing was sent over it. */
const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EPROXY'];

/**
 * Reads an error of the SDK or of Node.
 *
 * The wire code is `Code`, which the SDK takes from the answer; its class names differ (`NoSuchEntityException`) for some services only.
 *
 * @param error  What `send` threw, or what one attempt inside it threw.
 *
 * @example
 * readFailure(error).wireCode;  // 'NoSuchEntity'
 */
export function readFailure(error: unknown): Failure {
  const given = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const status = given.$metadata?.httpStatusCode ?? given.$response?.statusCode;
  const nodeCode = typeof given.code === 'string' ? given.code : undefined;
  // A good answer that breaks off or cannot be read is no answer, but AWS has done what was asked.
  const answered = status !== undefined && status >= 300;
  return {
    wireCode: typeof given.Code === 'string' ? given.Code : (nodeCode ?? given.name ?? 'Unknown'),
    message: given.message ?? String(error),
    fate: answered ? 'answered' : fateOf(given, nodeCode),
    status,
    proxyStatus: nodeCode === 'EPROXY' && typeof given.status === 'number' ? given.status : undefined,
    requestId: given.$metadata?.requestId ?? (typeof given.RequestId === 'string' ? given.RequestId : undefined),
    attempts: given.$metadata?.attempts ?? 1,
    retryAfter: retryAfterOf(given.$response?.headers?.['retry-after']),
    clockCorrected:
      given.$metadata?.clockSkewCorrected === true && typeof given.Code === 'string' && aboutTime.includes(given.Code.replace(/Exception$/, '')),
  };
}

function fateOf(error: SdkError, nodeCode: string | undefined): Fate {
  if (nodeCode !== undefined && (unreachable.includes(nodeCode) || isTlsCode(nodeCode))) return 'not sent';
  if (error.syscall === 'connect' || error.syscall === 'getaddrinfo') return 'not sent';
  // NodeHttpHandler tells its timeouts apart by their text only (4.14.2, set-connection-timeout.js), Node a broken handshake likewise.
  if (/did not establish a connection|before secure TLS connection was established/.test(error.message ?? '')) return 'not sent';
  return 'lost';
}

/**
 * Whether a code of Node says that the TLS handshake failed: an unknown authority, a name that does not match, an expired certificate.
 *
 * @example
 * isTlsCode('DEPTH_ZERO_SELF_SIGNED_CERT');  // true
 */
export function isTlsCode(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$)/.test(
    code,
  );
}

/** RFC 9110, 10.2.3: seconds, or a date; a date would be read with our clock, which may be wrong, so only seconds count. */
function retryAfterOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : undefined;
}

/**
 * Whether a failure leaves open what AWS did: the answer was lost, or it was one of a server or gateway that had trouble of its own.
 *
 * @example
 * isAmbiguous(readFailure(error));  // true for ECONNRESET and for 502
 */
export function isAmbiguous(failure: Failure): boolean {
  return failure.fate === 'lost' || failure.status === 500 || failure.status === 502 || failure.status === 504;
}

/** One call of an action, through all its attempts. */
export interface AttemptedCall {
  /** `CreateUser`. */
  readonly action: string;
  /** Whether it may be sent again after its answer was lost. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal | undefined;
  /** Whether the answer of an earlier attempt was lost, so that AWS may have done it already. */
  answerLost: boolean;
  /** Whether an attempt was made again with the right time. */
  clockCorrected: boolean;
  /** How often it was sent. */
  attempts: number;
  /** When its latest attempt was allowed to go, on the clock of its pace. */
  sentAt: number;
}

/** A call of an action that is about to be sent. */
export function attemptedCall(service: AwsService, action: string, input: object, signal: AbortSignal | undefined): AttemptedCall {
  return { action, repeatable: isRepeatable(service, action, input), signal, answerLost: false, clockCorrected: false, attempts: 0, sentAt: 0 };
}
