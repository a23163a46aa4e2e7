import { describe, expect, test, vi } from 'vitest';
import { filters as f, type Page, type Row, type SearchCall } from '../../src/index.ts';
import { deferred, failure, people as made, open, person, searchOver, untilAborted, yielding } from './scripted-connector.ts';

const uids = (rows: readonly Row[]) => rows.map(({ uid }) => uid).join('');

describe('filter', () => {
  test('a superset is filtered again', async () => {
    const { people } = await yielding({ objects: [person('1', { mail: 'a@x' }), person('2', { mail: 'b@x' }), person('3')] });

    expect(uids(await people.search({ filter: f.startsWith('mail', 'B') }).toArray())).toBe('2');
  });

  test('a page that says exact is believed', async () => {
    const { people } = await yielding({ objects: [person('1', { mail: 'b@x' })] }, { objects: [person('2'), person('3')], exact: true });

    expect(uids(await people.search({ filter: f.equals('mail', 'b@x') }).toArray())).toBe('123');
  });

  test('a filter may name an attribute that is not asked for: the connector is asked for it, the row has it not', async () => {
    const search = vi.fn(async function* (_: SearchCall<never>) {
      yield { objects: [person('1', { mail: 'a@x', age: 3 })] };
    });
    const { people } = await open({ search });

    const rows = await people.search({ filter: f.equals('mail', 'a@x'), attributes: ['age'] }).toArray();

    expect(rows.map(({ attributes }) => attributes)).toEqual([{ age: 3 }]);
    expect([...(search.mock.calls[0]?.[0].attributesToGet ?? [])].sort()).toEqual(['age', 'mail']);
  });

  test('"or" of nothing is answered without a call', async () => {
    const search = vi.fn();
    const { people } = await open({ search });
    const stream = people.search({ filter: f.or(), total: 'exact' });

    expect(await stream.toArray()).toEqual([]);
    expect(await stream.page()).toEqual({ rows: [], total: 0, remaining: 0 });
    expect(search).not.toHaveBeenCalled();
  });

  test('"and" of nothing is no filter', async () => {
    const search = vi.fn(searchOver(made(2), 5));
    const { people } = await open({ search });

    expect(await people.search({ filter: f.and() }).count()).toBe(2);
    expect(search.mock.calls[0]?.[0].filter).toBeUndefined();
  });

  test('a search for exactly one uid goes to get', async () => {
    const search = vi.fn();
    const { people } = await open({ search, get: ({ uid }: { uid: string }) => person(uid, { age: 1 }) });

    expect(await people.search({ filter: '__UID__ eq "7"', attributes: ['age'] }).toArray()).toEqual([
      { objectClass: 'person', uid: '7', name: 'name-7', attributes: { age: 1 } },
    ]);
    expect(search).not.toHaveBeenCalled();
  });

  test('a search for a uid that get does not find has no rows', async () => {
    const { people } = await open({ search: vi.fn(), get: () => undefined });

    expect(await people.search({ filter: f.equals('__UID__', '7') }).toArray()).toEqual([]);
  });

  test('a get that answers another object than the one searched for gives no row', async () => {
    const { people } = await open({ search: vi.fn(), get: () => person('8') });

    expect(await people.search({ filter: f.equals('__UID__', '7') }).toArray()).toEqual([]);
  });

  test.each([{ offset: 1 }, { options: {} }, { total: 'exact' as const }])('a search for one uid with %j goes to search', async (extra) => {
    const get = vi.fn();
    const { people } = await open({ get, search: searchOver([person('7')], 1) });

    await people.search({ filter: f.equals('__UID__', '7'), ...extra }).toArray();

    expect(get).not.toHaveBeenCalled();
  });

  test('get without a get of its own is a search for the uid', async () => {
    const search = vi.fn(searchOver(made(9), 2));
    const { people } = await open({ search });

    expect((await people.get('5'))?.name).toBe('name-5');
    expect(await people.get('x')).toBeUndefined();
    expect(search.mock.calls[0]?.[0].filter).toEqual(f.equals('__UID__', '5'));
  });
});

