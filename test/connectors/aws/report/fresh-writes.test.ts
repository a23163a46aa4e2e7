import { expect, test } from 'vitest';
import { FreshWrites } from '../../../../src/connectors/aws/report/fresh-writes.ts';

const minute = 60_000;
const hour = 60 * minute;
const disable = (UserName: string) => ['UpdateAccessKey', { UserName }] as const;

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
  writes.note(...disable('Ada'));

  expect(writes.since('ada', clock.awsTime - hour)).toBe(true);
  expect(writes.since('ADA', clock.awsTime + 4 * minute)).toBe(true);
  expect(writes.since('ada', clock.awsTime + 6 * minute)).toBe(false);
  expect(writes.since('bob', clock.awsTime - hour)).toBe(false);
});

test('the last write counts', () => {
  const { clock, pass, writes } = clocks();
  writes.note(...disable('ada'));
  pass(hour);
  writes.note(...disable('ADA'));

  expect(writes.since('ada', clock.awsTime - minute)).toBe(true);
});

test('writes that no report can be older than are forgotten, others never', () => {
  const { clock, pass, writes } = clocks();
  for (let i = 0; i < 900; i++) writes.note(...disable(`old-${i}`));
  pass(9 * hour);
  for (let i = 0; i < 900; i++) writes.note(...disable(`new-${i}`));

  expect(writes.size).toBe(900);
  expect(writes.since('new-0', clock.awsTime)).toBe(true);
});

test('a rename writes both names, and what no report says of a user is not remembered', () => {
  const { clock, writes } = clocks();
  writes.note('UpdateUser', { UserName: 'ada', NewUserName: 'lovelace' });
  writes.note('TagUser', { UserName: 'bob' });
  writes.note('AddUserToGroup', { UserName: 'eve', GroupName: 'ops' });

  expect(['ada', 'lovelace', 'bob', 'eve'].map((name) => writes.since(name, clock.awsTime))).toEqual([true, true, false, false]);
});

test('what was written of a user tells which columns are in doubt', () => {
  const { clock, writes } = clocks();
  writes.note('UpdateLoginProfile', { UserName: 'ada' });
  writes.note(...disable('ADA'));
  writes.note(...disable('bob'));

  expect(writes.since('ada', clock.awsTime, ['password'])).toBe(true);
  expect(writes.since('bob', clock.awsTime, ['password'])).toBe(false);
  expect(writes.since('bob', clock.awsTime)).toBe(true);
});
