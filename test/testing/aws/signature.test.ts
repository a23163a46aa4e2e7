import { CreateAccessKeyCommand, GetUserCommand, ListUsersCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { readAuthorization, verifySignature } from '../../../src/testing/aws/signature.ts';
import { iamClient, refusal, stsClient } from './clients.ts';
import { type RawRequest, send } from './signed-request.ts';

let aws: EmbeddedAws;
beforeAll(async () => {
  aws = await startAws({ seed: 1 });
});
afterAll(() => aws.close());

describe('a request is accepted', () => {
  test('when AWS signed it: the worked example of the Signature Version 4 documentation', () => {
    const headers = new Map([
      ['host', 'iam.amazonaws.com'],
      ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ['x-amz-date', '20150830T123600Z'],
      [
        'authorization',
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      ],
    ]);
    const request = { method: 'GET', target: '/?Action=ListUsers&Version=2010-05-08', headers, body: Buffer.alloc(0) };

    const verify = () =>
      verifySignature(request, readAuthorization(request), 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', Date.UTC(2015, 7, 30, 12, 36));

    expect(verify).not.toThrow();
  });

  test('when the SDK signed it for IAM', async () => {
    const { User } = await iamClient(aws).send(new GetUserCommand({}));

    expect(User?.Arn).toBe('arn:aws:iam::123456789012:user/bootstrap');
  });

  test('when the SDK signed it for STS of any region', async () => {
    const identity = await stsClient(aws).send(new GetCallerIdentityCommand());

    expect(identity.Arn).toBe('arn:aws:iam::123456789012:user/bootstrap');
  });

  test('when it is a GET with its parameters in the query', async () => {
    const answer = await send(aws, { method: 'GET', target: '/?Action=GetUser&Version=2010-05-08', body: '' });

    expect(answer.text).toContain('<UserName>bootstrap</UserName>');
  });

  test('when its time is just within five minutes of ours, on either side', async () => {
    const past = await send(aws, { time: aws.clock.now() - 295_000 });
    const future = await send(aws, { time: aws.clock.now() + 295_000 });

    expect([past.status, future.status]).toEqual([200, 200]);
  });

  test('when an access key made by CreateAccessKey signed it', async () => {
    const { AccessKey: key } = await iamClient(aws).send(new CreateAccessKeyCommand({ UserName: aws.iam.addUser({ name: 'keyed' }).name }));
    const own = iamClient(aws, { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' });

    expect((await own.send(new GetUserCommand({}))).User?.UserName).toBe('keyed');
  });
});

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const refusals: readonly [title: string, raw: () => RawRequest, code: string, message: string | RegExp, status: number][] = [
  ['it is not signed', () => ({ authorization: null }), 'MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
  [
    'its key is unknown',
    () => ({ accessKeyId: 'AKIAXXXXXXXXXXXXXXXX' }),
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    403,
  ],
  ['its secret is wrong', () => ({ secretAccessKey: 'wrong' }), 'SignatureDoesNotMatch', mismatch, 403],
  ['its body was changed', () => ({ sentBody: 'Action=ListRoles&Version=2010-05-08' }), 'SignatureDoesNotMatch', mismatch, 403],
  [
    'its declared payload hash is of another body',
    () => ({ headers: { 'x-amz-content-sha256': '0'.repeat(64) } }),
    'SignatureDoesNotMatch',
    /x-amz-content-sha256/,
    403,
  ],
  [
    'it was signed six minutes ago',
    () => ({ time: aws.clock.now() - 360_000 }),
    'SignatureDoesNotMatch',
    /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    403,
  ],
  [
    'it is signed for six minutes from now',
    () => ({ time: aws.clock.now() + 360_000 }),
    'SignatureDoesNotMatch',
    /^Signature not yet current: \d{8}T\d{6}Z is still later than/,
    403,
  ],
  ['its scope names another day', () => ({ scopeDate: '20200101' }), 'SignatureDoesNotMatch', /^Date in Credential scope does not match/, 403],
  ['its scope names another service', () => ({ service: 's3' }), 'SignatureDoesNotMatch', /correct service/, 403],
  ['its scope names a region of another partition', () => ({ region: 'cn-north-1' }), 'SignatureDoesNotMatch', /valid region/, 403],
  ['its scope ends otherwise', () => ({ terminator: 'aws3_request' }), 'SignatureDoesNotMatch', /valid terminator/, 403],
  ['the host is not signed', () => ({ signedHeaders: ['content-type', 'x-amz-date'] }), 'SignatureDoesNotMatch', /'Host'/, 403],
  [
    'an x-amz header is not signed',
    () => ({ unsignedHeaders: { 'x-amz-extra': '1' } }),
    'SignatureDoesNotMatch',
    /'x-amz-extra' must be a 'SignedHeader'/,
    403,
  ],
  ['a static key comes with a session token', () => ({ headers: { 'x-amz-security-token': 'abc' } }), 'InvalidClientTokenId', /invalid/, 403],
  ['its algorithm is another one', () => ({ authorization: 'Basic YTpi' }), 'IncompleteSignature', /algorithm/, 400],
  [
    'its header has no signature',
    () => ({ authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/iam/aws4_request' }),
    'IncompleteSignature',
    /Signature/,
    400,
  ],
  [
    'its credential has too few parts',
    () => ({ authorization: 'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00' }),
    'IncompleteSignature',
    /slash-delimited/,
    400,
  ],
  [
    'its signature has another length',
    () => ({
      authorization: `AWS4-HMAC-SHA256 Credential=${aws.adminCredentials.accessKeyId}/${new Date(aws.clock.now()).toISOString().slice(0, 10).replaceAll('-', '')}/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=00`,
    }),
    'SignatureDoesNotMatch',
    mismatch,
    403,
  ],
];

describe('a request is refused', () => {
  test.each(refusals)('when %s', async (_title, raw, code, message, status) => {
    const answer = await send(aws, raw());

    expect(answer).toMatchObject({ code, status, message: expect.stringMatching(message) });
  });

  test('when its access key was made inactive', async () => {
    const [key] = aws.iam.addUser({ name: 'paused', accessKeys: ['Active'] }).accessKeys;
    await iamClient(aws).send(new UpdateAccessKeyCommand({ UserName: 'paused', AccessKeyId: key?.accessKeyId, Status: 'Inactive' }));

    const { code } = await refusal(iamClient(aws, key).send(new ListUsersCommand({})));

    expect(code).toBe('InvalidClientTokenId');
  });

  test('before its action is looked at', async () => {
    const answer = await send(aws, { body: 'Action=NoSuchThing&Version=2010-05-08', secretAccessKey: 'wrong' });

    expect(answer.code).toBe('SignatureDoesNotMatch');
  });
});

describe('the clock', () => {
  test('of a client that is an hour behind is corrected by the SDK from the Date header', async () => {
    await using late = await startAws();
    late.clock.advance(3_600_000);

    await iamClient(late, undefined, 3).send(new ListUsersCommand({}));

    expect(late.calls.map((call) => call.code)).toEqual(['SignatureDoesNotMatch', undefined]);
  });

  test('correction holds for the calls that follow', async () => {
    await using late = await startAws();
    late.clock.advance(-3_600_000);
    const iam = iamClient(late, undefined, 3);
    await iam.send(new ListUsersCommand({}));
    late.clearCalls();

    await iam.send(new ListUsersCommand({}));

    expect(late.calls.map((call) => call.status)).toEqual([200]);
  });

  test('is the one every date in an answer follows', async () => {
    await using later = await startAws();
    later.clock.advance(365 * 86_400_000);
    const expected = new Date(later.clock.now()).getUTCFullYear();

    const answer = await send(later, {});

    expect(new Date(String(answer.headers.date)).getUTCFullYear()).toBe(expected);
  });
});
