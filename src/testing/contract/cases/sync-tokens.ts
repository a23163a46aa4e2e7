import assert from 'node:assert/strict';
import type { DynamicObjectClass } from '../../../facade/classes/object-class-operations.ts';
import type { SyncDelta } from '../../../facade/sync/sync-stream.ts';
import { ConnectorError } from '../../../model/errors.ts';
import { ALL } from '../../../model/object-class.ts';
import type { ContractCase } from '../contract-case.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { deleteObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** The token of now; that of the beginning when nothing has ever changed. */
export async function latest(operations: DynamicObjectClass): Promise<string> {
  return (await operations.latestSyncToken()) ?? '';
}

/** The part of the sync cases that is about tokens, and about the sync of all classes. */
export function* syncTokens(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'sync', 'sync', 'latestSyncToken', 'create');

  /** Changes to objects of the case's own, made one after the other. */
  const history = async (
    operations: DynamicObjectClass,
  ): Promise<{ readonly token: string; readonly left: readonly string[]; readonly own: (change: SyncDelta) => boolean }> => {
    const token = await latest(operations);
    const uids: string[] = [];
    for (let i = 0; i < 5; i++) uids.push((await subject.make()).uid);
    const [, gone] = uids;
    const deletes = subject.supports('delete');
    if (deletes) await deleteObject(subject, gone as string);
    return { token, left: uids.filter((uid) => !deletes || uid !== gone), own: ({ uid }) => uids.includes(uid) };
  };

  yield make('sync/resume', 'the token of every change can be kept: a sync from it tells all that follows', async () => {
    const operations = await subject.operations();
    const { token, left, own } = await history(operations);
    const stream = operations.sync({ token });
    const all = await stream.toArray();
    // An object that came and went in the meantime need not be told: a system may know of states only.
    const untold = left.filter((uid) => !all.some((change) => change.uid === uid && change.type !== 'delete'));
    assert.deepEqual(untold, [], `every object that was created and is there should be told; ${untold.length} of ${left.length} were not`);
    for (const [i, change] of all.entries()) {
      const rest = (await operations.sync({ token: change.token }).toArray()).filter(own).map(told);
      const due = all
        .slice(i + 1)
        .filter(own)
        .map(told);
      // Within a batch the token of a change may be that of the batch before, so changes may come again, but none may be missing.
      assert.deepEqual(
        rest.slice(rest.length - due.length),
        due,
        `a sync from the token of change ${i + 1} of ${all.length} should tell all that followed it`,
      );
    }
    const again = (await operations.sync({ token: stream.token }).toArray()).filter(own);
    assert.deepEqual(again.map(told), [], 'a sync from the token of a stream that is read to its end should repeat nothing');
    // At once: a token that is a time says too much when it covers what happens after it in the same second.
    const { uid: next } = await subject.make();
    const later = (await operations.sync({ token: stream.token }).toArray()).some((change) => change.uid === next);
    assert.ok(later, 'a sync from the token of a stream that is read to its end should tell what is created right after it');
  });

  yield make('sync/batches', 'the token of every batch covers it: a sync from it tells what follows, and nothing before', async () => {
    const operations = await subject.operations();
    const { token, own } = await history(operations);
    const batches: { readonly changes: readonly SyncDelta[]; readonly token: string }[] = [];
    for await (const batch of operations.sync({ token }).batches()) batches.push(batch);
    const all = await operations.sync({ token }).toArray();
    assert.deepEqual(
      batches
        .flatMap(({ changes }) => changes)
        .filter(own)
        .map(told),
      all.filter(own).map(told),
      'batches() should bring the changes that toArray() brings',
    );
    for (const [i, batch] of batches.entries()) {
      const due = batches.slice(i + 1).flatMap(({ changes }) => changes);
      const rest = await operations.sync({ token: batch.token }).toArray();
      assert.deepEqual(
        rest.filter(own).map(told),
        due.filter(own).map(told),
        `a sync from the token of batch ${i + 1} of ${batches.length} should tell what follows it, and nothing before`,
      );
    }
  });

  yield make('sync/beginning', 'without a token a sync tells of every object there is', async () => {
    const operations = await subject.operations();
    const { uid } = await subject.make();
    for (const options of [{}, { token: '' }]) {
      const changes = (await operations.sync(options).toArray()).filter((change) => change.uid === uid);
      assert.ok(changes.length > 0 && changes.at(-1)?.type !== 'delete', `a sync from the beginning should tell of ${uid}, which is there`);
      assert.equal(changes.at(-1)?.row?.uid, uid, `a sync from the beginning should bring the row of ${uid}`);
    }
  });

  yield make('sync/wrong-token', 'a token that the connector never gave is refused with InvalidArgument', async () => {
    const operations = await subject.operations();
    const token = 'no token of this system: %00 {"x":1}';
    const failure = await operations
      .sync({ token })
      .toArray()
      .then(
        (changes) => `${changes.length} changes`,
        (error: unknown) => error,
      );
    assert.ok(
      ConnectorError.is(failure) && failure.code === 'InvalidArgument',
      `a token that is none should be refused with InvalidArgument, and the sync brought ${String(failure)}`,
    );
  });

  const hasAll = Object.hasOwn(subject.connector.operations as object, ALL);
  yield make(
    'sync/all-classes',
    'a sync of all classes tells of this one by its name',
    async () => {
      const all = (await subject.facade()).dynamic(ALL);
      const token = await latest(all);
      const { uid } = await subject.make();
      const changes = (await all.sync({ token }).toArray()).filter((change) => change.uid === uid);
      assert.deepEqual(
        changes.map(({ objectClass }) => objectClass),
        [subject.objectClass.name],
        `a sync of ${ALL} should tell once of ${uid}, as ${subject.objectClass.name}`,
      );
      assert.equal(changes[0]?.row?.objectClass, subject.objectClass.name, 'its row should be of the same class');
    },
    hasAll ? undefined : `the connector has no operations of ${ALL}`,
  );
}

/** What tells a change from others. Told again, a create may be an upsert: the system may not know any more that it was new. */
function told({ type, uid }: SyncDelta): string {
  return `${type === 'delete' ? 'gone' : 'there'} ${uid}`;
}
