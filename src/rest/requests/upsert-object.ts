import { ConnectorError } from '../../model/errors.ts';
import type { Answer } from './answer.ts';
import { updateObject } from './change-object.ts';
import { createObject } from './create-object.ts';
import { limitsOf, type ObjectRequest } from './object-request.ts';

/**
 * Updates an object, or makes it when there is none. CREST: PUT in protocol 2, without If-Match and If-None-Match.
 *
 * CREST creates first and updates when that fails. Here a read comes first: where ids are not names, an object that exists would be made a
 * second time, under its id as name.
 *
 * @returns 200 with the object that was updated, 201 with the one that was made.
 * @throws CrestError and what the connector throws, as updates and creates do.
 */
export async function upsertObject(request: ObjectRequest, uid: string): Promise<Answer> {
  const exists = async () => (await request.operations.get(uid, { ...limitsOf(request, 'GET'), attributes: [] })) !== undefined;
  if (await exists()) return updateObject(request, uid, undefined);
  try {
    return await createObject(request, uid);
  } catch (error) {
    // Somebody made it meanwhile, or its name is that of another object: then there is still none to update.
    if (!ConnectorError.is(error) || error.code !== 'AlreadyExists' || !(await exists())) throw error;
    return updateObject(request, uid, undefined);
  }
}
