import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { awsErrors } from '../../../../src/connectors/aws/error-table.ts';
import type { RequestSubject } from '../../../../src/connectors/aws/failed-request.ts';
import type { IamAction } from '../../../../src/connectors/aws/transport/iam-actions.ts';
import { awsCode } from '../../../../src/connectors/aws/transport/request-error.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { type Answer, role, startStubAws } from './stub-aws.ts';

async function iamError(action: IamAction, input: object, answer: Answer, subject: RequestSubject = {}): Promise<ConnectorError> {
  await using stub = await startStubAws();
  stub.answer(action, answer);
  await using session = await opened({ ...keys, endpoint: stub.url, maxAttempts: 2 });
  const error = await failureOf(session.iam(action, input as never, subject));
  expect(ConnectorError.is(error)).toBe(true);
  return error as ConnectorError;
}

// By hand from the facts about AWS (IAM and STS API references), not from the table under test: wire code, HTTP status, expected code, requests sent of two.
const iamRows = [
  ['NoSuchEntity', 404, 'UnknownUid', 1],
  ['EntityAlreadyExists', 409, 'AlreadyExists', 1],
  ['LimitExceeded', 409, 'InvalidAttributeValue', 1],
  ['InvalidInput', 400, 'InvalidAttributeValue', 1],
  ['PolicyNotAttachable', 400, 'InvalidAttributeValue', 1],
  ['InvalidUserType', 400, 'InvalidAttributeValue', 1],
  ['MalformedPolicyDocument', 400, 'InvalidAttributeValue', 1],
  ['ValidationError', 400, 'InvalidAttributeValue', 1],
  ['InvalidParameterValue', 400, 'InvalidAttributeValue', 1],
  ['InvalidParameterCombination', 400, 'InvalidAttributeValue', 1],
  ['MissingParameter', 400, 'InvalidAttributeValue', 1],
  ['ValidationException', 400, 'InvalidAttributeValue', 1],
  ['SerializationException', 400, 'InvalidAttributeValue', 1],
  ['InvalidPublicKey', 400, 'InvalidAttributeValue', 1],
  ['UnrecognizedPublicKeyEncoding', 400, 'InvalidAttributeValue', 1],
  ['InvalidCertificate', 400, 'InvalidAttributeValue', 1],
  ['MalformedCertificate', 400, 'InvalidAttributeValue', 1],
  ['KeyPairMismatch', 400, 'InvalidAttributeValue', 1],
  ['NotSupportedService', 404, 'InvalidAttributeValue', 1],
  ['DuplicateSSHPublicKey', 400, 'AlreadyExists', 1],
  ['DuplicateCertificate', 409, 'AlreadyExists', 1],
  ['ReportGenerationLimitExceeded', 409, 'RateLimited', 1],
  ['PasswordPolicyViolation', 400, 'InvalidPassword', 1],
  ['DeleteConflict', 409, 'PreconditionFailed', 1],
  ['UnmodifiableEntity', 400, 'PermissionDenied', 1],
  ['EntityTemporarilyUnmodifiable', 409, 'Retryable', 2],
  ['ConcurrentModification', 409, 'Retryable', 2],
  ['Throttling', 400, 'RateLimited', 2],
  ['ThrottlingException', 400, 'RateLimited', 2],
  ['RequestLimitExceeded', 503, 'RateLimited', 2],
  ['TooManyRequestsException', 429, 'RateLimited', 2],
  ['RequestThrottled', 400, 'RateLimited', 2],
  ['SlowDown', 503, 'RateLimited', 2],
  ['ThrottledException', 400, 'RateLimited', 2],
  ['EC2ThrottledException', 400, 'RateLimited', 2],
  ['ServiceUnavailable', 503, 'ConnectionFailed', 2],
  ['ServiceFailure', 500, 'ConnectionFailed', 2],
  ['InternalFailure', 500, 'ConnectionFailed', 2],
  ['InternalError', 500, 'ConnectionFailed', 2],
  ['ReportNotPresent', 410, 'Retryable', 1],
  ['ReportExpired', 410, 'Retryable', 1],
  ['ReportInProgress', 404, 'Retryable', 1],
  ['AccessDenied', 403, 'PermissionDenied', 1],
  ['AccessDeniedException', 400, 'PermissionDenied', 1],
  ['UnauthorizedOperation', 403, 'PermissionDenied', 1],
  ['NotAuthorized', 400, 'PermissionDenied', 1],
  ['OptInRequired', 403, 'Configuration', 1],
  ['SubscriptionRequired', 403, 'Configuration', 1],
  ['InvalidAction', 400, 'UnsupportedOperation', 1],
  ['UnknownOperationException', 404, 'UnsupportedOperation', 1],
  ['NotImplemented', 501, 'UnsupportedOperation', 1],
  ['InvalidClientTokenId', 403, 'InvalidCredential', 1],
  ['SignatureDoesNotMatch', 403, 'InvalidCredential', 1],
  ['UnrecognizedClientException', 403, 'InvalidCredential', 1],
  ['IncompleteSignature', 400, 'InvalidCredential', 1],
  ['MissingAuthenticationToken', 403, 'InvalidCredential', 1],
  ['InvalidAccessKeyId', 403, 'InvalidCredential', 1],
  ['InvalidSignatureException', 403, 'InvalidCredential', 1],
  ['AuthFailure', 401, 'InvalidCredential', 1],
  ['ExpiredToken', 403, 'InvalidCredential', 1],
  ['ExpiredTokenException', 400, 'InvalidCredential', 1],
  ['RequestExpired', 400, 'InvalidCredential', 1],
  ['TokenRefreshRequired', 400, 'InvalidCredential', 1],
  ['SomethingNew', 400, 'Internal', 1],
  ['SomethingNew', 403, 'PermissionDenied', 1],
  ['SomethingNew', 500, 'ConnectionFailed', 2],
  ['SomethingNew', 503, 'ConnectionFailed', 2],
] as const;

