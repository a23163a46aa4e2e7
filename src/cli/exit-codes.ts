import type { ErrorCode } from '../model/errors.ts';

/** What a command ends with: 0 for success, 1 for a check that found something, else by the error code, as BSD's sysexits name them. */
export const exitCodes = {
  AlreadyExists: 73,
  UnknownUid: 66,
  InvalidAttributeValue: 65,
  InvalidArgument: 64,
  InvalidCredential: 77,
  InvalidPassword: 77,
  PasswordExpired: 77,
  PermissionDenied: 77,
  ConnectorSecurity: 77,
  ConnectionFailed: 69,
  ConnectionBroken: 69,
  ConnectorIO: 74,
  OperationTimeout: 75,
  OperationAborted: 130,
  RateLimited: 75,
  Retryable: 75,
  Configuration: 78,
  PreconditionFailed: 65,
  PreconditionRequired: 65,
  QuotaExceeded: 75,
  UnsupportedOperation: 64,
  Internal: 70,
} as const satisfies Readonly<Record<ErrorCode, number>>;
