import { expect, test } from 'vitest';
import { FreshWrites, usersWrittenBy } from '../../../../src/connectors/aws/report/fresh-writes.ts';

const minute = 60_000;
const hour = 60 * minute;

function clocks() {
  const clock = { now: 0, awsTime: Date.UTC(2026, 10, 28) };
  const pass = (ms: number) => {
    clock.now += ms;
    clock.awsTime += ms;
  };
  return { clock, pass, writes: new FreshWrites({ now: () => clock.now, awsTime: () => clock.awsTime }) };
}

test('a report made before a write, or so soon after that it may not know it, is not believed about that user', () => {
  const { clock, writes } = clocks();
  writes.note('Ada');

  expect(writes.since('ada', clock.awsTime - hour)).toBe(true);
  expect(writes.since('ADA', clock.awsTime + 4 * minute)).toBe(true);
  expect(writes.since('ada', clock.awsTime + 6 * minute)).toBe(false);
  expect(writes.since('bob', clock.awsTime - hour)).toBe(false);
});

test('the last write counts', () => {
  const { clock, pass, writes } = clocks();
  writes.note('ada');
  pass(hour);
  writes.note('ADA');

  expect(writes.since('ada', clock.awsTime - minute)).toBe(true);
});

test('writes that no report can be older than are forgotten, others never', () => {
  const { clock, pass, writes } = clocks();
  for (let i = 0; i < 900; i++) writes.note(`old-${i}`);
  pass(9 * hour);
  for (let i = 0; i < 900; i++) writes.note(`new-${i}`);

  expect(writes.size).toBe(900);
  expect(writes.since('new-0', clock.awsTime)).toBe(true);
});

test('a rename writes both names, and what names no user writes none', () => {
  expect(usersWrittenBy({ UserName: 'ada', NewUserName: 'lovelace' })).toEqual(['ada', 'lovelace']);
  expect(usersWrittenBy({ GroupName: 'ops' })).toEqual([]);
});
