import { ApiError } from './api-error.ts';
import type { ServiceName } from './service-name.ts';

type Words = Readonly<Record<string, readonly [code: string, status: number, message?: string]>>;

/** What every JSON service says where IAM has other codes. AWS: common error types. */
const JSON_WORDS: Words = {
  InvalidClientTokenId: ['UnrecognizedClientException', 400],
  SignatureDoesNotMatch: ['InvalidSignatureException', 400],
  IncompleteSignature: ['IncompleteSignatureException', 400],
  MissingAuthenticationToken: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
  ExpiredToken: ['ExpiredTokenException', 400],
  AccessDenied: ['AccessDeniedException', 400],
  Throttling: ['ThrottlingException', 400],
  ValidationError: ['ValidationException', 400],
  ServiceFailure: ['InternalFailure', 500],
};

const NOT_VALIDATED = 'AWS was not able to validate the provided access credentials';

const WORDS: Readonly<Record<ServiceName, Words>> = {
  iam: {},
  sts: {},
  cloudtrail: JSON_WORDS,
  organizations: {
    ...JSON_WORDS,
    // AWS: Organizations, TooManyRequestsException and InvalidInputException stand where other services have their own.
    Throttling: ['TooManyRequestsException', 400, 'AWS Organizations cannot complete your request because of too many requests. Try again later.'],
    ValidationError: ['InvalidInputException', 400],
    ServiceFailure: ['ServiceException', 500],
  },
  sqs: {
    ...JSON_WORDS,
    // The old protocol's statuses live on in the JSON one. AWS: SQS, common errors; RequestThrottled is in the service's model.
    InvalidClientTokenId: ['UnrecognizedClientException', 403],
    SignatureDoesNotMatch: ['InvalidSignatureException', 403],
    ExpiredToken: ['ExpiredTokenException', 403],
    AccessDenied: ['AccessDeniedException', 403],
    Throttling: ['RequestThrottled', 403],
    ValidationError: ['InvalidParameterValueException', 400],
  },
  // AWS: EC2 API error codes. It does not tell an unknown key from a wrong secret.
  ec2: {
    InvalidClientTokenId: ['AuthFailure', 401, NOT_VALIDATED],
    SignatureDoesNotMatch: ['AuthFailure', 401, NOT_VALIDATED],
    MissingAuthenticationToken: ['MissingParameter', 400, 'The request must contain the parameter AWSAccessKeyId'],
    ExpiredToken: ['RequestExpired', 400, 'Request has expired.'],
    AccessDenied: ['UnauthorizedOperation', 403],
    Throttling: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
    ValidationError: ['InvalidParameterValue', 400],
    ServiceFailure: ['InternalError', 500, 'An internal error has occurred'],
    ServiceUnavailable: ['Unavailable', 503, 'The service is unavailable. Please try again shortly.'],
  },
};

/** Says an error that any service may answer in the words of one. */
export function inWordsOf(service: ServiceName, error: ApiError): ApiError {
  const words = WORDS[service];
  if (!Object.hasOwn(words, error.code)) return error;
  const [code, status, message = error.message] = words[error.code] ?? [error.code, error.status];
  const details = service === 'organizations' && code === 'InvalidInputException' ? { Reason: reasonOf(message), ...error.details } : error.details;
  return new ApiError(code, status, code === 'UnauthorizedOperation' ? unauthorized(message) : message, details);
}

const REASONS: readonly [words: RegExp, reason: string][] = [
  [/have value less/, 'MAX_VALUE_EXCEEDED'],
  [/have value greater/, 'MIN_VALUE_EXCEEDED'],
  [/have length less/, 'MAX_LENGTH_EXCEEDED'],
  [/have length greater/, 'MIN_LENGTH_EXCEEDED'],
  [/enum value set/, 'INVALID_ENUM'],
  [/not be null/, 'INPUT_REQUIRED'],
];

/** What Organizations adds to a broken rule of its model. AWS: InvalidInputException, Reason */
function reasonOf(message: string): string {
  return REASONS.find(([words]) => words.test(message))?.[1] ?? 'INVALID_PATTERN';
}

/** EC2 puts its own sentence before the one that IAM gives. */
function unauthorized(message: string): string {
  return `You are not authorized to perform this operation. ${message}`;
}
