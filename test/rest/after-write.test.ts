import { expect, test } from 'vitest';
import { ConnectorError } from '../../src/index.ts';
import { connectorOf, person } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf } from './gateway-harness.ts';

/** A system in which reading fails once something was written. */
function forgetful() {
  let written = false;
  const logged: string[] = [];
  const connector = connectorOf({
    create: () => {
      written = true;
      return { uid: 'ada' };
    },
    update: () => {
      written = true;
      return { uid: 'ada' };
    },
    get: () => {
      if (written) throw new ConnectorError('ConnectionFailed', 'the line is cut');
      return person('ada');
    },
  });
  const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }], { log: (_level, message) => logged.push(message) });
  return { ask, logged };
}

test.each([
  ['a create', 'POST', '/openidm/system/hr/person', { __NAME__: 'ada' }, 201],
  ['an update', 'PUT', '/openidm/system/hr/person/ada', { mail: 'a@x.org' }, 200],
])('%s that is done is no error when the object cannot be read afterwards, lest it be done twice', async (_, method, path, body, wanted) => {
  const { ask, logged } = forgetful();

  const { status, json } = await ask(method, path, { body });

  expect([status, json]).toEqual([wanted, { _id: 'ada' }]);
  expect(logged.join()).toContain('the line is cut');
});

test('where the configuration denies reading writes go through and show the id alone', async () => {
  const ada = { name: 'ada', attributes: { mail: 'ada@x.org' } };
  const { ask, accounts } = directoryOf([ada], { operationOptions: { GET: { denied: true } } });

  const read = await ask('GET', `${accounts}/ada`);
  const answers = [
    await ask('POST', accounts, { body: { __NAME__: 'bob' } }),
    await ask('PUT', `${accounts}/ada`, { body: { mail: 'new@x.org' } }),
    await ask('PATCH', `${accounts}/ada`, { body: [{ operation: 'replace', field: '/mail', value: 'newer@x.org' }] }),
    await ask('DELETE', `${accounts}/ada`),
  ];

  expect(read.status).toBe(403);
  expect(answers.map(({ status, json }) => [status, json])).toEqual([
    [201, { _id: 'bob' }],
    [200, { _id: 'ada' }],
    [200, { _id: 'ada' }],
    [200, { _id: 'ada' }],
  ]);
});

test('fields asked for on a create are those of its answer', async () => {
  const { ask, accounts } = directoryOf();

  const { json } = await ask('POST', `${accounts}?_fields=mail`, { body: { __NAME__: 'ada', mail: 'a@x.org', displayName: 'Ada' } });

  expect(Object.keys(json)).toEqual(['_id', '_rev', 'mail']);
});

test('a system without revisions takes If-Match: * and refuses a revision', async () => {
  const connector = connectorOf({ get: () => person('ada'), update: () => ({ uid: 'ada' }) });
  const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);
  const put = (revision: string) => ask('PUT', '/openidm/system/hr/person/ada', { body: { mail: 'a@x.org' }, headers: { 'if-match': revision } });

  expect((await put('*')).status).toBe(200);
  expect(await put('"1"')).toMatchObject({ status: 412, json: { message: expect.stringContaining('If-Match: *') } });
});

test('an object that has changed since is not overwritten, and one that has not is answered by 304', async () => {
  const { ask, accounts } = directoryOf([{ name: 'ada' }]);
  const etag = (await ask('GET', `${accounts}/ada`)).headers.get('etag') ?? '';
  await ask('PUT', `${accounts}/ada`, { body: { mail: 'first@x.org' }, headers: { 'if-match': etag } });

  const late = await ask('PUT', `${accounts}/ada`, { body: { mail: 'second@x.org' }, headers: { 'if-match': etag } });
  const now = await ask('GET', `${accounts}/ada`, { headers: { 'if-none-match': etag } });
  const unchanged = await ask('GET', `${accounts}/ada`, { headers: { 'if-none-match': now.headers.get('etag') ?? '' } });

  expect(late.status).toBe(412);
  expect(now).toMatchObject({ status: 200, json: { mail: 'first@x.org' } });
  expect(unchanged).toMatchObject({ status: 304, text: '' });
});

test('HEAD says what GET says, without a body', async () => {
  const { ask, accounts } = directoryOf([{ name: 'ada' }]);

  for (const path of [`${accounts}/ada`, `${accounts}?_queryFilter=true`, '/health/live']) {
    const [head, get] = [await ask('HEAD', path), await ask('GET', path)];
    expect([head.status, head.text, head.headers.get('content-type'), head.headers.get('etag')]).toEqual([
      get.status,
      '',
      get.headers.get('content-type'),
      get.headers.get('etag'),
    ]);
  }
});

test('Accept-API-Version and parameters that nobody knows pass', async () => {
  const { ask, accounts } = directoryOf([{ name: 'ada' }]);
  const headers = { 'accept-api-version': 'resource=1.0,protocol=2.1' };

  expect((await ask('GET', `${accounts}/ada?_mine=1&_prettyPrint=true`, { headers })).status).toBe(200);
  expect((await ask('GET', `${accounts}?_queryFilter=true&_mine=1`, { headers })).status).toBe(200);
});

test('a POST to a system without an action is the caller’s mistake', async () => {
  const { ask } = directoryOf();

  for (const path of ['/openidm/system', '/openidm/system/hr'])
    expect(await ask('POST', path)).toMatchObject({ status: 400, json: { message: expect.stringContaining('_action') } });
});
