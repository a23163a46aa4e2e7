import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const b = { UserName: 'b' };
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
  aws.iam.addUser({ name: 'b' });
});
afterEach(() => aws.close());

describe('an access key', () => {
  test('has an id of 20 characters and a secret of 40, which only its creation tells', async () => {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand(b));
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand(b));

    expect([key?.AccessKeyId?.length, key?.SecretAccessKey?.length, Object.keys(AccessKeyMetadata?.[0] ?? {}).sort()]).toEqual([
      20,
      40,
      ['AccessKeyId', 'CreateDate', 'Status', 'UserName'],
    ]);
  });

  test('without a user name is for the caller', async () => {
    expect((await iam.send(new CreateAccessKeyCommand({}))).AccessKey?.UserName).toBe('bootstrap');
  });

  test('is made inactive and active again', async () => {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand(b));
    const own = iamClient(aws, { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' });
    await iam.send(new UpdateAccessKeyCommand({ ...b, AccessKeyId: key?.AccessKeyId, Status: 'Inactive' }));
    const refused = await refusal(own.send(new GetUserCommand({})));
    await iam.send(new UpdateAccessKeyCommand({ ...b, AccessKeyId: key?.AccessKeyId, Status: 'Active' }));

    expect([refused.code, (await own.send(new GetUserCommand({}))).User?.UserName]).toEqual(['InvalidClientTokenId', 'b']);
  });

  test('cannot be made expired', async () => {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand(b));

    expect((await refusal(iam.send(new UpdateAccessKeyCommand({ ...b, AccessKeyId: key?.AccessKeyId, Status: 'Expired' })))).code).toBe(
      'InvalidInput',
    );
  });

  test('that was deleted is no credential any more', async () => {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand(b));
    await iam.send(new DeleteAccessKeyCommand({ ...b, AccessKeyId: key?.AccessKeyId }));
    const own = iamClient(aws, { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' });

    expect((await refusal(own.send(new GetUserCommand({})))).code).toBe('InvalidClientTokenId');
  });

  test("of another user is not found under one's own name", async () => {
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand(b));
    aws.iam.addUser({ name: 'c' });

    const refused = await refusal(iam.send(new DeleteAccessKeyCommand({ UserName: 'c', AccessKeyId: key?.AccessKeyId })));

    expect(refused.message).toBe(`The Access Key with id ${key?.AccessKeyId} cannot be found.`);
  });

  test('tells when and for what it was last used', async () => {
    const [key] = aws.iam.addUser({ name: 'c', accessKeys: ['Active'] }).accessKeys;
    const ask = async () => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key?.accessKeyId }))).AccessKeyLastUsed;
    const before = await ask();
    await iamClient(aws, key).send(new GetUserCommand({}));

    expect([before, await ask()]).toEqual([
      { Region: 'N/A', ServiceName: 'N/A' },
      { Region: 'us-east-1', ServiceName: 'iam', LastUsedDate: expect.any(Date) },
    ]);
  });
});
