import { memoryConnector } from './memory-connector.ts';
import { Account, Group } from './schema.ts';

export { configuration, type SeedObject } from './configuration.ts';
export { type MemoryConnector, type MemoryImplementation, type MemoryOperation, memoryConnector } from './memory-connector.ts';
export { Account, Group } from './schema.ts';

/**
 * The `memory` connector: accounts and groups in memory, for tests and for trying things out.
 *
 * @example
 * await using facade = await openConnector(memory, { objects: [{ objectClass: '__ACCOUNT__', name: 'ada' }] });
 * await facade.objectClass('__ACCOUNT__').search({ filter: 'mail sw "ada"' }).toArray();
 */
const memory = memoryConnector([Account, Group]);

export default memory;
