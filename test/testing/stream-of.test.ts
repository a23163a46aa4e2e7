import { describe, expect, test } from 'vitest';
import { openConnector } from '../../src/index.ts';
import { fake, streamOf } from '../../src/testing/index.ts';
import { sampleConnector } from './sample-connector.ts';

const rows = ['a', 'b', 'c', 'd', 'e'];

async function listOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
}

describe('a stream of given rows', () => {
  test('hands them out in every way, as often as it is used', async () => {
    const stream = streamOf(rows);

    expect(await listOf(stream)).toEqual(rows);
    expect(await stream.toArray()).toEqual(rows);
    expect(await stream.first()).toBe('a');
    expect(await stream.count()).toBe(5);
    expect(await stream.page()).toEqual({ rows, remaining: 0 });
  });

  test('has pages whose cursors go into a later stream', async () => {
    const pages = await listOf(streamOf(rows, { pageSize: 2 }).pages());
    const later = streamOf(rows, { cursor: pages[0]?.cursor, limit: 2 });

    expect(pages.map((page) => page.rows)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(pages.map((page) => page.remaining)).toEqual([3, 1, 0]);
    expect(pages.at(-1)?.cursor).toBeUndefined();
    expect(await later.toArray()).toEqual(['c', 'd']);
  });

  test('refuses a cursor with an offset, as a real search does', async () => {
    const cursor = (await streamOf(rows, { pageSize: 2 }).page()).cursor;

    await expect(streamOf(rows, { cursor, offset: 1 }).toArray()).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  test('has one page without rows, as a real search has', async () => {
    await using facade = await openConnector(fake(sampleConnector()), { url: 'x' });
    const real = await listOf(facade.objectClass('__ACCOUNT__').search().pages());

    expect((await listOf(streamOf([]).pages())).map((page) => page.rows)).toEqual(real.map((page) => page.rows));
    expect(await streamOf([]).first()).toBeUndefined();
  });

  test('takes a query for its options', async () => {
    expect(await streamOf(rows, { offset: 1, limit: 3, pageSize: 10 }).toArray()).toEqual(['b', 'c', 'd']);
    expect(await streamOf(rows, { limit: 0 }).toArray()).toEqual([]);
  });

  test('breaks off with an error after its rows, not before', async () => {
    const stream = streamOf(rows, { pageSize: 2, error: new Error('gone') });
    const seen: string[] = [];

    const reading = (async () => {
      for await (const row of stream) seen.push(row);
    })();

    await expect(reading).rejects.toThrow('gone');
    expect(seen).toEqual(rows);
    expect(await stream.first()).toBe('a');
    expect((await stream.page()).cursor).toBeDefined();
    await expect(stream.toArray()).rejects.toThrow('gone');
    await expect(listOf(stream.pages())).rejects.toThrow('gone');
  });

  test('refuses a cursor of something else and numbers that are none', async () => {
    await expect(streamOf(rows, { cursor: 'WzEsIm' }).toArray()).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(streamOf(rows, { pageSize: 0 }).page()).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(streamOf(rows, { limit: Number.NaN }).count()).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});
