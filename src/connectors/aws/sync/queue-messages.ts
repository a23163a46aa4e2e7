import type { AwsSession } from '../session.ts';
import { partitionOf } from '../transport/partitions.ts';
import { fieldsOf, type ReadEvent, readIamEvent } from './iam-event.ts';

/** A message of a queue. */
export interface QueueMessage {
  readonly id: string;
  /** What deletes it, until somebody receives it again. */
  readonly receipt: string;
  readonly read: ReadEvent;
}

/** The most that ReceiveMessage gives and DeleteMessageBatch takes. AWS: SQS API reference. */
const MOST_MESSAGES = 10;

/** The queue of a sync, and how its messages are read and deleted. AWS: SQS API reference. */
export class MessageQueue {
  readonly url: string;
  readonly #session: AwsSession;
  readonly #signal: AbortSignal;

  constructor(url: string, session: AwsSession, signal: AbortSignal) {
    this.url = url;
    this.#session = session;
    this.#signal = signal;
  }

  /**
   * Takes up to ten messages; they are hidden from others for `queueVisibilityTimeout`.
   *
   * @param wait  Seconds to wait for the first one.
   */
  async receive(wait: number): Promise<readonly QueueMessage[]> {
    const { visibilityTimeout } = this.#session.settings.sync;
    const input = { QueueUrl: this.url, MaxNumberOfMessages: MOST_MESSAGES, WaitTimeSeconds: wait, VisibilityTimeout: visibilityTimeout };
    const { Messages = [] } = await this.#session.send('sqs', 'ReceiveMessage', input, this.#about);
    return Messages.flatMap(({ MessageId = '', ReceiptHandle, Body }) =>
      ReceiptHandle === undefined ? [] : [{ id: MessageId, receipt: ReceiptHandle, read: readMessage(Body) }],
    );
  }

  /** Deletes messages. One that cannot be deleted comes again and is known then, so that is no failure. */
  async delete(receipts: readonly string[]): Promise<void> {
    for (let start = 0; start < receipts.length; start += MOST_MESSAGES) {
      const Entries = receipts.slice(start, start + MOST_MESSAGES).map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      const { Failed = [] } = await this.#session.send('sqs', 'DeleteMessageBatch', { QueueUrl: this.url, Entries }, this.#about);
      for (const { Code, Message } of Failed) {
        this.#session.log('info', 'sync: a message of the queue could not be deleted and comes again', { code: Code, message: Message });
      }
    }
  }

  get #about() {
    const { region } = this.#session.settings;
    return { signal: this.#signal, region: regionOf(this.url) ?? (/\d$/.test(region) ? region : partitionOf(region).iamRegion) };
  }
}

/** A queue’s URL names its region: `https://sqs.eu-west-1.amazonaws.com/…`; other endpoints may not. */
function regionOf(url: string): string | undefined {
  return /^(?:sqs(?:-fips)?|queue)\.([a-z]+(?:-[a-z]+)+-\d+)\./.exec(new URL(url).hostname)?.[1];
}

/**
 * Reads what EventBridge puts into a queue.
 *
 * AWS: EventBridge user guide, AWS service events delivered via CloudTrail.
 */
export function readMessage(body: string | undefined): ReadEvent {
  let envelope: unknown;
  try {
    envelope = JSON.parse(body ?? '');
  } catch {
    return { kind: 'malformed', why: 'it is no JSON' };
  }
  const fields = fieldsOf(envelope);
  const type = fields['detail-type'];
  if (typeof type !== 'string') return { kind: 'malformed', why: 'it has no detail-type, so it is no event of EventBridge’s' };
  if (type !== 'AWS API Call via CloudTrail') return { kind: 'irrelevant' };
  return readIamEvent({ recipientAccountId: fields.account, ...fieldsOf(fields.detail) });
}
