import { CrestError } from '../crest/crest-error.ts';
import { objectBody } from '../crest/request-body.ts';
import type { Answer } from './answer.ts';
import { callOf, demand, type ObjectRequest } from './object-request.ts';
import { answerToWrite } from './read-object.ts';

/**
 * Makes an object. Its name is the field of `__NAME__`, else `_id`, or the id of the path.
 *
 * @param id  Of a PUT with `If-None-Match: *`; the object is then made under this name.
 * @returns 201 with the object as it is afterwards, read anew.
 * @throws CrestError 400 for fields that the type does not have and required ones that are missing; what the connector throws.
 */
export async function createObject(request: ObjectRequest, id: string | undefined): Promise<Answer> {
  const { form, operations, body, path } = request;
  const call = callOf(request, 'CREATE');
  await demand(request, 'create');
  const given = objectBody(body);
  for (const field of form.type.fields.values()) {
    if (field.required && field.creatable && field.attribute !== '__NAME__' && given[field.name] === null)
      throw new CrestError(400, `Required attribute ${field.name} is null`);
  }
  const attributes = withoutNulls(form.attributes(given, 'creatable'));
  const ownId = typeof given._id === 'string' && given._id !== '' ? given._id : undefined;
  if (id !== undefined && attributes.__NAME__ !== undefined && attributes.__NAME__ !== id && ownId !== id)
    throw new CrestError(400, `The path names ${id}, the body ${String(attributes.__NAME__)}: they must agree`);
  attributes.__NAME__ ??= id ?? ownId;
  if (attributes.__NAME__ === undefined) throw new CrestError(400, `Required attribute ${form.nameField?.name ?? '__NAME__'} is missing`);
  const { uid } = await operations.create(attributes as never, call);
  return answerToWrite(request, uid, 201, { Location: `${path}/${encodeURIComponent(uid)}` });
}

/** Null means "no value", which a new object has of everything that is not given. */
function withoutNulls(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}
