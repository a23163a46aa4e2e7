import { CrestError } from './crest-error.ts';
import { type EntityTags, entityTags } from './entity-tags.ts';
import { protocolVersion } from './protocol-version.ts';

/** What a request asks for. CREST: request types; HTTP mapping of ForgeRock's commons. */
export type RequestKind =
  | { readonly kind: 'read'; readonly unlessRevisions: readonly string[] | undefined }
  | { readonly kind: 'query' }
  | { readonly kind: 'create'; readonly idFromPath: boolean }
  | { readonly kind: 'upsert' }
  | { readonly kind: 'update' | 'patch' | 'delete'; readonly revisions: readonly string[] | undefined }
  | { readonly kind: 'action'; readonly action: string };

/** The actions that there are. PingIDM takes their names in any case. */
const actions = [
  ...['create', 'test', 'script', 'liveSync', 'authenticate', 'resolveUsername', 'patch'],
  ...['availableConnectors', 'createCoreConfig', 'createFullConfig', 'createConfiguration', 'testConfig'],
];

/** The revisions of which an object must have one; undefined for any. A weak tag never matches for a write. RFC 9110, 13.1.1. */
const demanded = (match: EntityTags | undefined) => (match?.any ? undefined : match?.strong);

/**
 * Tells what a request asks for by method, headers and parameters.
 *
 * A PUT without If-Match and If-None-Match creates only for who says that they speak protocol 2: to others it is an update, as in protocol 1.
 *
 * @throws CrestError 400 and 412 for headers that exclude each other or mean nothing here, 405 for other methods.
 *
 * @example
 * requestKind('POST', new Headers(), new URLSearchParams('_action=test'));  // { kind: 'action', action: 'test' }
 */
export function requestKind(method: string, headers: Headers, parameters: URLSearchParams): RequestKind {
  const match = entityTags(headers.get('if-match'));
  const noneMatch = entityTags(headers.get('if-none-match'));
  const protocol = protocolVersion(headers.get('accept-api-version'));
  const verb = method === 'POST' ? (headers.get('x-http-method-override')?.toUpperCase() ?? method) : method;
  switch (verb) {
    case 'GET':
    case 'HEAD': {
      if (match) throw new CrestError(412, 'If-Match is not for reading; If-None-Match is');
      if (['_queryId', '_queryFilter', '_queryExpression'].some((name) => parameters.has(name))) {
        if (noneMatch) throw new CrestError(412, 'If-None-Match is not for queries: their answers have no revision');
        return { kind: 'query' };
      }
      if (noneMatch?.any) throw new CrestError(412, 'If-None-Match: * is not for reading; give the revision that you have');
      return { kind: 'read', unlessRevisions: noneMatch?.all };
    }
    case 'POST': {
      // Passed over, they would let a caller believe that they were heeded.
      if (match || noneMatch) throw new CrestError(412, 'If-Match and If-None-Match are not for POST');
      const given = parameters.get('_action') ?? 'create';
      const action = actions.find((name) => name.toLowerCase() === given.toLowerCase()) ?? given;
      return action === 'create' ? { kind: 'create', idFromPath: false } : { kind: 'action', action };
    }
    case 'PUT':
      if (match && noneMatch) throw new CrestError(412, 'If-Match and If-None-Match exclude each other');
      if (noneMatch?.any) return { kind: 'create', idFromPath: true };
      if (noneMatch) throw new CrestError(400, 'If-None-Match of a PUT must be *, which creates');
      return !match && protocol && protocol.major >= 2 ? { kind: 'upsert' } : { kind: 'update', revisions: demanded(match) };
    case 'PATCH':
    case 'DELETE':
      if (noneMatch) throw new CrestError(412, `If-None-Match is not for ${verb}; If-Match is`);
      return { kind: verb === 'PATCH' ? 'patch' : 'delete', revisions: demanded(match) };
    default:
      throw new CrestError(405, `Method ${method} is not supported`, { headers: { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE' } });
  }
}