describe('projection', () => {
  const full = { mail: 'm', title: 't', age: 1, onRequest: 'r', undeclared: 'u', tags: [] };

  test('without names a row has what is returned by default, and what the schema does not know is dropped', async () => {
    const { people } = await yielding({ objects: [person('1', full)] });

    expect((await people.search().first())?.attributes).toEqual({ mail: 'm', title: 't', age: 1, tags: [] });
  });

  test('"*" stands for those returned by default', async () => {
    const { people } = await yielding({ objects: [person('1', full)] });

    expect(Object.keys((await people.search({ attributes: ['*', 'onRequest'] }).first())?.attributes ?? {}).sort()).toEqual([
      'age',
      'mail',
      'onRequest',
      'tags',
      'title',
    ]);
  });

  test('an empty projection asks for nothing and gives identities', async () => {
    const search = vi.fn(searchOver([person('1', full)], 1));
    const { people } = await open({ search });

    expect(await people.search({ attributes: [] }).toArray()).toEqual([{ objectClass: 'person', uid: '1', name: 'name-1', attributes: {} }]);
    expect(search.mock.calls[0]?.[0].attributesToGet.size).toBe(0);
  });

  test('the names to get are always a concrete set, never one that cannot be read', async () => {
    const search = vi.fn(searchOver([], 1));
    const { people } = await open({ search });

    await people.search().toArray();

    const names = search.mock.calls[0]?.[0].attributesToGet as ReadonlySet<string>;
    expect([...names].sort()).toEqual(['address', 'age', 'arn', 'born', 'days', 'logins', 'mail', 'photo', 'rank', 'roles', 'tags', 'title']);
  });

  test('identity may be named and is where it always is', async () => {
    const { people } = await yielding({ objects: [person('1', full)] });

    expect((await people.search({ attributes: ['__NAME__', '__UID__'] }).first())?.attributes).toEqual({});
  });

  test('null and undefined are absent', async () => {
    const { people } = await yielding({ objects: [person('1', { mail: null, age: undefined, title: 'x' })] });

    expect(await people.search().first()).toStrictEqual({ objectClass: 'person', uid: '1', name: 'name-1', attributes: { title: 'x' } });
  });

  test('revision and incomplete attributes come along, the latter only where they were asked for', async () => {
    const { people } = await yielding({ objects: [{ ...person('1', { tags: ['a'] }), revision: '5', incomplete: ['tags', 'roles'] }] });

    expect(await people.search({ attributes: ['tags'] }).first()).toEqual({
      objectClass: 'person',
      uid: '1',
      name: 'name-1',
      revision: '5',
      attributes: { tags: ['a'] },
      incomplete: ['tags'],
    });
  });

  test("a value that the schema does not describe is the connector's defect, and its text is not shown", async () => {
    const { people } = await yielding({ objects: [person('1', { age: 'hunter2' })] });

    const error = await failure(people.search().toArray());

    expect(error.code).toBe('Internal');
    expect(error.message).toContain('age is a string');
    expect(error.message).not.toContain('hunter2');
  });

  test.each([{ uid: '' }, { uid: 5 }, { name: undefined }, { name: '' }])(
    "an object without identity is the connector's defect: %j",
    async (wrong) => {
      const { people } = await yielding({ objects: [{ ...person('1'), ...wrong } as never] });

      expect((await failure(people.search().toArray())).code).toBe('Internal');
    },
  );
});

