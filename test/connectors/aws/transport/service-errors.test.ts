import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsErrors } from '../../../../src/connectors/aws/error-table.ts';
import type { AwsSession } from '../../../../src/connectors/aws/session.ts';
import type { OptionalService } from '../../../../src/connectors/aws/transport/service-actions.ts';
import type { ConnectorError } from '../../../../src/model/errors.ts';
import { type EmbeddedAws, startAws } from '../../../../src/testing/aws/index.ts';
import { failureOf } from '../harness.ts';
import { opened } from './opened-session.ts';

let aws: EmbeddedAws;
let session: AwsSession;
beforeAll(async () => {
  aws = await startAws({ seed: 1 });
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  session = await opened({ accessKeyId, secretAccessKey, endpoint: aws.endpoint, region: 'eu-west-1', maxAttempts: 2 });
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await aws.close();
});

const queue = { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/changes' };
const calls: Readonly<Record<OptionalService, readonly [string, object]>> = {
  organizations: ['DeleteOrganizationalUnit', { OrganizationalUnitId: 'ou-abcd-11111111' }],
  cloudtrail: ['LookupEvents', {}],
  sqs: ['ReceiveMessage', queue],
  ec2: ['StopInstances', { InstanceIds: ['i-0123456789abcdef0'] }],
};

/** What the session makes of an error that AWS answers to every attempt, and how many there were. */
async function errorOf(service: OptionalService, code: string, status: number, message = 'as AWS says', subject: object = {}) {
  aws.clearCalls();
  aws.faults.clear();
  const [action, input] = calls[service];
  aws.faults.failNext({ service, action, times: 2, code, status, message });
  const send = session.send as (service: string, action: string, input: object, about: object) => Promise<unknown>;
  const error: ConnectorError = await failureOf(send(service, action, input, { uid: 'the-object', ...subject }));
  return { error, sent: aws.calls.length };
}

// By hand from the API references, not from the table under test: wire code, HTTP status, expected code, requests sent of two.
const rows: Readonly<Record<OptionalService, readonly (readonly [string, number, ConnectorError['code'], number])[]>> = {
  organizations: [
    ['AWSOrganizationsNotInUseException', 400, 'Configuration', 1],
    ['UnsupportedAPIEndpointException', 400, 'Configuration', 1],
    ['PolicyTypeNotEnabledException', 400, 'Configuration', 1],
    ['PolicyTypeNotAvailableForOrganizationException', 400, 'Configuration', 1],
    ['AccountNotFoundException', 400, 'UnknownUid', 1],
    ['OrganizationalUnitNotFoundException', 400, 'UnknownUid', 1],
    ['PolicyNotFoundException', 400, 'UnknownUid', 1],
    ['RootNotFoundException', 400, 'UnknownUid', 1],
    ['ChildNotFoundException', 400, 'UnknownUid', 1],
    ['ParentNotFoundException', 400, 'InvalidAttributeValue', 1],
    ['SourceParentNotFoundException', 400, 'InvalidAttributeValue', 1],
    ['DestinationParentNotFoundException', 400, 'InvalidAttributeValue', 1],
    ['TargetNotFoundException', 400, 'InvalidAttributeValue', 1],
    ['MalformedPolicyDocumentException', 400, 'InvalidAttributeValue', 1],
    ['InvalidInputException', 400, 'InvalidAttributeValue', 1],
    ['DuplicateOrganizationalUnitException', 400, 'AlreadyExists', 1],
    ['DuplicatePolicyException', 400, 'AlreadyExists', 1],
    ['DuplicateAccountException', 400, 'AlreadyExists', 1],
    ['DuplicatePolicyAttachmentException', 400, 'AlreadyExists', 1],
    ['OrganizationalUnitNotEmptyException', 400, 'PreconditionFailed', 1],
    ['PolicyInUseException', 400, 'PreconditionFailed', 1],
    ['PolicyNotAttachedException', 400, 'PreconditionFailed', 1],
    ['ConstraintViolationException', 400, 'PreconditionFailed', 1],
    ['PolicyChangesInProgressException', 400, 'Retryable', 2],
    ['FinalizingOrganizationException', 400, 'Retryable', 2],
    ['ConflictException', 400, 'Retryable', 2],
    ['ConcurrentModificationException', 400, 'Retryable', 2],
    ['TooManyRequestsException', 400, 'RateLimited', 2],
    ['AccessDeniedException', 400, 'PermissionDenied', 1],
    ['AccessDeniedForDependencyException', 400, 'PermissionDenied', 1],
    ['UnrecognizedClientException', 400, 'InvalidCredential', 1],
    ['InvalidSignatureException', 400, 'InvalidCredential', 1],
    ['ExpiredTokenException', 400, 'InvalidCredential', 1],
    ['ServiceException', 500, 'ConnectionFailed', 2],
  ],
  cloudtrail: [
    ['InvalidNextTokenException', 400, 'InvalidArgument', 1],
    ['InvalidTimeRangeException', 400, 'InvalidArgument', 1],
    ['InvalidLookupAttributesException', 400, 'InvalidArgument', 1],
    ['InvalidMaxResultsException', 400, 'InvalidArgument', 1],
    ['InvalidEventCategoryException', 400, 'InvalidArgument', 1],
    ['OperationNotPermittedException', 400, 'UnsupportedOperation', 1],
    ['UnsupportedOperationException', 400, 'UnsupportedOperation', 1],
    ['CloudTrailInvalidClientTokenIdException', 400, 'InvalidCredential', 1],
    ['ThrottlingException', 400, 'RateLimited', 2],
    ['AccessDeniedException', 400, 'PermissionDenied', 1],
    ['InternalFailure', 500, 'ConnectionFailed', 2],
  ],
  sqs: [
    ['QueueDoesNotExist', 400, 'Configuration', 1],
    ['AWS.SimpleQueueService.NonExistentQueue', 400, 'Configuration', 1],
    ['InvalidAddress', 404, 'Configuration', 1],
    ['ResourceNotFoundException', 404, 'Configuration', 1],
    ['QueueDeletedRecently', 400, 'Configuration', 1],
    ['InvalidSecurity', 403, 'Configuration', 1],
    ['KmsDisabled', 400, 'Configuration', 1],
    ['KmsInvalidState', 400, 'Configuration', 1],
    ['KmsInvalidKeyUsage', 400, 'Configuration', 1],
    ['KmsNotFound', 400, 'Configuration', 1],
    ['KmsOptInRequired', 403, 'Configuration', 1],
    ['KMS.DisabledException', 400, 'Configuration', 1],
    ['KMS.InvalidStateException', 400, 'Configuration', 1],
    ['KMS.InvalidKeyUsageException', 400, 'Configuration', 1],
    ['KMS.NotFoundException', 400, 'Configuration', 1],
    ['KMS.OptInRequired', 403, 'Configuration', 1],
    ['KmsAccessDenied', 400, 'PermissionDenied', 1],
    ['KMS.AccessDeniedException', 400, 'PermissionDenied', 1],
    ['KmsThrottled', 400, 'RateLimited', 2],
    ['KMS.ThrottlingException', 400, 'RateLimited', 2],
    ['RequestThrottled', 403, 'RateLimited', 2],
    ['OverLimit', 403, 'Retryable', 1],
    ['PurgeQueueInProgress', 403, 'Retryable', 1],
    ['AWS.SimpleQueueService.PurgeQueueInProgress', 403, 'Retryable', 1],
    ['ReceiptHandleIsInvalid', 404, 'InvalidArgument', 1],
    ['InvalidIdFormat', 400, 'InvalidArgument', 1],
    ['MessageNotInflight', 400, 'InvalidArgument', 1],
    ['AWS.SimpleQueueService.MessageNotInflight', 400, 'InvalidArgument', 1],
    ['UnsupportedOperation', 400, 'UnsupportedOperation', 1],
    ['AWS.SimpleQueueService.UnsupportedOperation', 400, 'UnsupportedOperation', 1],
    ['AccessDeniedException', 403, 'PermissionDenied', 1],
  ],
  ec2: [
    ['InvalidInstanceID.NotFound', 400, 'UnknownUid', 1],
    ...[
      ...['InvalidInstanceID.Malformed', 'InvalidInstanceID', 'InvalidInstanceType', 'InvalidParameter', 'UnknownParameter', 'Unsupported'],
      ...['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed', 'InvalidAMIID.Unavailable', 'InvalidBlockDeviceMapping', 'InvalidUserData.Malformed'],
      ...['InvalidSubnetID.NotFound', 'InvalidSubnet', 'InvalidGroup.NotFound', 'InvalidGroupId.Malformed', 'InvalidKeyPair.NotFound'],
      ...['InvalidIamInstanceProfile.NotFound', 'TagLimitExceeded', 'InvalidTagKey.Malformed', 'InvalidParameterValue', 'MissingParameter'],
    ].map((code) => [code, 400, 'InvalidAttributeValue', 1] as const),
    ...['IncorrectInstanceState', 'IncorrectState', 'OperationNotPermitted', 'IdempotentParameterMismatch'].map(
      (code) => [code, 400, 'PreconditionFailed', 1] as const,
    ),
    ...['InstanceLimitExceeded', 'VcpuLimitExceeded', 'MaxSpotInstanceCountExceeded', 'ResourceCountExceeded'].map(
      (code) => [code, 400, 'QuotaExceeded', 1] as const,
    ),
    ...['InsufficientInstanceCapacity', 'InsufficientCapacity', 'InsufficientHostCapacity', 'InsufficientFreeAddressesInSubnet'].map(
      (code) => [code, 500, 'Retryable', 1] as const,
    ),
    ['PendingVerification', 400, 'Configuration', 1],
    ['Blocked', 400, 'Configuration', 1],
    ['OptInRequired', 403, 'Configuration', 1],
    ['UnsupportedOperation', 400, 'UnsupportedOperation', 1],
    ['InvalidRequest', 400, 'UnsupportedOperation', 1],
    ['InvalidNextToken', 400, 'InvalidArgument', 1],
    ['InvalidPaginationToken', 400, 'InvalidArgument', 1],
    ['UnauthorizedOperation', 403, 'PermissionDenied', 1],
    ['AuthFailure', 401, 'InvalidCredential', 1],
    ['RequestLimitExceeded', 503, 'RateLimited', 2],
    ['Unavailable', 503, 'ConnectionFailed', 2],
    ['InternalError', 500, 'ConnectionFailed', 2],
  ],
};

describe.each(Object.entries(rows) as [OptionalService, (typeof rows)[OptionalService]][])('an error of %s', (service, table) => {
  it.each(table)('%s with HTTP %i is %s after %i of 2 requests', async (wire, status, code, expected) => {
    const { error, sent } = await errorOf(service, wire, status);

    expect(error.code).toBe(code);
    expect(sent).toBe(expected);
    expect(error.cause).toMatchObject({ service, action: `${service}:${calls[service][0]}`, status, attempts: expected });
    // SQS says the same in the words of the protocol it had before.
    if (service !== 'sqs') expect(error.cause).toMatchObject({ wireCode: wire });
    expect(error.message).toContain(`${service}:${calls[service][0]}`);
  });

  it('is tried above under every code that the table has for it', () => {
    const plain = (code: string) => code.replace(/^AWS\.SimpleQueueService\./, '').replace(/Exception$/, '');
    const tried = new Set(table.map(([wire]) => plain(wire)));
    const listed = awsErrors.filter((row) => row.service === service).flatMap((row) => row.wire.map(plain));

    expect(listed.filter((wire) => !tried.has(wire))).toEqual([]);
  });
});

describe('what was not found', () => {
  const about = { path: 'Policies', value: 'p-12345678' };

  it('is the object when AWS speaks of its kind', async () => {
    const { error } = await errorOf('organizations', 'OrganizationalUnitNotFoundException', 400, 'no such unit', { uid: 'ou-abcd-11111111', about });

    expect(error).toMatchObject({ code: 'UnknownUid', uid: 'ou-abcd-11111111' });
  });

  it('is what an attribute names when AWS speaks of another kind', async () => {
    const { error } = await errorOf('organizations', 'PolicyNotFoundException', 400, 'no such policy', { uid: 'ou-abcd-11111111', about });

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'Policies' }] });
  });
});

it('a limit of the organisation is a quota', async () => {
  const { error } = await errorOf('organizations', 'ConstraintViolationException', 400, 'You have exceeded the number of units: the limit is 1000.');

  expect(error.code).toBe('QuotaExceeded');
});

it('what EC2 does not allow names the action to allow', async () => {
  const { error } = await errorOf('ec2', 'UnauthorizedOperation', 403);

  expect(error.message).toContain('needs a policy that allows ec2:StopInstances');
});
