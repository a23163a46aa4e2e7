import { setTimeout as delay } from 'node:timers/promises';
import { type ActionResult, type ActionTable, action, type Call } from '../action.ts';
import { ApiError } from '../api-error.ts';
import type { Field } from '../validation.ts';
import { type Message, md5, type Queue } from './queue.ts';
import { batchError, invalidReceipt, invalidValue, notInFlight, unsupported } from './sqs-errors.ts';
import { present, queueOf, ranged, texts } from './sqs-fields.ts';

const MOST_IN_A_BATCH = 10;
const LONGEST_TIMEOUT = 43_200;
/** How often a request that waits looks again: the clock may be moved, and a message may come, at any time. */
const LOOK_EVERY_MS = 10;

/** Says which message was received which time: only the latest receipt counts. */
function receiptOf(queue: Queue, message: Message): string {
  return Buffer.from(`${queue.arn} ${message.id} ${message.receives}`).toString('base64');
}

/** @returns the message, or `undefined` when it is gone or was received again since. @throws ReceiptHandleIsInvalid for what never was one of this queue */
function messageOf(queue: Queue, receipt: string): Message | undefined {
  const [arn, id = '', receives] = Buffer.from(receipt, 'base64').toString().split(' ');
  if (arn !== queue.arn) throw invalidReceipt(receipt);
  const message = queue.message(id);
  return message && String(message.receives) === receives ? message : undefined;
}

/** Who counts how often a message was received, and where it goes when that is too often. AWS: RedrivePolicy */
function redriveOf(call: Call, queue: Queue): { readonly bury: ((message: Message) => void) | undefined; readonly most: number } {
  const policy = queue.attributes.get('RedrivePolicy');
  if (policy === undefined) return { bury: undefined, most: 0 };
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  const target = call.cloud.queues.byArn(deadLetterTargetArn);
  return { bury: target && ((message) => target.take(message)), most: Number(maxReceiveCount) };
}

function systemAttributes(message: Message, wanted: readonly string[], senderId: string): ReadonlyMap<string, string> | undefined {
  const all = new Map([
    ['SenderId', senderId],
    ['SentTimestamp', String(message.sentAt)],
    ['ApproximateReceiveCount', String(message.receives)],
    ['ApproximateFirstReceiveTimestamp', String(message.firstReceivedAt)],
  ]);
  const found = [...all].filter(([name]) => wanted.includes('All') || wanted.includes(name));
  return found.length === 0 ? undefined : new Map(found);
}

const messageBody: Field<string> = {
  read: (parameters, name, problems) => {
    if (
      parameters.memberCount('MessageAttributes') !== undefined ||
      [...parameters.entries()].some(([key]) => key.startsWith('MessageAttributes.'))
    ) {
      throw unsupported('message attributes');
    }
    return present.read(parameters, name, problems);
  },
};

interface DeleteEntry {
  readonly id: string;
  readonly receipt: string;
}

