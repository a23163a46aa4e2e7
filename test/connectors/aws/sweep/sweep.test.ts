import { describe, expect, test } from 'vitest';
import { Sweep, type SweepPlan } from '../../../../src/connectors/aws/sweep/sweep.ts';
import { decodeSweep } from '../../../../src/connectors/aws/sweep/sweep-place.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';

interface TextPage {
  readonly text: string;
  readonly cursor?: string;
}

const account = (n: number) => String(n).padStart(12, '0');
const decode = (cursor: string | undefined) => decodeSweep(cursor ?? '', (id) => /^\d{12}$/.test(id));
const limit = (milliseconds: number) => ({ milliseconds, error: (id: string) => new ConnectorError('OperationTimeout', `${id} is slow`) });
const forbidden = new ConnectorError('PermissionDenied', 'no');

/** A search of an account that has so many pages, named `ACCOUNT:PAGE`, and ends with the error there is. */
async function* pagesOf(id: string, cursor: string | undefined, count: number, error?: Error, signal?: AbortSignal): AsyncGenerator<TextPage> {
  for (let n = Number(cursor ?? 0); n < count; n++) {
    await Promise.resolve();
    signal?.throwIfAborted();
    yield { text: `${Number(id)}:${n}`, ...((n + 1 < count || error) && { cursor: String(n + 1) }) };
  }
  if (error) throw error;
}

/** Sweeps accounts 1 to n. */
function sweepOf(n: number, open: SweepPlan<TextPage>['open'], options: Partial<SweepPlan<TextPage>> = {}) {
  const failures: string[] = [];
  const ended: string[] = [];
  const plan: SweepPlan<TextPage> = {
    parts: Array.from({ length: n }, (_, i) => account(i + 1)),
    start: undefined,
    open,
    atATime: 20,
    limit: limit(60_000),
    patience: 60_000,
    signal: new AbortController().signal,
    onEnd: (id) => ended.push(id),
    onFailure: (id, { code }) => failures.push(`${Number(id)} ${code}`),
    ...options,
  };
  return { failures, ended, pages: new Sweep(plan).pages() };
}

/** The pages of a sweep, and after each the cursor. */
async function read(sweep: ReturnType<typeof sweepOf>) {
  const texts: string[] = [];
  const cursors: (string | undefined)[] = [];
  for await (const { from, cursor } of sweep.pages) {
    if (!from) continue;
    texts.push(from.page.text);
    cursors.push(cursor);
  }
  return { texts, cursors };
}

const texts = (accounts: number, pages: number) =>
  Array.from({ length: accounts }, (_, i) => Array.from({ length: pages }, (__, n) => `${i + 1}:${n}`)).flat();

test('pages come in the order of the accounts, and the last one has no cursor', async () => {
  const sweep = sweepOf(50, (id, cursor) => pagesOf(id, cursor, 3));

  const { texts: found, cursors } = await read(sweep);

  expect(found).toEqual(texts(50, 3));
  expect(cursors.at(-1)).toBeUndefined();
  expect(cursors.slice(0, -1).every((cursor) => cursor !== undefined)).toBe(true);
  expect(sweep.ended).toHaveLength(50);
});

test('every cursor goes on where its page ended', async () => {
  const open: SweepPlan<TextPage>['open'] = (id, cursor) => pagesOf(id, cursor, 2);
  const { texts: all, cursors } = await read(sweepOf(4, open));

  for (const [index, cursor] of cursors.slice(0, -1).entries()) {
    const resumed = sweepOf(4, open, { start: decode(cursor) });
    expect((await read(resumed)).texts).toEqual(all.slice(index + 1));
  }
});

test('a cursor always names the page that follows it, also when what comes next is another', async () => {
  const sweep = sweepOf(5, (id, cursor) => (id === account(2) ? pagesOf(id, cursor, 1, forbidden) : pagesOf(id, cursor, 2)));
  const places: (string | undefined)[] = [undefined];
  const heads: string[] = [];

  for await (const { from, cursor } of sweep.pages) {
    const named = places.at(-1);
    if (from) heads.push(`${Number(decode(named).head.id)} ${from.page.text.split(':')[0]}`);
    places.push(cursor);
  }

  expect(heads).toEqual(['1 1', '1 1', '2 2', '3 3', '3 3', '4 4', '4 4', '5 5', '5 5']);
});

