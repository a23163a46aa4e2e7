import { describe, expect, test } from 'vitest';
import { memorySnapshots, snapshotSync } from '../../src/snapshot/index.ts';
import { failure } from '../facade/scripted-connector.ts';
import { connectorOf, Directory, openAccounts, person, synced } from './directory.ts';

const uids = ['a', 'b', 'c', 'd', 'e'];

/** Accounts a to e that a sync has read, and its token; from now on with a limit. */
async function limited(deleteLimit: number | undefined) {
  const directory = new Directory();
  directory.put(...uids.map((uid) => person(uid)));
  const store = memorySnapshots();
  const { token } = await synced(await openAccounts(directory, { store }));
  return { directory, store, token, accounts: await openAccounts(directory, { store, deleteLimit }) };
}

describe('a limit of deletions', () => {
  test.each([
    [0, 0],
    [0.5, 2],
    [0.4, 2],
    [1, 1],
    [3, 3],
  ])('%s allows %s of five, and one more is refused', async (deleteLimit, allowed) => {
    const { accounts, directory, token } = await limited(deleteLimit);
    const gone = uids.slice(0, allowed);
    for (const uid of gone) directory.people.delete(uid);
    expect((await synced(accounts, token)).told).toEqual(gone.map((uid) => `delete ${uid}`));

    const another = await limited(deleteLimit);
    for (const uid of uids.slice(0, allowed + 1)) another.directory.people.delete(uid);
    expect((await failure(synced(another.accounts, another.token))).code).toBe('QuotaExceeded');
  });

  test('a system that looks empty is refused: nothing is told, the token stays, and the message says how many', async () => {
    const { accounts, directory, store, token } = await limited(0.2);
    const people = [...directory.people.values()];
    directory.people.clear();

    const error = await failure(synced(accounts, token));

    expect(error).toMatchObject({ code: 'QuotaExceeded', retryable: false });
    expect(error.message).toContain('5 of 5 objects were not read and would be told as deleted, and `deleteLimit` allows a share of 0.2');
    expect(await store.list('hr/__ACCOUNT__')).toEqual([token]);
    directory.put(...people);
    expect(await synced(accounts, token)).toMatchObject({ told: [], token });
  });

  test('what was told before the end of the read is told again, and once the limit is higher the deletions too', async () => {
    const { accounts, directory, store, token } = await limited(1);
    directory.people.delete('b');
    directory.people.delete('c');
    directory.put(person('a', { level: 1 }), person('f'), person('g'));
    const told: string[] = [];
    await failure(async () => {
      for await (const { type, uid } of accounts.sync({ token })) told.push(`${type} ${uid}`);
    });
    expect(told).toEqual(['update a', 'create f']);

    const higher = await openAccounts(directory, { store, deleteLimit: 2 });

    expect((await synced(higher, token)).told).toEqual(['create g', 'delete b', 'delete c', 'upsert a', 'upsert f']);
  });

  test('without one a system may be emptied, and a load from the beginning has nothing to delete', async () => {
    const { accounts, directory, token } = await limited(undefined);
    directory.people.clear();
    expect((await synced(accounts, token)).told).toEqual(uids.map((uid) => `delete ${uid}`));

    const strict = await limited(0);
    strict.directory.people.clear();
    expect((await synced(strict.accounts)).told).toEqual([]);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '10%'])('%s is no limit', async (deleteLimit) => {
    const error = await failure(() => snapshotSync(connectorOf(new Directory()), { store: memorySnapshots(), deleteLimit: deleteLimit as number }));

    expect(error).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'deleteLimit' }] });
  });
});
