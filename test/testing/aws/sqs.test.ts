import { CreateUserCommand, DeleteUserCommand, ListUsersCommand, UpdateUserCommand } from '@aws-sdk/client-iam';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

let aws: EmbeddedAws;
let sqs: SQSClient;
let QueueUrl: string;
const client = (credentials = aws.adminCredentials, region = 'us-east-1', maxAttempts = 1) =>
  new SQSClient({ endpoint: aws.endpoint, region, credentials, maxAttempts });
beforeEach(async () => {
  aws = await startAws();
  sqs = client();
  QueueUrl = aws.sqs.addQueue({ name: 'events' });
});
afterEach(() => aws.close());

const receive = async (input: Partial<ReceiveMessageCommandInput> = {}): Promise<readonly Message[]> =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...input }))).Messages ?? [];
const bodies = (messages: readonly Message[]) => messages.map((message) => message.Body);
const fill = (...texts: string[]) => {
  for (const text of texts) aws.sqs.send(QueueUrl, text);
};

describe('a queue', () => {
  test('is made, found by name, and has attributes', async () => {
    const made = await sqs.send(new CreateQueueCommand({ QueueName: 'made', Attributes: { VisibilityTimeout: '60' } }));
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'made' }));
    await sqs.send(new SendMessageCommand({ QueueUrl: made.QueueUrl, MessageBody: 'x' }));

    const { Attributes: attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: made.QueueUrl, AttributeNames: ['All'] }));

    expect([found.QueueUrl, made.QueueUrl]).toEqual([made.QueueUrl, `${aws.endpoint}/${aws.accountId}/made`]);
    expect(attributes).toMatchObject({
      VisibilityTimeout: '60',
      QueueArn: `arn:aws:sqs:us-east-1:${aws.accountId}:made`,
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  test('is made again only as it is', async () => {
    await sqs.send(new CreateQueueCommand({ QueueName: 'made' }));

    await expect(sqs.send(new CreateQueueCommand({ QueueName: 'made' }))).resolves.toBeDefined();
    expect((await refusal(sqs.send(new CreateQueueCommand({ QueueName: 'made', Attributes: { DelaySeconds: '5' } })))).code).toBe(
      'QueueAlreadyExists',
    );
  });

  test('that is not there is an error that clients of both protocols know', async () => {
    const error = await sqs.send(new GetQueueUrlCommand({ QueueName: 'ghost' })).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error).toMatchObject({ name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue' });
  });

  test('is in its region only', async () => {
    await expect(client(undefined, 'eu-west-1').send(new GetQueueUrlCommand({ QueueName: 'events' }))).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  test('of another account is closed', async () => {
    const other = client(aws.addAccount({ id: '222222222222' }).adminCredentials);

    expect(await refusal(other.send(new ReceiveMessageCommand({ QueueUrl })))).toMatchObject({ code: 'AccessDenied', status: 403 });
  });

  test('is emptied at once, but not twice a minute', async () => {
    fill('a', 'b');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));

    expect(await receive()).toEqual([]);
    expect((await refusal(sqs.send(new PurgeQueueCommand({ QueueUrl })))).code).toBe('AWS.SimpleQueueService.PurgeQueueInProgress');
    aws.clock.advance(60_000);
    await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).resolves.toBeDefined();
  });

  test('is gone when it is deleted', async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));

    await expect(receive()).rejects.toBeInstanceOf(QueueDoesNotExist);
  });
});

