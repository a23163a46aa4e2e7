import { ec2Errors } from './error-table/ec2-errors.ts';
import type { AwsErrorDefinition } from './error-table/error-definition.ts';
import { eventErrors } from './error-table/event-errors.ts';
import { organizationsErrors } from './error-table/organizations-errors.ts';
import type { AwsService } from './transport/service-actions.ts';

export type { AwsErrorDefinition, RetryRule } from './error-table/error-definition.ts';

/**
 * The errors of AWS: wire codes, the code of `ConnectorError` they become, and whether the connector sends the request again.
 *
 * The documentation's table is generated from it. Keyed on the wire code, because the SDK's class names differ from it for some errors and
 * not for others. Two rows say less than the code does: NoSuchEntity of what an attribute names, and LimitExceeded (`errors.ts`).
 * Rows of one service come before those of all.
 *
 * AWS: IAM API reference, common errors and the errors of each action; STS API reference; the services' models for the others.
 *
 * @example
 * awsErrors.find((row) => row.wire.includes('DeleteConflict'))?.code;  // 'PreconditionFailed'
 */
export const awsErrors: readonly AwsErrorDefinition[] = [
  ...organizationsErrors,
  ...ec2Errors,
  ...eventErrors,
  {
    wire: ['NoSuchEntity'],
    code: 'UnknownUid',
    retry: 'no',
    meaning: 'The object does not exist. When an attribute names something that does not exist: InvalidAttributeValue.',
  },
  {
    wire: ['EntityAlreadyExists', 'DuplicateSSHPublicKey', 'DuplicateCertificate'],
    code: 'AlreadyExists',
    retry: 'no',
    meaning: 'The name is taken (names are compared without case), or the key or the certificate is there already.',
  },
  {
    wire: ['LimitExceeded', 'ReportGenerationLimitExceeded'],
    code: 'QuotaExceeded',
    retry: 'no',
    meaning:
      'A quota of the account is used up. A quota of one user or group: InvalidAttributeValue, naming the quota. Of GenerateCredentialReport: RateLimited.',
  },
  { wire: ['InvalidInput', 'PolicyNotAttachable', 'InvalidUserType'], code: 'InvalidAttributeValue', retry: 'no', meaning: 'AWS refuses a value.' },
  {
    wire: ['MalformedPolicyDocument', 'PackedPolicyTooLarge'],
    code: 'Configuration',
    retry: 'no',
    service: 'sts',
    meaning: 'AWS refuses the session policy of the role.',
  },
  {
    wire: ['MalformedPolicyDocument'],
    code: 'InvalidAttributeValue',
    retry: 'no',
    service: 'iam',
    meaning: 'The policy is not valid, or names a principal that does not exist yet.',
  },
  {
    wire: ['ValidationError'],
    code: 'Configuration',
    retry: 'no',
    service: 'sts',
    meaning: 'AWS refuses the duration, the session name or the external id of the role.',
  },
  {
    wire: ['ValidationError', 'Validation', 'InvalidParameterValue', 'InvalidParameterCombination', 'MissingParameter', 'Serialization'],
    code: 'InvalidAttributeValue',
    retry: 'no',
    meaning: 'AWS refuses a value for its form.',
  },
  {
    wire: [
      'InvalidPublicKey',
      'UnrecognizedPublicKeyEncoding',
      'InvalidCertificate',
      'MalformedCertificate',
      'KeyPairMismatch',
      'NotSupportedService',
    ],
    code: 'InvalidAttributeValue',
    retry: 'no',
    service: 'iam',
    meaning: 'AWS refuses the key or the certificate, or does not make credentials for the service.',
  },
  { wire: ['PasswordPolicyViolation'], code: 'InvalidPassword', retry: 'no', meaning: 'The account’s password policy refuses the password.' },
  { wire: ['DeleteConflict'], code: 'PreconditionFailed', retry: 'no', meaning: 'Something still belongs to the object.' },
  { wire: ['UnmodifiableEntity'], code: 'PermissionDenied', retry: 'no', meaning: 'Only the AWS service that made it may change it.' },
  {
    wire: ['EntityTemporarilyUnmodifiable'],
    code: 'Retryable',
    retry: 'back-off',
    meaning: 'The same name was deleted and made again just now; AWS asks to wait, minutes at times.',
  },
  { wire: ['ConcurrentModification'], code: 'Retryable', retry: 'back-off', meaning: 'Somebody else is changing the same object.' },
  {
    wire: ['Throttling', 'RequestLimitExceeded', 'TooManyRequests', 'RequestThrottled', 'SlowDown', 'EC2ThrottledException', 'ThrottledException'],
    code: 'RateLimited',
    retry: 'paced',
    meaning: 'Too many requests for this account.',
  },
  { wire: ['ServiceUnavailable'], code: 'ConnectionFailed', retry: 'back-off', meaning: 'AWS cannot serve now.' },
  {
    wire: ['ServiceFailure', 'InternalFailure', 'InternalError'],
    code: 'ConnectionFailed',
    retry: 'if repeatable',
    meaning: 'AWS failed while it worked on the request.',
  },
  {
    wire: ['IDPCommunicationError'],
    code: 'ConnectionFailed',
    retry: 'back-off',
    service: 'sts',
    meaning: 'AWS cannot reach the identity provider.',
  },
  {
    wire: ['ReportNotPresent', 'ReportExpired', 'ReportInProgress'],
    code: 'Retryable',
    retry: 'no',
    service: 'iam',
    meaning: 'The credential report is not there yet; the connector makes one and asks again.',
  },
  {
    wire: ['AccessDenied', 'UnauthorizedOperation', 'NotAuthorized'],
    code: 'PermissionDenied',
    retry: 'no',
    meaning: 'The connector’s identity may not do this. Of AssumeRole: the role, its trust policy or the external id; AWS does not say which.',
  },
  {
    wire: ['OptInRequired', 'SubscriptionRequired', 'RegionDisabled'],
    code: 'Configuration',
    retry: 'no',
    meaning: 'The account or the region is not enabled.',
  },
  {
    wire: ['InvalidAction', 'UnknownOperation', 'NotImplemented'],
    code: 'UnsupportedOperation',
    retry: 'no',
    meaning: 'What answers at this endpoint does not know the action.',
  },
  {
    wire: [
      'InvalidClientTokenId',
      'SignatureDoesNotMatch',
      'UnrecognizedClient',
      'IncompleteSignature',
      'MissingAuthenticationToken',
      'InvalidAccessKeyId',
      'InvalidSignature',
      'AuthFailure',
    ],
    code: 'InvalidCredential',
    retry: 'no',
    meaning: 'AWS does not accept the access key, its secret or its session token.',
  },
  {
    wire: ['ExpiredToken', 'RequestExpired', 'TokenRefreshRequired'],
    code: 'InvalidCredential',
    retry: 'refresh',
    meaning: 'The session or the request has expired, and fresh credentials did not help.',
  },
  {
    wire: ['InvalidIdentityToken', 'IDPRejectedClaim', 'InvalidAuthorizationMessage'],
    code: 'InvalidCredential',
    retry: 'no',
    service: 'sts',
    meaning: 'AWS does not accept the identity token.',
  },
];

/**
 * The row for a code, or `undefined` for one that the table lacks.
 *
 * @param wireCode  As AWS sent it, with or without "Exception" at its end, or SQS's "AWS.SimpleQueueService." before it.
 * @param service   The service that answered.
 *
 * @example
 * awsErrorOf('ThrottlingException', 'iam')?.retry;  // 'paced'
 */
export function awsErrorOf(wireCode: string, service: AwsService): AwsErrorDefinition | undefined {
  // SQS speaks JSON today, and still the codes of the query protocol it had before.
  const plain = wireCode.replace(/^AWS\.SimpleQueueService\./, '').replace(/Exception$/, '');
  return awsErrors.find((row) => (row.service ?? service) === service && (row.wire.includes(wireCode) || row.wire.includes(plain)));
}
