import { expect, test } from 'vitest';
import { memoryConnector } from '../../../src/connectors/memory/index.ts';
import { runContract } from '../../../src/testing/contract/index.ts';
import { Everything, Team } from './everything.ts';

test.each([1, 2, 3])('a class with attributes of every type passes all about reading, and skips nothing, with seed %i', async (seed) => {
  const only = ['search', 'paging', 'sort', 'projection', 'use', 'sync', 'cancel', 'concurrency', 'reference', 'fuzz'];

  const { results } = await runContract(memoryConnector([Everything, Team]), { configuration: {}, only, seed });

  const skipped = results.filter(({ status, objectClass }) => status === 'skipped' && objectClass === Everything.name);
  expect(results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
  // Each opening of the memory connector has objects of its own.
  expect(skipped.map(({ kind }) => kind)).toEqual(['paging/cursor-elsewhere']);
});
