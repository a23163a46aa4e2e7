import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConnectorError, type Page } from '../../src/index.ts';
import { indentedStream } from '../../src/rest/crest/indented-json.ts';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

const people = [
  { name: 'ada', attributes: { displayName: 'Adélaïde "A\\" {[,:]}', otherMails: ['a@x.org', 'b@x.org'], employeeNumber: 9_007_199_254_740_993n } },
  { name: 'bob', attributes: {} },
];

test.each(['', '&_pageSize=10'])('_prettyPrint=true indents a query, streamed or not (%s)', async (paging) => {
  const { ask, accounts } = directoryOf(people);
  const plain = await ask('GET', `${accounts}?_queryFilter=true${paging}`);

  const pretty = await ask('GET', `${accounts}?_queryFilter=true${paging}&_prettyPrint=true`);

  expect(pretty.text).toBe(JSON.stringify(plain.json, null, 2).replace('9007199254740992', '9007199254740993'));
  expect(pretty.headers.get('content-type')).toBe('application/json');
});

test('an error and an answer without rows are indented too', async () => {
  const { ask, accounts } = directoryOf(people);

  for (const filter of ['false', 'shoeSize eq 1']) {
    const { text, json } = await ask('GET', `${accounts}?_queryFilter=${encodeURIComponent(filter)}&_prettyPrint=true`);
    expect(text).toBe(JSON.stringify(json, null, 2));
  }
});

test('what fails after the first row ends valid JSON all the same', async () => {
  const connector = connectorOf({
    async *search(): AsyncGenerator<Page> {
      for (let page = 0; page < 2500; page++) yield { objects: [{ uid: `u${page}`, name: 'x', attributes: { roles: ['user'] } }], cursor: `${page}` };
      throw new ConnectorError('RateLimited', 'too many');
    },
  });
  const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

  const { text, json } = await ask('GET', '/openidm/system/hr/person?_queryFilter=true&_prettyPrint=true');

  expect(json.error.code).toBe(429);
  expect(text).toBe(JSON.stringify(json, null, 2));
});

test('a reader of indented rows who goes away ends the search', async () => {
  let returned = false;
  const connector = connectorOf({
    async *search(): AsyncGenerator<Page> {
      try {
        for (let page = 0; ; page++)
          yield {
            objects: Array.from({ length: 100 }, (_, index) => ({ uid: `${page}.${index}`, name: 'x', attributes: { roles: ['user'] } })),
            cursor: `${page}`,
          };
      } finally {
        returned = true;
      }
    },
  });
  const { gateway } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);
  const url = 'http://localhost/openidm/system/hr/person?_queryFilter=true&_prettyPrint=true';

  for (const method of ['GET', 'HEAD']) {
    returned = false;
    const answer = await gateway.fetch(new Request(url, { method, headers: { authorization: `Bearer ${tokens.read}` } }));
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(() => returned).toBe(true);
  }
});

test('JSON cut into pieces anywhere is indented as JSON.stringify does it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ stringUnit: 'binary' }), fc.array(fc.nat(40)), async (json, cuts) => {
      const value = JSON.parse(json);
      let rest = new TextEncoder().encode(JSON.stringify(value));
      const pieces = new ReadableStream<Uint8Array>({
        pull(controller) {
          const size = cuts.shift() ?? rest.length;
          controller.enqueue(rest.slice(0, size));
          rest = rest.slice(size);
          if (rest.length === 0) controller.close();
        },
      });

      expect(await new Response(indentedStream(pieces)).text()).toBe(JSON.stringify(value, null, 2));
    }),
  );
});
