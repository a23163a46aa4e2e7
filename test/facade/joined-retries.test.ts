import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConnectorError, type OpenOptions, type Page, type Row, type RowPage, type SearchCall, type SyncDelta } from '../../src/index.ts';
import { people as made, open, person } from './scripted-connector.ts';

/** How a connector cuts its objects into pages, and when it fails. */
interface Cut {
  readonly count: number;
  readonly size: number;
  /** Pages that a generator yields before it ends, and is called again. */
  readonly pagesPerCall: number;
  /** Whether a page says where the next one begins. */
  readonly names: readonly boolean[];
  /** Whether the pull of that number fails. */
  readonly fails: readonly boolean[];
}

const busy = () => new ConnectorError('RateLimited', 'too many');
const quick = { retry: { minDelay: 0, maxDelay: 0, attempts: 9 } } as const;

/** A search over so many objects, with a rank that goes up and down. */
function cutting({ count, size, pagesPerCall, names, fails }: Cut, failing: boolean) {
  const objects = made(count, (index) => ({ age: (index * 7) % 5, mail: `${index % 3}@x` }));
  let pull = 0;
  return async function* ({ cursor }: SearchCall<never>): AsyncGenerator<Page> {
    let yielded = 0;
    for (let at = Number(cursor ?? 0); ; at += size) {
      if (failing && fails[pull++ % fails.length]) throw busy();
      const more = at + size < count;
      // A generator can be ended only on a page that names the next.
      const last = yielded + 1 >= pagesPerCall;
      const named = more && (last || names[(at / size) % names.length]);
      yielded++;
      yield { objects: objects.slice(at, at + size), cursor: named ? String(at + size) : undefined };
      if (!more || (last && named)) return;
    }
  };
}

const cuts: fc.Arbitrary<Cut> = fc.record({
  count: fc.integer({ min: 0, max: 23 }),
  size: fc.integer({ min: 1, max: 5 }),
  pagesPerCall: fc.integer({ min: 1, max: 4 }),
  names: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
  fails: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }).map((list) => [...list, false, false]),
});

const queries = fc.record(
  {
    pageSize: fc.integer({ min: 1, max: 6 }),
    limit: fc.integer({ min: 0, max: 25 }),
    offset: fc.integer({ min: 0, max: 9 }),
    filter: fc.constantFrom('mail eq "1@x"', 'age ge 2'),
    sort: fc.constant([{ attribute: 'age' }]),
  },
  { requiredKeys: ['pageSize'] },
);

const rest = { pool: { max: 1, checkAlive: () => true } };
const ways: readonly [string, OpenOptions, object][] = [
  ['a shared session', quick, {}],
  ['a pool of one', quick, rest],
  ['a pool of one, one call at a time and a circuit breaker', { ...quick, concurrency: 1, circuitBreaker: {} }, rest],
];

async function pagesOf(from: AsyncIterable<RowPage<unknown>>): Promise<{ readonly pages: RowPage<unknown>[]; readonly error: unknown }> {
  const pages: RowPage<unknown>[] = [];
  try {
    for await (const page of from) pages.push(page);
  } catch (error) {
    return { pages, error };
  }
  return { pages, error: undefined };
}

describe.each(ways)('a search that fails now and then, with %s', (_, options, connecting) => {
  test('gives the same pages as one that does not, or fails after a part of them', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, queries, async (cut, given) => {
        const query = given.sort && given.limit === undefined ? { ...given, limit: 20 } : given;
        const calm = await open({ search: cutting(cut, false) });
        const { facade, people } = await open({ search: cutting(cut, true) }, options, connecting);

        const wanted = await pagesOf(calm.people.search(query).pages());
        const { pages, error } = await pagesOf(people.search(query).pages());

        if (cut.names.every(Boolean)) expect(error).toBeUndefined();
        if (error) expect(error).toMatchObject({ code: 'RateLimited' });
        const rows = (all: readonly RowPage<unknown>[]) => all.map((page) => page.rows);
        expect(rows(pages)).toEqual(rows(error ? wanted.pages.slice(0, pages.length) : wanted.pages));
        expect(pages.slice(0, -1).every(({ cursor }) => cursor !== undefined)).toBe(true);
        // A cursor may name the same place in another way, and a page may name one although nothing follows: what follows is the same.
        const following = async (page: RowPage<unknown> | undefined) => {
          const { offset: _, ...same } = query;
          return page?.cursor === undefined ? [] : calm.people.search({ ...same, limit: 100, cursor: page.cursor }).toArray();
        };
        expect(await following(pages.at(-1))).toEqual(await following(wanted.pages[pages.length - 1]));
        expect(facade.pool?.leased ?? 0).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('goes on from any cursor that it gave', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, queries, fc.nat(), async (cut, { offset: _, sort: __, limit: ___, ...query }, which) => {
        const calm = await open({ search: cutting({ ...cut, names: [true] }, false) });
        const { people } = await open({ search: cutting({ ...cut, names: [true] }, true) }, options, connecting);
        const all = (await calm.people.search(query).toArray()).map(({ uid }) => uid);

        const { pages } = await pagesOf(people.search(query).pages());
        const at = which % pages.length;
        const { cursor } = pages[at] as RowPage<unknown>;
        if (cursor === undefined) return;
        const before = pages.slice(0, at + 1).flatMap(({ rows }) => (rows as readonly Row[]).map(({ uid }) => uid));
        const after = (await people.search({ ...query, cursor }).toArray()).map(({ uid }) => uid);

        expect([...before, ...after]).toEqual(all);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a sync that fails now and then', () => {
  test('gives every change once, each with the token that is safe after it', async () => {
    const batches = fc.array(fc.record({ size: fc.integer({ min: 0, max: 3 }), own: fc.boolean() }), { minLength: 1, maxLength: 6 });
    const fails = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }).map((list) => [...list, false, false]);
    await fc.assert(
      fc.asyncProperty(batches, fails, async (list, failing) => {
        const sync = (fail: boolean) => {
          let pull = 0;
          return async function* ({ token }: { readonly token: string | undefined }) {
            for (let at = Number(token?.split('.')[0] ?? 0); at < list.length; at++) {
              if (fail && failing[pull++ % failing.length]) throw busy();
              const { size, own } = list[at] as { readonly size: number; readonly own: boolean };
              const changes = Array.from({ length: size }, (_, index) => {
                const uid = `${at}.${index}`;
                return { type: 'upsert', uid, object: person(uid), ...(own && { token: index === size - 1 ? `${at + 1}` : uid }) };
              });
              yield { changes, token: `${at + 1}` };
            }
            if (fail && failing[pull++ % failing.length]) throw busy();
          };
        };
        const told = (changes: readonly SyncDelta[]) => changes.map(({ uid, token }) => [uid, token]);
        const calm = await open({ sync: sync(false), latestSyncToken: () => undefined });
        const { people } = await open({ sync: sync(true), latestSyncToken: () => undefined }, quick);
        const stream = people.sync();

        expect(told(await stream.toArray())).toEqual(told(await calm.people.sync().toArray()));
        expect(stream.token).toBe(String(list.length));
      }),
      { numRuns: 100 },
    );
  });
});
