import type { AwsErrorDefinition } from './error-definition.ts';

/** The errors of the services that tell of changes, CloudTrail and SQS. AWS: CloudTrail, LookupEvents; SQS API reference. */
export const eventErrors: readonly AwsErrorDefinition[] = [
  {
    wire: ['InvalidNextToken', 'InvalidTimeRange', 'InvalidLookupAttributes', 'InvalidMaxResults', 'InvalidEventCategory'],
    code: 'InvalidArgument',
    retry: 'no',
    service: 'cloudtrail',
    meaning: 'AWS does not take the place in the listing, the time range or what is looked for.',
  },
  {
    wire: ['OperationNotPermitted', 'UnsupportedOperation'],
    code: 'UnsupportedOperation',
    retry: 'no',
    service: 'cloudtrail',
    meaning: 'CloudTrail does not do this here.',
  },
  {
    wire: ['CloudTrailInvalidClientTokenId'],
    code: 'InvalidCredential',
    retry: 'no',
    service: 'cloudtrail',
    meaning: 'AWS does not accept the access key, its secret or its session token.',
  },
  {
    wire: ['QueueDoesNotExist', 'NonExistentQueue', 'InvalidAddress', 'ResourceNotFound', 'QueueDeletedRecently'],
    code: 'Configuration',
    retry: 'no',
    service: 'sqs',
    meaning: 'There is no such queue: its URL, region and account must be right, and the connector’s identity allowed to see it.',
  },
  {
    wire: ['InvalidSecurity', 'KmsDisabled', 'KmsInvalidState', 'KmsInvalidKeyUsage', 'KmsNotFound', 'KmsOptInRequired'].concat([
      'KMS.Disabled',
      'KMS.InvalidState',
      'KMS.InvalidKeyUsage',
      'KMS.NotFound',
      'KMS.OptInRequired',
    ]),
    code: 'Configuration',
    retry: 'no',
    service: 'sqs',
    meaning: 'The queue must be called by https, or the key that it is encrypted with cannot be used.',
  },
  {
    wire: ['KmsAccessDenied', 'KMS.AccessDenied'],
    code: 'PermissionDenied',
    retry: 'no',
    service: 'sqs',
    meaning: 'The connector’s identity may not use the key that the queue is encrypted with: it needs kms:Decrypt.',
  },
  {
    wire: ['KmsThrottled', 'KMS.Throttling'],
    code: 'RateLimited',
    retry: 'paced',
    service: 'sqs',
    meaning: 'Too many requests for this account.',
  },
  {
    wire: ['OverLimit', 'PurgeQueueInProgress'],
    code: 'Retryable',
    retry: 'no',
    service: 'sqs',
    meaning: 'Too many messages of the queue are being worked on (120,000), or it is being purged.',
  },
  {
    wire: ['ReceiptHandleIsInvalid', 'InvalidIdFormat', 'MessageNotInflight'],
    code: 'InvalidArgument',
    retry: 'no',
    service: 'sqs',
    meaning: 'The message has been given out again or deleted meanwhile.',
  },
  {
    wire: ['UnsupportedOperation'],
    code: 'UnsupportedOperation',
    retry: 'no',
    service: 'sqs',
    meaning: 'Queues of this kind do not do this.',
  },
];
