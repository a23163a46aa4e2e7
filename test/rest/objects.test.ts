import { expect, test } from 'vitest';
import { directoryOf } from './gateway-harness.ts';

const ada = { name: 'ada', attributes: { mail: 'ada@example.org', otherMails: ['a@x.org', 'b@x.org'], employeeNumber: 9_007_199_254_740_993n } };

test('an object is made by POST, answered with 201, its place and its revision, and read again as it is', async () => {
  const { ask, accounts } = directoryOf();

  const made = await ask('POST', `${accounts}?_action=create`, { body: { __NAME__: 'ada', mail: 'ada@example.org', hired: '2026-01-02T03:04:05Z' } });
  const read = await ask('GET', `${accounts}/ada`);

  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe('/openidm/system/hr/__ACCOUNT__/ada');
  expect(made.headers.get('etag')).toBe(`"${made.json._rev}"`);
  expect(Object.keys(made.json).slice(0, 2)).toEqual(['_id', '_rev']);
  expect(made.json).toEqual(read.json);
  expect(read.json).toMatchObject({ _id: 'ada', __NAME__: 'ada', mail: 'ada@example.org', hired: '2026-01-02T03:04:05.000Z' });
});

test('a POST without an action creates, and the name may be given as _id', async () => {
  const { ask, accounts } = directoryOf();

  expect((await ask('POST', accounts, { body: { _id: 'bob' } })).json).toMatchObject({ _id: 'bob', __NAME__: 'bob' });
});

test('a PUT with If-None-Match: * creates under the id of the path, and is refused when there is one', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const made = await ask('PUT', `${accounts}/bob`, { body: { mail: 'bob@x.org' }, headers: { 'if-none-match': '*' } });
  const again = await ask('PUT', `${accounts}/ada`, { body: { mail: 'other@x.org' }, headers: { 'if-none-match': '*' } });
  const other = await ask('PUT', `${accounts}/eve`, { body: { __NAME__: 'mallory' }, headers: { 'if-none-match': '*' } });

  expect(made).toMatchObject({ status: 201, json: { _id: 'bob', mail: 'bob@x.org' } });
  expect(again).toMatchObject({ status: 412, json: { code: 412, reason: 'Precondition Failed', detail: { code: 'AlreadyExists' } } });
  expect(other.status).toBe(400);
});

test('a PUT leaves what it does not name, clears what is null, and an unchanged name is no rename', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const changed = await ask('PUT', `${accounts}/ada`, { body: { __NAME__: 'ada', mail: null, displayName: 'Ada' }, headers: { 'if-match': '*' } });

  expect(changed).toMatchObject({ status: 200, json: { _id: 'ada', displayName: 'Ada', otherMails: ['a@x.org', 'b@x.org'] } });
  expect(changed.json).not.toHaveProperty('mail');
});

test('a PUT with another name renames, and answers the new id', async () => {
  const { ask, accounts } = directoryOf([ada]);

  expect((await ask('PUT', `${accounts}/ada`, { body: { __NAME__: 'ada.l' } })).json).toMatchObject({ _id: 'ada.l', mail: 'ada@example.org' });
  expect((await ask('GET', `${accounts}/ada`)).status).toBe(404);
});

test('a delete answers the object as it was', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const deleted = await ask('DELETE', `${accounts}/ada`);

  expect(deleted).toMatchObject({ status: 200, json: { _id: 'ada', mail: 'ada@example.org' } });
  expect(await ask('GET', `${accounts}/ada`)).toMatchObject({ status: 404, json: { code: 404, reason: 'Not Found', detail: {} } });
});

test('a revision that is not the present one ends a write with 412 and changes nothing; the present one lets it pass', async () => {
  const { ask, accounts } = directoryOf([ada]);
  const { json } = await ask('GET', `${accounts}/ada`);

  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const body =
      method === 'PATCH' ? [{ operation: 'replace', field: 'mail', value: 'x@x.org' }] : method === 'PUT' ? { mail: 'x@x.org' } : undefined;
    expect((await ask(method, `${accounts}/ada`, { body, headers: { 'if-match': '"elsewhere"' } })).status).toBe(412);
  }
  expect((await ask('GET', `${accounts}/ada`)).json).toEqual(json);
  expect((await ask('PUT', `${accounts}/ada`, { body: { mail: 'x@x.org' }, headers: { 'if-match': `"${json._rev}"` } })).status).toBe(200);
});

