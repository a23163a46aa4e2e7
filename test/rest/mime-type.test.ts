import { describe, expect, test } from 'vitest';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

const photo = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1, 254);
const ada = {
  name: 'ada',
  attributes: {
    mail: 'ada@example.org',
    displayName: 'Adélaïde <b>',
    otherMails: ['a@x.org', 'b@x.org'],
    employeeNumber: 9_007_199_254_740_993n,
    hired: new Date('2026-01-02T03:04:05Z'),
    photo,
  },
};

/** The answer with its bytes, which the harness reads as text. */
async function bytesAt({ gateway, accounts }: ReturnType<typeof directoryOf>, query: string, headers: Readonly<Record<string, string>> = {}) {
  const request = new Request(`http://localhost${accounts}/ada?${query}`, { headers: { authorization: `Bearer ${tokens.read}`, ...headers } });
  const answer = await gateway.fetch(request);
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

test('one field of bytes is answered as they are, under the media type that is asked for and the object’s ETag', async () => {
  const directory = directoryOf([ada]);
  const { headers: ofObject } = await directory.ask('GET', `${directory.accounts}/ada`);

  const { status, headers, bytes } = await bytesAt(directory, '_fields=photo&_mimeType=image/jpeg');

  expect([status, [...bytes]]).toEqual([200, [...photo]]);
  expect(headers.get('content-type')).toBe('image/jpeg');
  expect(headers.get('etag')).toBe(ofObject.get('etag'));
  expect((await bytesAt(directory, '_fields=photo&_mimeType=image/jpeg', { 'if-none-match': String(headers.get('etag')) })).status).toBe(304);
});

test.each([
  ['mail', 'ada@example.org'],
  ['/displayName', 'Adélaïde <b>'],
  ['otherMails', 'a@x.org'],
  ['otherMails/1', 'b@x.org'],
  ['employeeNumber', '9007199254740993'],
  ['hired', '2026-01-02T03:04:05.000Z'],
  ['photo', Buffer.from(photo).toString('base64')],
  ['_id', 'ada'],
])('the field %s as text/plain is %s', async (field, text) => {
  const { ask, accounts } = directoryOf([ada]);

  const answer = await ask('GET', `${accounts}/ada?_fields=${field}&_mimeType=text/plain`);

  expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([200, text, 'text/plain; charset=utf-8']);
});

test('a text that is base64 is answered as the bytes that it stands for', async () => {
  const directory = directoryOf([{ name: 'ada', attributes: { displayName: Buffer.from(photo).toString('base64url') } }]);

  expect([...(await bytesAt(directory, '_fields=displayName&_mimeType=image/png')).bytes]).toEqual([...photo]);
});

test('application/json is the object with that field, as ever', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const answer = await ask('GET', `${accounts}/ada?_fields=mail&_mimeType=application/json`);

  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.json).toEqual({ _id: 'ada', _rev: expect.any(String), mail: 'ada@example.org' });
});

describe('a read with _mimeType is refused', () => {
  test.each([
    ['without _fields', '_mimeType=image/jpeg', 400, '_fields'],
    ['with two fields', '_fields=photo,mail&_mimeType=image/jpeg', 400, '_fields'],
    ['with two fields in two parameters', '_fields=photo&_fields=mail&_mimeType=image/jpeg', 400, '_fields'],
    ['with all fields', '_fields=*&_mimeType=text/plain', 400, '_fields'],
    ['with two types', '_fields=photo&_mimeType=image/jpeg,image/png', 400, '_mimeType'],
    ['with two types in two parameters', '_fields=photo&_mimeType=image/jpeg&_mimeType=image/png', 400, '_mimeType'],
    ['with what is no type', '_fields=photo&_mimeType=jpeg', 400, '_mimeType'],
    ['for an unknown field', '_fields=shoeSize&_mimeType=text/plain', 400, 'shoeSize'],
    ['for a secret', '_fields=__PASSWORD__&_mimeType=text/plain', 400, '__PASSWORD__'],
    ['for a text that is no base64, as an image', '_fields=mail&_mimeType=image/png', 400, 'text/plain'],
    ['for a number as an image', '_fields=employeeNumber&_mimeType=image/png', 400, 'number'],
    ['for a field without a value', '_fields=givenName&_mimeType=text/plain', 404, 'givenName'],
    ['for an element that is not there', '_fields=otherMails/7&_mimeType=text/plain', 404, 'otherMails/7'],
  ])('%s', async (_, query, status, said) => {
    const { ask, accounts } = directoryOf([ada]);

    const answer = await ask('GET', `${accounts}/ada?${query}`);

    expect(answer).toMatchObject({ status, json: { code: status, message: expect.stringContaining(said) } });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  test('for an object that is not there, and for a query', async () => {
    const { ask, accounts } = directoryOf([ada]);

    expect((await ask('GET', `${accounts}/eve?_fields=mail&_mimeType=text/plain`)).status).toBe(404);
    expect((await ask('GET', `${accounts}?_queryFilter=true&_fields=mail&_mimeType=text/plain`)).status).toBe(400);
  });

  test('for a map, whose parts can be had', async () => {
    const connector = connectorOf({ get: () => ({ uid: 'x', name: 'x', attributes: { roles: ['user'], address: { city: 'London' } } }) });
    const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);
    const read = (field: string) => ask('GET', `/openidm/system/hr/person/x?_fields=${field}&_mimeType=text/plain`);

    expect((await read('address')).status).toBe(400);
    expect(await read('address/city')).toMatchObject({ status: 200, text: 'London' });
  });

  test('where the configuration denies reading', async () => {
    const { ask, accounts } = directoryOf([ada], { operationOptions: { GET: { denied: true } } });

    expect((await ask('GET', `${accounts}/ada?_fields=mail&_mimeType=text/plain`)).status).toBe(403);
  });
});

// Who can write an attribute would otherwise have a page or a script of this origin, with the login of whoever opens it.
test.each([
  'text/html',
  'TEXT/HTML; charset=utf-8',
  'application/xhtml%2Bxml',
  'image/svg%2Bxml',
  'image/svg+xml',
  'text/xml',
  'text/css',
  'text/javascript',
  'application/x-javascript',
  'text/javascript1.5',
  'multipart/x-mixed-replace',
])('a value is never served as %s', async (type) => {
  const { ask, accounts } = directoryOf([ada]);

  const answer = await ask('GET', `${accounts}/ada?_fields=displayName&_mimeType=${type}`);

  expect(answer.status).toBe(400);
  expect(answer.text).not.toContain('<b>');
});

test('what a browser shows of a value cannot run anything', async () => {
  const { headers } = await bytesAt(directoryOf([ada]), '_fields=photo&_mimeType=application/pdf');

  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a HEAD tells the type and sends nothing', async () => {
  const directory = directoryOf([ada]);

  const answer = await directory.ask('HEAD', `${directory.accounts}/ada?_fields=photo&_mimeType=image/jpeg`);

  expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([200, '', 'image/jpeg']);
});

test('_fields may be given several times', async () => {
  const { ask, accounts } = directoryOf([ada]);

  expect(Object.keys((await ask('GET', `${accounts}/ada?_fields=mail&_fields=hired`)).json).sort()).toEqual(['_id', '_rev', 'hired', 'mail']);
});
