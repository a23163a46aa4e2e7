import { expect, test } from 'vitest';
import { directoryOf } from './gateway-harness.ts';

const ada = { name: 'ada', attributes: { mail: 'ada@example.org' } };

/** Writes under an If-Match, each on a directory of its own. */
async function written(method: string, ifMatch: (revision: string) => string) {
  const { ask, accounts } = directoryOf([ada]);
  const { json } = await ask('GET', `${accounts}/ada`);
  const body = method === 'PATCH' ? [{ operation: 'replace', field: 'mail', value: 'x@x.org' }] : method === 'PUT' ? { mail: 'x@x.org' } : undefined;
  return ask(method, `${accounts}/ada`, { body, headers: { 'if-match': ifMatch(json._rev) } });
}

// RFC 9110, 13.1.1: any tag of the list, by strong comparison.
test.each([
  ['"old", "REV"', 200],
  ['"REV" , "old"', 200],
  [', ,"old",,"REV",', 200],
  ['W/"old", "REV"', 200],
  ['"with, a comma", "REV"', 200],
  ['*', 200],
  ['"*"', 200],
  ['REV', 200],
  ['W/"REV"', 412],
  ['"old", W/"REV"', 412],
  ['"old", "older"', 412],
  ['"REV" "old"', 412],
  ['', 412],
])('a write with If-Match: %s is %i', async (ifMatch, status) => {
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    expect([method, (await written(method, (revision) => ifMatch.replace('REV', revision))).status]).toEqual([method, status]);
});

test('a write that is refused says which revisions were expected, and why weak ones do not count', async () => {
  expect((await written('PUT', () => '"a", "b"')).json.message).toMatch(/expected at revision a or b, but is at revision/);
  expect((await written('PUT', (revision) => `W/"${revision}"`)).json.message).toContain('weak');
});

// RFC 9110, 13.1.2: any tag of the list, by weak comparison.
test.each([
  ['"old", "REV"', 304],
  ['W/"REV"', 304],
  ['"old", W/"REV"', 304],
  ['"old", "older"', 200],
])('a read with If-None-Match: %s is %i', async (ifNoneMatch, status) => {
  const { ask, accounts } = directoryOf([ada]);
  const { json } = await ask('GET', `${accounts}/ada`);

  expect((await ask('GET', `${accounts}/ada`, { headers: { 'if-none-match': ifNoneMatch.replace('REV', json._rev) } })).status).toBe(status);
});

test('preconditions where nothing would heed them are refused', async () => {
  const { ask, accounts } = directoryOf([ada]);
  const patch = [{ operation: 'replace', field: 'mail', value: 'x@x.org' }];

  expect((await ask('GET', `${accounts}?_queryFilter=true`, { headers: { 'if-none-match': '"1"' } })).status).toBe(412);
  expect((await ask('POST', accounts, { body: { __NAME__: 'bob' }, headers: { 'if-none-match': '*' } })).status).toBe(412);
  expect((await ask('POST', `${accounts}/ada?_action=patch`, { body: patch, headers: { 'if-match': '"old"' } })).status).toBe(412);
  expect((await ask('GET', `${accounts}/ada`)).json.mail).toBe('ada@example.org');
  expect((await ask('GET', `${accounts}/bob`)).status).toBe(404);
});
