import { expect, test } from 'vitest';
import { ConnectorError } from '../../src/index.ts';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

const ada = { name: 'ada', attributes: { mail: 'ada@example.org', displayName: 'Ada' } };
const speaking = (version: string) => ({ 'accept-api-version': version });

test('in protocol 2 a PUT without preconditions makes what is not there, and updates it the next time', async () => {
  const { ask, accounts } = directoryOf();
  const put = (body: object) => ask('PUT', `${accounts}/bob`, { body, headers: speaking('protocol=2.0,resource=1.0') });

  const first = await put({ mail: 'bob@x.org', displayName: 'Bob' });
  const second = await put({ mail: 'robert@x.org' });

  expect(first).toMatchObject({ status: 201, json: { _id: 'bob', __NAME__: 'bob', mail: 'bob@x.org' } });
  expect(first.headers.get('location')).toBe(`${accounts}/bob`);
  expect(second).toMatchObject({ status: 200, json: { _id: 'bob', mail: 'robert@x.org', displayName: 'Bob' } });
  expect(second.headers.get('location')).toBeNull();
});

test.each(['protocol=1.0', 'protocol=1.1,resource=1.0', 'resource=1.0', ''])(
  'to who sends Accept-API-Version: "%s" it makes nothing',
  async (version) => {
    const { ask, accounts } = directoryOf([ada]);

    expect((await ask('PUT', `${accounts}/bob`, { body: { mail: 'bob@x.org' }, headers: speaking(version) })).status).toBe(404);
    expect((await ask('PUT', `${accounts}/ada`, { body: { mail: 'x@x.org' }, headers: speaking(version) })).status).toBe(200);
    expect((await ask('GET', `${accounts}/bob`)).status).toBe(404);
  },
);

test('preconditions mean the same in protocol 2: If-Match only updates, If-None-Match: * only creates', async () => {
  const { ask, accounts } = directoryOf([ada]);
  const put = (id: string, headers: object) => ask('PUT', `${accounts}/${id}`, { body: {}, headers: { ...speaking('protocol=2.1'), ...headers } });

  expect((await put('bob', { 'if-match': '*' })).status).toBe(404);
  expect((await put('ada', { 'if-none-match': '*' })).status).toBe(412);
  expect((await put('bob', { 'if-none-match': '*' })).status).toBe(201);
});

test.each(['protocol=3.0', 'protocol=2.2', 'protocol=two', 'resource=1.0, Protocol = 2.x'])(
  'Accept-API-Version: %s is 400 and changes nothing',
  async (version) => {
    const { ask, accounts } = directoryOf();

    const answer = await ask('PUT', `${accounts}/bob`, { body: {}, headers: speaking(version) });

    expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining('Accept-API-Version') } });
    expect((await ask('GET', `${accounts}/bob`, { headers: speaking(version) })).status).toBe(400);
    expect((await ask('GET', `${accounts}/bob`)).status).toBe(404);
  },
);

test('an object whose id is not its name is updated, not made again under its id', async () => {
  const { ask, accounts } = directoryOf([], { configuration: { uid: 'generated' } });
  const { json } = await ask('POST', accounts, { body: { __NAME__: 'ada', mail: 'ada@x.org' } });

  const updated = await ask('PUT', `${accounts}/${json._id}`, { body: { mail: 'new@x.org' }, headers: speaking('protocol=2.0') });
  const all = await ask('GET', `${accounts}?_queryFilter=true`);

  expect(updated).toMatchObject({ status: 200, json: { _id: json._id, __NAME__: 'ada', mail: 'new@x.org' } });
  expect(all.json.resultCount).toBe(1);
});

test('what somebody else makes at the same moment is updated', async () => {
  let made = false;
  const updates: unknown[] = [];
  const connector = connectorOf({
    get: () => (made ? { uid: 'ada', name: 'ada', attributes: { roles: ['user'] } } : undefined),
    create: () => {
      made = true;
      throw new ConnectorError('AlreadyExists', 'somebody was first');
    },
    update: ({ uid }: { readonly uid: string }) => {
      updates.push(uid);
      return { uid };
    },
  });
  const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

  const answer = await ask('PUT', '/openidm/system/hr/person/ada', { body: { roles: ['user'], mail: 'a@x.org' }, headers: speaking('protocol=2.0') });

  expect([answer.status, updates]).toEqual([200, ['ada']]);
});

test('a name that another object has is refused as for any create', async () => {
  const { ask, accounts } = directoryOf([], { configuration: { uid: 'generated' } });
  await ask('POST', accounts, { body: { __NAME__: 'ada' } });

  expect((await ask('PUT', `${accounts}/ada`, { body: { mail: 'x@x.org' }, headers: speaking('protocol=2.0') })).status).toBe(412);
});

test('it takes the right to write, an id in the path, and what the configuration allows', async () => {
  const { ask, accounts } = directoryOf([ada], { operationOptions: { CREATE: { denied: true } } });
  const put = (path: string, token?: string) =>
    ask('PUT', path, { body: { mail: 'x@x.org' }, headers: speaking('protocol=2.0'), ...(token && { token }) });

  expect((await put(`${accounts}/ada`, tokens.read)).status).toBe(403);
  expect((await put(accounts)).status).toBe(400);
  expect((await put(`${accounts}/bob`)).status).toBe(403);
  expect((await put(`${accounts}/ada`)).status).toBe(200);
});
