import { expect, test, vi } from 'vitest';
import { runBatch } from '../../../src/facade/batch/batch.ts';
import { ConnectorError, type Page, type SearchCall } from '../../../src/index.ts';
import { failure, open, people, person, searchOver } from '../scripted-connector.ts';

const retry = { minDelay: 0, maxDelay: 0 };

test('a search goes on at the page that failed, and no row is lost or doubled', async () => {
  let fails = 0;
  const search = async function* (call: SearchCall<never>): AsyncGenerator<Page> {
    for await (const page of searchOver(people(50), 5)(call)) {
      if (fails++ % 3 === 1) throw new ConnectorError('ConnectionBroken', 'lost');
      yield page;
    }
  };
  const { people: accounts } = await open({ search }, { retry, concurrency: 1 });

  expect((await accounts.search().toArray()).map(({ uid }) => uid)).toEqual(people(50).map(({ uid }) => uid));
});

test('a consumer that calls within its loop is not in the way of itself, with one call at a time', async () => {
  const { people: accounts } = await open(
    { search: searchOver(people(4), 1), get: ({ uid }: { readonly uid: string }) => person(uid) },
    { concurrency: 1 },
  );

  const seen: unknown[] = [];
  for await (const { uid } of accounts.search()) seen.push((await accounts.get(uid))?.uid);

  expect(seen).toEqual(['0', '1', '2', '3']);
});

test('a create is not made again when nobody knows whether it happened, and is when nothing did', async () => {
  const create = vi
    .fn()
    .mockRejectedValueOnce(new ConnectorError('ConnectionFailed', 'not sent'))
    .mockRejectedValueOnce(new ConnectorError('ConnectionBroken', 'lost', { outcome: 'unknown', retryable: false }))
    .mockResolvedValue('1');
  const { people: accounts } = await open({ create }, { retry });

  expect((await failure(accounts.create({ __NAME__: 'a' }))).message).toBe('lost');
  expect(create).toHaveBeenCalledTimes(2);
});

test('wrong options are named when the connector is opened', async () => {
  const error = await failure(open({}, { retry: { attempts: 0 }, concurrency: -1 }));

  expect(error.problems.map(({ path }) => path)).toEqual(['retry.attempts', 'concurrency']);
});

test('a batch keeps to the concurrency of the facade', async () => {
  let underWay = 0;
  let most = 0;
  const operations = {
    async delete() {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
    },
  };
  const { facade } = await open(operations, { concurrency: 2, orderWrites: true });
  const items = Array.from({ length: 40 }, (_, index) => ({ objectClass: 'person', operation: 'delete', uid: String(index % 7) }) as const);

  const results = await runBatch(facade, items).toArray();

  expect([results.every(({ ok }) => ok), most]).toEqual([true, 2]);
});