describe("rows are the caller's own", () => {
  const held = () =>
    person('1', {
      tags: ['a'],
      address: { city: 'x', lines: ['1'] },
      born: new Date(5),
      days: [new Date(6)],
      photo: Uint8Array.of(1, 2),
      incomplete: ['tags'],
    });

  test.each(['search', 'get'] as const)('changing every part of a row of %s changes nothing that the connector holds', async (operation) => {
    const object = held();
    const { people } = await open({ search: searchOver([object], 1), get: () => object });
    const row = operation === 'get' ? await people.get('1') : await people.search().first();
    const attributes = row?.attributes as unknown as {
      tags: string[];
      address: { city: string; lines: string[] };
      born: Date;
      days: Date[];
      photo: Uint8Array;
      title: string;
    };

    attributes.tags.push('b');
    attributes.address.city = 'changed';
    attributes.address.lines.push('2');
    attributes.born.setTime(0);
    attributes.days[0]?.setTime(0);
    attributes.photo[0] = 9;
    attributes.title = 'new';
    (row as { name: string }).name = 'changed';

    expect(object).toEqual(held());
  });

  test('a __proto__ key inside a map stays a key', async () => {
    const { people } = await yielding({ objects: [person('1', { address: JSON.parse('{"__proto__":{"polluted":1}}') })] });

    const [row] = (await people.search().toArray()) as unknown as readonly [Row];
    const { address } = row.attributes as { address: { polluted?: number } };

    expect(address.polluted).toBeUndefined();
    expect(Object.keys(address)).toEqual(['__proto__']);
  });
});

describe('uses of a stream', () => {
  test('toArray, first, count, pages and page agree', async () => {
    const { people } = await open({ search: searchOver(made(5), 2) });
    const stream = people.search({ pageSize: 3 });
    const pages: string[] = [];
    for await (const page of stream.pages()) pages.push(uids(page.rows));

    expect(uids(await stream.toArray())).toBe('01234');
    expect((await stream.first())?.uid).toBe('0');
    expect(await stream.count()).toBe(5);
    expect(pages).toEqual(['012', '34']);
    expect(uids((await stream.page()).rows)).toBe('012');
  });

  test('nothing is asked before the stream is used, and each use asks anew', async () => {
    const search = vi.fn(searchOver(made(1), 2));
    const { people } = await open({ search });
    const stream = people.search();
    expect(search).not.toHaveBeenCalled();

    await stream.count();
    await stream.count();

    expect(search).toHaveBeenCalledTimes(2);
  });

  test('a search without rows has one empty page without cursor', async () => {
    const { people } = await yielding();

    expect(await people.search().page()).toEqual({ rows: [] });
    expect(await people.search().first()).toBeUndefined();
  });

  test('limit 0 asks nobody', async () => {
    const search = vi.fn();
    const { people } = await open({ search });

    expect(await people.search({ limit: 0 }).page()).toEqual({ rows: [] });
    expect(await people.search({ limit: 0 }).toArray()).toEqual([]);
    expect(search).not.toHaveBeenCalled();
  });

  test('offset and limit count rows after filtering', async () => {
    const { people } = await open({
      search: searchOver(
        made(10, (index) => ({ age: index % 2 })),
        3,
      ),
    });

    expect(uids(await people.search({ filter: f.equals('age', 1), offset: 1, limit: 3 }).toArray())).toBe('357');
  });

  test('calls of next that overlap are answered in their order', async () => {
    const { people } = await open({ search: searchOver(made(4), 2) });
    const iterator = people.search()[Symbol.asyncIterator]();

    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));

    expect(results.map(({ done, value }) => (done ? '-' : value.uid)).join('')).toBe('0123--');
  });

  test('return while next is waiting ends the stream after it', async () => {
    const gate = deferred<void>();
    let ended = false;
    const { people } = await open({
      async *search() {
        try {
          await gate.promise;
          yield { objects: made(2) };
        } finally {
          ended = true;
        }
      },
    });
    const iterator = people.search()[Symbol.asyncIterator]();
    const first = iterator.next();
    const left = iterator.return?.();
    gate.resolve();

    expect((await first).value.uid).toBe('0');
    expect(await left).toEqual({ value: undefined, done: true });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    expect(ended).toBe(true);
  });

  test('every row after the end stays the end', async () => {
    const { people } = await yielding({ objects: made(1) });
    const iterator = people.search()[Symbol.asyncIterator]();

    await iterator.next();

    expect((await iterator.next()).done).toBe(true);
    expect((await iterator.next()).done).toBe(true);
  });
});

