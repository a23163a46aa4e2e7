import { describe, expect, test } from 'vitest';
import memory from '../../../src/connectors/memory/index.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import { contractCases, runContract } from '../../../src/testing/contract/index.ts';
import type { Mutation } from './mutation.ts';
import { accountMutations } from './mutations-accounts.ts';
import { callMutations } from './mutations-calls.ts';
import { connectorMutations, scripts } from './mutations-connector.ts';
import { pagingMutations } from './mutations-paging.ts';
import { schemaMutations } from './mutations-schema.ts';
import { searchMutations } from './mutations-search.ts';
import { syncMutations } from './mutations-sync.ts';
import { updateMutations } from './mutations-updates.ts';
import { writeMutations } from './mutations-writes.ts';

const mutations: readonly Mutation[] = [
  ...connectorMutations,
  ...schemaMutations,
  ...writeMutations,
  ...updateMutations,
  ...accountMutations,
  ...searchMutations,
  ...pagingMutations,
  ...syncMutations,
  ...callMutations,
];

const check = (connector: AnyConnector, kind: string, timeout = 20_000) =>
  runContract(connector, { configuration: {}, wrongConfigurations: [{ pageSize: 0 }], scripts, only: [kind], timeout });
const text = (error: unknown) => (error instanceof Error ? error.message : String(error));

test('every kind of case has a mutation, and every mutation a kind', async () => {
  await using cases = await contractCases(memory, { configuration: {} });

  const kinds = [...new Set(cases.map(({ kind }) => kind))].sort();

  expect([...new Set(mutations.map(({ kind }) => kind))].sort()).toEqual(kinds);
});

describe('a connector that is broken in one way fails the cases about it', () => {
  test.each(mutations.map((mutation) => [`${mutation.kind}: ${mutation.name}`, mutation] as const))('%s', async (_, mutation) => {
    const { kind, basis = (connector: AnyConnector) => connector, timeout } = mutation;

    const sound = await check(basis(memory), kind);
    const broken = await check(mutation.break(basis(memory)), kind, timeout);

    expect(sound.results.filter(({ status }) => status === 'failed').map(({ error }) => text(error))).toEqual([]);
    expect(sound.passed, 'cases that pass with the unbroken connector').toBeGreaterThan(0);
    expect(
      broken.results.some((each) => each.kind === kind && each.status === 'failed'),
      'some case of the kind fails',
    ).toBe(true);
  });
});
