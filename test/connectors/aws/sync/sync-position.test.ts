import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, LATEST, MOST_MARKS, QUIET, type SyncPosition, withTold } from '../../../../src/connectors/aws/sync/sync-position.ts';
import { positionContent, positionOf, readToken, writeToken } from '../../../../src/connectors/aws/sync/sync-token.ts';
import { markOf } from '../../../../src/connectors/aws/sync/trace.ts';

const START = Date.UTC(2026, 10, 28);
const beginning: SyncPosition = { since: START, loadedUntil: START, told: new Map() };

interface Happening {
  readonly mark: string;
  readonly time: number;
  readonly arrival: number;
}

/** One sync as the sources do it, with a history instead of CloudTrail; its position goes through a token. */
function sync(position: SyncPosition, history: readonly Happening[], now: number, isWaiting: (each: Happening) => boolean = () => false) {
  const found = history.filter(({ time, arrival }) => arrival <= now && time >= position.since);
  const fresh = found.filter(({ mark }) => !position.told.has(mark));
  const waiting = fresh.filter(isWaiting);
  const told = fresh.filter((each) => !isWaiting(each));
  const newest = found.length === 0 ? undefined : Math.max(...found.map(({ time }) => time));
  const next = advance(withTold(position, told), { newest, now }, waiting);
  const scope = { source: 'cloudtrail', objectClass: '__ACCOUNT__' } as const;
  return { told: told.map(({ mark }) => mark), next: positionOf(readToken(writeToken(scope, positionContent(next)), scope)) };
}

const happenings = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 7200 }), delay: fc.integer({ min: 0, max: LATEST }) }), { maxLength: 60 })
  .map((all) =>
    all.map(({ at, delay }, index): Happening => {
      const time = START + at * 1000;
      return { mark: markOf(`event ${index}`, '__ACCOUNT__'), time, arrival: time + delay };
    }),
  );
const moments = fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 12 }).map((all) => [...all.sort((a, b) => a - b), 10_000]);

test('however late events arrive and whenever a sync runs, each is told once', () => {
  fc.assert(
    fc.property(happenings, moments, (history, seconds) => {
      const told: string[] = [];
      let position = beginning;
      for (const second of seconds) {
        const round = sync(position, history, START + second * 1000);
        told.push(...round.told);
        position = round.next;
      }
      expect(told.sort()).toEqual(history.map(({ mark }) => mark).sort());
    }),
  );
});

test('what waits is told by a later sync, and nothing else is told twice', () => {
  fc.assert(
    fc.property(happenings, moments, fc.func(fc.boolean()), (history, seconds, waits) => {
      const told: string[] = [];
      let position = beginning;
      for (const [index, second] of seconds.entries()) {
        const isLast = index === seconds.length - 1;
        const round = sync(position, history, START + second * 1000, ({ mark }) => !isLast && waits(mark, index));
        told.push(...round.told);
        position = round.next;
      }
      expect(told.sort()).toEqual(history.map(({ mark }) => mark).sort());
    }),
  );
});

test('a position never moves back', () => {
  fc.assert(
    fc.property(happenings, moments, (history, seconds) => {
      let position = beginning;
      for (const second of seconds) {
        const { next } = sync(position, history, START + second * 1000);
        expect(next.since).toBeGreaterThanOrEqual(position.since);
        position = next;
      }
    }),
  );
});

test('a quiet time moves the position on, though not past what a wrong clock would miss', () => {
  const now = START + 80 * 86_400_000;

  expect(sync(beginning, [], now).next.since).toBe(now - QUIET);
});

test('a position holds no more marks than it may, and forgets the oldest', () => {
  const told = Array.from({ length: MOST_MARKS + 100 }, (_, index) => ({ mark: markOf(String(index), 'x'), time: START + index * 100 }));

  const next = advance(withTold(beginning, told), { newest: START, now: START }, []);

  expect([...next.told.keys()].sort()).toEqual(
    told
      .slice(100)
      .map(({ mark }) => mark)
      .sort(),
  );
  expect(JSON.stringify(positionContent(next)).length).toBeLessThan(40_000);
});

test.each([
  ['another source', '[1,"sqs","__ACCOUNT__",[]]', /another source/],
  ['another class', '[1,"cloudtrail","__GROUP__",[]]', /of a sync of __GROUP__/],
  ['another version', '[2,"cloudtrail","__ACCOUNT__",[]]', /none that this connector made/],
  ['no JSON', 'yesterday', /none that this connector made/],
  ['damaged times', '[1,"cloudtrail","__ACCOUNT__",["x",1,{}]]', /damaged/],
  ['damaged marks', '[1,"cloudtrail","__ACCOUNT__",[1,1,{"0":"abc"}]]', /damaged/],
])('a token of %s is refused', (_, token, message) => {
  expect(() => positionOf(readToken(token, { source: 'cloudtrail', objectClass: '__ACCOUNT__' }))).toThrow(
    expect.objectContaining({ code: 'InvalidArgument', message: expect.stringMatching(message) }),
  );
});
