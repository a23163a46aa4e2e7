import type { AnyFacade } from '../../facade/facade.ts';
import type { ObjectType } from '../systems/object-type.ts';
import { inputSchema, outputSchema } from './field-schema.ts';
import { answer, failures, parameter } from './fixed-parts.ts';

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

/** The paths of an object type, with the methods that the connector offers. */
export function objectTypePaths(path: string, system: string, type: ObjectType, facade: AnyFacade): Json {
  const offers = (operation: Parameters<AnyFacade['supports']>[0], other = operation) =>
    facade.supports(type.nativeType, operation as never) || facade.supports(type.nativeType, other as never);
  const read = reference(schemaName(system, type, 'read'));
  const id = (verb: string) => `${verb} ${system} ${type.name}`;
  const fields = parameter('_fields', 'JSON pointers of the fields to answer; * for those by default.');
  const updates = offers('update' as never, 'updateDelta' as never);
  const body = (schema: unknown) => ({ required: true, content: { 'application/json': { schema } } });
  const idParameter = { name: 'id', in: 'path', required: true, description: 'The object’s _id.', schema: { type: 'string', minLength: 1 } };
  const ifMatch = { name: 'If-Match', in: 'header', description: 'The revision expected, or *.', schema: { type: 'string' } };
  const found = { 200: answer('The object.', read), ...failures };
  return {
    [path]: {
      ...(offers('search' as never) && {
        get: {
          operationId: id('query'),
          summary: `Queries ${type.name}.`,
          parameters: [
            parameter('_queryFilter', 'CREST’s filter; true for all.', { type: 'string', default: 'true' }, true),
            fields,
            parameter('_pageSize', 'Objects of a page; all without it.', { type: 'integer', minimum: 0, maximum: 999_999_999 }),
            parameter('_pagedResultsCookie', 'The cookie of the page before.'),
            parameter('_pagedResultsOffset', 'Objects to leave out.', { type: 'integer', minimum: 0, maximum: 999_999_999 }),
            parameter('_sortKeys', 'Fields, each with + or -, separated by commas.'),
            parameter('_totalPagedResultsPolicy', 'Whether to count all.', { type: 'string', enum: ['NONE', 'ESTIMATE', 'EXACT'] }),
          ],
          responses: { 200: answer('A page, or all.', pageOf(read)), ...failures },
        },
      }),
      ...(offers('create' as never) && {
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
      ...(offers('get' as never, 'search' as never) && {
        get: {
          operationId: id('read'),
          summary: `Reads a ${type.name}.`,
          parameters: [fields],
          responses: { ...found, 304: { description: 'The revision in If-None-Match is still the present one.' } },
        },
      }),
      ...(updates && {
        put: {
          operationId: id('update'),
          summary: `Updates a ${type.name}; fields that are not given stay.`,
          parameters: [ifMatch, fields],
          requestBody: body(reference(schemaName(system, type, 'update'))),
          responses: { ...found, 201: answer('The object as it was made, with If-None-Match: *.', read) },
        },
        patch: {
          operationId: id('patch'),
          summary: `Patches a ${type.name}.`,
          parameters: [ifMatch, fields],
          requestBody: body(reference('Patch')),
          responses: found,
        },
      }),
      ...(offers('delete' as never) && {
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
