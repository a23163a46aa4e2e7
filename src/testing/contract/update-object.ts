import type { DynamicObjectClass } from '../../facade/classes/object-class-operations.ts';
import type { AnyChanges, Written } from '../../model/changes.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { SuiteClassSubject } from './suite-subject.ts';

/** Updates an object; with the revision that it has where the connector demands one. The uid that it has then is cleaned up as well. */
export async function updateObject(subject: SuiteClassSubject, uid: string, changes: AnyChanges): Promise<Written> {
  const operations = await subject.operations();
  const update = async () => {
    try {
      return await operations.update(uid, changes);
    } catch (error) {
      if (!ConnectorError.is(error) || error.code !== 'PreconditionRequired') throw error;
      return operations.update(uid, changes, { revision: await revisionOf(operations, uid) });
    }
  };
  const written = await update();
  if (written.uid !== uid) subject.deleteAfter(written.uid);
  return written;
}

/** Deletes an object; with the revision that it has where the connector demands one. */
export async function deleteObject(subject: SuiteClassSubject, uid: string): Promise<void> {
  const operations = await subject.operations();
  try {
    await operations.delete(uid);
  } catch (error) {
    if (!ConnectorError.is(error) || error.code !== 'PreconditionRequired') throw error;
    await operations.delete(uid, { revision: await revisionOf(operations, uid) });
  }
}

/** The revision of an object; any, of one that is not there. */
async function revisionOf(operations: DynamicObjectClass, uid: string): Promise<string> {
  return (await operations.get(uid))?.revision ?? 'contract-no-such-revision';
}

/** Whether a second object may have the name of one that is there: then a rename to it is no mistake. */
export async function areNamesShared(subject: SuiteClassSubject, name: string): Promise<boolean> {
  try {
    await subject.make({ __NAME__: name });
    return true;
  } catch (error) {
    if (ConnectorError.is(error)) return false;
    throw error;
  }
}

/** The uid that no object has: that of one which was deleted. */
export async function unusedUid(subject: SuiteClassSubject): Promise<string> {
  const { uid } = await subject.make();
  await deleteObject(subject, uid);
  return uid;
}
