import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { consumerProject, root, run, temporaryDirectory } from './packed-package.ts';

const suite = `
const { openConnector, ConnectorError, Secret } = require('identity-connector');
const memory = require('identity-connector/memory');
const aws = require('identity-connector/aws');
const { startAws } = require('identity-connector/testing/aws');

test('the memory connector runs', async () => {
  const directory = await openConnector(memory.default, {});
  const accounts = directory.objectClass('__ACCOUNT__');
  const { uid } = await accounts.create({ __NAME__: 'ada' });
  expect((await accounts.get(uid)).name).toBe('ada');
  await expect(accounts.create({ __NAME__: 'ada' })).rejects.toBeInstanceOf(ConnectorError);
  await directory.close();
});

test('a mock of aws runs', async () => {
  const mock = await openConnector(memory.memoryConnector(aws.default.objectClasses), {});
  const accounts = mock.objectClass('__ACCOUNT__');
  const { uid } = await accounts.create({ __NAME__: 'ada', Path: '/engineering/', Tags: [{ Key: 'team', Value: 'a' }] });
  const rows = await accounts.search({ filter: 'Path sw "/eng"' }).toArray();
  expect(rows.map((row) => row.uid)).toEqual([uid]);
  await mock.close();
});

test('the aws connector loads the AWS SDK and creates a user', async () => {
  const service = await startAws();
  try {
    const { accessKeyId, secretAccessKey } = service.adminCredentials;
    const facade = await openConnector(aws.default, { accessKeyId, secretKey: new Secret(secretAccessKey), endpoint: service.endpoint, region: 'us-east-1' });
    const { uid } = await facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
    expect((await facade.objectClass('__ACCOUNT__').get(uid)).name).toBe('ada');
    await facade.close();
  } finally {
    await service.close();
  }
});
`;

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

test('jest on CommonJS runs the memory connector, a mock of aws, and aws itself', () => {
  const project = consumerProject(directory.path, {
    'package.json': '{ "type": "commonjs", "private": true, "jest": { "transform": {}, "testEnvironment": "node" } }',
    'connectors.test.js': suite,
  });

  const output = run(project, process.execPath, [
    join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    '--silent',
    '--cacheDirectory',
    join(directory.path, 'jest'),
    '--rootDir',
    project,
  ]);

  expect(JSON.parse(output)).toMatchObject({ success: true, numPassedTests: 3, numTotalTests: 3 });
}, 120_000);
