import { createHash } from 'node:crypto';
import type { AwsClock } from '../clock.ts';

/** A message while it is in a queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** When it can be received: after its delay, or after the visibility timeout of whoever received it last. */
  visibleAt: number;
  receives: number;
  firstReceivedAt: number | undefined;
}

/** What a queue is unless said otherwise. AWS: SQS, queue attributes */
const DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '262144',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
};

/** A standard queue: what was received comes again when its visibility timeout passes before it is deleted. */
export class Queue {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly attributes: Map<string, string>;
  /** Gives the latest message first: standard queues promise no order. */
  lastFirst = false;
  purgedAt = Number.NEGATIVE_INFINITY;
  readonly #clock: AwsClock;
  #messages: Message[] = [];

  constructor(place: { readonly name: string; readonly accountId: string; readonly region: string; readonly partition: string }, clock: AwsClock) {
    this.name = place.name;
    this.accountId = place.accountId;
    this.region = place.region;
    this.arn = `arn:${place.partition}:sqs:${place.region}:${place.accountId}:${place.name}`;
    this.#clock = clock;
    this.createdAt = clock.now();
    this.attributes = new Map(Object.entries(DEFAULTS));
  }

  /** An attribute that is a number. */
  number(attribute: string): number {
    return Number(this.attributes.get(attribute) ?? 0);
  }

  send(id: string, body: string, delaySeconds = this.number('DelaySeconds')): Message {
    const now = this.#clock.now();
    const message: Message = { id, body, sentAt: now, visibleAt: now + delaySeconds * 1000, receives: 0, firstReceivedAt: undefined };
    if (this.lastFirst) this.#messages.unshift(message);
    else this.#messages.push(message);
    return message;
  }

  /** Puts a message of another queue here, as it is. */
  take(message: Message): void {
    this.#messages.push({ ...message, visibleAt: this.#clock.now() });
  }

  /** Hands out up to `most` messages and hides them; those received too often go to `bury` instead. */
  receive(most: number, hideSeconds: number, bury: ((message: Message) => void) | undefined, mostReceives: number): readonly Message[] {
    const now = this.#clock.now();
    const found: Message[] = [];
    for (const message of this.all()) {
      if (found.length >= most) break;
      if (message.visibleAt > now) continue;
      if (bury && message.receives >= mostReceives) {
        this.delete(message.id);
        bury(message);
        continue;
      }
      message.receives += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + hideSeconds * 1000;
      found.push(message);
    }
    return found;
  }

  message(id: string): Message | undefined {
    return this.all().find((message) => message.id === id);
  }

  delete(id: string): void {
    this.#messages = this.#messages.filter((message) => message.id !== id);
  }

  purge(): void {
    this.#messages = [];
    this.purgedAt = this.#clock.now();
  }

  /** Everything that is not older than the queue keeps it. */
  all(): readonly Message[] {
    const oldest = this.#clock.now() - this.number('MessageRetentionPeriod') * 1000;
    if (this.#messages.some((message) => message.sentAt < oldest)) this.#messages = this.#messages.filter((message) => message.sentAt >= oldest);
    return this.#messages;
  }

  /** How many messages are where. AWS: GetQueueAttributes, "approximate" because the real ones lag behind */
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const now = this.#clock.now();
    const hidden = this.all().filter((message) => message.visibleAt > now);
    const inFlight = hidden.filter((message) => message.receives > 0).length;
    return { visible: this.all().length - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }
}

/** The queues of every account and region. */
export class Queues {
  readonly #queues = new Map<string, Queue>();

  add(queue: Queue): void {
    this.#queues.set(`${queue.accountId} ${queue.region} ${queue.name}`, queue);
  }

  delete(queue: Queue): void {
    this.#queues.delete(`${queue.accountId} ${queue.region} ${queue.name}`);
  }

  find(accountId: string, region: string, name: string): Queue | undefined {
    return this.#queues.get(`${accountId} ${region} ${name}`);
  }

  byArn(arn: string): Queue | undefined {
    return [...this.#queues.values()].find((queue) => queue.arn === arn);
  }

  /** The queue of an address, which does not say the region here. */
  byUrl(url: string): Queue | undefined {
    const { accountId, name } = urlParts(url);
    return [...this.#queues.values()].find((queue) => queue.accountId === accountId && queue.name === name);
  }
}

/** What the address of a queue says: its account and its name. */
export function urlParts(url: string): { readonly accountId: string; readonly name: string } {
  const [name = '', accountId = ''] = url.split('/').reverse();
  return { accountId, name };
}

/** The MD5 of a text, by which the SDK finds out whether a message arrived whole. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
