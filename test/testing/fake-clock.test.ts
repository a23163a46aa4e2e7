import { describe, expect, test } from 'vitest';
import { startAws } from '../../src/testing/aws/index.ts';
import { fakeClock } from '../../src/testing/index.ts';

describe('a fake clock', () => {
  test('stands still until it is moved, in either direction', () => {
    const clock = fakeClock(new Date('2030-01-01T00:00:00Z'));

    clock.advance(1500);
    expect(new Date(clock.now()).toISOString()).toBe('2030-01-01T00:00:01.500Z');
    clock.advance(-500);
    expect(new Date(clock.now()).toISOString()).toBe('2030-01-01T00:00:01.000Z');
  });

  test('runs timers at their time and in their order, those set by others too', () => {
    const clock = fakeClock(0);
    const ran: string[] = [];
    const note = (what: string) => ran.push(`${what} at ${clock.now()}`);
    clock.setTimeout(() => note('late'), 200);
    clock.setTimeout(() => {
      note('early');
      clock.setTimeout(() => note('nested'), 50);
    }, 100);
    clock.setTimeout(() => note('second of two'), 100);
    const forgotten = clock.setTimeout(() => note('never'), 10);

    clock.clearTimeout(forgotten);
    clock.advance(300);

    expect(ran).toEqual(['early at 100', 'second of two at 100', 'nested at 150', 'late at 200']);
    expect([clock.now(), clock.timers]).toEqual([300, 0]);
  });

  test('stays where a timer has moved it, when that is further', () => {
    const clock = fakeClock(0);
    clock.setTimeout(() => clock.advance(20), 5);

    clock.advance(10);

    expect(clock.now()).toBe(25);
  });

  test.each(['advance', 'advanceAsync'] as const)('%s does not go on for ever with a timer that sets itself again at once', async (advance) => {
    const clock = fakeClock(0);
    const again = () => void clock.setTimeout(again, 0);
    clock.setTimeout(again, 1);

    await expect((async () => clock[advance](10))()).rejects.toThrow('sets itself again');
  });

  test('lets code that waits again and again go on', async () => {
    const clock = fakeClock(0);
    const woke: number[] = [];
    const loop = (async () => {
      for (let round = 0; round < 3; round++) {
        await clock.sleep(1000);
        woke.push(clock.now());
      }
    })();

    await clock.advanceAsync(2500);
    expect(woke).toEqual([1000, 2000]);
    await clock.advanceAsync(500);
    await loop;

    expect(woke).toEqual([1000, 2000, 3000]);
  });

  test('moved back it makes nobody wait longer', () => {
    const clock = fakeClock(10_000);
    let ran = false;
    clock.setTimeout(() => {
      ran = true;
    }, 100);

    clock.advance(-5000);
    clock.advance(100);

    expect([ran, clock.now()]).toEqual([true, 5100]);
  });

  test('a wait ends with the reason of its signal and leaves no timer', async () => {
    const clock = fakeClock();
    const leaving = new AbortController();
    const sleeping = clock.sleep(1000, leaving.signal);

    leaving.abort(new Error('left'));

    await expect(sleeping).rejects.toThrow('left');
    expect(clock.timers).toBe(0);
    await expect(clock.sleep(1, leaving.signal)).rejects.toThrow('left');
  });

  test('refuses what is no time', () => {
    expect(() => fakeClock(Number.NaN)).toThrow(RangeError);
    expect(() => fakeClock().advance(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });

  test('is the clock of an embedded AWS', async () => {
    const clock = fakeClock(new Date('2030-01-01'));
    await using aws = await startAws({ clock });
    aws.iam.addUser({ name: 'ada' });

    expect(aws.clock.now()).toBe(Date.UTC(2030, 0, 1));
  });
});