const deleteEntries: Field<readonly DeleteEntry[]> = {
  read: (parameters, name) => {
    const count = parameters.memberCount(name) ?? 0;
    if (count === 0) throw batchError('EmptyBatchRequest', 'There should be at least one DeleteMessageBatchRequestEntry in the request.');
    if (count > MOST_IN_A_BATCH) {
      throw batchError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${MOST_IN_A_BATCH}. You have sent ${count}.`);
    }
    const entries = Array.from({ length: count }, (_, index) => ({
      id: parameters.text(`${name}.member.${index + 1}.Id`) ?? '',
      receipt: parameters.text(`${name}.member.${index + 1}.ReceiptHandle`) ?? '',
    }));
    for (const [index, { id }] of entries.entries()) {
      if (!/^[\w-]{1,80}$/.test(id))
        throw batchError('InvalidBatchEntryId', 'A batch entry id can only contain alphanumeric characters, hyphens and underscores.');
      if (entries.findIndex((entry) => entry.id === id) !== index) throw batchError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    }
    return entries;
  },
};

/** Messages. */
export const messageActions: ActionTable = {
  SendMessage: action({ QueueUrl: present, MessageBody: messageBody, DelaySeconds: ranged(0, 900) }, (input, call) => {
    const queue = queueOf(call, input.QueueUrl);
    const most = queue.number('MaximumMessageSize');
    if (Buffer.byteLength(input.MessageBody) > most) {
      throw invalidValue(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
    }
    const message = queue.send(call.cloud.ids.requestId(), input.MessageBody, input.DelaySeconds);
    return { MessageId: message.id, MD5OfMessageBody: md5(message.body) };
  }),

  ReceiveMessage: action(
    {
      QueueUrl: present,
      MaxNumberOfMessages: ranged(1, 10),
      VisibilityTimeout: ranged(0, LONGEST_TIMEOUT),
      WaitTimeSeconds: ranged(0, 20),
      AttributeNames: texts,
      MessageSystemAttributeNames: texts,
    },
    (input, call) => {
      const { cloud, account, now, isGone } = call;
      const queue = queueOf(call, input.QueueUrl);
      const wanted = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
      const { bury, most } = redriveOf(call, queue);
      const look = (): ActionResult | undefined => {
        const hide = input.VisibilityTimeout ?? queue.number('VisibilityTimeout');
        const messages = queue.receive(input.MaxNumberOfMessages ?? 1, hide, bury, most);
        if (messages.length === 0) return undefined;
        return {
          Messages: messages.map((message) => ({
            MessageId: message.id,
            ReceiptHandle: receiptOf(queue, message),
            MD5OfBody: md5(message.body),
            Body: message.body,
            Attributes: systemAttributes(message, wanted, account.id),
          })),
        };
      };
      const until = now + (input.WaitTimeSeconds ?? queue.number('ReceiveMessageWaitTimeSeconds')) * 1000;
      const first = look();
      if (first || until === now) return first ?? {};
      return (async () => {
        // Who gave up takes nothing: the messages would be hidden from whoever asks next.
        while (!isGone() && cloud.clock.now() < until) {
          await delay(LOOK_EVERY_MS, undefined, { ref: false });
          const found = isGone() ? undefined : look();
          if (found) return found;
        }
        return {};
      })();
    },
  ),

  DeleteMessage: action({ QueueUrl: present, ReceiptHandle: present }, (input, call) => {
    const queue = queueOf(call, input.QueueUrl);
    const message = messageOf(queue, input.ReceiptHandle);
    // AWS: a receipt that is not the latest one is no error, and deletes nothing.
    if (message) queue.delete(message.id);
    return undefined;
  }),

  DeleteMessageBatch: action({ QueueUrl: present, Entries: deleteEntries }, (input, call) => {
    const queue = queueOf(call, input.QueueUrl);
    const successful: { Id: string }[] = [];
    const failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[] = [];
    for (const { id, receipt } of input.Entries) {
      try {
        const message = messageOf(queue, receipt);
        if (message) queue.delete(message.id);
        successful.push({ Id: id });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failed.push({ Id: id, SenderFault: true, Code: error.code, Message: error.message });
      }
    }
    return { Successful: successful.map((entry) => ({ ...entry })), Failed: failed.map((entry) => ({ ...entry })) };
  }),

  ChangeMessageVisibility: action({ QueueUrl: present, ReceiptHandle: present, VisibilityTimeout: ranged(0, LONGEST_TIMEOUT) }, (input, call) => {
    const message = messageOf(queueOf(call, input.QueueUrl), input.ReceiptHandle);
    if (input.VisibilityTimeout === undefined) throw invalidValue('The request must contain the parameter VisibilityTimeout.');
    if (!message || message.visibleAt <= call.now) throw notInFlight();
    message.visibleAt = call.now + input.VisibilityTimeout * 1000;
    return undefined;
  }),
};
