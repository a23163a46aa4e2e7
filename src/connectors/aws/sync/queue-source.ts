import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { derive } from '../../../spi/call.ts';
import type { Change, ChangeBatch } from '../../../spi/operations.ts';
import { accountsError, qualifiedChange } from './account-changes.ts';
import type { ChangeSource, SyncScope } from './change-source.ts';
import { untilAborted } from './live-changes.ts';
import { MessageQueue } from './queue-messages.ts';
import { marksOf, type Pending, type RoundPart, takeMessages, tellEvents } from './queue-round.ts';
import { readPlace, writePlace } from './queue-token.ts';
import type { SyncRequest } from './synced-class.ts';

/** Messages that one sync takes at most: their receipts stand in its token, some 300 characters each. */
const MOST_MESSAGES = 200;

/** Seconds that SQS lets a receive wait at most. AWS: SQS API reference, WaitTimeSeconds. */
const LONGEST_WAIT = 20;

/**
 * Changes out of a queue that EventBridge feeds with CloudTrail's events.
 *
 * A message is deleted when a sync comes back with a token that was given out after its changes: who dies before that gets it again once it
 * is visible again. Messages come at least once and in any order; that does no harm, because objects are read.
 */
export const queueSource: ChangeSource = {
  async *changes(request, scope, token) {
    const queue = queueOf(request, scope);
    const place = readPlace(token, scope.name, queue.url);
    await queue.delete(place.receipts);
    const pending = await takeMessages(queue, request, scope, MOST_MESSAGES, 0);
    const told = new Set(place.told);
    for await (const { changes, marks } of tellAll(request, scope, pending, told)) {
      for (const mark of marks) told.add(mark);
      // Only the last token confirms: a framework that asks again after a failure must not confirm what the application has not kept yet.
      if (changes.length > 0) yield { changes, token } satisfies ChangeBatch<ObjectClass>;
    }
    yield { changes: [], token: writePlace({ url: queue.url, receipts: doneOf(pending, scope, told), told: [...told] }, scope.name) };
  },
  async latest(request, scope) {
    return writePlace({ url: queueOf(request, scope).url, receipts: [], told: [] }, scope.name);
  },
  loaded: (token) => token,
  async *live(request, scope) {
    const queue = queueOf(request, scope);
    const { session, signal } = request;
    const told = new Set<string>();
    const wait = Math.max(0, Math.min(LONGEST_WAIT, Math.floor(session.settings.requestTimeout / 1000) - 1));
    yield* untilAborted(session, signal, async function* () {
      const pending = await takeMessages(queue, request, scope, 1, wait);
      for await (const { changes, marks } of tellAll(request, scope, pending, told)) {
        // Whoever comes for more has dealt with what he got.
        yield* changes;
        for (const mark of marks) told.add(mark);
      }
      await queue.delete(doneOf(pending, scope, told));
      forget(told);
    });
  },
};

/**
 * The queue of an object class.
 *
 * @throws ConnectorError `UnsupportedOperation` when it has none: reading that of another class would take its messages away.
 */
function queueOf({ session, signal }: SyncRequest, { name }: SyncScope): MessageQueue {
  const { queues } = session.settings.sync;
  const url = Object.hasOwn(queues, name) ? queues[name] : undefined;
  if (url !== undefined) return new MessageQueue(url, session, signal);
  const remedy =
    name === '__ALL__' ? 'set queueUrl' : `sync __ALL__, whose queue is queueUrl, or give the class a queue of its own: queueUrls.${name}`;
  const message = `there is no queue with the changes of ${name}: ${remedy}. Whoever reads a queue takes its messages away from all others`;
  throw new ConnectorError('UnsupportedOperation', `sync ${name} of aws: ${message}`, {
    problems: [{ path: name === '__ALL__' ? 'queueUrl' : 'queueUrls', message }],
  });
}

/** The receipts of messages of which everything has been told. */
function doneOf(pending: readonly Pending[], scope: SyncScope, told: ReadonlySet<string>): readonly string[] {
  return pending.filter(({ event }) => marksOf(event, scope).every((mark) => told.has(mark))).map(({ receipt }) => receipt);
}

/** Tells of events, each in its account. Accounts that fail are told of after all others; their messages come again. */
async function* tellAll(request: SyncRequest, scope: SyncScope, pending: readonly Pending[], told: ReadonlySet<string>) {
  const { session, signal } = request;
  const { accounts } = session;
  const events = pending.map(({ event }) => event).filter((event) => marksOf(event, scope).some((mark) => !told.has(mark)));
  if (events.length === 0) return;
  const own = accounts ? undefined : (await session.identity(signal)).account;
  const known = accounts ? new Set((await accounts.list(signal)).map(({ id }) => id)) : new Set([own]);
  const failures = new Map<string, ConnectorError>();
  for (const id of new Set(events.map(({ account }) => account ?? own ?? ''))) {
    if (!known.has(id)) {
      session.log('warn', 'sync: the queue has events of an account that is none of the session’s; they are left to its dead-letter queue', {
        account: id,
      });
      continue;
    }
    try {
      const inner = accounts ? derive(request, { session: await accounts.session(id, signal) }) : request;
      const its = events.filter(({ account }) => (account ?? own) === id);
      for await (const part of tellEvents(inner, scope, its, (mark) => told.has(mark))) {
        yield { changes: accounts ? qualified(part, scope, id) : part.changes, marks: part.told };
      }
      accounts?.journal.worked(id);
    } catch (error) {
      if (!accounts || signal.aborted || !ConnectorError.is(error)) throw error;
      accounts.journal.failed(id, error);
      failures.set(id, error);
    }
  }
  if (failures.size > 0) throw accountsError(`sync ${scope.name} of aws`, failures, known.size);
}

function qualified({ changes }: RoundPart, { classes }: SyncScope, id: string): readonly Change<ObjectClass>[] {
  return changes.map((change) => qualifiedChange(change, classes, id));
}

/** Who listens for months must not remember all he heard. */
function forget(told: Set<string>): void {
  for (const mark of told) {
    if (told.size <= MOST_REMEMBERED) return;
    told.delete(mark);
  }
}

const MOST_REMEMBERED = 10_000;
