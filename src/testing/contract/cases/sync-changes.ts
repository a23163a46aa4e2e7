import assert from 'node:assert/strict';
import type { DynamicObjectClass } from '../../../facade/classes/object-class-operations.ts';
import type { SyncDelta } from '../../../facade/sync/sync-stream.ts';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import type { ContractCase } from '../contract-case.ts';
import type { Made } from '../contract-subject.ts';
import { isSameSet, oracleValues } from '../oracle.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { deleteObject, updateObject } from '../update-object.ts';
import { casesOf, readableNames } from './class-cases.ts';
import { latest, syncTokens } from './sync-tokens.ts';

/**
 * What a sync tells: after each write exactly one change of its object, with the right type, uid and row, and tokens that lose nothing and
 * repeat nothing.
 *
 * @example
 * for (const each of syncing(subject)) await each.run();
 */
export function* syncing(subject: SuiteClassSubject): Iterable<ContractCase> {
  const { objectClass } = subject;
  const make = casesOf(subject, 'sync', 'sync', 'latestSyncToken', 'create');
  const updating = casesOf(subject, 'sync', 'sync', 'latestSyncToken', 'create', 'update');
  const readable = readableNames(subject);

  yield make('sync/create', 'a create is told once, as create or upsert, with its row', async () => {
    const operations = await subject.operations();
    const token = await latest(operations);
    const { uid } = await subject.make();
    const change = await soleChange(operations, token, uid, 'a create', ['create', 'upsert']);
    assert.equal(change.row?.uid, uid, 'the row of the change should have the uid of the new object');
    assert.deepEqual(change.row, await operations.get(uid), 'the row of the change should be what get answers');
  });

  const changeable = subject.writable.find((name) => {
    const info = objectClass.attributes[name];
    return info && name !== '__NAME__' && info.updateable !== false && readable.includes(name) && info.returnedByDefault !== false;
  });
  yield updating(
    'sync/update',
    'an update is told once, as update or upsert, with the new values',
    async () => {
      const name = changeable as string;
      const operations = await subject.operations();
      const { uid, value } = await changed(subject, operations, name);
      const token = await latest(operations);
      const written = await updateObject(subject, uid, { replace: { [name]: value } });
      const change = await soleChange(operations, token, written.uid, 'an update', ['update', 'upsert']);
      const info = objectClass.attributes[name] ?? { type: 'string' };
      const told = change.row ? oracleValues(name, change.row) : [];
      assert.ok(isSameSet(info, told, [value].flat() as AttributeValue[]), `the row of the change should have the new ${name}`);
    },
    changeable === undefined ? 'no attribute that is returned by default can be updated' : undefined,
  );

  const deleting = casesOf(subject, 'sync', 'sync', 'latestSyncToken', 'create', 'delete');
  yield deleting('sync/delete', 'a delete is told once, as delete', async () => {
    const operations = await subject.operations();
    const { uid } = await subject.make();
    const token = await latest(operations);
    await deleteObject(subject, uid);
    await soleChange(operations, token, uid, 'a delete', ['delete']);
  });

  yield make('sync/nothing-new', 'from the latest token on nothing is told until something changes', async () => {
    const operations = await subject.operations();
    const { uid } = await subject.make();
    const token = await latest(operations);
    assertNone(await changesOf(operations, token, uid), 'a sync from the latest token');
    const next = await subject.make();
    assertNone(await changesOf(operations, token, uid), 'a sync after a change of another object');
    await soleChange(operations, token, next.uid, 'a create after the latest token', ['create', 'upsert']);
  });

  yield updating(
    'sync/rename',
    'a rename is told under the new uid, and names the one before where that changed',
    async () => {
      const operations = await subject.operations();
      const { uid } = await subject.make();
      const token = await latest(operations);
      const name = subject.sample().__NAME__ as string;
      const written = await updateObject(subject, uid, { replace: { __NAME__: name } });
      const all = await operations.sync({ token }).toArray();
      const change = all.filter((each) => each.uid === written.uid).at(-1);
      assert.ok(change && change.type !== 'delete', `the rename to ${name} should be told as a change of ${written.uid}`);
      assert.equal(change.row?.name, name, 'the row of the change should have the new name');
      const isGone = all.some((each) => each.type === 'delete' && each.uid === uid);
      if (written.uid !== uid && !isGone)
        assert.equal(change.previousUid, uid, `a rename that gives a new uid should say previousUid ${uid}, or tell that ${uid} is deleted`);
      assert.ok(change.previousUid !== written.uid, 'previousUid should be another one than the uid');
    },
    renameable(subject) ? undefined : '__NAME__ cannot be updated',
  );

  yield make('sync/projection', 'a sync brings the attributes that it is asked for', async () => {
    const operations = await subject.operations();
    const token = await latest(operations);
    const { uid } = await subject.make();
    for (const asked of [undefined, ['*'], [], readable, ...readable.map((name) => [name])]) {
      const found = (await operations.sync({ token, ...(asked && { attributes: asked }) }).toArray()).find((each) => each.uid === uid);
      const expected = await operations.get(uid, asked && { attributes: asked });
      assert.deepEqual(
        found?.row?.attributes,
        expected?.attributes,
        `a sync for ${asked ? asked.join(', ') || 'no attributes' : 'no attributes by name'} should bring what get brings`,
      );
    }
  });

  yield* syncTokens(subject);
}

function renameable({ objectClass, writable }: SuiteClassSubject): boolean {
  return writable.includes('__NAME__') && objectClass.attributes.__NAME__?.updateable !== false;
}

/** An object, and a value of one of its attributes that it does not have yet. */
async function changed(
  subject: SuiteClassSubject,
  operations: DynamicObjectClass,
  name: string,
): Promise<{ readonly uid: string; readonly value: AttributeValue | readonly AttributeValue[] }> {
  const made: Made = await subject.make();
  const before = (await operations.get(made.uid))?.attributes[name];
  const value = subject.otherValue(name, before);
  assert.ok(value !== undefined, `a sample should have another value of ${name}`);
  return { uid: made.uid, value };
}

async function changesOf(operations: DynamicObjectClass, token: string, uid: string): Promise<readonly SyncDelta[]> {
  return (await operations.sync({ token }).toArray()).filter((change) => change.uid === uid);
}

function assertNone(changes: readonly SyncDelta[], what: string): void {
  assert.deepEqual(
    changes.map(({ type }) => type),
    [],
    `${what} should tell nothing of an object that was not changed since`,
  );
}

async function soleChange(operations: DynamicObjectClass, token: string, uid: string, what: string, types: readonly string[]): Promise<SyncDelta> {
  const changes = await changesOf(operations, token, uid);
  const found = changes.map(({ type }) => type).join(', ') || 'none';
  assert.equal(changes.length, 1, `${what} should be told by exactly one change of ${uid}, and was by ${found}`);
  const [change] = changes as [SyncDelta];
  assert.ok(types.includes(change.type), `${what} should be told as ${types.join(' or ')}, and was as ${change.type}`);
  assert.equal(change.objectClass, operations.name, 'the change should name its object class');
  assert.ok(typeof change.token === 'string' && change.token !== '', `${what} should come with a token`);
  assert.deepEqual(await changesOf(operations, change.token, uid), [], `a sync from the token of ${what} should not tell it again`);
  return change;
}
