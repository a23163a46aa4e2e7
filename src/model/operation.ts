/** The operations of an object class, by the name of the function that implements them. */
export type ObjectClassOperation =
  | 'create'
  | 'update'
  | 'updateDelta'
  | 'delete'
  | 'get'
  | 'search'
  | 'sync'
  | 'latestSyncToken'
  | 'liveSync'
  | 'authenticate'
  | 'resolveUsername';

/** The operations of a connector as a whole. */
export type ConnectorOperation = 'test' | 'schema' | 'scriptOnConnector' | 'scriptOnResource' | 'discoverConfiguration' | 'testPartialConfiguration';
