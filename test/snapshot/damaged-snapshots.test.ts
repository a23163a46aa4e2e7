import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileSnapshots, memorySnapshots } from '../../src/snapshot/index.ts';
import { failure } from '../facade/scripted-connector.ts';
import { type Accounts, Directory, openAccounts, person, synced } from './directory.ts';

let folder: string;
let directory: Directory;
let accounts: Accounts;
let token: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
  directory = new Directory();
  directory.put(person('a', { level: 1 }), person('ä', { level: 2 }), person('c'));
  accounts = await openAccounts(directory, { store: fileSnapshots(folder) });
  token = (await synced(accounts)).token;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The paths of what is kept: snapshots, or journals. */
const kept = (mark: '+' | '') =>
  readdirSync(folder)
    .filter((name) => name.includes('+') === (mark === '+'))
    .map((name) => join(folder, name));

/** A journal of two batches: a and b are told, then the connector fails. */
async function leaveJournal(): Promise<string> {
  directory.pageSize = 1;
  directory.put(person('a', { level: 3 }), person('b'), person('d'));
  const last = directory.calls.length + 5;
  directory.beforePage = (page) => {
    if (page === last) throw new Error('lost');
  };
  await failure(synced(accounts, token));
  directory.beforePage = () => {};
  return kept('+')[0] as string;
}

async function refused(path: string): Promise<void> {
  const seen: unknown[] = [];
  const error = await failure(async () => {
    for await (const change of accounts.sync({ token })) seen.push(change);
  });

  expect(error.code).toBe('ConnectorIO');
  expect(error.message).toContain(path);
  expect(seen).toEqual([]);
}

describe('a damaged snapshot is an error that names the file, and nothing is told', () => {
  test('cut off after any byte', async () => {
    const [path] = kept('') as [string];
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      await refused(path);
    }
  });

  test('with any byte changed', async () => {
    const [path] = kept('') as [string];
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      writeFileSync(path, changed);
      await refused(path);
    }
  });

  test('with bytes added, or without those in the middle', async () => {
    const [path] = kept('') as [string];
    const whole = readFileSync(path);
    for (const wrong of [
      Buffer.concat([whole, Buffer.of(0)]),
      Buffer.concat([whole, whole]),
      Buffer.concat([whole.subarray(0, 90), whole.subarray(100)]),
    ]) {
      writeFileSync(path, wrong);
      await refused(path);
    }
  });

  test('older snapshots are kept as long as the newer one is not known to be whole', async () => {
    directory.put(person('d'));
    const second = (await synced(accounts, token)).token;
    const [path] = kept('').filter((each) => each.includes(second)) as [string];
    writeFileSync(path, readFileSync(path).subarray(1));

    expect((await failure(synced(accounts, second))).code).toBe('ConnectorIO');
    expect((await synced(accounts, token)).told).toEqual(['upsert d']);
  });
});

test('a store that reads otherwise the second time is found out before anything is committed', async () => {
  const store = memorySnapshots();
  const before = new Directory();
  before.put(person('a'), person('b'));
  const other = (await synced(await openAccounts(before, { store }))).token;
  const sound = await openAccounts(directory, { store });
  const { token: own } = await synced(sound);
  const unsteady = await openAccounts(directory, {
    store: {
      ...store,
      async open(series, name) {
        const [first, second] = [await store.open(series, name), await store.open(series, other)];
        let reads = 0;
        return first && second && { ...first, chunks: () => (reads++ === 0 ? first : second).chunks() };
      },
      delete: () => {},
    },
  });
  directory.people.delete('a');

  expect(await failure(synced(unsteady, own))).toMatchObject({ code: 'ConnectorIO', message: expect.stringContaining('changed while it was read') });
  expect((await store.list('hr/__ACCOUNT__')).filter((name) => !name.includes('+'))).toEqual([other, own]);
});

describe('a journal', () => {
  test('any byte of it changed is an error that names it', async () => {
    const path = await leaveJournal();
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      writeFileSync(path, changed);
      await refused(path);
    }
  });

  test('cut off in its last part, as by a crash while it was written, holds what was handed out before', async () => {
    const path = await leaveJournal();
    const whole = readFileSync(path);
    directory.put(person('a', { level: 1 }));
    directory.people.delete('b');
    const length = whole.readUInt32LE(0) + 8 + 16;
    for (const cut of [whole.length - 1, length + 5, length + 20]) {
      writeFileSync(path, whole.subarray(0, cut));
      const { told } = await synced(accounts, token);
      for (const each of kept('+')) if (each !== path) rmSync(each);

      expect(told).toContain('upsert a');
    }
  });
});

test('a snapshot of another connector is refused, under a name of this one too', async () => {
  const [path] = kept('') as [string];
  const others = await openAccounts(directory, { store: fileSnapshots(folder) }, 'other');
  expect(await failure(synced(others, token))).toMatchObject({ code: 'InvalidArgument', message: expect.stringContaining('there is no snapshot') });

  copyFileSync(path, path.replace('hr%2f', 'other%2f'));

  expect(await failure(synced(others, token))).toMatchObject({
    code: 'InvalidArgument',
    message: expect.stringContaining('is of __ACCOUNT__ of hr'),
  });
});
