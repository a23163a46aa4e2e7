import type { ObjectType } from '../systems/object-type.ts';
import { schemaOf } from './component-schemas.ts';
import { type DocumentedAction, postOf } from './documented-action.ts';
import { patchExample } from './object-examples.ts';
import { fields, idParameter, ifMatch, ifNoneMatch, mimeType, protocol, queryParameters } from './object-parameters.ts';
import { liveSyncAction, objectTypeActions } from './object-type-actions.ts';
import { objectTypeReferences } from './object-type-schemas.ts';
import type { OfferedOperations } from './offered-operations.ts';
import { answer, failures } from './responses.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The paths of an object type, with the methods that are offered.
 *
 * @param patch  The schema of patches.
 */
export function objectTypePaths(path: string, system: string, type: ObjectType, offered: OfferedOperations, patch: Json): Json {
  const id = (verb: string) => `${verb} ${system} ${type.name}`;
  // It has no objects of its own.
  if (!type.objectClass) {
    const post = postOf(id('act on'), `all object types of ${system}`, offered.sync ? [liveSyncAction(type.nativeType, schemaOf('Changes'))] : []);
    return post ? { [path]: { post } } : {};
  }
  const schemas = objectTypeReferences(system, type);
  const { read, create, update } = schemas;
  const post = postOf(id('act on'), type.name, objectTypeActions(type, offered, schemas));
  const body = (schema: unknown, example?: unknown) => ({
    required: true,
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  });
  const found = { ...failures, 200: answer('The object.', read) };
  const patchAction: DocumentedAction = {
    name: 'patch',
    description: 'What PATCH does, for those who cannot send one; without preconditions.',
    parameters: [fields],
    body: { schema: patch, required: true, example: patchExample(type) },
    answer: { description: 'The object.', schema: read },
  };
  return {
    [path]: {
      ...(offered.query && {
        get: {
          operationId: id('query'),
          summary: `Queries ${type.name}.`,
          parameters: queryParameters,
          responses: { ...failures, 200: answer('A page, or all.', pageOf(read)) },
        },
      }),
      ...(post && { post }),
    },
    [`${path}/{id}`]: {
      parameters: [idParameter],
      ...(offered.read && {
        get: {
          operationId: id('read'),
          summary: `Reads a ${type.name}.`,
          parameters: [fields, mimeType, ifNoneMatch('Revisions that the caller has.')],
          responses: {
            ...failures,
            200: { description: 'The object, or the value of its one field.', content: { 'application/json': { schema: read }, '*/*': {} } },
            304: { description: 'A revision in If-None-Match is still the present one.' },
          },
        },
      }),
      ...((offered.update || offered.create) && {
        put: {
          operationId: id('update'),
          ...putOf(type, offered),
          requestBody: body(offered.update ? update : create),
          responses: {
            ...failures,
            ...(offered.update && { 200: answer('The object.', read) }),
            ...(offered.create && { 201: answer('The object as it was made.', read) }),
          },
        },
      }),
      ...(offered.update && {
        patch: {
          operationId: id('patch'),
          summary: `Patches a ${type.name}.`,
          parameters: [ifMatch, fields],
          requestBody: body(patch, patchExample(type)),
          responses: found,
        },
        post: postOf(id('act on one'), `one ${type.name}`, [patchAction]),
      }),
      ...(offered.delete && {
        delete: {
          operationId: id('delete'),
          summary: `Deletes a ${type.name}; answers it as it was.`,
          parameters: [ifMatch, fields],
          responses: found,
        },
      }),
    },
  };
}

/** What a PUT does depends on what is offered: without updates it makes objects only. */
function putOf({ name }: ObjectType, { update, create }: OfferedOperations): Json {
  const makes = ifNoneMatch('* makes the object under this id.', { enum: ['*'] });
  if (!update) return { summary: `Makes a ${name} under this id.`, parameters: [{ ...makes, required: true }, fields] };
  const summary = `Updates a ${name}; fields that are not given stay.`;
  if (!create) return { summary, parameters: [ifMatch, fields] };
  return {
    summary: `${summary} Makes it with If-None-Match: *, and in protocol 2 where there is none.`,
    parameters: [ifMatch, makes, protocol, fields],
  };
}

function pageOf(read: Json): Json {
  return {
    type: 'object',
    required: ['result', 'resultCount', 'pagedResultsCookie', 'totalPagedResultsPolicy', 'totalPagedResults', 'remainingPagedResults'],
    properties: {
      result: { type: 'array', items: read },
      resultCount: { type: 'integer' },
      pagedResultsCookie: { type: ['string', 'null'] },
      totalPagedResultsPolicy: { enum: ['NONE', 'ESTIMATE', 'EXACT'] },
      totalPagedResults: { type: 'integer' },
      remainingPagedResults: { type: 'integer' },
      error: schemaOf('Error'),
    },
  };
}