describe('leaving early', () => {
  const watched = async () => {
    const log: string[] = [];
    const opened = await open({
      async *search() {
        try {
          for (;;) yield { objects: made(2) };
        } finally {
          log.push('ended');
        }
      },
    });
    return { ...opened, log };
  };

  test("a break runs the connector's finally before the loop is left", async () => {
    const { people, log } = await watched();

    for await (const _ of people.search()) break;

    expect(log).toEqual(['ended']);
  });

  test('a throw in the consumer runs it too, and is what the consumer gets', async () => {
    const { people, log } = await watched();
    const consume = async () => {
      for await (const _ of people.search()) throw new Error('mine');
    };

    await expect(consume()).rejects.toThrow('mine');
    expect(log).toEqual(['ended']);
  });

  test.each(['first', 'page'] as const)("%s ends the connector's generator", async (use) => {
    const { people, log } = await watched();

    await people.search({ pageSize: 1 })[use]();

    expect(log).toEqual(['ended']);
  });

  test('a break between pages ends it', async () => {
    const { people, log } = await watched();

    for await (const _ of people.search({ pageSize: 1 }).pages()) break;

    expect(log).toEqual(['ended']);
  });

  test('a reached limit ends it', async () => {
    const { people, log } = await watched();

    await people.search({ limit: 3 }).toArray();

    expect(log).toEqual(['ended']);
  });

  test("a break after the caller's own abort runs it and does not throw", async () => {
    const { people, log } = await watched();
    const controller = new AbortController();

    for await (const _ of people.search({ signal: controller.signal })) {
      controller.abort();
      break;
    }

    expect(log).toEqual(['ended']);
  });

  test("what the connector's finally throws is not lost", async () => {
    const { people } = await open({
      async *search() {
        try {
          yield { objects: made(2) };
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: that is what this is about
          throw new Error('cannot clean up');
        }
      },
    });

    expect((await failure(people.search().first())).code).toBe('Internal');
  });

  test('the signal is aborted for a connector that left something running', async () => {
    let signal: AbortSignal | undefined;
    const { people } = await open({
      async *search(call: SearchCall<never>) {
        signal = call.signal;
        yield { objects: made(2) };
      },
    });

    await people.search().first();

    expect(signal?.aborted).toBe(true);
  });

  test('the signal of a stream that was read to its end is left alone', async () => {
    let signal: AbortSignal | undefined;
    const { people } = await open({
      async *search(call: SearchCall<never>) {
        signal = call.signal;
        yield { objects: made(2) };
      },
    });

    await people.search().toArray();

    expect(signal?.aborted).toBe(false);
  });
});

describe('errors in the middle', () => {
  test('an error after some pages never looks like a shorter result', async () => {
    const { people } = await yielding({ objects: made(2) }, new Error('lost'));
    const stream = people.search({ pageSize: 10 });
    const loop = async () => {
      for await (const _ of stream);
    };
    const pages = async () => {
      for await (const _ of stream.pages());
    };

    for (const use of [() => stream.toArray(), () => stream.count(), loop, pages, () => stream.page()])
      expect((await failure(use)).code).toBe('Internal');
  });

  test('first fails when the error comes before a match', async () => {
    const { people } = await yielding({ objects: made(2) }, new Error('lost'));

    expect((await failure(people.search({ filter: f.equals('__NAME__', 'nobody') }).first())).code).toBe('Internal');
  });

  test('after an error the stream is at its end', async () => {
    const { people } = await yielding(new Error('lost'));
    const iterator = people.search()[Symbol.asyncIterator]();
    await failure(iterator.next());

    expect((await iterator.next()).done).toBe(true);
  });

  test('overlapping calls of next: one gets the error, the others the end', async () => {
    const { people } = await yielding({ objects: made(1) }, new Error('lost'));
    const iterator = people.search()[Symbol.asyncIterator]();

    const results = await Promise.allSettled([iterator.next(), iterator.next(), iterator.next()]);

    expect(results.map((result) => (result.status === 'rejected' ? 'error' : result.value.done ? 'end' : 'row'))).toEqual(['row', 'error', 'end']);
  });

  test.each([undefined, null, 5, {}, Promise.resolve([])])("a search that answers no stream is the connector's defect: %o", async (answer) => {
    const { people } = await open({ search: () => answer });

    expect((await failure(people.search().toArray())).code).toBe('Internal');
  });

  test.each([{}, { objects: null }, { objects: [null] }, null])("a page that is none is the connector's defect: %j", async (page) => {
    const { people } = await open({
      async *search() {
        yield page;
      },
    });

    expect((await failure(people.search().toArray())).code).toBe('Internal');
  });

  test('a search that throws at once fails as one that throws later', async () => {
    const { people } = await open({
      search() {
        throw new TypeError('at once');
      },
    });

    expect((await failure(people.search().count())).code).toBe('Internal');
  });
});

