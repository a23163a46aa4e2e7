import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { type Before, type Scenario, sqs } from '../scenario.ts';

const url = (before: Before): string => before('create').QueueUrl;
const handle = (before: Before): string => before('receive').Messages?.[0]?.ReceiptHandle;
const create = sqs('create', () => new CreateQueueCommand({ QueueName: 'events' }));

/** Queues that events come from. */
export const queues: readonly Scenario[] = [
  {
    name: 'messages',
    steps: [
      create,
      sqs('create again', () => new CreateQueueCommand({ QueueName: 'events' })),
      sqs('URL', () => new GetQueueUrlCommand({ QueueName: 'events' })),
      sqs('URL of none', () => new GetQueueUrlCommand({ QueueName: 'none' })),
      sqs('receive nothing', (before) => new ReceiveMessageCommand({ QueueUrl: url(before) })),
      sqs('send', (before) => new SendMessageCommand({ QueueUrl: url(before), MessageBody: '{"a":1}' })),
      sqs(
        'attributes',
        (before) => new GetQueueAttributesCommand({ QueueUrl: url(before), AttributeNames: ['ApproximateNumberOfMessages', 'VisibilityTimeout'] }),
      ),
      sqs('receive', (before) => new ReceiveMessageCommand({ QueueUrl: url(before), MaxNumberOfMessages: 10, VisibilityTimeout: 30 })),
      sqs('receive what is taken', (before) => new ReceiveMessageCommand({ QueueUrl: url(before) })),
      sqs('receive 11', (before) => new ReceiveMessageCommand({ QueueUrl: url(before), MaxNumberOfMessages: 11 })),
      sqs(
        'give back',
        (before) => new ChangeMessageVisibilityCommand({ QueueUrl: url(before), ReceiptHandle: handle(before), VisibilityTimeout: 0 }),
      ),
      sqs('receive again', (before) => new ReceiveMessageCommand({ QueueUrl: url(before), VisibilityTimeout: 30 })),
      sqs(
        'delete',
        (before) => new DeleteMessageCommand({ QueueUrl: url(before), ReceiptHandle: before('receive again').Messages?.[0]?.ReceiptHandle }),
      ),
      sqs('delete by nonsense', (before) => new DeleteMessageCommand({ QueueUrl: url(before), ReceiptHandle: 'nonsense' })),
      sqs('send another', (before) => new SendMessageCommand({ QueueUrl: url(before), MessageBody: 'b' })),
      sqs('receive another', (before) => new ReceiveMessageCommand({ QueueUrl: url(before) })),
      sqs(
        'delete several',
        (before) =>
          new DeleteMessageBatchCommand({
            QueueUrl: url(before),
            Entries: [
              { Id: 'one', ReceiptHandle: before('receive another').Messages?.[0]?.ReceiptHandle },
              { Id: 'two', ReceiptHandle: 'nonsense' },
            ],
          }),
      ),
      sqs('purge', (before) => new PurgeQueueCommand({ QueueUrl: url(before) })),
      sqs('delete the queue', (before) => new DeleteQueueCommand({ QueueUrl: url(before) })),
      sqs('receive from none', () => new ReceiveMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/none' })),
    ],
  },
];
