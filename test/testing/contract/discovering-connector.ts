import memory from '../../../src/connectors/memory/index.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import { replacing } from '../../../src/testing/contract/cases/changed-connector.ts';

/** The memory connector, whose groups are known only when it is open. */
export function discoveringConnector(): AnyConnector {
  const { __ACCOUNT__, __GROUP__ } = memory.operations;
  const [account, group] = memory.objectClasses;
  return replacing(memory as AnyConnector, {
    objectClasses: [account],
    operations: { __ACCOUNT__ },
    dynamic: __GROUP__,
    schema: async () => [group],
  });
}