describe('pages of the connector', () => {
  test('a generator that ends on a page with a cursor is called again with it', async () => {
    const search = vi.fn(async function* ({ cursor }: SearchCall<never>): AsyncGenerator<Page> {
      const at = Number(cursor ?? 0);
      yield { objects: [person(String(at))], cursor: at < 3 ? String(at + 1) : undefined };
    });
    const { people } = await open({ search });

    expect(uids(await people.search().toArray())).toBe('0123');
    expect(search.mock.calls.map(([{ cursor }]) => cursor)).toEqual([undefined, '1', '2', '3']);
  });

  test("a cursor that does not move is the connector's defect", async () => {
    const { people } = await open({
      async *search() {
        yield { objects: made(1), cursor: 'same' };
      },
    });

    expect((await failure(people.search().toArray())).message).toContain('cursor');
  });

  test('cursors that go round in circles are the connector’s defect, not an endless search', async () => {
    const next: Readonly<Record<string, string>> = { start: 'a', a: 'b', b: 'c', c: 'a' };
    const { people } = await open({
      async *search({ cursor = 'start' }: { readonly cursor?: string }) {
        yield { objects: made(1), cursor: next[cursor] };
      },
    });

    expect(await failure(people.search().toArray())).toMatchObject({ code: 'Internal', message: expect.stringContaining('cursor') });
  });

  test('counting asks for no attributes but those that the filter needs, unless the query names some', async () => {
    const search = vi.fn(searchOver(made(3), 2));
    const { people } = await open({ search });

    await people.search({ filter: f.present('mail') }).count();
    await people.search({ attributes: ['age'] }).count();

    expect([...search.mock.calls].map(([{ attributesToGet }]) => [...attributesToGet])).toEqual([['mail'], ['age']]);
  });

  test('a null cursor is no cursor', async () => {
    const { people } = await yielding({ objects: made(2), cursor: null as never });

    expect(await people.search().count()).toBe(2);
  });

  test("a cursor that is no text is the connector's defect", async () => {
    const { people } = await yielding({ objects: made(2), cursor: 7 as never });

    expect((await failure(people.search().toArray())).code).toBe('Internal');
  });

  test('empty pages in the middle end nothing', async () => {
    const { people } = await yielding({}, { objects: [person('1')] }, {}, { cursor: 'c' }, { objects: [person('2')] }, {});

    expect(uids(await people.search().toArray())).toBe('12');
    expect(uids((await people.search().page()).rows)).toBe('12');
  });

  test('the page size is handed to the connector: of the query, of the configuration, else 100', async () => {
    const search = vi.fn(searchOver([], 1));
    const { people } = await open({ search });
    const configured = await open({ search }, {}, { configuration: { type: 'object', properties: { pageSize: { type: 'integer', default: 7 } } } });

    await people.search().toArray();
    await people.search({ pageSize: 3 }).toArray();
    await configured.people.search().toArray();

    expect(search.mock.calls.map(([{ pageSize }]) => pageSize)).toEqual([100, 3, 7]);
  });

  test('what a connector counts is passed on when the framework sorted nothing out', async () => {
    const { people } = await yielding({ objects: made(3), cursor: 'c', remaining: 4, total: 7, totalIsEstimate: true });

    expect(await people.search({ pageSize: 2 }).page()).toMatchObject({ remaining: 5, total: 7, totalIsEstimate: true });
  });

  test('what a connector counts is left out when the framework filtered', async () => {
    const { people } = await yielding({ objects: made(3), remaining: 4, total: 7 });

    const page = await people.search({ filter: f.present('mail'), total: 'exact' }).page();

    expect(page).not.toHaveProperty('total');
    expect(page).not.toHaveProperty('remaining');
  });

  test('an incomplete page is refused unless the caller allows it', async () => {
    const { people } = await yielding({ objects: made(1), incomplete: true });

    expect((await failure(people.search().toArray())).code).toBe('Internal');
    expect(await people.search({ options: { ALLOW_PARTIAL_RESULTS: true } as never }).page()).toMatchObject({ incomplete: true });
  });

  test('a page of the caller that is made of several says when one of them was incomplete', async () => {
    const { people } = await yielding({ objects: [person('1')], incomplete: true }, { objects: [person('2')] }, { objects: [person('3')] });
    const pages: unknown[] = [];

    for await (const { rows, incomplete } of people.search({ pageSize: 2, options: { ALLOW_PARTIAL_RESULTS: true } as never }).pages())
      pages.push([uids(rows), incomplete]);

    expect(pages).toEqual([
      ['12', true],
      ['3', undefined],
    ]);
  });

  test('an incomplete page without objects at the end is not lost', async () => {
    const { people } = await yielding({ objects: [person('1'), person('2')] }, { incomplete: true });
    const pages: unknown[] = [];

    for await (const { rows, incomplete } of people.search({ pageSize: 2, options: { ALLOW_PARTIAL_RESULTS: true } as never }).pages())
      pages.push([uids(rows), incomplete]);

    expect(pages).toEqual([['12', true]]);
  });
});

