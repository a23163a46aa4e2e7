import { expect, test } from 'vitest';
import { ConnectorError, type Page } from '../../src/index.ts';
import { connectorOf, person } from '../facade/scripted-connector.ts';
import { askerOf, directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

const people = Array.from({ length: 25 }, (_, index) => ({
  name: `user${String(index).padStart(2, '0')}`,
  attributes: {
    mail: `user${index}@x.org`,
    otherMails: [`m${index % 3}`, 'all'],
    employeeNumber: BigInt(index),
    ...(index % 2 && { displayName: 'odd' }),
  },
}));
const ids = (json: { readonly result: readonly { readonly _id: string }[] }) => json.result.map(({ _id }) => _id);
const filtered = (path: string, filter: string) => `${path}?_queryFilter=${encodeURIComponent(filter)}`;

test.each([
  ['true', 25],
  ['false', 0],
  ['_id eq "user03"', 1],
  ['__NAME__ sw "user1"', 10],
  ['mail ew "4@x.org"', 3],
  ['otherMails ca ["m1", "all"]', 8],
  ['/mail co "user2"', 6],
  ['employeeNumber ge 20 and !(employeeNumber gt 22)', 3],
  ['displayName pr', 12],
  ['shoeSize pr', 0],
  ['(mail eq \'user1@x.org\' or mail eq "USER2@x.org")', 2],
])('the filter %s finds %i', async (filter, count) => {
  const { ask, accounts } = directoryOf(people);

  const { status, json } = await ask('GET', filtered(accounts, filter));

  expect([status, json.resultCount, json.result.length]).toEqual([200, count, count]);
});

test.each([
  ['shoeSize eq 42', 'an unknown field'],
  ['mail eq', 'no value'],
  ['mail is "x"', 'an unknown operator'],
  ['mail/work eq "x"', 'a pointer of two tokens'],
])('the filter %s (%s) is 400', async (filter) => {
  const { ask, accounts } = directoryOf(people);

  expect((await ask('GET', filtered(accounts, filter))).status).toBe(400);
});

test('exactly one of _queryId, _queryFilter and _queryExpression is taken', async () => {
  const { ask, accounts } = directoryOf(people);

  expect((await ask('GET', `${accounts}?_queryId=query-all-ids`)).json.result[0]).toEqual({ _id: 'user00' });
  expect((await ask('GET', `${accounts}?_queryId=query-all`)).json.result[0]).toMatchObject({ _id: 'user00', mail: 'user0@x.org' });
  for (const query of ['_queryId=mine', '_queryExpression=true', '_queryId=query-all&_queryFilter=true'])
    expect((await ask('GET', `${accounts}?${query}`)).status).toBe(400);
  expect((await ask('GET', accounts)).status).toBe(400);
});

test('pages follow each other by their cookies until there is none', async () => {
  const { ask, accounts } = directoryOf(people);
  const found: string[] = [];
  let cookie = '';

  do {
    const { json } = await ask('GET', `${accounts}?_queryFilter=true&_pageSize=7${cookie && `&_pagedResultsCookie=${encodeURIComponent(cookie)}`}`);
    expect(json.resultCount).toBe(json.result.length);
    found.push(...ids(json));
    cookie = json.pagedResultsCookie;
  } while (cookie !== null);

  expect(found).toEqual(people.map(({ name }) => name));
});

test('an offset leaves out the first, a total counts all, and a cookie with an offset is 400', async () => {
  const { ask, accounts } = directoryOf(people);
  const page = await ask('GET', `${accounts}?_queryFilter=true&_pageSize=2&_pagedResultsOffset=3&_totalPagedResultsPolicy=EXACT`);

  expect(ids(page.json)).toEqual(['user03', 'user04']);
  expect(page.json).toMatchObject({ totalPagedResultsPolicy: 'EXACT', totalPagedResults: 25 });
  expect(
    (await ask('GET', `${accounts}?_queryFilter=true&_pageSize=2&_pagedResultsOffset=1&_pagedResultsCookie=${page.json.pagedResultsCookie}`)).status,
  ).toBe(400);
  for (const wrong of ['_pageSize=ten', '_pageSize=-1', '_totalPagedResultsPolicy=SOME', '_pagedResultsCookie=garbage', '_sortKeys=shoeSize'])
    expect([wrong, (await ask('GET', `${accounts}?_queryFilter=true&${wrong}`)).status]).toEqual([wrong, 400]);
});

test('sort keys order the rows, also those that the connector cannot sort by', async () => {
  const { ask, accounts } = directoryOf(people);

  expect(ids((await ask('GET', `${accounts}?_queryFilter=true&_sortKeys=-employeeNumber&_pageSize=2`)).json)).toEqual(['user24', 'user23']);
  expect(ids((await ask('GET', `${accounts}?_queryFilter=true&_sortKeys=-otherMails,%2Bmail&_pageSize=3`)).json)).toHaveLength(3);
});

test('a value that the schema does not describe fails like any other failure, and the connector is told to stop', async () => {
  const ended: string[] = [];
  const connectorWith = (bad: string) =>
    connectorOf({
      async *search() {
        try {
          for (let at = 0; ; at += 500) {
            const page = Array.from({ length: 500 }, (_, index) => person(String(at + index), { mail: `user${at + index}@${'x'.repeat(200)}.org` }));
            yield { objects: page.map((each) => (each.uid === bad ? person(bad, { mail: 5 }) : each)) };
          }
        } finally {
          ended.push(bad);
        }
      },
    });
  const asked = (bad: string) =>
    gatewayOf([{ name: 'hr', connector: connectorWith(bad), configuration: {} }]).ask('GET', '/openidm/system/hr/person?_queryFilter=true');

  const early = await asked('3');
  const late = await asked('1203');

  expect(early).toMatchObject({ status: 500, json: { message: expect.stringContaining('mail is a number') } });
  expect(late).toMatchObject({
    status: 200,
    json: { resultCount: 1203, error: { code: 500, message: expect.stringContaining('mail is a number') } },
  });
  expect(late.json.result.map(({ _id }: { _id: string }) => _id)).toEqual(Array.from({ length: 1203 }, (_, at) => String(at)));
  expect(ended).toEqual(['3', '1203']);
});

test('what fails before the first row has its own status; what fails later ends the same JSON with an error', async () => {
  const pages = (fails: number) =>
    async function* (): AsyncGenerator<Page> {
      for (let page = 0; ; page++) {
        if (page === fails) throw new ConnectorError('RateLimited', 'too many', { retryAfter: 7000 });
        yield { objects: [{ uid: `u${page}`, name: `u${page}`, attributes: { roles: ['user'] } }], cursor: String(page + 1) };
      }
    };
  const at = (fails: number) => gatewayOf([{ name: 'hr', connector: connectorOf({ search: pages(fails) }), configuration: {} }]).ask;

  const early = await at(0)('GET', '/openidm/system/hr/person?_queryFilter=true');
  // Some rows are gathered before anything is sent.
  const late = await at(2500)('GET', '/openidm/system/hr/person?_queryFilter=true');

  expect(early).toMatchObject({ status: 429, json: { code: 429, detail: { code: 'RateLimited', retryable: true } } });
  expect(early.headers.get('retry-after')).toBe('7');
  expect(late).toMatchObject({ status: 200, json: { error: { code: 429, message: expect.stringContaining('too many') } } });
  expect(late.json.result.length).toBe(late.json.resultCount);
  expect(late.json.resultCount).toBeGreaterThan(0);
});

test('a caller who goes away ends the connector’s search', async () => {
  let returned = false;
  let pulled = 0;
  const connector = connectorOf({
    async *search(): AsyncGenerator<Page> {
      try {
        for (let page = 0; ; page++) {
          pulled++;
          yield {
            objects: Array.from({ length: 100 }, (_, index) => ({ uid: `${page}.${index}`, name: 'x', attributes: { roles: ['user'] } })),
            cursor: String(page + 1),
          };
        }
      } finally {
        returned = true;
      }
    },
  });
  const { gateway } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

  const answer = await gateway.fetch(
    new Request('http://localhost/openidm/system/hr/person?_queryFilter=true', { headers: { authorization: `Bearer ${tokens.read}` } }),
  );
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.cancel();

  expect(returned).toBe(true);
  expect(pulled).toBeLessThan(50);
});

test('a connector is asked for ids alone when only ids are wanted', async () => {
  const asked: string[][] = [];
  const connector = connectorOf({
    async *search({ attributesToGet }: { readonly attributesToGet: ReadonlySet<string> }): AsyncGenerator<Page> {
      asked.push([...attributesToGet]);
      yield { objects: [] };
    },
  });
  const { gateway } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

  await askerOf(gateway)('GET', '/openidm/system/hr/person?_queryId=query-all-ids');

  expect(asked).toEqual([[]]);
});
