import { describe, expect, test } from 'vitest';
import { Account, Group } from '../../../src/connectors/aws/index.ts';
import memory, { memoryConnector } from '../../../src/connectors/memory/index.ts';
import { contract, contractCases, runContract } from '../../../src/testing/contract/index.ts';
import { Everything, Team } from './everything.ts';

const wrongConfigurations = [{ pageSize: 0 }, { uid: 'guessed' }, { objects: [{ objectClass: '__ACCOUNT__', name: '' }] }];

// The one line that users write, with vitest's own functions found by it.
contract(memory, { configuration: {}, wrongConfigurations });

describe('the contract of memory, run by a program', () => {
  test('at least 120 cases of its two classes run, and none fails', async () => {
    const report = await runContract(memory, { configuration: {}, wrongConfigurations });

    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report).toMatchObject({ ok: true, connector: 'memory', failed: 0, seed: 1 });
    expect(report.passed).toBeGreaterThanOrEqual(300);
    expect(report.passed + report.skipped).toBe(report.results.length);
  });

  test.each([2, 3, 20261121])('other samples pass as well: seed %i', async (seed) => {
    const report = await runContract(memory, { configuration: {}, seed });

    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  test('it passes where the uid is the name, so that a rename gives another uid', async () => {
    const report = await runContract(memory, { configuration: { uid: 'name' } });

    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  test('classes with attributes of every type pass, as do the users and groups of aws in memory', async () => {
    const everything = await runContract(memoryConnector([Everything, Team]), { configuration: {} });
    const standIn = await runContract(memoryConnector([Account, Group]), { configuration: { uid: 'name' } });

    expect([...everything.results, ...standIn.results].filter(({ status }) => status === 'failed')).toEqual([]);
  }, 120_000);

  test('no two cases have the same name, and what is skipped says why', async () => {
    await using cases = await contractCases(memory, { configuration: {} });

    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.filter(({ skip }) => skip !== undefined && skip.length < 10)).toEqual([]);
  });

  test('it leaves nothing behind', async () => {
    let left = -1;
    const watched: typeof memory = {
      ...memory,
      disconnect: async (session) => {
        const { tables } = session as { tables(name: string): readonly { readonly size: number }[] };
        left = tables.call(session, '__ALL__').reduce((sum, { size }) => sum + size, 0);
      },
    };

    await runContract(watched, { configuration: {}, only: ['create', 'update', 'search/all', 'special'] });

    expect(left).toBe(0);
  });
});