describe('a message', () => {
  test('sent arrives whole, which the SDK checks by its MD5, with who sent it and how often it was received', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"grüße":"☂"}' }));

    const [message] = await receive({ MessageSystemAttributeNames: ['All'] });

    expect(message).toMatchObject({
      Body: '{"grüße":"☂"}',
      Attributes: { ApproximateReceiveCount: '1', SenderId: aws.accountId, SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    });
  });

  test('that was received is hidden until its visibility timeout passes, then comes again', async () => {
    fill('a');
    await receive({ VisibilityTimeout: 30 });

    const hidden = await receive();
    aws.clock.advance(30_000);
    const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });

    expect([hidden, again?.Attributes]).toEqual([[], { ApproximateReceiveCount: '2' }]);
  });

  test('that was deleted never comes again', async () => {
    fill('a');
    const [message] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    aws.clock.advance(240_000);

    expect(await receive()).toEqual([]);
  });

  test('stays when the receipt is not the latest one', async () => {
    fill('a');
    const [first] = await receive();
    aws.clock.advance(30_000);
    await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));

    expect(aws.sqs.bodies(QueueUrl)).toEqual(['a']);
  });

  test('is shown at once when its visibility is set to nothing, and cannot be changed after that', async () => {
    fill('a');
    const [message] = await receive();
    const show = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 });
    await sqs.send(show);

    expect((await refusal(sqs.send(show))).code).toBe('AWS.SimpleQueueService.MessageNotInflight');
    expect(bodies(await receive())).toEqual(['a']);
  });

  test('can be delayed', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 60 }));

    const before = await receive();
    aws.clock.advance(60_000);

    expect([before, bodies(await receive())]).toEqual([[], ['later']]);
  });

  test('received too often goes to the dead-letter queue', async () => {
    const dead = aws.sqs.addQueue({ name: 'dead' });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `arn:aws:sqs:us-east-1:${aws.accountId}:dead`, maxReceiveCount: 2 });
    QueueUrl = aws.sqs.addQueue({ name: 'short', attributes: { RedrivePolicy, VisibilityTimeout: '0' } });
    fill('poison');

    const seen = [await receive(), await receive(), await receive()].map((messages) => messages.length);

    expect([seen, aws.sqs.bodies(dead)]).toEqual([[1, 1, 0], ['poison']]);
  });
});

describe('receiving', () => {
  test('gives one message unless more are asked for, and never more than ten', async () => {
    fill(...Array.from({ length: 12 }, (_, index) => `m${index}`));

    expect((await receive({ MaxNumberOfMessages: undefined })).length).toBe(1);
    expect((await receive()).length).toBe(10);
    expect(await refusal(receive({ MaxNumberOfMessages: 11 }))).toMatchObject({
      code: 'InvalidParameterValue',
      message: 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    });
  });

  test('waits for a message to arrive', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await expect.poll(() => aws.calls.length).toBe(1);
    fill('a');

    expect(bodies(await waiting)).toEqual(['a']);
  });

  test('waits no longer than the clock says', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await expect.poll(() => aws.calls.length).toBe(1);
    aws.clock.advance(20_000);

    expect(await waiting).toEqual([]);
  });

  test('that was given up takes nothing', async () => {
    const giveUp = new AbortController();
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: giveUp.signal });
    await expect.poll(() => aws.calls.length).toBe(1);
    giveUp.abort();
    await refusal(waiting);
    // The server learns of it when the connection ends; a second request on another one comes after that.
    await expect.poll(async () => (await receive()).length === 0 && aws.calls[0]?.status !== undefined).toBe(true);
    fill('a');

    expect(bodies(await receive())).toEqual(['a']);
  });
});

describe('deleting a batch', () => {
  test('tells for each message whether it went', async () => {
    fill('a', 'b');
    const [first] = await receive({ MaxNumberOfMessages: 1 });
    const Entries = [
      { Id: 'good', ReceiptHandle: first?.ReceiptHandle },
      { Id: 'bad', ReceiptHandle: 'nonsense' },
    ];

    const { Successful: successful, Failed: failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));

    expect([successful, failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([[{ Id: 'good' }], [['bad', 'ReceiptHandleIsInvalid']]]);
    expect(aws.sqs.bodies(QueueUrl)).toEqual(['b']);
  });

  test.each([
    ['is empty', [], 'AWS.SimpleQueueService.EmptyBatchRequest'],
    ['is longer than ten', Array.from({ length: 11 }, (_, index) => `id${index}`), 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest'],
    ['uses an id twice', ['a', 'a'], 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct'],
  ])('is refused when it %s', async (_title, ids, code) => {
    const Entries = ids.map((Id) => ({ Id, ReceiptHandle: 'r' }));

    expect((await refusal(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries })))).code).toBe(code);
  });
});

