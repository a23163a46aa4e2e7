import assert from 'node:assert/strict';
import type { SyncDelta } from '../../../facade/sync/sync-stream.ts';
import { bounded } from '../bounded.ts';
import type { ContractCase } from '../contract-case.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { deleteObject, updateObject } from '../update-object.ts';
import { withOperations } from './changed-connector.ts';
import { casesOf } from './class-cases.ts';

type LiveChange = Omit<SyncDelta, 'token'>;

/** How long a change may be on its way, in milliseconds. A system may need a while to begin: then another object is made. */
const patience = 2000;
const tries = 5;

/**
 * What a liveSync tells while it is read: creates, updates and deletes, of the class that is asked, and that it ends in the connector when
 * its signal is aborted.
 *
 * @example
 * for (const each of liveSyncing(subject)) await each.run();
 */
export function* liveSyncing(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'liveSync', 'liveSync', 'create');
  const changing = casesOf(subject, 'liveSync', 'liveSync', 'create', 'update', 'delete');

  yield make('liveSync/create', 'a create is told while it is listened, with its row', () =>
    listening(subject, async (next) => {
      const change = await firstOf(subject, next);
      const { uid } = change;
      assert.ok(change.type === 'create' || change.type === 'upsert', `a create should be told as create or upsert, not as ${change.type}`);
      const operations = await subject.operations();
      assert.deepEqual(change.row, await operations.get(uid), 'the row of the change should be what get answers');
      assert.equal(change.objectClass, subject.objectClass.name, 'the change should name its class');
    }),
  );

  yield changing('liveSync/changes', 'an update and a delete are told in the order in which they were made', () =>
    listening(subject, async (next) => {
      const { uid } = await firstOf(subject, next);
      const name = subject.freshName();
      const written = await updateObject(subject, uid, { replace: { __NAME__: name } });
      const update = await changeOf(next, (change) => change.uid === written.uid && change.row?.name === name);
      assert.ok(update && update.type !== 'delete', `a rename to ${name} should be told with the new name, and was not`);
      await deleteObject(subject, written.uid);
      const removal = await changeOf(next, (change) => change.uid === written.uid && change.type === 'delete');
      assert.ok(removal, 'a delete should be told as delete, and was not');
    }),
  );

  yield make('liveSync/ends', 'a liveSync whose signal is aborted ends in the connector', async () => {
    let ended = () => {};
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const facade = await subject.openVariant((connector) =>
      withOperations(connector, subject.objectClass.name, (own) => ({
        async *liveSync(call: never) {
          try {
            yield* (own as Required<typeof own>).liveSync(call);
          } finally {
            ended();
          }
        },
      })),
    );
    const leaving = new AbortController();
    const waiting = facade.dynamic(subject.objectClass.name).liveSync({ signal: leaving.signal })[Symbol.asyncIterator]().next();
    waiting.catch(() => {});
    await begun();
    leaving.abort();
    await bounded(() => over, patience, 'ending in the connector after the signal was aborted');
  });
}

/** Listens for as long as the work takes. */
async function listening(subject: SuiteClassSubject, work: (next: () => Promise<LiveChange | undefined>) => Promise<void>): Promise<void> {
  const leaving = new AbortController();
  const live = (await subject.operations()).liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();
  let pending: Promise<LiveChange | undefined> | undefined;
  const take = async () => {
    pending ??= live.next().then(({ done, value }) => (done ? undefined : value));
    const found = await soon(pending);
    if (found !== late) pending = undefined;
    return found === late ? undefined : found;
  };
  const next = () => {
    const found = take();
    // Where making an object fails nobody waits for the change any more, and the end of listening must not pass for a failure of its own.
    found.catch(() => {});
    return found;
  };
  try {
    await work(next);
  } finally {
    leaving.abort();
    pending?.catch(() => {});
    await live.return?.(undefined).catch(() => {});
  }
}

/** Makes objects until one of them is told. */
async function firstOf(subject: SuiteClassSubject, next: () => Promise<LiveChange | undefined>): Promise<LiveChange> {
  const made = new Set<string>();
  const first = next();
  await begun();
  for (let attempt = 0, change = first; attempt < tries; attempt++, change = next()) {
    made.add((await subject.make()).uid);
    for (let found = await change; found; found = await next()) if (made.has(found.uid)) return found;
  }
  throw new assert.AssertionError({ message: `creates should be told while liveSync is read; ${tries} were not` });
}

/** The next change that is meant; others are passed over. */
async function changeOf(next: () => Promise<LiveChange | undefined>, meant: (change: LiveChange) => boolean): Promise<LiveChange | undefined> {
  for (let found = await next(); found; found = await next()) if (meant(found)) return found;
  return undefined;
}

const late = Symbol('late');

async function soon<T>(work: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const patient = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), patience);
  });
  try {
    return await Promise.race([work, patient]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets the connector be asked, which takes some turns of the event loop. */
const begun = () => new Promise((resolve) => setImmediate(resolve));
