import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { type ConnectorObject, filters as f, openConnector, type Page, type Query, type SearchCall } from '../../src/index.ts';
import { failure, people as made, open, searchOver } from './scripted-connector.ts';

/** A search over a list that cuts pages as it is told and names cursors for some of them only. */
function cutting(objects: readonly ConnectorObject[], sizes: readonly number[], named: readonly boolean[], onePerCall: boolean) {
  return async function* ({ cursor }: SearchCall<never>): AsyncGenerator<Page> {
    let [at, step] = (cursor ?? '0:0').split(':').map(Number) as [number, number];
    for (;;) {
      const size = sizes[step % sizes.length] as number;
      const isNamed = named[step % named.length] as boolean;
      const slice = objects.slice(at, at + size);
      at += size;
      step++;
      if (at >= objects.length) {
        yield { objects: slice };
        return;
      }
      yield { objects: slice, cursor: isNamed ? `${at}:${step}` : undefined };
      if (onePerCall && isNamed) return;
    }
  };
}

describe('pages one by one, each by a new facade, are the whole result', () => {
  test('for any number of objects, cut of pages, page size, filter and limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          count: fc.nat(40),
          sizes: fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }).map((sizes) => [...sizes, 3]),
          named: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
          onePerCall: fc.boolean(),
          pageSize: fc.integer({ min: 1, max: 12 }),
          modulo: fc.constantFrom(undefined, 1, 2, 5, 50),
          limit: fc.option(fc.nat(45), { nil: undefined }),
          offset: fc.option(fc.nat(10), { nil: undefined }),
          sorted: fc.boolean(),
        }),
        async ({ count, sizes, named, onePerCall, pageSize, modulo, limit, offset, sorted }) => {
          const objects = made(count, (index) => ({ age: modulo ? index % modulo : index, logins: BigInt((index * 17) % 23) }));
          const search = cutting(objects, sizes, named, onePerCall);
          const bound = sorted ? (limit ?? 500) : limit;
          const base: Query = {
            pageSize,
            filter: modulo === undefined ? undefined : f.equals('age', 0),
            ...(sorted && { sort: [{ attribute: 'logins', ascending: false }] }),
          };
          let oracle = objects.filter(({ attributes }) => modulo === undefined || (attributes as { age: number }).age === 0);
          if (sorted) {
            oracle = [...oracle].sort((a, b) => Number(b.attributes.logins) - Number(a.attributes.logins) || (a.uid < b.uid ? -1 : 1));
          }
          const expected = oracle.map(({ uid }) => uid).slice(offset ?? 0, (offset ?? 0) + (bound ?? Number.POSITIVE_INFINITY));

          const { people } = await open({ search });
          const whole = (await people.search({ ...base, offset, limit: bound }).toArray()).map(({ uid }) => uid);
          const inPages: string[] = [];
          for await (const { rows } of people.search({ ...base, offset, limit: bound }).pages()) {
            expect(rows.length).toBeLessThanOrEqual(pageSize);
            inPages.push(...rows.map(({ uid }) => uid));
          }
          const byCursor: string[] = [];
          let cursor: string | undefined;
          for (let first = true; first || (cursor !== undefined && byCursor.length < (bound ?? Number.POSITIVE_INFINITY)); first = false) {
            const fresh = (await open({ search })).people;
            const left = bound === undefined ? undefined : bound - byCursor.length;
            const page = await fresh.search({ ...base, limit: left, ...(first ? { offset } : { cursor }) }).page();
            expect(page.rows.length).toBeLessThanOrEqual(pageSize);
            byCursor.push(...page.rows.map(({ uid }) => uid));
            cursor = JSON.parse(JSON.stringify({ cursor: page.cursor })).cursor;
          }

          expect(whole).toEqual(expected);
          expect(inPages).toEqual(expected);
          expect(byCursor).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the same cursor names the same page while nothing changes', async () => {
    const { people } = await open({ search: searchOver(made(20), 7) });
    const { cursor } = await people.search({ pageSize: 4 }).page();

    const pages = [await people.search({ pageSize: 4, cursor }).page(), await people.search({ pageSize: 4, cursor }).page()];

    expect(pages[0]).toEqual(pages[1]);
  });

  test('the cursor of a page inside a page of the connector asks for that page again, not for the beginning', async () => {
    const search = vi.fn(searchOver(made(20), 5));
    const { people } = await open({ search });
    const { cursor } = await people.search({ pageSize: 12 }).page();
    search.mockClear();

    await people.search({ pageSize: 12, cursor }).page();

    expect(search.mock.calls[0]?.[0].cursor).toBe('10');
  });

  test('another page size goes on where the cursor stands', async () => {
    const { people } = await open({ search: searchOver(made(20), 7) });
    const { cursor } = await people.search({ pageSize: 4 }).page();

    expect((await people.search({ pageSize: 2, cursor }).page()).rows.map(({ uid }) => uid)).toEqual(['4', '5']);
  });
});

