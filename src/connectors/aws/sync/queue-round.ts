import type { ObjectClass } from '../../../model/object-class.ts';
import type { Change } from '../../../spi/operations.ts';
import type { SyncScope } from './change-source.ts';
import type { IamEvent } from './iam-event.ts';
import type { MessageQueue } from './queue-messages.ts';
import { readTraces } from './read-traces.ts';
import { reflectedTraces } from './reflected-traces.ts';
import type { SyncRequest } from './synced-class.ts';
import { SETTLING, tellTraces } from './tell-traces.ts';

/** A message that concerns a sync: its event, and the marks of what is to be told of it. */
export interface Pending {
  readonly receipt: string;
  readonly event: IamEvent;
}

/** How long SQS keeps a message at most. AWS: SQS API reference, MessageRetentionPeriod. */
const LONGEST_RETENTION = 14 * 24 * 3_600_000;

/**
 * Takes messages from a queue. What concerns no object class of the sync is deleted at once; what cannot be read is left to the queue.
 *
 * A message that cannot be read is logged and not touched: it comes again until the queue's redrive policy moves it to the dead-letter queue.
 *
 * @param most  How many messages to take at most.
 * @param wait  Seconds to wait for the first one.
 */
export async function takeMessages(
  queue: MessageQueue,
  { session }: SyncRequest,
  scope: SyncScope,
  most: number,
  wait: number,
): Promise<readonly Pending[]> {
  const pending: Pending[] = [];
  for (let taken = 0; taken < most; ) {
    const messages = await queue.receive(taken === 0 ? wait : 0);
    if (messages.length === 0) break;
    taken += messages.length;
    const useless: string[] = [];
    for (const { id, receipt, read } of messages) {
      if (read.kind === 'malformed') {
        session.log('warn', `sync: a message of the queue cannot be read and is left to its dead-letter queue: ${read.why}`, {
          messageId: id,
          queue: queue.url,
        });
      } else if (read.kind === 'change' && concerns(read.event, scope)) pending.push({ receipt, event: read.event });
      else useless.push(receipt);
    }
    await queue.delete(useless);
  }
  return pending;
}

/** Some changes of a round, and what they tell. */
export interface RoundPart {
  readonly changes: readonly Change<ObjectClass>[];
  /** Marks. */
  readonly told: readonly string[];
}

/** What is to be told of some events in one account, some at a time. */
export async function* tellEvents(
  request: SyncRequest,
  { classes }: SyncScope,
  events: readonly IamEvent[],
  isTold: (mark: string) => boolean,
): AsyncGenerator<RoundPart, void, undefined> {
  const { session, attributesToGet, signal } = request;
  const names = new Set(classes.map(({ objectClass }) => objectClass.name));
  const { traces, reflections } = readTraces(events, names, isTold, session.log);
  const reflected = await reflectedTraces(session, reflections, attributesToGet, signal);
  const now = Date.now();
  // The queue does not say which messages are still on their way, so nothing is known to be new.
  const knowledge = { knownSince: now - LONGEST_RETENTION, loadedUntil: Number.POSITIVE_INFINITY, settledUntil: now - SETTLING };
  for await (const { changes, told, isLast } of tellTraces(request, classes, [...traces, ...reflected], knowledge)) {
    const marks = told.flatMap(({ mark }) => (mark === '' ? [] : [mark]));
    yield { changes, told: isLast ? [...marks, ...reflections.map(({ mark }) => mark)] : marks };
  }
}

/** The marks that have to be told before a message may be deleted. */
export function marksOf(event: IamEvent, { classes }: SyncScope): readonly string[] {
  const names = new Set(classes.map(({ objectClass }) => objectClass.name));
  const { traces, reflections } = readTraces(
    [event],
    names,
    () => false,
    () => {},
  );
  return [...traces, ...reflections].map(({ mark }) => mark);
}

const concerns = (event: IamEvent, scope: SyncScope) => marksOf(event, scope).length > 0;
