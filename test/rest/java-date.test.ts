import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { javaDate } from '../../src/rest/systems/java-date.ts';

/** The same by asking `Intl` for every date, in each English in turn: slow, and nothing is kept. */
function slowJavaDate(timeZone: string): (date: Date) => string {
  const formats = ['en-US', 'en-GB', 'en-IN', 'en-AU', 'en-NZ', 'en-ZA', 'en-CA'].map(
    (language) =>
      new Intl.DateTimeFormat(language, {
        timeZone,
        weekday: 'short',
        year: 'numeric',
        month: 'short',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        timeZoneName: 'short',
      }),
  );
  return (date) => {
    const [american = {}, ...others] = formats.map((format) =>
      Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value])),
    );
    const names = [american, ...others].map(({ timeZoneName = '' }) => timeZoneName);
    const zone = names.find((name) => /^[A-Z]+$/.test(name) && name !== 'GMT') ?? names[0];
    const { weekday, month, day, hour, minute, second, year } = american;
    return `${weekday} ${month} ${day} ${hour}:${minute}:${second} ${zone} ${year}`;
  };
}

const zones = [
  ...['UTC', 'America/Los_Angeles', 'Europe/Vienna', 'Europe/London', 'Europe/Dublin', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  // Clocks that change twice within weeks; a change that stands for a few days only; half the year on summer time below the equator.
  ...[
    'Africa/Casablanca',
    'America/Recife',
    'Africa/Freetown',
    'Pacific/Auckland',
    'Antarctica/Troll',
    'Europe/Istanbul',
    'America/St_Johns',
    'Africa/Windhoek',
  ],
];

describe.each(zones)('a date in %s', (zone) => {
  const date = javaDate(zone);
  const slow = slowJavaDate(zone);

  test('prints as one that nothing was kept for', () => {
    const near = fc
      // Every hour at which clocks of the world change, and moments around it.
      .tuple(fc.date({ min: new Date('1900-01-01'), max: new Date('2045-01-01'), noInvalidDate: true }), fc.integer({ min: -2, max: 2 }))
      .map(([at, by]) => new Date(Math.round(at.getTime() / 1_800_000) * 1_800_000 + by));
    fc.assert(
      fc.property(fc.oneof(fc.date({ noInvalidDate: true }), near), (at) => {
        expect(date(at)).toBe(slow(at));
      }),
      { numRuns: 100 },
    );
  });

  test('prints to the millisecond before and after its clocks change', () => {
    const changes = [2000, 2012].flatMap((year) => changesOf(slow, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)));

    for (const change of changes)
      for (const by of [-86_400_000, -1000, -1, 0, 1, 999, 86_400_000]) {
        const at = new Date(change + by);
        expect(date(at)).toBe(slow(at));
      }
  });
});

/** When a zone was renamed or its clocks changed, to the millisecond. */
function changesOf(print: (date: Date) => string, from: number, to: number): readonly number[] {
  const state = (time: number) => /\d\d:\d\d:\d\d (.*) \d+$/.exec(print(new Date(time)))?.[1];
  const day = 86_400_000;
  const changes: number[] = [];
  for (let begin = from; begin < to; begin += day) {
    if (state(begin) === state(begin + day)) continue;
    let [low, high] = [begin, begin + day];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (state(middle) === state(begin)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

describe('a date', () => {
  test.each([
    ['UTC', '1970-01-01T00:00:00Z', 'Thu Jan 01 00:00:00 UTC 1970'],
    ['America/Los_Angeles', '2022-06-02T23:46:39Z', 'Thu Jun 02 16:46:39 PDT 2022'],
    ['Europe/Vienna', '2024-03-31T00:59:59.999Z', 'Sun Mar 31 01:59:59 CET 2024'],
    ['Europe/Vienna', '2024-03-31T01:00:00Z', 'Sun Mar 31 03:00:00 CEST 2024'],
    ['Asia/Kolkata', '2024-01-01T00:00:00Z', 'Mon Jan 01 05:30:00 IST 2024'],
  ])('in %s is as Java prints it: %s', (zone, at, expected) => {
    expect(javaDate(zone)(new Date(at))).toBe(expected);
  });

  test.each([8.64e15, -8.64e15, 8.64e15 - 1, -8.64e15 + 1, -62_135_596_800_001])('at the end of time prints: %d', (time) => {
    expect(javaDate('America/Lima')(new Date(time))).toBe(slowJavaDate('America/Lima')(new Date(time)));
  });

  test('that is none is an error', () => {
    expect(() => javaDate('UTC')(new Date(Number.NaN))).toThrow(RangeError);
  });

  test('in a zone that is none is an error', () => {
    expect(() => javaDate('Mars/Olympus')).toThrow(RangeError);
  });
});