const stsRows = [
  ['AccessDenied', 403, 'PermissionDenied', 1],
  ['ValidationError', 400, 'Configuration', 1],
  ['MalformedPolicyDocument', 400, 'Configuration', 1],
  ['PackedPolicyTooLarge', 400, 'Configuration', 1],
  ['RegionDisabledException', 403, 'Configuration', 1],
  ['IDPCommunicationError', 400, 'ConnectionFailed', 2],
  ['InvalidIdentityToken', 400, 'InvalidCredential', 1],
  ['IDPRejectedClaim', 403, 'InvalidCredential', 1],
  ['InvalidAuthorizationMessageException', 400, 'InvalidCredential', 1],
  ['ExpiredTokenException', 400, 'InvalidCredential', 1],
  ['Throttling', 400, 'RateLimited', 2],
] as const;

describe('an error of IAM', () => {
  it.each(iamRows)('%s with HTTP %i is %s after %i of 2 requests', async (wire, status, code, sent) => {
    const error = await iamError('TagUser', { UserName: 'ada', Tags: [] }, { error: wire, status, message: 'as AWS says' });

    expect(error.code).toBe(code);
    expect(error.cause).toMatchObject({ action: 'iam:TagUser', wireCode: wire, status, requestId: 'REQUEST-1', attempts: sent });
    expect(error.message).toContain('iam:TagUser');
    expect(error.message).toContain('AWS request REQUEST-1');
    expect(error.message).toContain(sent === 1 ? '1 attempt' : '2 attempts');
    expect(awsCode(error)).toBe(wire);
  });

  it('is in the table under every code that the table lists', () => {
    const plain = (code: string) => code.replace(/Exception$/, '');
    const listed = awsErrors.filter(({ service = 'iam' }) => service === 'iam' || service === 'sts').flatMap((row) => row.wire.map(plain));
    const tried = new Set([...iamRows, ...stsRows].map(([wire]) => plain(wire)));

    expect(listed.filter((wire) => !tried.has(wire))).toEqual([]);
  });

  it('in HTML, as from a gateway or an action that moto lacks, tells the HTTP status', async () => {
    const html: Answer = {
      write: (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<!doctype html><html><title>500</title><p>oops</html>'),
    };

    const error = await iamError('ListUsers', {}, html);

    expect(error).toMatchObject({ code: 'ConnectionFailed', retryable: true, cause: { status: 500, attempts: 2 } });
    expect(error.message).toContain('HTTP status 500');
  });

  it('that is an answer nobody understands is Internal, and unknown for a write', async () => {
    const garbage: Answer = { write: (response) => response.writeHead(200, { 'content-type': 'text/xml' }).end('<this is not xml') };

    expect(await iamError('ListUsers', {}, garbage)).toMatchObject({ code: 'Internal', outcome: 'none' });
    expect(await iamError('CreateUser', { UserName: 'ada' }, garbage)).toMatchObject({ code: 'Internal', outcome: 'unknown' });
  });
});

describe('an error of AssumeRole', () => {
  it.each(stsRows)('%s with HTTP %i is %s after %i of 2 requests', async (wire, status, code, sent) => {
    await using stub = await startStubAws();
    stub.answer('AssumeRole', { error: wire, status });
    await using session = await opened({ ...keys, roleArn: 'arn:aws:iam::123456789012:role/idm', endpoint: stub.url, maxAttempts: 2 });

    const error = await failureOf(session.iam('ListUsers', {}));

    expect(error).toMatchObject({ code, cause: { action: 'sts:AssumeRole', attempts: sent }, outcome: 'none' });
    expect(stub.count('ListUsers')).toBe(0);
  });

  it('AccessDenied says what may be wrong, since AWS does not', async () => {
    await using stub = await startStubAws();
    stub.answer('AssumeRole', { error: 'AccessDenied', status: 403 });
    await using session = await opened({ ...keys, roleArn: 'arn:aws:iam::123456789012:role/idm', endpoint: stub.url });

    const error = (await failureOf(session.iam('ListUsers', {}))) as ConnectorError;

    expect(error.message).toMatch(/trust policy.*externalId/);
  });
});

describe('NoSuchEntity', () => {
  const missing = (message: string): Answer => ({ error: 'NoSuchEntity', status: 404, message });
  const joining = { UserName: 'ada', GroupName: 'ops' };

  it('of the object is UnknownUid', async () => {
    const error = await iamError('GetUser', { UserName: 'ada' }, missing('The user with name ada cannot be found.'), { uid: 'ada' });

    expect(error).toMatchObject({ code: 'UnknownUid', uid: 'ada', problems: [] });
  });

  it('of what an attribute names is a problem of the attribute', async () => {
    const about = { path: '__GROUPS__', value: 'ops' };

    const error = await iamError('AddUserToGroup', joining, missing('The group with name ops cannot be found.'), { uid: 'ada', about });

    expect(error).toMatchObject({
      code: 'InvalidAttributeValue',
      problems: [{ path: '__GROUPS__', message: 'The group with name ops cannot be found.' }],
    });
  });

  it('of the object is UnknownUid although an attribute is concerned too', async () => {
    const about = { path: '__GROUPS__', value: 'ops' };

    const error = await iamError('AddUserToGroup', joining, missing('The user with name ada cannot be found.'), { uid: 'ada', about });

    expect(error).toMatchObject({ code: 'UnknownUid', uid: 'ada' });
  });

  it.each([
    ['user', 'UnknownUid'],
    ['group', 'InvalidAttributeValue'],
  ])('tells a user from a group of the same name: the %s is missing', async (kind, code) => {
    const about = { path: '__GROUPS__[0]', value: 'ops' };

    const error = await iamError('AddUserToGroup', { UserName: 'ops', GroupName: 'ops' }, missing(`The ${kind} with name ops cannot be found.`), {
      uid: 'ops',
      about,
    });

    expect(error.code).toBe(code);
  });

  it('of a policy is a problem of the attribute', async () => {
    const about = { path: 'PermissionsBoundary', value: 'arn:aws:iam::123456789012:policy/edge' };

    const error = await iamError(
      'PutUserPermissionsBoundary',
      { UserName: 'ada', PermissionsBoundary: about.value },
      missing('Scope ARN: arn:aws:iam::123456789012:policy/edge does not exist or is not attachable.'),
      { uid: 'ada', about },
    );

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'PermissionsBoundary' }] });
  });
});