describe('sort', () => {
  const aged = [5, undefined, 3, 5, 1].map((age, index) => person(String(index), age === undefined ? {} : { age, rank: age }));

  test('goes to the connector when it can sort by every attribute', async () => {
    const search = vi.fn(searchOver(aged, 2));
    const { people } = await open({ search });

    expect(uids(await people.search({ sort: [{ attribute: 'rank', ascending: false }] }).toArray())).toBe('01234');
    expect(search.mock.calls[0]?.[0].sort).toEqual([{ attribute: 'rank', ascending: false }]);
  });

  test.each([
    [true, '42031'],
    [false, '03241'],
  ])('is done here otherwise, within a limit: ascending %s, absent ones last, equals by uid', async (ascending, expected) => {
    const search = vi.fn(searchOver(aged, 2));
    const { people } = await open({ search });

    expect(uids(await people.search({ sort: [{ attribute: 'age', ascending }], limit: 100 }).toArray())).toBe(expected);
    expect(search.mock.calls[0]?.[0].sort).toEqual([]);
  });

  test('happens after filtering and before the limit', async () => {
    const { people } = await open({ search: searchOver(aged, 2) });

    expect(uids(await people.search({ filter: f.greaterThan('age', 1), sort: [{ attribute: 'age' }], limit: 2 }).toArray())).toBe('20');
  });

  test('goes on with a cursor', async () => {
    const { people } = await open({ search: searchOver(aged, 2) });
    const query = { sort: [{ attribute: 'age' }], limit: 100, pageSize: 2 } as const;
    const { rows, cursor } = await people.search(query).page();

    expect(uids(rows)).toBe('42');
    expect(uids(await people.search({ ...query, cursor }).toArray())).toBe('031');
  });

  test('gives a cursor at its limit, as long as more is there', async () => {
    const { people } = await open({ search: searchOver(aged, 2) });
    const pageAt = (limit: number) => people.search({ sort: [{ attribute: 'age' }], limit, pageSize: 100 }).page();

    expect((await pageAt(aged.length - 1)).cursor).toBeDefined();
    expect((await pageAt(aged.length)).cursor).toBeUndefined();
  });

  test.each([{}, { limit: 10_001 }, { limit: 9_999, offset: 2 }])(
    'is UnsupportedOperation without a bound that can be kept in memory: %j',
    async (bound) => {
      const search = vi.fn();
      const { people } = await open({ search });

      const error = await failure(people.search({ sort: [{ attribute: 'age' }], ...bound }).toArray());

      expect([error.code, error.problems[0]?.path]).toEqual(['UnsupportedOperation', 'sort']);
      expect(search).not.toHaveBeenCalled();
    },
  );

  test('of 30,000 objects the first 10,000 are the right ones', async () => {
    const objects = made(30_000, (index) => ({ age: (index * 7919) % 30_000 }));
    const { people } = await open({ search: searchOver(objects, 1000) });

    const rows = await people.search({ sort: [{ attribute: 'age' }], limit: 10_000, attributes: ['age'] }).toArray();

    expect(rows.every(({ attributes }, index) => attributes.age === index)).toBe(true);
    expect(rows).toHaveLength(10_000);
  });

  test('says that something was missing in what it sorted', async () => {
    const { people } = await yielding({ objects: aged, incomplete: true }, {});
    const query = { sort: [{ attribute: 'age' }], limit: 10 } as const;

    expect((await failure(people.search(query).toArray())).code).toBe('Internal');
    expect((await people.search({ ...query, options: { ALLOW_PARTIAL_RESULTS: true } as never }).page()).incomplete).toBe(true);
  });
});

