import { tracingChannel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failure, people as made, open, person, searchOver } from './scripted-connector.ts';

const channel = tracingChannel('identity-connector:operation');
let stop = () => {};

afterEach(() => stop());

function listen() {
  const events: [string, Record<string, unknown>][] = [];
  const on = (kind: string) => (event: unknown) => void events.push([kind, { ...(event as object) }]);
  const handlers = { start: on('start'), end: on('end'), asyncStart: on('asyncStart'), asyncEnd: on('asyncEnd'), error: on('error') };
  channel.subscribe(handlers as never);
  stop = () => void channel.unsubscribe(handlers as never);
  return { events, kinds: () => events.map(([kind]) => kind) };
}

const handlers = {
  create: () => '1',
  updateDelta: () => undefined,
  get: () => person('1', { mail: 'hunter2' }),
  search: searchOver(
    made(5, () => ({ mail: 'hunter2' })),
    2,
  ),
  async *sync() {
    yield { changes: [{ type: 'delete', uid: '1' }], token: 't' };
  },
};

test('a write is traced with the names of its attributes, never a value', async () => {
  const { people } = await open(handlers, { instanceName: 'hr' });
  const { events, kinds } = listen();

  await people.create({ __NAME__: 'hunter2', __PASSWORD__: 'hunter2-hunter2' });
  await people.update('7', { replace: { mail: 'hunter2' }, add: { tags: ['hunter2'] } });

  expect(kinds()).toEqual(['start', 'end', 'asyncStart', 'asyncEnd', 'start', 'end', 'asyncStart', 'asyncEnd']);
  expect(events[0]?.[1]).toEqual({
    connector: 'scripted',
    version: '1.2.3',
    instanceName: 'hr',
    operation: 'create',
    objectClass: 'person',
    uid: undefined,
    attributes: ['__NAME__', '__PASSWORD__'],
  });
  expect(events[4]?.[1]).toMatchObject({ operation: 'update', uid: '7', attributes: ['mail', 'tags'] });
  expect(inspect(events, { depth: 9 })).not.toContain('hunter2');
});

test('a read is traced without what was read', async () => {
  const { people, facade } = await open(handlers, {}, { hooks: { own: () => 'hunter2' } });
  const { events } = listen();

  await people.get('1');
  await people.search().toArray();
  await facade.runHook('own', { value: 'hunter2' });

  expect(events.length).toBeGreaterThan(8);
  expect(inspect(events, { depth: 9 })).not.toContain('hunter2');
});

test('a failure is traced with its error, and still rejects', async () => {
  const { people } = await open({
    get() {
      throw new Error('x');
    },
  });
  const { events, kinds } = listen();

  const error = await failure(people.get('1'));

  expect(kinds()).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
  expect(events[2]?.[1].error).toBe(error);
});

describe('a search', () => {
  const use = async (run: (stream: ReturnType<Awaited<ReturnType<typeof open>>['people']['search']>) => Promise<unknown>) => {
    const { people } = await open(handlers);
    const { events, kinds } = listen();
    await run(people.search({ pageSize: 3 }));
    return { last: events.at(-1)?.[1], kinds: kinds() };
  };

  test.each<[string, Parameters<typeof use>[0], number]>([
    ['toArray', (stream) => stream.toArray(), 5],
    ['first', (stream) => stream.first(), 1],
    ['count', (stream) => stream.count(), 5],
    ['page', (stream) => stream.page(), 3],
    [
      'a loop left early',
      async (stream) => {
        let rows = 0;
        for await (const _ of stream) if (++rows === 2) break;
      },
      2,
    ],
  ])('by %s says at its end how many rows were handed out', async (_, run, rows) => {
    const { last, kinds } = await use(run);

    expect(kinds).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(last).toMatchObject({ operation: 'search', objectClass: 'person', rows });
  });

  test('that fails says after how many rows', async () => {
    const { people } = await open({
      async *search() {
        yield { objects: made(2) };
        throw new Error('x');
      },
    });
    const { events, kinds } = listen();
    await failure(people.search().toArray());

    expect(kinds()).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(events[2]?.[1]).toMatchObject({ rows: 2, error: expect.objectContaining({ code: 'Internal' }) });
  });
});

test('a sync is traced to its end, also when it is left early', async () => {
  const { people } = await open(handlers);
  const { events, kinds } = listen();

  await people.sync().toArray();
  for await (const _ of people.sync()) break;

  expect(kinds()).toEqual(['start', 'end', 'asyncStart', 'asyncEnd', 'start', 'end', 'asyncStart', 'asyncEnd']);
  expect(events.at(-1)?.[1]).toMatchObject({ operation: 'sync', rows: 1 });
});

test('nothing is computed when nobody listens', async () => {
  const { people } = await open({ updateDelta: () => undefined });
  const keys = vi.spyOn(Object, 'values');

  await people.update('1', { replace: { mail: 'x' } });

  expect(keys).not.toHaveBeenCalled();
  keys.mockRestore();
});
