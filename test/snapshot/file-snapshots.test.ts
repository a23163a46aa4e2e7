import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/index.ts';
import { fileSnapshots, memorySnapshots, type SnapshotStore, type StoredSnapshot } from '../../src/snapshot/index.ts';
import { failure } from '../facade/scripted-connector.ts';
import { Directory, openAccounts, person, synced } from './directory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
async function textOf(stored: StoredSnapshot | undefined): Promise<string> {
  let text = '';
  for await (const chunk of stored?.chunks() ?? []) text += new TextDecoder().decode(chunk);
  return text;
}

describe.each([
  ['memory', () => memorySnapshots()],
  ['files', () => fileSnapshots(join(folder, 'state'))],
] satisfies [string, () => SnapshotStore][])('what every store guarantees: %s', (_, make) => {
  test('an entry is there when it is committed, not before, and not when it is given up', async () => {
    const store = make();
    const [kept, given] = [await store.write('s', '1'), await store.write('s', '2')];
    for (const sink of [kept, given]) await sink.write(bytes('abc'));
    await kept.write(bytes('def'));
    expect([await store.list('s'), await store.open('s', '1')]).toEqual([[], undefined]);

    await kept.commit();
    await given.abort();

    expect(await store.list('s')).toEqual(['1']);
    expect(await textOf(await store.open('s', '1'))).toBe('abcdef');
  });

  test('an open entry reads the same, twice, while it is deleted or appended to', async () => {
    const store = make();
    await store.append('s', '1', bytes('abc'));
    const stored = await store.open('s', '1');

    await store.delete('s', '1');
    await store.append('s', '1', bytes('def'));

    expect([await textOf(stored), await textOf(stored)]).toEqual(['abc', 'abc']);
    await stored?.close();
    expect(await textOf(await store.open('s', '1'))).toBe('def');
  });

  test('what is appended is there at once, in order', async () => {
    const store = make();
    await store.append('s', '1', bytes('abc'));
    await store.append('s', '1', bytes('def'));

    expect(await store.list('s')).toEqual(['1']);
    expect(await textOf(await store.open('s', '1'))).toBe('abcdef');
  });

  test('series do not see each other, and deleting what is not there is nothing', async () => {
    const store = make();
    for (const series of ['a/b', 'a', 'a/b.c', '../a', '\u00010', '\u0010', 'x'.repeat(300), `${'x'.repeat(300)}y`])
      await store.append(series, '1', bytes(series));
    await store.delete('a', '1');
    await store.delete('a', '2');

    expect(await store.list('a')).toEqual([]);
    for (const series of ['a/b', 'a/b.c', '../a', '\u00010', '\u0010', 'x'.repeat(300)])
      expect(await textOf(await store.open(series, '1'))).toBe(series);
  });
});

describe('files', () => {
  test.skipIf(process.platform === 'win32')('folder and files are for nobody else', async () => {
    const directory = new Directory();
    directory.put(person('a'), person('b'));
    const state = join(folder, 'deep', 'state');
    const accounts = await openAccounts(directory, { store: fileSnapshots(state) });
    const { token } = await synced(accounts);
    directory.put(person('c'));
    await synced(accounts, token);

    expect([join(folder, 'deep'), state].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(readdirSync(state).map((name) => statSync(join(state, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  });

  test('no value of an attribute is in them', async () => {
    const directory = new Directory();
    directory.put(person('a', { mail: 'value-of-mail', __PASSWORD__: new Secret('value-of-password') }, { name: 'value-of-name' }));
    const accounts = await openAccounts(directory, { store: fileSnapshots(folder) });
    await synced(accounts);
    const all = readdirSync(folder)
      .map((name) => name + readFileSync(join(folder, name), 'latin1'))
      .join();

    expect(all).toContain('mail');
    expect(all).not.toContain('value-of');
    expect(all).not.toContain('__PASSWORD__');
  });

  test('a sync that was left, or failed, leaves no unfinished file', async () => {
    const directory = new Directory();
    directory.put(...['a', 'b', 'c', 'd', 'e'].map((uid) => person(uid)));
    const accounts = await openAccounts(directory, { store: fileSnapshots(folder) });
    for await (const _ of accounts.sync()) break;
    directory.beforePage = () => {
      throw new Error('lost');
    };
    await failure(synced(accounts));

    expect(readdirSync(folder)).toEqual([]);
  });

  test('syncs at once do not disturb each other, in whichever process', async () => {
    const directory = new Directory();
    directory.put(...['a', 'b', 'c', 'd', 'e'].map((uid) => person(uid)));
    const [left, right] = [
      await openAccounts(directory, { store: fileSnapshots(folder) }),
      await openAccounts(directory, { store: fileSnapshots(folder) }),
    ];
    const { token } = await synced(left);
    directory.people.delete('c');

    const all = await Promise.all([synced(left, token), synced(right, token), synced(left, token), synced(right)]);
    directory.people.delete('d');

    expect(all.map(({ told }) => told)).toEqual([['delete c'], ['delete c'], ['delete c'], ['create a', 'create b', 'create d', 'create e']]);
    for (const each of all) expect((await synced(right, each.token)).told).toEqual(['delete d']);
  });

  test('what a dead process left unfinished is removed after a day, what is being written is not', async () => {
    const directory = new Directory();
    const accounts = await openAccounts(directory, { store: fileSnapshots(folder) });
    const [old, young] = ['old', 'young'].map((name) => join(folder, `hr%2f__ACCOUNT__.1-0.snapshot.${name}.tmp`)) as [string, string];
    for (const path of [old, young]) writeFileSync(path, '');
    const yesterday = Date.now() / 1000 - 90_000;
    utimesSync(old, yesterday, yesterday);

    await synced(accounts);

    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });

  test('a folder that cannot be used is a ConnectorIO error that names it', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    const accounts = await openAccounts(new Directory(), { store: fileSnapshots(path) });

    expect(await failure(synced(accounts))).toMatchObject({ code: 'ConnectorIO', message: expect.stringContaining(path) });
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('so is one that must not be written', async () => {
    const path = join(folder, 'closed');
    mkdirSync(path);
    chmodSync(path, 0o500);
    const accounts = await openAccounts(new Directory(), { store: fileSnapshots(path) });

    expect(await failure(synced(accounts))).toMatchObject({ code: 'ConnectorIO', message: expect.stringContaining('EACCES') });
  });

  test.each(['', undefined, new URL('file:///tmp')])('%s is no folder', async (path) => {
    expect(await failure(() => fileSnapshots(path as string))).toMatchObject({ code: 'InvalidArgument' });
  });

  test('a folder given as a relative path stays the one of then', async () => {
    const before = process.cwd();
    process.chdir(folder);
    const store = fileSnapshots('state');
    process.chdir(before);
    await store.append('s', '1', bytes('abc'));

    expect(readdirSync(join(folder, 'state'))).toEqual(['s.1.snapshot']);
  });
});
