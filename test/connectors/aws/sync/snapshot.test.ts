import { expect, test } from 'vitest';
import { openConnector } from '../../../../src/facade/opening/open-connector.ts';
import { memorySnapshots, snapshotSync } from '../../../../src/snapshot/index.ts';
import { startSync, words } from './sync-harness.ts';

test('where there is neither CloudTrail nor a queue, snapshots tell what came, changed and went', async () => {
  await using aws = await startSync({ syncSource: 'none' });
  for (const name of ['stays', 'changes', 'leaves', 'is-renamed']) aws.server.iam.addUser({ name });
  const { accessKeyId, secretAccessKey: secretKey } = aws.server.adminCredentials;
  const compared = snapshotSync(aws.connector, { store: memorySnapshots(), replace: true });
  await using facade = await openConnector(compared, { accessKeyId, secretKey, endpoint: aws.server.endpoint, syncSource: 'none' });
  const accounts = facade.objectClass('__ACCOUNT__');

  const load = accounts.sync({ token: '' });
  expect(words(await load.toArray()).sort()).toEqual(['bootstrap', 'changes', 'is-renamed', 'leaves', 'stays'].map((name) => `create ${name}`));
  await accounts.create({ __NAME__: 'comes' });
  await accounts.update('changes', { replace: { Path: '/x/' } });
  await accounts.delete('leaves');
  await accounts.update('is-renamed', { replace: { __NAME__: 'renamed' } });

  const told = words(await accounts.sync({ token: load.token }).toArray());
  expect(told.sort()).toEqual(['create comes', 'create renamed', 'delete is-renamed', 'delete leaves', 'update changes']);
  expect(aws.server.countOf('LookupEvents')).toBe(0);
});
