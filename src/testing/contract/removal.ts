import type { DynamicObjectClass } from '../../facade/classes/object-class-operations.ts';
import { ConnectorError } from '../../model/errors.ts';

/** Deletes an object that may be gone already; with its revision where the connector wants one. */
export async function removeObject(operations: DynamicObjectClass, uid: string): Promise<void> {
  try {
    await operations.delete(uid);
  } catch (error) {
    if (!ConnectorError.is(error)) throw error;
    if (error.code === 'UnknownUid') return;
    if (error.code !== 'PreconditionRequired') throw error;
    const row = await operations.get(uid);
    if (row) await operations.delete(uid, { revision: row.revision });
  }
}
