import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectorError, type OpenOptions, type Page, type SearchCall } from '../../src/index.ts';
import { people as made, open, person } from './scripted-connector.ts';

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', onUnhandled);
  vi.useFakeTimers();
});
afterEach(() => {
  process.off('unhandledRejection', onUnhandled);
  vi.useRealTimers();
});

const actions = fc.record({
  what: fc.constantFrom('get', 'add', 'replace', 'delete', 'create', 'toArray', 'first', 'page', 'break', 'throw', 'sync', 'nested'),
  uid: fc.constantFrom('1', '2'),
  at: fc.integer({ min: 0, max: 60 }),
  timeout: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  abortAfter: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
});

const openings: fc.Arbitrary<OpenOptions> = fc.record(
  {
    concurrency: fc.integer({ min: 1, max: 3 }),
    rate: fc.constant({ calls: 1, per: 5, burst: 3 }),
    orderWrites: fc.boolean(),
    retry: fc.constant({ attempts: 3, minDelay: 1, maxDelay: 10 }),
    circuitBreaker: fc.constant({ failures: 3, resetAfter: 20 }),
  },
  { requiredKeys: [] },
);

/** How long each call of the connector takes, and with what it fails. */
const behaviours = fc.array(
  fc.record({
    takes: fc.integer({ min: 0, max: 20 }),
    fails: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'RateLimited',
      'ConnectionFailed',
      'ConnectionBroken',
      'UnknownUid',
      'foreign',
      'nothing',
    ),
  }),
  { minLength: 1, maxLength: 12 },
);

test('whatever ends a call, nothing of it is left: no session, place, timer, listener or unhandled rejection', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(actions, { minLength: 1, maxLength: 14 }),
      openings,
      behaviours,
      fc.integer({ min: 0, max: 3 }),
      async (list, options, script, max) => {
        let asked = 0;
        let calm = false;
        const busy = new Set<object>();
        const overlaps: string[] = [];
        const work = async <T>(call: unknown, answer: T): Promise<T> => {
          const { session } = call as { readonly session: object };
          if (calm) return answer;
          if (max > 0 && busy.has(session)) overlaps.push('a session was used by two at once');
          busy.add(session);
          const { takes, fails } = script[asked++ % script.length] as { readonly takes: number; readonly fails: string | undefined };
          try {
            if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes));
            if (fails === 'foreign') throw new TypeError('foreign');
            if (fails === 'nothing') throw undefined;
            if (fails) throw new ConnectorError(fails as 'RateLimited', fails);
            return answer;
          } finally {
            busy.delete(session);
          }
        };
        const { people, facade } = await open(
          {
            get: (call: { readonly uid: string }) => work(call, person(call.uid, { tags: ['a'] })),
            create: (call: unknown) => work(call, '1'),
            update: (call: unknown) => work(call, undefined),
            delete: (call: unknown) => work(call, undefined),
            async *search(call: SearchCall<never>): AsyncGenerator<Page> {
              for (let at = Number(call.cursor ?? 0); at < 6; at += 2) {
                yield await work(call, { objects: made(6).slice(at, at + 2), cursor: at < 4 ? String(at + 2) : undefined });
                if (at === 2) return;
              }
            },
            async *sync(call: { readonly token: string | undefined }) {
              for (let at = Number(call.token ?? 0); at < 3; at++) {
                yield await work(call, { changes: [{ type: 'delete', uid: String(at) }], token: String(at + 1) });
              }
            },
            latestSyncToken: () => '3',
          },
          options,
          max > 0 ? { connect: () => ({}), pool: { max, minIdle: 0, maxIdleTime: 0, maxWait: 100, checkAlive: () => true } } : {},
        );
        const signals: AbortSignal[] = [];
        const perform = async ({ what, uid, at, timeout, abortAfter }: (typeof list)[number]): Promise<unknown> => {
          await new Promise((resolve) => setTimeout(resolve, at));
          const controller = new AbortController();
          signals.push(controller.signal);
          if (abortAfter !== undefined) setTimeout(() => controller.abort(), abortAfter);
          const limits = { timeout, signal: controller.signal };
          if (what === 'get') return people.get(uid, limits);
          if (what === 'add') return people.update(uid, { add: { tags: ['b'] } }, limits);
          if (what === 'replace') return people.update(uid, { replace: { mail: 'x' } }, limits);
          if (what === 'delete') return people.delete(uid, limits);
          if (what === 'create') return people.create({ __NAME__: 'a' }, limits);
          if (what === 'sync') return people.sync(limits).toArray();
          if (what === 'toArray' || what === 'first' || what === 'page') return people.search(limits)[what]();
          for await (const row of people.search(limits)) {
            if (what === 'nested') await people.get(row.uid, limits);
            else if (row.uid === '3' && what === 'break') break;
            else if (row.uid === '3') throw new Error('of the consumer');
          }
          return undefined;
        };

        let over = false;
        const all = Promise.allSettled(list.map(perform)).then(() => (over = true));
        for (let turn = 0; turn < 400 && !over; turn++) await vi.advanceTimersByTimeAsync(50);
        expect(over).toBe(true);
        await all;
        await vi.advanceTimersByTimeAsync(5000);

        expect(overlaps).toEqual([]);
        if (max > 0) expect(facade.pool).toMatchObject({ leased: 0, waiting: 0, connecting: 0, ending: 0 });
        expect(vi.getTimerCount()).toBe(0);
        expect(signals.flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([]);
        expect(unhandled).toEqual([]);
        calm = true;
        // One by one, because a circuit breaker may let one through only.
        const after = (async () => {
          for (const uid of ['1', '2']) await people.delete(uid);
          return people.search().toArray();
        })();
        await vi.advanceTimersByTimeAsync(1000);
        expect(await after).toHaveLength(6);
        await facade.close();
      },
    ),
    { numRuns: 150 },
  );
});
