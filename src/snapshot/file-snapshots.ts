import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConnectorError } from '../model/errors.ts';
import { printable } from '../model/wording.ts';
import type { SnapshotSink, SnapshotStore, StoredSnapshot } from './snapshot-store.ts';

const pieceSize = 65_536;
const ending = '.snapshot';
/** A file that was being written and has not been touched for a day belongs to a process that died. In milliseconds. */
const abandonedAfter = 86_400_000;

/**
 * Makes a store that keeps snapshots as files of one folder.
 *
 * The folder is made with mode 0700 when it is missing, files with mode 0600. A snapshot is written to a temporary file, flushed, renamed,
 * and the folder flushed, so that a crash leaves the old snapshot or the new one. On Windows folders cannot be flushed. What dead
 * processes left unfinished is removed after a day.
 *
 * One folder serves the classes of one connection of one application: who shares it would delete what the other still needs, and be told
 * that a token is not known. Every failure of the file system is a ConnectorError `ConnectorIO` that names the file.
 *
 * @param folder  Its path; a relative one counts from the working directory of now.
 * @throws ConnectorError `InvalidArgument` for a path that is none, or empty.
 *
 * @example
 * const hr = snapshotSync(memory, { store: fileSnapshots('./state/hr') });
 */
export function fileSnapshots(folder: string): SnapshotStore {
  // An empty path, such as a setting that is not there, would be the working directory.
  if (typeof folder !== 'string' || folder === '') {
    throw new ConnectorError('InvalidArgument', `fileSnapshots: folder must be the path of a folder (got ${printable(folder)})`);
  }
  const root = resolve(folder);
  const pathOf = (series: string, name: string) => join(root, `${prefixOf(series)}${name}${ending}`);
  return {
    async list(series) {
      const prefix = prefixOf(series);
      const files = await doing('list', root, () => readdir(root), []);
      return files.filter((file) => file.startsWith(prefix) && file.endsWith(ending)).map((file) => file.slice(prefix.length, -ending.length));
    },
    async open(series, name) {
      const path = pathOf(series, name);
      const file = await doing('open', path, () => open(path, 'r'), undefined);
      return file && stored(file, path);
    },
    async write(series, name) {
      await makeFolder(root);
      await removeAbandoned(root, prefixOf(series));
      const path = pathOf(series, name);
      const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
      return sink(await doing('create', temporary, () => open(temporary, 'wx', 0o600)), temporary, path);
    },
    async append(series, name, chunk) {
      const path = pathOf(series, name);
      await makeFolder(root);
      const [file, isNew] = await openToAppend(path);
      await doing('write', path, async () => {
        try {
          await writeAll(file, chunk);
          await file.sync();
        } finally {
          await file.close();
        }
      });
      if (isNew) await flushFolder(root);
    },
    async delete(series, name) {
      const path = pathOf(series, name);
      await doing('delete', path, () => unlink(path), undefined);
    },
  };
}

/** How the names of a series' files begin: the same on every file system, and nothing that leads out of the folder. */
function prefixOf(series: string): string {
  const safe = series.replace(/[^\w-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  if (safe.length <= 150) return `${safe}.`;
  return `${safe.slice(0, 100)}~${createHash('sha256').update(series).digest('hex').slice(0, 32)}.`;
}

function stored(file: FileHandle, place: string): StoredSnapshot {
  return {
    place,
    async *chunks() {
      // The file stays readable through its handle after it was deleted.
      for (let position = 0; ; ) {
        const piece = Buffer.allocUnsafe(pieceSize);
        const { bytesRead } = await doing('read', place, () => file.read(piece, 0, pieceSize, position));
        if (bytesRead === 0) return;
        position += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    },
    close: () => doing('close', place, () => file.close()),
  };
}

function sink(file: FileHandle, temporary: string, path: string): SnapshotSink {
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    write: (chunk) => doing('write', temporary, () => writeAll(file, chunk)),
    async commit() {
      await doing('write', temporary, async () => {
        await file.sync();
        await close();
      });
      await doing('make', path, () => rename(temporary, path));
      await flushFolder(dirname(path));
    },
    async abort() {
      await doing('close', temporary, close);
      await doing('delete', temporary, () => unlink(temporary), undefined);
    },
  };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let from = 0; from < chunk.length; ) from += (await file.write(chunk, from)).bytesWritten;
}

async function openToAppend(path: string): Promise<readonly [file: FileHandle, isNew: boolean]> {
  const isThere = await doing('open', path, () => stat(path), undefined);
  return [await doing('open', path, () => open(path, 'a', 0o600)), isThere === undefined];
}

async function makeFolder(folder: string): Promise<void> {
  const first = await doing('make', folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  if (first === undefined) return;
  // The entry of a new folder is in the one above it.
  for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}

async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await doing('flush', folder, async () => {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

async function removeAbandoned(folder: string, prefix: string): Promise<void> {
  for (const file of await doing('list', folder, () => readdir(folder))) {
    if (!file.startsWith(prefix) || !file.endsWith('.tmp')) continue;
    const path = join(folder, file);
    const found = await doing('look at', path, () => stat(path), undefined);
    if (found && found.mtimeMs < Date.now() - abandonedAfter) await doing('delete', path, () => unlink(path), undefined);
  }
}

/** Names the file in every failure; what is not there is `missing`, where that is given. */
async function doing<T, M = T>(what: string, path: string, work: () => Promise<T>, ...missing: [] | [M]): Promise<T | M> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (missing.length === 1 && code === 'ENOENT') return missing[0];
    throw new ConnectorError('ConnectorIO', `cannot ${what} ${path}: ${code ?? 'an unexpected failure'}; the cause says more`, { cause: error });
  }
}
