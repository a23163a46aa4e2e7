import type { ConnectorOperation, ObjectClassOperation } from '../../model/operation.ts';

/** The operations of a connector as a whole. */
export const connectorWide: readonly ConnectorOperation[] = [
  'test',
  'schema',
  'scriptOnConnector',
  'scriptOnResource',
  'discoverConfiguration',
  'testPartialConfiguration',
];
/** The operations of an object class, as connectors implement them. */
export const classWide: readonly ObjectClassOperation[] = [
  'create',
  'update',
  'updateDelta',
  'delete',
  'get',
  'search',
  'sync',
  'latestSyncToken',
  'liveSync',
  'authenticate',
  'resolveUsername',
];
