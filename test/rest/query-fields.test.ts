import { expect, test } from 'vitest';
import { directoryOf } from './gateway-harness.ts';

const objectTypes = {
  account: {
    nativeType: '__ACCOUNT__',
    properties: {
      name: { nativeName: '__NAME__' },
      mail: { flags: ['NOT_READABLE'] },
      display: { nativeName: 'displayName', flags: ['NOT_QUERYABLE'] },
      number: { nativeName: 'employeeNumber' },
    },
  },
};
const ada = { name: 'ada', attributes: { mail: 'ada@x.org', displayName: 'Ada', employeeNumber: 1n } };
const accounts = '/openidm/system/hr/account';

// A filter on what may not be read would tell it letter by letter, and so would an order.
test.each([
  ['_queryFilter', 'mail sw "a"'],
  ['_queryFilter', '/mail pr'],
  ['_queryFilter', 'number eq 1 and !(mail eq "ada@x.org")'],
  ['_queryFilter', 'display eq "Ada"'],
  ['_sortKeys', 'mail'],
  ['_sortKeys', '-display'],
])('%s=%s names a field that the configuration keeps from queries, and is 400', async (parameter, value) => {
  const { ask } = directoryOf([ada], { objectTypes });
  const query = parameter === '_sortKeys' ? '_queryFilter=true&' : '';

  const answer = await ask('GET', `${accounts}?${query}${parameter}=${encodeURIComponent(value)}`);

  expect(answer).toMatchObject({
    status: 400,
    json: { message: expect.stringMatching(/Field (mail|display) of account cannot be filtered or sorted by/) },
  });
});

test('fields without those flags are filtered and sorted by, and what is not to be queried is shown', async () => {
  const { ask } = directoryOf([ada], { objectTypes });

  const { json } = await ask('GET', `${accounts}?_queryFilter=${encodeURIComponent('number eq 1')}&_sortKeys=-_id,name`);

  expect(json.result).toEqual([{ _id: 'ada', _rev: expect.any(String), name: 'ada', display: 'Ada', number: 1 }]);
});
