import type { ObjectType } from '../systems/object-type.ts';
import { inputSchema, outputSchema } from './field-schema.ts';
import { answer, failures, parameter } from './fixed-parts.ts';
import { fields, idParameter, ifMatch, ifNoneMatch, mimeType, protocol, queryParameters } from './object-parameters.ts';
import type { OfferedOperations } from './offered-operations.ts';

type Json = Readonly<Record<string, unknown>>;

const schemaName = (system: string, type: ObjectType, part: string) => `${system}.${type.name}.${part}`.replaceAll(/[^\w.-]/g, '_');

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The schemas of an object type: as answers have it, as creates and as updates take it. */
export function objectTypeSchemas(system: string, type: ObjectType): Json {
  const fields = [...type.fields.values()];
  const readable = fields.filter((field) => field.readable);
  const creatable = fields.filter((field) => field.creatable);
  const updateable = fields.filter((field) => field.updateable);
  const required = creatable.filter((field) => field.required || field.attribute === '__NAME__').map(({ name }) => name);
  return {
    [schemaName(system, type, 'read')]: {
      ...(type.objectClass?.title !== undefined && { title: type.objectClass.title }),
      'x-object-class': type.nativeType,
      type: 'object',
      required: ['_id'],
      properties: {
        _id: { type: 'string' },
        _rev: { type: 'string' },
        ...Object.fromEntries(readable.map((field) => [field.name, outputSchema(field)])),
      },
    },
    [schemaName(system, type, 'create')]: {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(creatable.map((field) => [field.name, inputSchema(field)])),
    },
    [schemaName(system, type, 'update')]: {
      type: 'object',
      properties: Object.fromEntries(updateable.map((field) => [field.name, inputSchema(field)])),
    },
  };
}

/** The paths of an object type, with the methods that are offered. */
export function objectTypePaths(path: string, system: string, type: ObjectType, offered: OfferedOperations): Json {
  const read = reference(schemaName(system, type, 'read'));
  const id = (verb: string) => `${verb} ${system} ${type.name}`;
  const body = (schema: unknown) => ({ required: true, content: { 'application/json': { schema } } });
  const found = { 200: answer('The object.', read), ...failures };
  return {
    [path]: {
      ...(offered.query && {
        get: {
          operationId: id('query'),
          summary: `Queries ${type.name}.`,
          parameters: queryParameters,
          responses: { 200: answer('A page, or all.', pageOf(read)), ...failures },
        },
      }),
      ...(offered.create && {
        post: {
          operationId: id('create'),
          summary: `Makes a ${type.name}.`,
          parameters: [parameter('_action', 'create', { type: 'string', enum: ['create'] }), fields],
          requestBody: body(reference(schemaName(system, type, 'create'))),
          responses: { 201: answer('The object as it was made.', read), ...failures },
        },
      }),
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
          requestBody: body(reference(schemaName(system, type, offered.update ? 'update' : 'create'))),
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
          requestBody: body(reference('Patch')),
          responses: found,
        },
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
      error: reference('Error'),
    },
  };
}