test('a read of a revision that the caller has is 304 without a body', async () => {
  const { ask, accounts } = directoryOf([ada]);
  const { headers } = await ask('GET', `${accounts}/ada`);

  expect(await ask('GET', `${accounts}/ada`, { headers: { 'if-none-match': String(headers.get('etag')) } })).toMatchObject({ status: 304, text: '' });
  expect((await ask('GET', `${accounts}/ada`, { headers: { 'if-none-match': '"older"' } })).status).toBe(200);
});

test('a whole number that JavaScript cannot hold keeps all its digits', async () => {
  const { ask, accounts } = directoryOf([ada]);

  expect((await ask('GET', `${accounts}/ada`)).text).toContain('"employeeNumber":9007199254740993');
});

test('_fields cuts an object down to what is asked for, what is not returned by default among it', async () => {
  const { ask, accounts } = directoryOf([{ ...ada, attributes: { ...ada.attributes, photo: Uint8Array.of(1, 2, 3) } }]);

  expect((await ask('GET', `${accounts}/ada?_fields=mail,/photo`)).json).toEqual({
    _id: 'ada',
    _rev: expect.any(String),
    mail: 'ada@example.org',
    photo: 'AQID',
  });
  expect((await ask('GET', `${accounts}/ada?_fields=otherMails/1`)).json.otherMails).toEqual({ 1: 'b@x.org' });
  expect((await ask('GET', `${accounts}/ada?_fields=*,photo`)).json).toMatchObject({ mail: 'ada@example.org', photo: 'AQID' });
});

test('a field that the type does not have is refused by name, one with an underscore passes', async () => {
  const { ask, accounts } = directoryOf();

  const refused = await ask('POST', accounts, { body: { __NAME__: 'ada', shoeSize: 42 } });

  expect(refused).toMatchObject({ status: 400, json: { code: 400, reason: 'Bad Request', message: expect.stringContaining('attribute shoeSize') } });
  expect((await ask('POST', accounts, { body: { __NAME__: 'ada', _meta: 1 } })).status).toBe(201);
});

test('all that is wrong with the values is said at once, by field, and nothing is made', async () => {
  const { ask, accounts } = directoryOf();

  const { status, json } = await ask('POST', accounts, { body: { __NAME__: 'ada', __ENABLE__: 'perhaps', hired: 'yesterday' } });

  expect(status).toBe(400);
  expect(json.detail.problems.map(({ path }: { path: string }) => path).sort()).toEqual(['__ENABLE__', 'hired']);
  expect((await ask('GET', `${accounts}/ada`)).status).toBe(404);
});

test('an id may hold slashes and what else a path must escape', async () => {
  const { ask, accounts } = directoryOf();
  await ask('POST', accounts, { body: { __NAME__: 'a/b c?ü' } });

  expect((await ask('GET', `${accounts}/${encodeURIComponent('a/b c?ü')}`)).json._id).toBe('a/b c?ü');
  expect((await ask('GET', `${accounts}/a/b%20c%3F%C3%BC`)).json._id).toBe('a/b c?ü');
  expect((await ask('GET', `${accounts}/%E0%A4%A`)).status).toBe(400);
});

test('a password is written, works, and is in no answer', async () => {
  const { ask, accounts } = directoryOf();
  const made = await ask('POST', accounts, { body: { __NAME__: 'ada', __PASSWORD__: 'correct horse' } });

  const right = await ask('POST', `${accounts}?_action=authenticate`, { body: { username: 'ada', password: 'correct horse' } });
  const wrong = await ask('POST', `${accounts}?_action=authenticate&username=ada&password=battery`);

  expect(made.text).not.toContain('correct horse');
  expect(right).toMatchObject({ status: 200, json: { _id: 'ada' } });
  expect(wrong.status).toBe(401);
  expect((await ask('POST', `${accounts}?_action=authenticate&username=ada`)).status).toBe(400);
  expect((await ask('POST', `${accounts}?_action=resolveUsername&username=ada`)).json).toEqual({ _id: 'ada' });
});