describe('a cursor that does not fit is InvalidArgument and nothing is asked', () => {
  async function page() {
    const search = vi.fn(
      searchOver(
        made(20, (index) => ({ age: index })),
        7,
      ),
    );
    const { people } = await open({ search });
    const { cursor } = await people.search({ pageSize: 4, filter: f.greaterThan('age', 1) }).page();
    search.mockClear();
    return { people, search, cursor: cursor as string };
  }

  test.each([
    ['another value', { filter: f.greaterThan('age', 2) }],
    ['another comparison', { filter: f.lessThan('age', 1) }],
    ['no filter', {}],
    ['a sort', { filter: f.greaterThan('age', 1), sort: [{ attribute: 'rank' }] }],
    ['options', { filter: f.greaterThan('age', 1), options: { SCOPE: 'subtree' } as never }],
  ])('of another query: %s', async (_, query) => {
    const { people, search, cursor } = await page();

    const error = await failure(people.search({ ...query, cursor }).toArray());

    expect(error.problems).toEqual([{ path: 'cursor', message: expect.stringContaining('another query') }]);
    expect(search).not.toHaveBeenCalled();
  });

  test('the same query in another spelling is the same query', async () => {
    const { people, cursor } = await page();

    expect((await people.search({ filter: 'AGE gt 1', cursor, attributes: ['mail'], pageSize: 1 }).page()).rows.map(({ uid }) => uid)).toEqual(['6']);
  });

  test('the order in which options are written does not matter', async () => {
    const { people } = await open({ search: searchOver(made(9), 2) });
    const { cursor } = await people.search({ pageSize: 1, options: { SCOPE: 'subtree', depth: 1 } as never }).page();

    expect((await people.search({ pageSize: 1, cursor, options: { depth: 1, SCOPE: 'subtree' } as never }).page()).rows[0]?.uid).toBe('1');
  });

  test('every prefix of one', async () => {
    const { people, search, cursor } = await page();

    for (let length = 0; length < cursor.length; length++) {
      expect((await failure(people.search({ filter: f.greaterThan('age', 1), cursor: cursor.slice(0, length) }).page())).code).toBe(
        'InvalidArgument',
      );
    }
    expect(search).not.toHaveBeenCalled();
  });

  test('any text and any JSON', async () => {
    const { people } = await page();
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
    const garbage = fc.oneof(
      fc.string(),
      fc.jsonValue().map(encode),
      fc.tuple(fc.integer(), fc.string(), fc.double(), fc.option(fc.string())).map(encode),
    );

    await fc.assert(
      fc.asyncProperty(garbage, async (cursor) => {
        expect((await failure(people.search({ filter: f.greaterThan('age', 1), cursor }).page())).problems.map(({ path }) => path)).toEqual([
          'cursor',
        ]);
      }),
    );
  });

  test.each([5, null, {}, []])('what is no text: %j', async (cursor) => {
    const { people } = await page();

    expect((await failure(people.search({ cursor: cursor as never }).page())).problems.map(({ path }) => path)).toEqual(['cursor']);
  });

  test('one with something appended, which base64 would pass over', async () => {
    const { people, cursor } = await page();

    for (const tampered of [`${cursor}!`, `${cursor}\n`, ` ${cursor}`, `${cursor}=`]) {
      expect((await failure(people.search({ filter: f.greaterThan('age', 1), cursor: tampered }).page())).code).toBe('InvalidArgument');
    }
  });

  test('one whose content was changed to a place that cannot be', async () => {
    const { people, cursor } = await page();
    const [version, print, skip, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString());

    for (const content of [
      [2, print, skip, place],
      [version, print, -1, place],
      [version, print, 1.5, place],
      [version, print, skip, 5],
      [version, print, skip, place, 0],
    ]) {
      const tampered = Buffer.from(JSON.stringify(content)).toString('base64url');
      expect((await failure(people.search({ filter: f.greaterThan('age', 1), cursor: tampered }).page())).code).toBe('InvalidArgument');
    }
  });

  test('a page that has shrunk since goes on after it', async () => {
    const objects = made(10);
    const { people } = await open({ search: searchOver(objects, 5) });
    const { cursor } = await people.search({ pageSize: 4 }).page();
    const shrunk = await open({
      async *search({ cursor: place }: SearchCall<never>) {
        yield place === undefined ? { objects: objects.slice(0, 2), cursor: '5' } : { objects: objects.slice(5) };
      },
    });

    expect((await shrunk.people.search({ pageSize: 4, cursor }).page()).rows.map(({ uid }) => uid)).toEqual(['5', '6', '7', '8']);
  });
});

test('a cursor within a page holds when the caller goes on with pages of another size', async () => {
  const objects = Array.from({ length: 23 }, (_, index) => ({ objectClass: '__GROUP__', name: `g${index}` }));
  const groups = (await openConnector(memory, { objects })).objectClass('__GROUP__');
  const all = (await groups.search({ pageSize: 100 }).toArray()).map(({ name }) => name);

  for (const [first, limit, then] of [
    [10, 7, 3],
    [10, 13, 4],
    [10, 7, 100],
    [3, 2, 1],
    [100, 20, 1],
  ] as const) {
    const names: string[] = [];
    let cursor: string | undefined;
    for await (const page of groups.search({ pageSize: first, limit }).pages()) {
      names.push(...page.rows.map(({ name }) => name));
      cursor = page.cursor;
    }
    for (let next: string | undefined = cursor; next !== undefined; ) {
      const page = await groups.search({ pageSize: then, cursor: next }).page();
      names.push(...page.rows.map(({ name }) => name));
      next = page.cursor;
    }
    expect(names).toEqual(all);
  }
});
