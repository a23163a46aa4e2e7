import { expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { type AnyConnector, openConnector } from '../../src/index.ts';
import { memorySnapshots, snapshotSync } from '../../src/snapshot/index.ts';
import { runContract } from '../../src/testing/contract/index.ts';

/** The memory connector as one that cannot sync. */
const searchOnly: AnyConnector = {
  ...memory,
  operations: Object.fromEntries(
    Object.entries(memory.operations)
      .filter(([name]) => name !== '__ALL__')
      .map(([name, { sync: _, latestSyncToken: __, liveSync: ___, ...rest }]: [string, Record<string, unknown>]) => [name, rest]),
  ),
};

test('a connector that can only search keeps the promises of a sync when it syncs by snapshots', async () => {
  const connector = snapshotSync(searchOnly, { store: memorySnapshots() });

  const report = await runContract(connector, {
    configuration: {},
    only: ['sync', 'schema'],
    skip: { 'sync/projection': 'a snapshot compares the attributes that it was taken with, so a token goes with them' },
  });

  expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
  expect(report.results.filter(({ kind, status }) => kind.startsWith('sync/') && status === 'passed').length).toBeGreaterThan(15);
});

test('the facade offers sync where there was none', async () => {
  const facade = await openConnector(snapshotSync(searchOnly, { store: memorySnapshots() }), {});

  expect([facade.supports('__ACCOUNT__', 'sync'), facade.supports('__ACCOUNT__', 'latestSyncToken'), facade.supports('__ALL__', 'sync')]).toEqual([
    true,
    true,
    false,
  ]);
});
