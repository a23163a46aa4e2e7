import type { ObjectClass } from './object-class.ts';
import type { ConnectorOperation, ObjectClassOperation } from './operation.ts';

/** The schema of an opened connector, as data. */
export interface Schema {
  readonly objectClasses: readonly ObjectClass[];
  readonly operations: readonly (ObjectClassOperation | ConnectorOperation)[];
}