describe('abort and timeout of a stream', () => {
  test('an abort between rows of one page ends it', async () => {
    const { people } = await yielding({ objects: made(5) });
    const controller = new AbortController();
    const seen: string[] = [];
    const loop = async () => {
      for await (const { uid } of people.search({ signal: controller.signal })) {
        seen.push(uid);
        if (uid === '1') controller.abort();
      }
    };

    expect((await failure(loop)).code).toBe('OperationAborted');
    expect(seen).toEqual(['0', '1']);
  });

  test('an abort while waiting ends it although the connector does not listen, and its finally runs when it wakes', async () => {
    const gate = deferred<void>();
    const begun = deferred<void>();
    const ended = deferred<void>();
    const { people } = await open({
      async *search() {
        try {
          begun.resolve();
          await gate.promise;
          yield { objects: made(1) };
        } finally {
          ended.resolve();
        }
      },
    });
    const controller = new AbortController();
    const rows = failure(people.search({ signal: controller.signal }).toArray());
    await begun.promise;
    controller.abort(new Error('enough'));

    const error = await rows;
    expect([error.code, (error.cause as Error).message]).toEqual(['OperationAborted', 'enough']);
    gate.resolve();
    await ended.promise;
  });

  test('a stream that was aborted before it began asks nobody', async () => {
    const search = vi.fn();
    const { people } = await open({ search });

    expect((await failure(people.search({ signal: AbortSignal.abort() }).toArray())).code).toBe('OperationAborted');
    expect(search).not.toHaveBeenCalled();
  });

  test('the timeout counts per page: a slow consumer is not punished', async () => {
    vi.useFakeTimers();
    try {
      const { people } = await open({ search: searchOver(made(6), 2) }, { timeout: 100 });
      let rows = 0;
      for await (const _ of people.search()) {
        rows++;
        await vi.advanceTimersByTimeAsync(1000);
      }

      expect(rows).toBe(6);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a page that takes longer ends the stream with OperationTimeout and tells the connector', async () => {
    vi.useFakeTimers();
    try {
      let reason: unknown;
      const { people } = await open({
        async *search({ signal }: SearchCall<never>) {
          yield { objects: made(1) };
          await untilAborted(signal).catch((error) => {
            reason = error;
          });
        },
      });
      const rows = failure(people.search({ timeout: 50 }).toArray());
      await vi.advanceTimersByTimeAsync(51);

      const error = await rows;
      expect([error.code, error.outcome, error.retryable]).toEqual(['OperationTimeout', 'none', true]);
      expect(reason).toBe(error);
    } finally {
      vi.useRealTimers();
    }
  });
});
