import { CrestError } from './crest-error.ts';

/** What a request asks for. CREST: request types; HTTP mapping of ForgeRock's commons. */
export type RequestKind =
  | { readonly kind: 'read'; readonly unlessRevision: string | undefined }
  | { readonly kind: 'query' }
  | { readonly kind: 'create'; readonly idFromPath: boolean }
  | { readonly kind: 'update' | 'patch' | 'delete'; readonly revision: string | undefined }
  | { readonly kind: 'action'; readonly action: string };

/** `"3"` and `W/"3"` are the revision 3; `*` is any. RFC 9110, 8.8.3. */
function revisionOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const tag = header.trim();
  return /^(?:W\/)?"(.*)"$/.exec(tag)?.[1] ?? tag;
}

/**
 * Tells what a request asks for by method, headers and parameters.
 *
 * A PUT without If-Match and If-None-Match is an update, as PingIDM's protocol 1 has it, and creates nothing.
 *
 * @throws CrestError 400 and 412 for headers that exclude each other or mean nothing here, 405 for other methods.
 *
 * @example
 * requestKind('POST', new Headers(), new URLSearchParams('_action=test'));  // { kind: 'action', action: 'test' }
 */
export function requestKind(method: string, headers: Headers, parameters: URLSearchParams): RequestKind {
  const match = revisionOf(headers.get('if-match'));
  const noneMatch = revisionOf(headers.get('if-none-match'));
  const verb = method === 'POST' ? (headers.get('x-http-method-override')?.toUpperCase() ?? method) : method;
  switch (verb) {
    case 'GET':
    case 'HEAD': {
      if (match !== undefined) throw new CrestError(412, 'If-Match is not for reading; If-None-Match is');
      if (['_queryId', '_queryFilter', '_queryExpression'].some((name) => parameters.has(name))) return { kind: 'query' };
      if (noneMatch === '*') throw new CrestError(412, 'If-None-Match: * is not for reading; give the revision that you have');
      return { kind: 'read', unlessRevision: noneMatch };
    }
    case 'POST': {
      const action = parameters.get('_action') ?? 'create';
      return action === 'create' ? { kind: 'create', idFromPath: false } : { kind: 'action', action };
    }
    case 'PUT':
      if (match !== undefined && noneMatch !== undefined) throw new CrestError(412, 'If-Match and If-None-Match exclude each other');
      if (noneMatch === '*') return { kind: 'create', idFromPath: true };
      if (noneMatch !== undefined) throw new CrestError(400, 'If-None-Match of a PUT must be *, which creates');
      return { kind: 'update', revision: match === '*' ? undefined : match };
    case 'PATCH':
    case 'DELETE':
      if (noneMatch !== undefined) throw new CrestError(412, `If-None-Match is not for ${verb}; If-Match is`);
      return { kind: verb === 'PATCH' ? 'patch' : 'delete', revision: match === '*' ? undefined : match };
    default:
      throw new CrestError(405, `Method ${method} is not supported`, { headers: { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE' } });
  }
}
