import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileSnapshots } from '../../src/snapshot/index.ts';
import { failure } from '../facade/scripted-connector.ts';
import { Directory, openAccounts, person, synced } from './directory.ts';

/** Bytes that still fit on the disk. */
const disk: { left: number } = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  return {
    ...real,
    async open(path: string, ...rest: [string, number?]) {
      const file = await real.open(path, ...rest);
      const write = file.write.bind(file) as (data: Uint8Array, offset: number, length: number) => Promise<{ bytesWritten: number }>;
      return Object.assign(file, {
        // As a disk does: what fits is written, and then nothing is.
        async write(data: Uint8Array, offset = 0) {
          const length = Math.min(data.length - offset, disk.left);
          if (length === 0 && offset < data.length) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          disk.left -= length;
          return write(data, offset, length);
        },
      });
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
});
afterEach(() => {
  disk.left = Number.POSITIVE_INFINITY;
  rmSync(folder, { recursive: true });
});

test('on a disk that becomes full, at whatever byte, a sync fails by name, leaves nothing unfinished, and the next one tells everything', async () => {
  for (let room = 0; ; room += 7) {
    const directory = new Directory();
    directory.put(person('a'), person('b'), person('c'), person('d'));
    const accounts = await openAccounts(directory, { store: fileSnapshots(join(folder, String(room))) });
    const { token } = await synced(accounts);
    directory.put(person('a', { level: 1 }), person('e'));
    directory.people.delete('c');
    disk.left = room;

    const error = await synced(accounts, token).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const isFull = disk.left === 0;
    disk.left = Number.POSITIVE_INFINITY;

    if (!error) {
      expect(room).toBeGreaterThan(100);
      break;
    }
    expect([isFull, error]).toEqual([true, expect.objectContaining({ code: 'ConnectorIO', message: expect.stringContaining('ENOSPC') })]);
    expect(readdirSync(join(folder, String(room))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const { changes } = await synced(accounts, token);
    expect(changes.map(({ uid }) => uid).sort()).toEqual(['a', 'c', 'e']);
  }
});

test('without room for a first snapshot nothing is kept', async () => {
  const directory = new Directory();
  directory.put(person('a'));
  disk.left = 10;

  expect((await failure(synced(await openAccounts(directory, { store: fileSnapshots(folder) })))).message).toContain('ENOSPC');
  expect(readdirSync(folder)).toEqual([]);
});