describe('an account that fails', () => {
  test('ends nothing: the pages of all others come, and those that it gave before', async () => {
    const sweep = sweepOf(30, (id, cursor) => (id === account(7) ? pagesOf(id, cursor, 1, forbidden) : pagesOf(id, cursor, 2)));

    const { texts: found } = await read(sweep);

    expect(found).toEqual(texts(30, 2).filter((text) => text !== '7:1'));
    expect(sweep.failures).toEqual(['7 PermissionDenied']);
  });

  test('is asked again by a search that goes on from a later cursor, from where it failed', async () => {
    let broken = true;
    const open: SweepPlan<TextPage>['open'] = (id, cursor) =>
      id === account(1) && broken ? pagesOf(id, cursor, 1, forbidden) : pagesOf(id, cursor, 2);
    const { cursors } = await read(sweepOf(3, open));
    broken = false;

    const resumed = sweepOf(3, open, { start: decode(cursors.at(2)) });

    expect((await read(resumed)).texts).toEqual(['3:0', '3:1', '1:1']);
    expect(resumed.failures).toEqual([]);
  });

  test('is still named by the cursor of the last good page, so that nobody takes that one for the end', async () => {
    const { cursors } = await read(sweepOf(2, (id, cursor) => (id === account(1) ? pagesOf(id, cursor, 0, forbidden) : pagesOf(id, cursor, 1))));

    expect(decode(cursors.at(-1))).toEqual({ head: { id: account(1), cursor: undefined }, onward: false, owed: [] });
  });
});

describe('an account that does not answer', () => {
  const never = (signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  async function* silent(signal: AbortSignal): AsyncGenerator<TextPage> {
    yield await never(signal);
  }

  test('fails when its time is over, after the pages of the others', async () => {
    const sweep = sweepOf(3, (id, cursor, signal) => (id === account(1) ? silent(signal) : pagesOf(id, cursor, 1)), { limit: limit(20) });

    expect((await read(sweep)).texts).toEqual(['2:0', '3:0']);
    expect(sweep.failures).toEqual(['1 OperationTimeout']);
  });

  test('steps behind the others when they have waited for it long enough', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    async function* slow(): AsyncGenerator<TextPage> {
      await answered;
      yield { text: '1:0' };
    }
    const sweep = sweepOf(3, (id, cursor) => (id === account(1) ? slow() : pagesOf(id, cursor, 2)), { patience: 1 });
    const found: string[] = [];

    for await (const { from } of sweep.pages) {
      if (from) found.push(from.page.text);
      if (found.length === 4) answer();
    }

    expect(found).toEqual(['2:0', '2:1', '3:0', '3:1', '1:0']);
  });

  test('does not outlast the caller’s patience: the signal’s reason ends the sweep, and no account is blamed', async () => {
    const caller = new AbortController();
    const reason = new ConnectorError('OperationAborted', 'enough');
    const sweep = sweepOf(2, (_, __, signal) => silent(signal), { signal: caller.signal });
    const reading = read(sweep);

    caller.abort(reason);

    await expect(reading).rejects.toBe(reason);
    expect(sweep.failures).toEqual([]);
  });
});

test('an account is read no more than some pages ahead, and 20 accounts at a time', async () => {
  const read: string[] = [];
  async function* endless(id: string): AsyncGenerator<TextPage> {
    for (let n = 0; ; n++) {
      read.push(id);
      yield { text: `${Number(id)}:${n}`, cursor: String(n + 1) };
    }
  }
  const sweep = sweepOf(100, (id) => endless(id));

  await sweep.pages.next();
  await sweep.pages.next();
  await new Promise((resolve) => setImmediate(resolve));
  await sweep.pages.return();

  expect(new Set(read).size).toBe(20);
  expect(read.length).toBeLessThanOrEqual(20 * 11);
});

test('a generator that ends on a page with a cursor is called again with it', async () => {
  async function* onePage(id: string, cursor: string | undefined): AsyncGenerator<TextPage> {
    for await (const page of pagesOf(id, cursor, 3)) {
      yield page;
      return;
    }
  }

  expect((await read(sweepOf(2, onePage))).texts).toEqual(texts(2, 3));
});
