import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { CreateLoginProfileCommand, CreateUserCommand, GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';
import { send } from './signed-request.ts';

let aws: EmbeddedAws;
beforeEach(async () => {
  aws = await startAws({ seed: 5 });
});
afterEach(() => aws.close());

describe('an answer', () => {
  test('of IAM is XML in its namespace with the request id in body and header', async () => {
    const { text, headers } = await send(aws, { body: 'Action=GetUser&Version=2010-05-08' });

    const requestId = String(headers['x-amzn-requestid']);
    expect(text).toMatch(/^<GetUserResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><GetUserResult><User>/);
    expect(text).toContain(`<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetUserResponse>`);
  });

  test('of STS has the namespace of STS', async () => {
    const { text } = await send(aws, { service: 'sts', body: 'Action=GetCallerIdentity&Version=2011-06-15' });

    expect(text).toMatch(/^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult>/);
  });

  test('without a result has only metadata', async () => {
    aws.iam.addUser({ name: 'b' });

    const { text } = await send(aws, { body: 'Action=DeleteUser&Version=2010-05-08&UserName=b' });

    expect(text).toMatch(
      /^<DeleteUserResponse xmlns="[^"]+"><ResponseMetadata><RequestId>[-0-9a-f]{36}<\/RequestId><\/ResponseMetadata><\/DeleteUserResponse>$/,
    );
  });

  test('that refuses says who is to blame', async () => {
    const { text } = await send(aws, { body: 'Action=GetUser&Version=2010-05-08&UserName=ghost' });

    expect(text).toMatch(
      /^<ErrorResponse xmlns="[^"]+"><Error><Type>Sender<\/Type><Code>NoSuchEntity<\/Code><Message>.+<\/Message><\/Error><RequestId>/,
    );
  });

  test('escapes what it echoes', async () => {
    const { text } = await send(aws, { body: `Action=ListUsers&Version=2010-05-08&MaxItems=${encodeURIComponent('<&"\u0001>')}` });

    expect(text).toContain('&lt;&amp;&quot;\ufffd&gt;');
  });

  test('carries the request id to the SDK', async () => {
    const { $metadata } = await iamClient(aws).send(new GetUserCommand({}));

    expect($metadata.requestId).toMatch(/^[-0-9a-f]{36}$/);
  });
});

describe('a request is refused', () => {
  const refused: readonly [title: string, body: string, code: string, status: number][] = [
    ['that names no action', 'Version=2010-05-08', 'MissingAction', 400],
    ['that is empty', '', 'MissingAction', 400],
    ['that names an unknown action', 'Action=MakeCoffee&Version=2010-05-08', 'InvalidAction', 400],
    ['that names something every object has', 'Action=constructor&Version=2010-05-08', 'InvalidAction', 400],
    ['that names an action of the other service', 'Action=AssumeRole&Version=2011-06-15', 'InvalidAction', 400],
    ['that names another version', 'Action=ListUsers&Version=2020-01-01', 'InvalidAction', 400],
    ['that is JSON', '{"Action":"ListUsers"}', 'MissingAction', 400],
    ['whose list is numbered oddly', 'Action=TagUser&Version=2010-05-08&UserName=bootstrap&Tags.member.7.Key=k', 'ValidationError', 400],
  ];
  test.each(refused)('%s', async (_title, body, code, status) => {
    expect(await send(aws, { body })).toMatchObject({ code, status });
  });

  test('whose body is longer than a megabyte', async () => {
    expect(await send(aws, { body: `Action=ListUsers&Version=2010-05-08&x=${'x'.repeat(1_100_000)}` })).toMatchObject({
      code: 'RequestEntityTooLarge',
      status: 413,
    });
  });

  test('that is not HTTP, and the server goes on', async () => {
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(aws.endpoint).port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString()));
    });

    expect([said.slice(0, 12), (await send(aws)).status]).toEqual(['HTTP/1.1 400', 200]);
  });

  test('whose path is not an encoding of anything, and the server goes on', async () => {
    const odd = await send(aws, { target: '/%' });

    expect([odd.status < 500, (await send(aws)).status]).toEqual([true, 200]);
  });
});

describe('the log', () => {
  test('keeps each request with action, service, outcome and key', async () => {
    await iamClient(aws).send(new ListUsersCommand({}));
    await refusal(iamClient(aws).send(new GetUserCommand({ UserName: 'ghost' })));
    await stsClient(aws).send(new GetCallerIdentityCommand({}));

    expect(aws.calls).toMatchObject([
      { service: 'iam', action: 'ListUsers', status: 200, code: undefined, applied: true, accessKeyId: aws.adminCredentials.accessKeyId },
      { service: 'iam', action: 'GetUser', status: 404, code: 'NoSuchEntity', applied: false, parameters: { UserName: 'ghost' } },
      { service: 'sts', action: 'GetCallerIdentity', status: 200 },
    ]);
  });

  test('masks passwords', async () => {
    aws.iam.addUser({ name: 'b' });
    await iamClient(aws).send(new CreateLoginProfileCommand({ UserName: 'b', Password: 'Correct-horse-1' }));

    expect(JSON.stringify(aws.calls)).not.toContain('Correct-horse-1');
  });

  test('counts by action and forgets when told', async () => {
    await iamClient(aws).send(new ListUsersCommand({}));
    await iamClient(aws).send(new ListUsersCommand({}));
    const before = aws.countOf('ListUsers');
    aws.clearCalls();

    expect([before, aws.countOf('ListUsers'), aws.calls]).toEqual([2, 0, []]);
  });
});

describe('an Embedded AWS', () => {
  test('of a seed gives the same ids and secrets each time', async () => {
    await using twin = await startAws({ seed: 5 });

    expect([twin.adminCredentials, twin.iam.addUser({ name: 'b' }).id]).toEqual([aws.adminCredentials, aws.iam.addUser({ name: 'b' }).id]);
  });

  test('without a seed does not', async () => {
    await using one = await startAws();
    await using other = await startAws();

    expect(one.adminCredentials.secretAccessKey).not.toBe(other.adminCredentials.secretAccessKey);
  });

  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ] as const)('of partition %s has its ARNs and regions', async (partition, region) => {
    await using other = await startAws({ partition });

    const { text } = await send(other, { region, body: 'Action=GetUser&Version=2010-05-08' });

    expect(text).toContain(`<Arn>arn:${partition}:iam::123456789012:user/bootstrap</Arn>`);
  });

  test('has the account id it is given', async () => {
    await using other = await startAws({ accountId: '000000000042' });

    expect(other.iam.addUser({ name: 'b' }).arn).toBe('arn:aws:iam::000000000042:user/b');
  });

  test('refuses an account id that is none', async () => {
    await expect(startAws({ accountId: '42' })).rejects.toThrow('accountId must be 12 digits (got "42")');
  });

  test('keeps connections alive', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const get = () =>
      new Promise<boolean>((resolve, reject) => {
        const outgoing = request(aws.endpoint, { agent }, (response) => response.resume().on('end', () => resolve(outgoing.reusedSocket)));
        outgoing.on('error', reject).end();
      });
    const reused = [await get(), await get()];
    agent.destroy();

    expect(reused).toEqual([false, true]);
  });

  test('can be closed twice, and answers no more', async () => {
    await aws.close();
    await aws.close();

    expect((await refusal(iamClient(aws).send(new CreateUserCommand({ UserName: 'b' })))).status).toBeUndefined();
  });
});