describe('LimitExceeded', () => {
  const quota = (message: string): Answer => ({ error: 'LimitExceeded', status: 409, message });

  it('of the account is QuotaExceeded', async () => {
    expect(await iamError('CreateUser', { UserName: 'ada' }, quota('Cannot exceed quota for UsersPerAccount: 5000'))).toMatchObject({
      code: 'QuotaExceeded',
      retryable: false,
    });
    expect(await iamError('CreateGroup', { GroupName: 'ops' }, quota('Quota reached'))).toMatchObject({ code: 'QuotaExceeded' });
  });

  it('of one user is a problem of the attribute concerned', async () => {
    const about = { path: '__GROUPS__', value: 'ops' };

    const error = await iamError('AddUserToGroup', { UserName: 'ada', GroupName: 'ops' }, quota('Cannot exceed quota for GroupsPerUser: 10'), {
      uid: 'ada',
      about,
    });

    expect(error).toMatchObject({
      code: 'InvalidAttributeValue',
      problems: [{ path: '__GROUPS__', message: 'Cannot exceed quota for GroupsPerUser: 10' }],
    });
  });

  it('names the quota when no attribute is concerned', async () => {
    const error = await iamError('CreateAccessKey', { UserName: 'ada' }, quota('Cannot exceed quota for AccessKeysPerUser: 2'));

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'AccessKeysPerUser' }] });
  });

  it('of the credential report is a rate', async () => {
    expect(await iamError('GenerateCredentialReport', {}, quota('Limit exceeded'))).toMatchObject({ code: 'RateLimited', retryable: true });
  });
});

