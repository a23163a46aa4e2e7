import { expect, test } from 'vitest';
import { directoryOf } from './gateway-harness.ts';

const objectTypes = {
  account: {
    nativeType: '__ACCOUNT__',
    properties: { name: { nativeName: '__NAME__' }, mail: { required: true }, display: { nativeName: 'displayName' } },
  },
};
const ada = { name: 'ada', attributes: { mail: 'ada@x.org', displayName: 'Ada' } };

test('what a configuration requires is cleared by no write, whatever the connector says', async () => {
  const { ask } = directoryOf([ada], { objectTypes });
  const path = '/openidm/system/hr/account';
  const requests = [
    await ask('POST', path, { body: { name: 'bob', mail: null } }),
    await ask('PUT', `${path}/ada`, { body: { mail: null, display: 'A' } }),
    await ask('PATCH', `${path}/ada`, { body: [{ operation: 'replace', field: 'mail', value: null }] }),
    await ask('PATCH', `${path}/ada`, { body: [{ operation: 'remove', field: 'mail' }] }),
    await ask('PATCH', `${path}/ada`, { body: [{ operation: 'move', from: 'mail', field: 'display' }] }),
  ];

  for (const each of requests) expect(each).toMatchObject({ status: 400, json: { message: 'Required attribute mail is null' } });
  expect((await ask('GET', `${path}/ada`)).json).toMatchObject({ mail: 'ada@x.org', display: 'Ada' });
  expect((await ask('PUT', `${path}/ada`, { body: { display: null } })).status).toBe(200);
});
