import { mkdtempSync, rmSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { fileSnapshots, memorySnapshots, type SnapshotStore } from '../../src/snapshot/index.ts';
import { Application, contentOf, sorted } from './application.ts';
import { Directory, failing, openAccounts, person } from './directory.ts';

/** Steps of the file system that fail when their turn comes; undefined: none does. */
const disk: { turn: number | undefined; after: boolean; steps: string[] } = vi.hoisted(() => ({ turn: undefined, after: false, steps: [] }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    disk.steps.push(name);
    const fails = disk.turn !== undefined && --disk.turn === 0;
    if (fails && !disk.after) throw new Error(`died before ${name}`);
    const result = await work();
    if (fails) throw new Error(`died after ${name}`);
    return result;
  };
  return {
    ...real,
    rename: (from: string, to: string) => step('rename', () => real.rename(from, to)),
    async open(path: string, ...rest: [string, number?]) {
      const file = await real.open(path, ...rest);
      const [write, sync] = [file.write.bind(file), file.sync.bind(file)];
      return Object.assign(file, {
        write: (...args: Parameters<typeof write>) => step('write', () => write(...args)),
        sync: () => step(rest[0] === 'r' ? 'flush folder' : 'flush', sync),
      });
    },
  };
});

const folders: string[] = [];
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  disk.turn = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const uid = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const change = fc.record({ uid, level: fc.option(fc.integer({ min: 1, max: 2 })) });
const round = fc.record({
  changes: fc.array(change, { maxLength: 4 }),
  /** While the pages are read. */
  meanwhile: fc.array(change, { maxLength: 2 }),
  /** After how many changes and batches the application dies. */
  dies: fc.option(fc.nat({ max: 8 })),
  /** Which step of the store fails, and whether before or after it is done. */
  fails: fc.option(fc.record({ turn: fc.integer({ min: 1, max: 9 }), after: fc.boolean() })),
});
type Round = typeof round extends fc.Arbitrary<infer T> ? T : never;

function apply(directory: Directory, changes: Round['changes']): void {
  for (const each of changes) {
    // Few values, so that objects often become again what they were.
    if (each.level === null) directory.people.delete(each.uid);
    else directory.put(person(each.uid, { level: each.level }));
  }
}

async function play(rounds: readonly Round[], makeStore: (fails: () => Round['fails']) => SnapshotStore): Promise<void> {
  const directory = new Directory();
  const application = new Application();
  let current: Round | undefined;
  const accounts = await openAccounts(directory, { store: makeStore(() => current?.fails ?? null) });
  for (current of rounds) {
    apply(directory, current.changes);
    const { meanwhile, dies, fails } = current;
    let pages = 0;
    directory.beforePage = () => {
      if (++pages === 2) apply(directory, meanwhile);
    };
    let left = dies ?? Number.POSITIVE_INFINITY;
    await application
      .sync(accounts, () => left-- <= 0)
      .catch((error: unknown) => {
        if (fails === null) throw error;
      });
  }
  current = undefined;
  directory.beforePage = () => {};

  await application.sync(accounts);

  expect(sorted(application.copy)).toEqual(contentOf(directory));
}

const rounds = fc.array(round, { minLength: 1, maxLength: 8 });

test('whatever changes and whenever application or store die, in the end the copy is what the directory is', async () => {
  await fc.assert(
    fc.asyncProperty(rounds, (list) =>
      play(list, (failure) => {
        let [current, step] = [failure(), 0];
        const die = (after: boolean) => (name: string) => {
          if (failure() !== current) [current, step] = [failure(), 0];
          if (after ? current?.after && step === current.turn : ++step === current?.turn && !current.after) throw new Error(`died at ${name}`);
        };
        return failing(memorySnapshots(), { before: die(false), after: die(true) });
      }),
    ),
    { numRuns: 1000 },
  );
});

test('the same with files, whichever step of the file system is the last', async () => {
  disk.steps = [];
  await fc.assert(
    fc.asyncProperty(rounds, (list) =>
      play(list, (failure) => {
        const store = fileSnapshots(temporaryFolder());
        const armed: SnapshotStore = {
          ...store,
          list(series) {
            // Every sync lists before it writes: the steps count from there.
            const fails = failure();
            disk.turn = fails?.turn;
            disk.after = fails?.after ?? false;
            return store.list(series);
          },
        };
        return armed;
      }),
    ),
    { numRuns: 150 },
  );

  expect(new Set(disk.steps)).toEqual(new Set(['write', 'flush', 'rename', 'flush folder']));
});