describe('other errors', () => {
  it('EntityAlreadyExists names the object', async () => {
    const error = await iamError('CreateUser', { UserName: 'ada' }, { error: 'EntityAlreadyExists', status: 409 }, { uid: 'ada' });

    expect(error).toMatchObject({ code: 'AlreadyExists', uid: 'ada' });
  });

  it('AccessDenied names the action that a policy must allow', async () => {
    const error = await iamError('CreateUser', { UserName: 'ada' }, { error: 'AccessDenied', status: 403 }, { uid: 'ada' });

    expect(error.message).toContain('allows iam:CreateUser on ada');
  });

  it('ValidationError names the field when no attribute is concerned, and a marker is the cursor', async () => {
    const at = (field: string): Answer => ({
      error: 'ValidationError',
      status: 400,
      message: `1 validation error detected: Value at '${field}' failed to satisfy constraint`,
    });

    expect(await iamError('CreateUser', { UserName: 'a' }, at('userName'))).toMatchObject({
      code: 'InvalidAttributeValue',
      problems: [{ path: 'userName' }],
    });
    expect(await iamError('ListUsers', {}, at('marker'))).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'cursor' }] });
  });
});

describe('secrets', () => {
  const password = 'Tr0ub4dor&3-of-ada';
  const everything = (error: ConnectorError) =>
    [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true }), String(error.cause)].join('\n');

  it.each([
    ['PasswordPolicyViolation', 400],
    ['ValidationError', 400],
    ['ServiceFailure', 500],
    ['SomethingNew', 418],
  ])('a password that AWS repeats in %s does not come out', async (code, status) => {
    const error = await iamError(
      'CreateLoginProfile',
      { UserName: 'ada', Password: password },
      { error: code, status, message: `Value '${password}' at 'password' is bad` },
    );

    expect(everything(error)).not.toContain(password);
    expect(error.message).toContain(code);
  });

  it('a password does not come out when the connection breaks', async () => {
    expect(everything(await iamError('UpdateLoginProfile', { UserName: 'ada', Password: password }, 'drop'))).not.toContain(password);
  });

  it('the session token in AWS’s text about a wrong signature does not come out', async () => {
    await using stub = await startStubAws();
    stub.answer('AssumeRole', role('ASIASESSION0000000001', new Date(Date.now() + 3_600_000)));
    stub.answer('ListUsers', {
      error: 'SignatureDoesNotMatch',
      status: 403,
      message: 'The Canonical String was x-amz-security-token:token-of-ASIASESSION0000000001',
    });
    await using session = await opened({ ...keys, roleArn: 'arn:aws:iam::123456789012:role/idm', endpoint: stub.url });

    const error = (await failureOf(session.iam('ListUsers', {}))) as ConnectorError;

    expect(everything(error)).not.toContain('token-of-');
    expect(everything(error)).not.toContain('secret-of-');
  });

  it('no secret is in what inspecting or printing a session shows', async () => {
    await using stub = await startStubAws();
    stub.answer('AssumeRole', role('ASIASESSION0000000001', new Date(Date.now() + 3_600_000)));
    await using session = await opened({
      ...keys,
      sessionToken: 'the-token-of-the-static-key',
      proxyHost: '127.0.0.1',
      proxyPort: stub.port,
      proxyUsername: 'idm',
      proxyPassword: 'the-proxy-password',
      roleArn: 'arn:aws:iam::123456789012:role/idm',
      endpoint: 'http://iam.example.org/',
    });
    await session.iam('GetUser', { UserName: 'ada' });

    const shown = inspect(session, { depth: 10, showHidden: true }) + JSON.stringify(session);

    for (const secret of [
      'the-secret-of-the-static-key',
      'the-token-of-the-static-key',
      'the-proxy-password',
      Buffer.from('idm:the-proxy-password').toString('base64'),
      'token-of-',
      'secret-of-',
    ]) {
      expect(shown).not.toContain(secret);
    }
  });
});
