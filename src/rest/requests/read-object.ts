import type { Row } from '../../model/row.ts';
import { CrestError, crestErrorOf } from '../crest/crest-error.ts';
import type { JsonObject } from '../systems/object-form.ts';
import { operationRefusal } from '../systems/operation-refusal.ts';
import type { Answer } from './answer.ts';
import { allow, limitsOf, type ObjectRequest } from './object-request.ts';

/** An object with everything that it shows by default, or with the fields asked for. */
export async function findObject(request: ObjectRequest, uid: string, also: readonly string[] = []): Promise<Row | undefined> {
  const { form, operations, fields } = request;
  const wanted = fields ? form.attributesFor(fields.names, fields.defaults) : form.defaultAttributes;
  const attributes = also.length === 0 ? wanted : [...new Set([...wanted, ...also])];
  return operations.get(uid, { ...limitsOf(request, 'GET'), attributes });
}

/** The JSON of a row, cut down to the fields asked for. */
export function shown({ form, fields }: ObjectRequest, row: Row): JsonObject {
  const json = form.json(row);
  return fields ? fields.select(json) : json;
}

/**
 * The error for an object that is not there.
 */
export function notFound({ system, form }: ObjectRequest, uid: string): CrestError {
  return new CrestError(404, `Object ${uid} not found on system/${system.name}/${form.type.name}`, { detail: {} });
}

/** An object's JSON with its revision as ETag. */
export function objectAnswer(request: ObjectRequest, row: Row, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, json: shown(request, row), headers: { ...headers, ...etagOf(row.revision) } };
}

/** A revision with quotes, or with what HTTP does not carry, makes no ETag; `_rev` has it all the same. RFC 9110, 8.8.3. */
export function etagOf(revision: string | undefined): Readonly<Record<string, string>> {
  return revision === undefined || !/^[\x21\x23-\x7e\x80-\xff]*$/.test(revision) ? {} : { ETag: `"${revision}"` };
}

/** An object that a write was about. Where the configuration denies reading, a write does not show more than the id. */
export function writtenAnswer(request: ObjectRequest, row: Row, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  if (operationRefusal(request.system, 'GET', request.form.type)) return { status, json: { _id: row.uid }, headers };
  return objectAnswer(request, row, status, headers);
}

/**
 * The answer to a write, with the object as it is now.
 *
 * The write is done: when the object cannot be read, or is not shown yet, the answer has its id alone. An error would have it done twice.
 */
export async function answerToWrite(
  request: ObjectRequest,
  uid: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const row = await findObject(request, uid).catch((error: unknown) => {
    request.system.warn(`${uid} was written and could not be read afterwards: ${crestErrorOf(error).message}`);
    return undefined;
  });
  return row ? writtenAnswer(request, row, status, headers) : { status, json: { _id: uid }, headers };
}

/**
 * Reads an object.
 *
 * @param unlessRevisions  Those that the caller has; when it still is at one of them, the answer is 304.
 * @param answer  Makes the answer; the object's JSON unless given.
 * @throws CrestError 404.
 */
export async function readObject(
  request: ObjectRequest,
  uid: string,
  unlessRevisions: readonly string[] | undefined,
  answer: (row: Row) => Answer = (row) => objectAnswer(request, row),
): Promise<Answer> {
  allow(request, 'GET');
  const row = await findObject(request, uid);
  if (!row) throw notFound(request, uid);
  if (unlessRevisions && row.revision !== undefined && unlessRevisions.includes(row.revision)) return { status: 304, headers: etagOf(row.revision) };
  return answer(row);
}
