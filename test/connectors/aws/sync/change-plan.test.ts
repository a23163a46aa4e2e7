import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlanKnowledge, planChanges, uidsToRead } from '../../../../src/connectors/aws/sync/change-plan.ts';
import { inOrder, keyOf, type Trace, tiedTogether } from '../../../../src/connectors/aws/sync/trace.ts';
import type { Change, ConnectorObject } from '../../../../src/spi/operations.ts';

const objectClass = '__ACCOUNT__';
const BORN = Date.UTC(2026, 0, 1);
const LATER = Date.UTC(2026, 10, 28);

function object(uid: string, id: string, created = BORN): ConnectorObject {
  return { uid, name: uid, attributes: { UserId: id, CreatedDate: new Date(created) } } as ConnectorObject;
}

let marks = 0;
function trace(does: Trace['does'], uid: string, newUid?: string, more: Partial<Trace> = {}): Trace {
  marks += 1;
  return { objectClass, does, uid, ...(newUid !== undefined && { newUid }), mark: `m${marks}`, time: LATER + marks * 1000, isFresh: true, ...more };
}

function knowledge(live: readonly ConnectorObject[], more: Partial<PlanKnowledge> = {}): PlanKnowledge {
  return {
    live: new Map(live.map((each) => [keyOf(each.uid), each])),
    knownSince: LATER,
    loadedUntil: 0,
    settledUntil: Number.POSITIVE_INFINITY,
    ...more,
  };
}

function told(traces: readonly Trace[], known: PlanKnowledge) {
  return planChanges(traces, known).changes.map(
    ({ type, uid, previousUid }) => `${type} ${uid}${previousUid === undefined ? '' : ` was ${previousUid}`}`,
  );
}

test('a chain of renames is one update from the first name to the last', () => {
  expect(told([trace('rename', 'a', 'b'), trace('rename', 'b', 'c'), trace('rename', 'c', 'd')], knowledge([object('d', 'A')]))).toEqual([
    'update d was a',
  ]);
});

test('what came and went is not told, nor are names that were had in between', () => {
  expect(told([trace('create', 'a'), trace('rename', 'a', 'b'), trace('delete', 'b')], knowledge([]))).toEqual([]);
});

test('what came and went while the objects were loaded is told as deleted', () => {
  expect(told([trace('create', 'a'), trace('delete', 'a')], knowledge([], { loadedUntil: LATER + 86_400_000 }))).toEqual(['delete a']);
});

test('what was made and renamed is a create under its last name', () => {
  const live = [object('b', 'A', LATER + 60_000)];

  expect(told([trace('create', 'a'), trace('rename', 'a', 'b')], knowledge(live))).toEqual(['create b']);
});

test('what was deleted and made again is told as both', () => {
  expect(told([trace('delete', 'a'), trace('create', 'a')], knowledge([object('a', 'B', LATER + 60_000)]))).toEqual(['delete a', 'create a']);
});

test('a name that another took after its object was deleted is told as both, the deletion first', () => {
  expect(told([trace('delete', 'b'), trace('rename', 'a', 'b')], knowledge([object('b', 'A')]))).toEqual(['delete b', 'update b was a']);
});

test('names that move along a line are told so that none is taken before it is free', () => {
  const traces = [trace('rename', 'c', 'd'), trace('rename', 'b', 'c'), trace('rename', 'a', 'b')];

  expect(told(traces, knowledge([object('b', 'A'), object('c', 'B'), object('d', 'C')]))).toEqual([
    'update d was c',
    'update c was b',
    'update b was a',
  ]);
});

test('two objects that exchange names: one is told as renamed, the other anew', () => {
  const traces = [trace('rename', 'a', 'x'), trace('rename', 'b', 'a'), trace('rename', 'x', 'b')];

  expect(told(traces, knowledge([object('a', 'B'), object('b', 'A')]))).toEqual(['update a was b', 'upsert b']);
});

test('what was renamed and deleted is deleted under the name that the caller knows', () => {
  expect(told([trace('rename', 'a', 'b'), trace('delete', 'b')], knowledge([])).sort()).toEqual(['delete a']);
});

test('a rename that arrives after a later one was told leads to the name of now', () => {
  const traces = [trace('rename', 'a', 'b'), trace('rename', 'b', 'c', { isFresh: false })];

  expect(told(traces, knowledge([object('c', 'A')]))).toEqual(['delete b', 'update c was a']);
});

test('a deletion that arrives after the new object of that name was told deletes nothing', () => {
  const traces = [trace('delete', 'a'), trace('create', 'a', undefined, { isFresh: false })];

  expect(told(traces, knowledge([object('a', 'B', LATER + 60_000)]))).toEqual(['upsert a']);
});

test('a create that arrives after another change of the object was told is an upsert', () => {
  const traces = [trace('create', 'a'), trace('update', 'a', undefined, { isFresh: false })];

  expect(told(traces, knowledge([object('a', 'A', LATER + 60_000)]))).toEqual(['upsert a']);
});

test('a create from before the objects were loaded is an upsert', () => {
  expect(told([trace('create', 'a')], knowledge([object('a', 'A', LATER + 60_000)], { loadedUntil: LATER + 86_400_000 }))).toEqual(['upsert a']);
});

test('names differ by more than case', () => {
  expect(told([trace('update', 'ADA')], knowledge([object('ada', 'A')]))).toEqual(['update ada']);
});

test('a created object that cannot be read yet is not told as deleted', () => {
  const plan = planChanges([trace('create', 'a')], knowledge([], { settledUntil: LATER }));

  expect(plan).toEqual({ changes: [], isUnsettled: true });
});

