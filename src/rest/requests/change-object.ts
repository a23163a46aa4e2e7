import type { AnyChanges } from '../../model/changes.ts';
import type { Row } from '../../model/row.ts';
import { CrestError } from '../crest/crest-error.ts';
import { type Patch, patchedChanges } from '../crest/patch.ts';
import { objectBody } from '../crest/request-body.ts';
import type { Answer } from './answer.ts';
import { callOf, demand, type ObjectRequest } from './object-request.ts';
import { answerToWrite, findObject, notFound, writtenAnswer } from './read-object.ts';
import { transformedValue } from './transform-value.ts';

/**
 * The object before a write, at a revision that the caller expects.
 *
 * @throws CrestError 404, 412.
 */
async function before(request: ObjectRequest, uid: string, revisions: readonly string[] | undefined, also: readonly string[] = []): Promise<Row> {
  const row = await findObject(request, uid, also);
  if (!row) throw notFound(request, uid);
  if (revisions === undefined || (row.revision !== undefined && revisions.includes(row.revision))) return row;
  if (revisions.length === 0) throw new CrestError(412, 'If-Match has only weak tags (W/), which never match for a write: give "REVISION", or *');
  const found = row.revision === undefined ? 'has no revisions; use If-Match: *' : `is at revision ${row.revision}`;
  throw new CrestError(412, `Object ${uid} was expected at revision ${revisions.join(' or ')}, but ${found}`);
}

/**
 * Updates an object. Fields that the body does not have stay as they are, null clears, and the name that the object has already is no rename.
 *
 * @returns The object as it is afterwards, read anew.
 * @throws CrestError 400, 404, 412; what the connector throws.
 */
export async function updateObject(request: ObjectRequest, uid: string, revisions: readonly string[] | undefined): Promise<Answer> {
  const call = callOf(request, 'UPDATE');
  await demand(request, 'update', 'updateDelta');
  const replace = request.form.attributes(objectBody(request.body), 'updateable');
  const row = await before(request, uid, revisions);
  if (replace.__NAME__ === row.name) delete replace.__NAME__;
  return write(request, row, { replace: replace as never }, call);
}

/**
 * Patches an object, by several operations in their order.
 *
 * @throws CrestError 400, 404, 412; what the connector throws.
 */
export async function patchObject(request: ObjectRequest, uid: string, revisions: readonly string[] | undefined, patch: Patch): Promise<Answer> {
  const { form } = request;
  const call = callOf(request, 'UPDATE');
  await demand(request, 'update', 'updateDelta');
  // What an operation builds on has to be read, also where it is not returned by default.
  const needed = patch.fieldsRead.flatMap((name) => {
    const field = form.field(name);
    return field.readable && field.attribute !== '__NAME__' && field.attribute !== '__UID__' ? [field.attribute] : [];
  });
  const row = await before(request, uid, revisions, needed);
  const changes = await patchedChanges(patch, form, row, (script, content) => transformedValue(request, script, content));
  return write(request, row, changes, call);
}

async function write(
  request: ObjectRequest,
  row: Row,
  changes: AnyChanges,
  call: { readonly signal: AbortSignal; readonly timeout?: number },
): Promise<Answer> {
  const { replace = {}, add = {}, remove = {} } = changes;
  const cleared = [...request.form.type.fields.values()].find(({ required, attribute }) => required && replace[attribute] === null);
  if (cleared) throw new CrestError(400, `Required attribute ${cleared.name} is null`);
  const asked = [replace, add, remove].some((part) => Object.keys(part).length > 0);
  const uid = asked ? (await request.operations.update(row.uid, changes as never, { ...call, revision: row.revision })).uid : row.uid;
  return answerToWrite(request, uid);
}

/**
 * Deletes an object.
 *
 * @returns The object as it was.
 * @throws CrestError 404, 412; what the connector throws.
 */
export async function deleteObject(request: ObjectRequest, uid: string, revisions: readonly string[] | undefined): Promise<Answer> {
  const call = callOf(request, 'DELETE');
  await demand(request, 'delete');
  const row = await before(request, uid, revisions);
  await request.operations.delete(row.uid, { ...call, revision: row.revision });
  return writtenAnswer(request, row);
}
