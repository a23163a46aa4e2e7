import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { connectorOf, person } from '../facade/scripted-connector.ts';
import { gatewayOf, tokens } from './gateway-harness.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The most that was alive at some moment of an answer with so many objects, in bytes, above what was before. */
async function liveWhileReading(objects: number): Promise<{ readonly most: number; readonly count: number; readonly length: number }> {
  const connector = connectorOf({
    async *search() {
      for (let start = 0; start < objects; start += 100)
        yield {
          objects: Array.from({ length: 100 }, (_, at) => person(String(start + at), { mail: `user${start + at}@example.org`, tags: ['a', 'b'] })),
        };
    },
  });
  const { gateway } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);
  const request = new Request('http://localhost/openidm/system/hr/person?_queryFilter=true', { headers: { authorization: `Bearer ${tokens.full}` } });
  const answer = await gateway.fetch(request);
  collectGarbage();
  const before = alive();
  let most = 0;
  let length = 0;
  let next = 0;
  let tail = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    tail = (tail + Buffer.from(chunk).toString('latin1')).slice(-300);
    if (length < next) continue;
    next = length + 1_000_000;
    collectGarbage();
    most = Math.max(most, alive() - before);
  }
  await gateway.close();
  return { most, count: Number(/"resultCount":(\d+)/.exec(tail)?.[1]), length };
}

function alive(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('an answer of 100,000 objects takes no more memory than one of 10,000', async () => {
  await liveWhileReading(1000);
  const small = await liveWhileReading(10_000);
  const large = await liveWhileReading(100_000);

  expect([small.count, large.count]).toEqual([10_000, 100_000]);
  // All of it at once would be more than eight million.
  expect(large.length).toBeGreaterThan(8_000_000);
  expect(large.most - small.most).toBeLessThan(2_000_000);
}, 60_000);

test('what nobody reads is not made: a page and a chunk wait', async () => {
  let pages = 0;
  const connector = connectorOf({
    async *search() {
      for (; ; pages++)
        yield { objects: Array.from({ length: 100 }, (_, at) => person(`${pages}-${at}`, { mail: `${'x'.repeat(100)}@example.org` })) };
    },
  });
  const { gateway } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);
  const request = new Request('http://localhost/openidm/system/hr/person?_queryFilter=true', { headers: { authorization: `Bearer ${tokens.full}` } });

  const answer = await gateway.fetch(request);
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));

  expect(pages).toBeLessThan(10);
  await answer.body?.cancel();
});
