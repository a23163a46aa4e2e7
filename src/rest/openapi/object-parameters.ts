import { parameter } from './parameter.ts';

const header = (name: string, description: string, schema: object = {}) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string', ...schema },
});

/** The id of a path. */
export const idParameter = { name: 'id', in: 'path', required: true, description: 'The object’s _id.', schema: { type: 'string', minLength: 1 } };

/** `_fields`. */
export const fields = parameter('_fields', 'JSON pointers of the fields to answer; * for those by default.');

/** `_mimeType`. */
export const mimeType = parameter('_mimeType', 'The media type in which to answer the one field of _fields: bytes, or text/plain.', {
  type: 'string',
  examples: ['image/jpeg', 'text/plain'],
});

/** `If-Match` of a write. */
export const ifMatch = header('If-Match', 'The revisions expected, one or several in quotes, or *.');

/** `If-None-Match`, which means one thing for reads and another for creates. */
export const ifNoneMatch = (description: string, schema: object = {}) => header('If-None-Match', description, schema);

/** `Accept-API-Version`. */
export const protocol = header('Accept-API-Version', 'The protocol that the caller speaks.', {
  enum: ['protocol=1.0', 'protocol=2.0', 'protocol=2.1'],
});

/** The parameters of a query. */
export const queryParameters = [
  parameter('_queryFilter', 'CREST’s filter; true for all.', { type: 'string', default: 'true' }, true),
  fields,
  parameter('_pageSize', 'Objects of a page; all without it.', { type: 'integer', minimum: 0, maximum: 999_999_999 }),
  parameter('_pagedResultsCookie', 'The cookie of the page before.'),
  parameter('_pagedResultsOffset', 'Objects to leave out.', { type: 'integer', minimum: 0, maximum: 999_999_999 }),
  parameter('_sortKeys', 'Fields, each with + or -, separated by commas.'),
  parameter('_totalPagedResultsPolicy', 'Whether to count all.', { type: 'string', enum: ['NONE', 'ESTIMATE', 'EXACT'] }),
];
