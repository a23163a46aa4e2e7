import { ConnectorError } from '../../../model/errors.ts';
import type { AwsService } from './service-actions.ts';

/** What is known of a failed request to AWS; no header and no body, which would carry keys, tokens and passwords. */
export interface RequestFailure {
  /** `iam`, `organizations`. */
  readonly service: AwsService;
  /** As policies name it: `iam:CreateUser`. */
  readonly action: string;
  /** The code in AWS's answer, not the SDK's class name: `NoSuchEntity`. Without an answer, Node's: `ECONNRESET`. */
  readonly wireCode: string;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** What AWS support asks for. */
  readonly requestId: string | undefined;
  /** How many times the request was sent. */
  readonly attempts: number;
}

/**
 * The `cause` of an error that a request to AWS ended in: action, wire code, status, request id and attempts.
 *
 * The SDK's own error does not leave the connector: it holds the request's answer with headers and sometimes the signed request.
 *
 * @example
 * if (ConnectorError.is(error) && error.cause instanceof AwsRequestError) console.log(error.cause.action, error.cause.requestId);
 */
export class AwsRequestError extends Error implements RequestFailure {
  override readonly name = 'AwsRequestError';
  readonly service: AwsService;
  readonly action: string;
  readonly wireCode: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;

  /**
   * @param message  What AWS or Node said, free of secrets.
   * @param failure  What else is known.
   */
  constructor(message: string, failure: RequestFailure) {
    super(message);
    this.service = failure.service;
    this.action = failure.action;
    this.wireCode = failure.wireCode;
    this.status = failure.status;
    this.requestId = failure.requestId;
    this.attempts = failure.attempts;
  }
}

/**
 * The code in AWS's answer behind an error, or `undefined` when AWS did not answer.
 *
 * @example
 * if (awsCode(error) !== 'NoSuchEntity') throw error;  // the key was gone already
 */
export function awsCode(error: unknown): string | undefined {
  const cause = ConnectorError.is(error) ? error.cause : error;
  return cause instanceof AwsRequestError && cause.status !== undefined ? cause.wireCode : undefined;
}
