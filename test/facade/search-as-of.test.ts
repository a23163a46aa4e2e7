import { expect, test } from 'vitest';
import { people as made, person, yielding } from './scripted-connector.ts';

const noon = new Date('2026-11-28T12:00:00Z');
const one = new Date('2026-11-28T13:00:00Z');

async function agesOf(stream: { pages(): AsyncIterable<{ readonly rows: readonly unknown[]; readonly asOf?: Date }> }) {
  const ages: unknown[] = [];
  for await (const { rows, asOf } of stream.pages()) ages.push([rows.length, asOf]);
  return ages;
}

test('a page says how old what it says may be, and nothing when it was read live', async () => {
  const aged = await yielding({ objects: made(2), asOf: noon });
  const live = await yielding({ objects: made(2) });

  expect(await aged.people.search().page()).toMatchObject({ asOf: noon });
  expect(await live.people.search().page()).not.toHaveProperty('asOf');
});

test('a page of the caller that is made of several is as old as the oldest of them', async () => {
  const { people } = await yielding({ objects: [person('1')], asOf: one }, { objects: [person('2')], asOf: noon }, { objects: [person('3')] });

  expect(await agesOf(people.search({ pageSize: 2 }))).toEqual([
    [2, noon],
    [1, undefined],
  ]);
});

test('the age of a page of the connector goes with each part of it', async () => {
  const { people } = await yielding({ objects: made(3), asOf: noon }, { objects: [person('4'), person('5')], asOf: one });

  expect(await agesOf(people.search({ pageSize: 2 }))).toEqual([
    [2, noon],
    [2, noon],
    [1, one],
  ]);
});

test('what was only looked ahead at does not age a page', async () => {
  const { people } = await yielding({ objects: made(2) }, { objects: [person('3')], asOf: noon });

  expect(await agesOf(people.search({ pageSize: 2 }))).toEqual([
    [2, undefined],
    [1, noon],
  ]);
});

test('rows that the framework sorts are as old as the oldest page read for them', async () => {
  const { people } = await yielding({ objects: [person('1', { age: 2 })], asOf: one }, { objects: [person('2', { age: 1 })], asOf: noon });

  const page = await people.search({ sort: [{ attribute: 'age' as never }], limit: 10 }).page();

  expect(page.rows.map(({ uid }) => uid)).toEqual(['2', '1']);
  expect(page.asOf).toEqual(noon);
});
