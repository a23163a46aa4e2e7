import { type ActionTable, action } from '../action.ts';
import type { Cloud } from '../cloud.ts';
import { text } from '../validation.ts';
import { Queue } from './queue.ts';
import { invalidValue, purgeInProgress, queueDoesNotExist, queueNameExists, unsupported } from './sqs-errors.ts';
import { checkedNumber, present, queueOf, textMap, texts } from './sqs-fields.ts';

/** Attributes that can be set, with the range of those that are numbers. AWS: SetQueueAttributes */
const SETTABLE: Readonly<Record<string, readonly [min: number, max: number] | undefined>> = {
  VisibilityTimeout: [0, 43_200],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  RedrivePolicy: undefined,
  Policy: undefined,
};

const PURGE_MS = 60_000;

/** The address of a queue: the real ones name the region in the host. */
export function queueUrl(cloud: Cloud, { accountId, name }: { readonly accountId: string; readonly name: string }): string {
  return `${cloud.endpoint}/${accountId}/${name}`;
}

/** Makes a queue, or finds the one of that name. @throws QueueNameExists when it has other attributes */
export function makeQueue(
  cloud: Cloud,
  place: { readonly accountId: string; readonly region: string; readonly name: string },
  attributes: ReadonlyMap<string, string>,
): Queue {
  const { name } = place;
  if (name.endsWith('.fifo')) throw unsupported('FIFO queues');
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw invalidValue('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  for (const [attribute, value] of attributes) {
    if (!Object.hasOwn(SETTABLE, attribute)) throw invalidValue(`Unknown Attribute ${attribute}.`);
    const range = SETTABLE[attribute];
    if (range) checkedNumber(attribute, value, ...range);
  }
  const existing = cloud.queues.find(place.accountId, place.region, name);
  const different = existing && [...attributes].find(([attribute, value]) => existing.attributes.get(attribute) !== value);
  if (different) throw queueNameExists(different[0]);
  if (existing) return existing;
  const queue = new Queue({ ...place, partition: cloud.partition }, cloud.clock);
  for (const [attribute, value] of attributes) queue.attributes.set(attribute, value);
  cloud.queues.add(queue);
  return queue;
}

function attributesOf(queue: Queue): ReadonlyMap<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const created = String(Math.floor(queue.createdAt / 1000));
  return new Map([
    ...queue.attributes,
    ['QueueArn', queue.arn],
    ['ApproximateNumberOfMessages', String(visible)],
    ['ApproximateNumberOfMessagesNotVisible', String(inFlight)],
    ['ApproximateNumberOfMessagesDelayed', String(delayed)],
    ['CreatedTimestamp', created],
    ['LastModifiedTimestamp', created],
  ]);
}

/** Queues. */
export const queueActions: ActionTable = {
  CreateQueue: action({ QueueName: present, Attributes: textMap }, (input, { cloud, account, region }) => {
    const queue = makeQueue(cloud, { accountId: account.id, region, name: input.QueueName }, input.Attributes);
    return { QueueUrl: queueUrl(cloud, queue) };
  }),

  GetQueueUrl: action({ QueueName: present, QueueOwnerAWSAccountId: text() }, (input, { cloud, account, region }) => {
    const queue = cloud.queues.find(input.QueueOwnerAWSAccountId ?? account.id, region, input.QueueName);
    if (!queue) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(cloud, queue) };
  }),

  GetQueueAttributes: action({ QueueUrl: present, AttributeNames: texts }, (input, call) => {
    const all = attributesOf(queueOf(call, input.QueueUrl));
    const wanted = input.AttributeNames.includes('All') ? [...all.keys()] : input.AttributeNames;
    const unknown = wanted.find((name) => !all.has(name) && !Object.hasOwn(SETTABLE, name));
    if (unknown !== undefined) throw invalidValue(`Unknown Attribute ${unknown}.`);
    return { Attributes: new Map(wanted.flatMap((name) => (all.has(name) ? [[name, all.get(name)] as const] : []))) };
  }),

  PurgeQueue: action({ QueueUrl: present }, (input, call) => {
    const queue = queueOf(call, input.QueueUrl);
    if (call.now - queue.purgedAt < PURGE_MS) throw purgeInProgress(queue.name);
    queue.purge();
    return undefined;
  }),

  DeleteQueue: action({ QueueUrl: present }, (input, call) => {
    call.cloud.queues.delete(queueOf(call, input.QueueUrl));
    return undefined;
  }),
};
