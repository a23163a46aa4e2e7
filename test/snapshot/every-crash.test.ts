import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { memorySnapshots } from '../../src/snapshot/index.ts';
import { Application, contentOf, sorted } from './application.ts';
import { Directory, failing, openAccounts, person } from './directory.ts';

/** Where a sync ends: at a step of the store, before or after it is done, or when the application has been handed so many changes and batches. */
interface Crash {
  readonly at: 'before' | 'after' | 'application';
  readonly turn: number;
}

/** What the level of an object is at one time; 0: there is no such object. */
type State = readonly number[];

/** Goes through states; each but the last is followed by a sync that crashes. Answers for each crash whether it came to pass. */
async function play(states: readonly State[], crashes: readonly (Crash | undefined)[]): Promise<readonly boolean[]> {
  const directory = new Directory();
  directory.pageSize = 1;
  const application = new Application();
  let crash: Crash | undefined;
  let turn = 0;
  let met = false;
  const die = (at: Crash['at']) => () => {
    if (at === 'before') turn++;
    if (crash?.at !== at || crash.turn !== turn) return;
    met = true;
    throw new Error('died');
  };
  const accounts = await openAccounts(directory, { store: failing(memorySnapshots(), { before: die('before'), after: die('after') }) });
  const results: boolean[] = [];
  for (const [index, state] of states.entries()) {
    for (const [each, level] of state.entries()) {
      const uid = 'abc'[each] as string;
      if (level === 0) directory.people.delete(uid);
      else directory.put(person(uid, { level }));
    }
    crash = crashes[index];
    [turn, met] = [0, false];
    let left = crash?.at === 'application' ? crash.turn : Number.POSITIVE_INFINITY;
    await application
      .sync(accounts, () => {
        met ||= left <= 0;
        return left-- <= 0;
      })
      .catch((error: unknown) => {
        if (!met) throw error;
      });
    results.push(met);
  }
  if (isDeepStrictEqual(sorted(application.copy), contentOf(directory))) return results;
  expect(sorted(application.copy), JSON.stringify({ states, crashes })).toEqual(contentOf(directory));
  return [];
}

/** All histories of so many levels in which something happens at every step; 1 and 2 are interchangeable, so none begins with 2. */
function histories(length: number): (readonly number[])[] {
  if (length === 1) return [[0], [1]];
  return histories(length - 1).flatMap((row) => [0, 1, 2].filter((level) => level !== row.at(-1)).map((level) => [...row, level]));
}

/** All crashes of a sync, one after the other, until one does not come to pass any more; answers how many did. */
async function everyCrash(places: readonly Crash['at'][], run: (crash: Crash) => Promise<number>): Promise<number> {
  let count = 0;
  for (const at of places) {
    for (let turn = at === 'application' ? 0 : 1; ; turn++) {
      const met = await run({ at, turn });
      if (met === 0) break;
      count += met;
    }
  }
  return count;
}

/** Another object changes every time, because the last batch has the new token: only what is told before it can be heard twice. */
const beside = (levels: readonly number[]): readonly State[] => levels.map((level, index) => [level, 1 + (index % 2)]);

const anywhere = ['before', 'after', 'application'] as const;

describe('every crash of every sync hides nothing', () => {
  test('of the load, and of the next one', async () => {
    let count = 0;
    for (const levels of histories(3)) {
      const states = beside(levels);
      count += await everyCrash(anywhere, async (first) => {
        if (!(await play(states, [first]))[0]) return 0;
        return everyCrash(anywhere, async (second) => Number((await play(states, [first, second]))[1]));
      });
    }

    expect(count).toBeGreaterThan(1000);
  }, 60_000);

  test('of two syncs from the same token, the first of which the application has heard', async () => {
    let count = 0;
    for (const levels of histories(4)) {
      const states = beside(levels);
      count += await everyCrash(['application'], async (first) => {
        if (!(await play(states, [undefined, first]))[1]) return 0;
        return everyCrash(anywhere, async (second) => Number((await play(states, [undefined, first, second]))[2]));
      });
    }

    expect(count).toBeGreaterThan(1000);
  }, 60_000);
});
