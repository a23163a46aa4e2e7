// A test suite that mocks a connector: memory behind the object classes of `aws`, and a spy where a failure is wanted.
// Run it with `node --test examples/`; vitest and jest do the same with their own `describe` and `spyOn`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectorError, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { memoryConnector } from 'identity-connector/memory';

/**
 * The application under test.
 * @param {import('identity-connector').ObjectClassOf<typeof aws, '__ACCOUNT__'>} accounts
 * @param {string} name
 */
async function join(accounts, name) {
  try {
    await accounts.create({ __NAME__: name, Tags: [{ Key: 'source', Value: 'hr' }] });
    return 'joined';
  } catch (error) {
    if (ConnectorError.is(error) && error.code === 'AlreadyExists') return 'was there';
    throw error;
  }
}

const open = () => openConnector(memoryConnector(aws.objectClasses), { uid: 'name' });

test('a newcomer gets an account with the source as tag', async () => {
  const mock = await open();
  const accounts = mock.objectClass('__ACCOUNT__');

  assert.equal(await join(accounts, 'ada'), 'joined');

  assert.deepEqual((await accounts.get('ada'))?.attributes.Tags, [{ Key: 'source', Value: 'hr' }]);
});

test('joining twice is no failure', async () => {
  const accounts = (await open()).objectClass('__ACCOUNT__');
  await join(accounts, 'ada');

  assert.equal(await join(accounts, 'ada'), 'was there');
});

test('a throttled system is not hidden', async (t) => {
  const accounts = (await open()).objectClass('__ACCOUNT__');
  t.mock.method(accounts, 'create', async () => {
    throw new ConnectorError('RateLimited', 'iam:CreateUser is throttled', { retryAfter: 1000 });
  });

  await assert.rejects(join(accounts, 'ada'), { code: 'RateLimited' });
});
