import type { AwsErrorDefinition } from './error-definition.ts';

const service = 'ec2';

/** The errors of EC2 besides those that all services have, as far as instances have them. AWS: EC2 API error codes. */
export const ec2Errors: readonly AwsErrorDefinition[] = [
  { wire: ['InvalidInstanceID.NotFound'], code: 'UnknownUid', retry: 'no', service, meaning: 'The instance does not exist.' },
  {
    wire: [
      ...['InvalidInstanceID.Malformed', 'InvalidInstanceID', 'InvalidInstanceType', 'InvalidParameter', 'UnknownParameter', 'Unsupported'],
      ...['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed', 'InvalidAMIID.Unavailable', 'InvalidBlockDeviceMapping', 'InvalidUserData.Malformed'],
      ...['InvalidSubnetID.NotFound', 'InvalidSubnet', 'InvalidGroup.NotFound', 'InvalidGroupId.Malformed', 'InvalidKeyPair.NotFound'],
      ...['InvalidIamInstanceProfile.NotFound', 'TagLimitExceeded', 'InvalidTagKey.Malformed'],
    ],
    code: 'InvalidAttributeValue',
    retry: 'no',
    service,
    meaning: 'AWS refuses a value, or what it names does not exist in the region.',
  },
  {
    wire: ['IncorrectInstanceState', 'IncorrectState', 'OperationNotPermitted', 'IdempotentParameterMismatch'],
    code: 'PreconditionFailed',
    retry: 'no',
    service,
    meaning: 'The state of the instance, or its protection against stopping and terminating, does not allow it.',
  },
  {
    wire: ['InstanceLimitExceeded', 'VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded', 'ResourceCountExceeded'],
    code: 'QuotaExceeded',
    retry: 'no',
    service,
    meaning: 'A quota of the account is used up.',
  },
  {
    wire: ['InsufficientInstanceCapacity', 'InsufficientCapacity', 'InsufficientHostCapacity', 'InsufficientFreeAddressesInSubnet'],
    code: 'Retryable',
    retry: 'no',
    service,
    meaning: 'AWS has no room for such an instance there now; it takes minutes, or another place.',
  },
  {
    wire: ['PendingVerification', 'Blocked'],
    code: 'Configuration',
    retry: 'no',
    service,
    meaning: 'The account or the region is not enabled.',
  },
  {
    wire: ['UnsupportedOperation', 'InvalidRequest'],
    code: 'UnsupportedOperation',
    retry: 'no',
    service,
    meaning: 'Instances of this kind cannot do it.',
  },
  { wire: ['Unavailable'], code: 'ConnectionFailed', retry: 'back-off', service, meaning: 'AWS cannot serve now.' },
  {
    wire: ['InvalidNextToken', 'InvalidPaginationToken'],
    code: 'InvalidArgument',
    retry: 'no',
    service,
    meaning: 'The place in the listing has expired.',
  },
];
