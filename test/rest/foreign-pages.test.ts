import { describe, expect, test } from 'vitest';
import { directoryOf } from './gateway-harness.ts';

const body = { __NAME__: 'eve' };

describe('a page of another site that a browser shows', () => {
  test.each([
    ['says that it is of another site', { 'sec-fetch-site': 'cross-site' }],
    ['is of a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['only says where it comes from', { origin: 'https://evil.example' }],
    ['hides where it comes from', { origin: 'null' }],
  ])('changes nothing: it %s', async (_, headers) => {
    const { ask, accounts } = directoryOf();

    expect((await ask('POST', accounts, { body, headers })).status).toBe(403);
    expect((await ask('POST', '/openidm/system/hr?_action=script&scriptId=x', { headers })).status).toBe(403);
    expect((await ask('GET', `${accounts}?_queryFilter=true`)).json.resultCount).toBe(0);
  });

  test.each([
    ['the gateway’s own page', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }],
    ['a browser that says only the origin', { origin: 'http://localhost' }],
    ['a program', {}],
  ])('is not %s, which may', async (_, headers: Readonly<Record<string, string>>) => {
    const { ask, accounts } = directoryOf();

    expect((await ask('POST', accounts, { body, headers })).status).toBe(201);
  });
});