test('a receipt that never was one is refused', async () => {
  await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' }))).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
});

test('a client whose clock is an hour behind corrects it', async () => {
  aws.clock.advance(3_600_000);

  await expect(client(undefined, undefined, 2).send(new ReceiveMessageCommand({ QueueUrl }))).resolves.toBeDefined();
});

test.each([
  ['a denied call', () => aws.faults.deny('sqs:ReceiveMessage'), 'AccessDenied', 403],
  ['a throttled call', () => aws.faults.throttle({ perSecond: 0.001, burst: 0 }, { service: 'sqs' }), 'RequestThrottled', 403],
])('%s is refused in the words of the service', async (_title, arrange, code, status) => {
  arrange();

  expect(await refusal(receive())).toMatchObject({ code, status });
});

describe('EventBridge', () => {
  const details = async () => (await receive()).map((message) => JSON.parse(message.Body ?? '{}'));

  test('delivers each change to IAM as an event via CloudTrail', async () => {
    aws.eventBridge.toQueue(QueueUrl);
    await iamClient(aws).send(new CreateUserCommand({ UserName: 'bjensen' }));
    await iamClient(aws).send(new ListUsersCommand({}));

    const events = await details();

    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[-0-9a-f]{36}$/),
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.iam',
        account: aws.accountId,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: 'us-east-1',
        resources: [],
        detail: expect.objectContaining({ eventName: 'CreateUser', requestParameters: { userName: 'bjensen' } }),
      },
    ]);
  });

  test('can deliver twice and out of order', async () => {
    aws.eventBridge.toQueue(QueueUrl, { copies: 2, lastFirst: true });
    aws.iam.addUser({ name: 'bjensen' });
    await iamClient(aws).send(new UpdateUserCommand({ UserName: 'bjensen', NewUserName: 'bjones' }));
    await iamClient(aws).send(new DeleteUserCommand({ UserName: 'bjones' }));

    const events = await details();

    expect(events.map(({ detail }) => detail.eventName)).toEqual(['DeleteUser', 'DeleteUser', 'UpdateUser', 'UpdateUser']);
    expect(new Set(events.map(({ detail }) => detail.eventID)).size).toBe(2);
  });

  test('brings events of every account, or of one', async () => {
    const other = aws.addAccount({ id: '222222222222' });
    const one = aws.sqs.addQueue({ name: 'one' });
    aws.eventBridge.toQueue(QueueUrl);
    aws.eventBridge.toQueue(one, { accountId: other.accountId });
    await iamClient(aws).send(new CreateUserCommand({ UserName: 'here' }));
    await iamClient(aws, other.adminCredentials).send(new CreateUserCommand({ UserName: 'there' }));

    expect((await details()).map(({ account }) => account)).toEqual([aws.accountId, other.accountId]);
    expect(aws.sqs.bodies(one).map((body) => JSON.parse(body).account)).toEqual([other.accountId]);
  });

  test('brings sign-ins', async () => {
    aws.eventBridge.toQueue(QueueUrl);
    aws.cloudTrail.addSignIn({ username: 'bjensen' });

    expect(await details()).toMatchObject([{ 'detail-type': 'AWS Console Sign In via CloudTrail', source: 'aws.signin' }]);
  });

  test('needs a queue that is there', () => {
    expect(() => aws.eventBridge.toQueue('http://127.0.0.1/123456789012/ghost')).toThrow('There is no queue http://127.0.0.1/123456789012/ghost');
  });
});