test('a deleted object that can still be read is not told as there', () => {
  const plan = planChanges([trace('delete', 'a')], knowledge([object('a', 'A')], { settledUntil: LATER }));

  expect(plan).toEqual({ changes: [], isUnsettled: true });
});

test('what was made and left in one second is told as IAM shows it, in whatever order the events come', () => {
  const time = LATER + 1000;
  const events = [trace('rename', 'b', 'a', { time }), trace('create', 'b', undefined, { time })];

  for (const traces of [events, [...events].reverse()]) {
    const plan = planChanges(traces, knowledge([object('a', 'A', time)], { settledUntil: LATER }));
    expect(plan.isUnsettled).toBe(false);
    expect(plan.changes.find(({ type }) => type !== 'delete')?.uid).toBe('a');
  }
});

test('what IAM does not show for long is told as IAM shows it', () => {
  expect(told([trace('create', 'a')], knowledge([]))).toEqual([]);
  expect(told([trace('delete', 'a')], knowledge([object('a', 'A')]))).toEqual(['delete a', 'update a']);
});

/** A small IAM: names and the ids of what has them. */
interface World {
  readonly names: Map<string, { readonly id: string; readonly created: number }>;
  readonly traces: Trace[];
}

type Deed = readonly ['create' | 'delete' | 'update' | 'rename', number, number];

const names = ['a', 'b', 'c', 'd'];

function happen({ names: held, traces }: World, deeds: readonly Deed[], start: number): void {
  for (const [index, [does, from, to]] of deeds.entries()) {
    const [uid, newUid] = [names[from] as string, names[to] as string];
    // Several in one second, as a script does them.
    const time = start + Math.floor(index / 3) * 1000;
    const holder = held.get(uid);
    if (does === 'create' && !holder) held.set(uid, { id: `${start} ${index}`, created: time });
    else if (does === 'delete' && holder) held.delete(uid);
    else if (does === 'rename' && holder && !held.has(newUid)) {
      held.delete(uid);
      held.set(newUid, holder);
    } else if (does !== 'update' || !holder) continue;
    traces.push(trace(does, uid, does === 'rename' ? newUid : undefined, { time }));
  }
}

/** What a caller holds who applies changes one after the other. */
function apply(mirror: Map<string, string>, changes: readonly Change[]): void {
  for (const { type, uid, previousUid, object: row } of changes) {
    if (previousUid !== undefined) mirror.delete(previousUid);
    if (type === 'delete') mirror.delete(uid);
    else mirror.set(uid, String((row?.attributes as { UserId?: unknown } | undefined)?.UserId));
  }
}

const deeds = fc.array(
  fc.tuple(fc.constantFrom('create' as const, 'delete' as const, 'update' as const, 'rename' as const), fc.nat({ max: 3 }), fc.nat({ max: 3 })),
  { maxLength: 12 },
);

test('whoever applies the changes of random histories, told in any order and late, holds what is there', () => {
  fc.assert(
    fc.property(
      fc.array(deeds, { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(fc.nat({ max: 2 })),
      fc.infiniteStream(fc.nat()),
      (rounds, lateness, order) => {
        const world: World = { names: new Map(), traces: [] };
        const mirror = new Map<string, string>();
        const arrival = new Map<string, number>();
        const known = new Set<string>();
        for (let round = 0; round < rounds.length + 3; round++) {
          const before = world.traces.length;
          happen(world, rounds[round] ?? [], LATER + round * 100_000);
          for (const { mark } of world.traces.slice(before)) arrival.set(mark, round + (lateness.next().value as number));
          const found = world.traces
            .filter(({ mark }) => (arrival.get(mark) ?? 0) <= round)
            .map((each) => ({ each: { ...each, isFresh: !known.has(each.mark) }, key: order.next().value as number }))
            .sort((x, y) => x.key - y.key)
            .map(({ each }) => each);
          for (const group of tiedTogether(inOrder(found)).filter((traces) => traces.some(({ isFresh }) => isFresh))) {
            const live = uidsToRead(group).flatMap((uid) => {
              const holder = world.names.get(uid);
              return holder ? [object(uid, holder.id, holder.created)] : [];
            });
            const { changes } = planChanges(group, knowledge(live, { knownSince: undefined }));
            apply(mirror, changes);
          }
          for (const { mark } of found) known.add(mark);
        }
        expect(Object.fromEntries(mirror)).toEqual(Object.fromEntries([...world.names].map(([name, { id }]) => [name, id])));
      },
    ),
    { numRuns: 2000 },
  );
});

test('with every event in time and in order, each object keeps the identity that the caller knows', () => {
  fc.assert(
    fc.property(fc.array(deeds, { minLength: 1, maxLength: 3 }), (rounds) => {
      const world: World = { names: new Map(), traces: [] };
      const mirror = new Map<string, string>();
      for (const [round, list] of rounds.entries()) {
        const from = world.traces.length;
        const start = new Map([...world.names].map(([name, { id }]) => [name, id]));
        happen(world, list, LATER + round * 100_000);
        for (const group of tiedTogether(inOrder(world.traces.slice(from)))) {
          const live = uidsToRead(group).flatMap((uid) => {
            const holder = world.names.get(uid);
            return holder ? [object(uid, holder.id, holder.created)] : [];
          });
          const { changes } = planChanges(group, knowledge(live, { knownSince: LATER + round * 100_000 }));
          for (const { uid, previousUid } of changes) {
            // A previous uid is that of the very same object.
            if (previousUid !== undefined) expect(start.get(previousUid)).toBe(world.names.get(uid)?.id);
          }
          apply(mirror, changes);
        }
        expect(Object.fromEntries(mirror)).toEqual(Object.fromEntries([...world.names].map(([name, { id }]) => [name, id])));
      }
    }),
    { numRuns: 1000 },
  );
});
