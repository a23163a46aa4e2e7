import type { Caller } from '../auth/authentication-options.ts';
import { refuseForeignPages } from '../auth/foreign-page.ts';
import { CrestError } from '../crest/crest-error.ts';
import { fieldSelection } from '../crest/field-selection.ts';
import { readPatch } from '../crest/patch.ts';
import { type BodyLimits, jsonBody } from '../crest/request-body.ts';
import { type RequestKind, requestKind } from '../crest/request-kind.ts';
import type { Exchange } from '../exchange.ts';
import type { Catalogue } from '../systems/catalogue.ts';
import type { System } from '../systems/system.ts';
import type { Answer } from './answer.ts';
import { deleteObject, patchObject, updateObject } from './change-object.ts';
import { createObject } from './create-object.ts';
import { gatewayAction } from './gateway-actions.ts';
import { authenticate, liveSync, resolveUsername } from './object-actions.ts';
import type { ObjectRequest } from './object-request.ts';
import { queryObjects } from './query-objects.ts';
import { readField } from './read-field.ts';
import { runScript } from './script-action.ts';
import { upsertObject } from './upsert-object.ts';

/** What the requests below `/system` work on. */
export interface SystemRequests {
  readonly systems: ReadonlyMap<string, System>;
  readonly catalogue: Catalogue;
  readonly limits: BodyLimits;
}

/** A request below `/system`, once it is known who calls. */
export interface SystemRequest {
  readonly exchange: Exchange;
  /** What follows `/system`, decoded: system, object type, id. */
  readonly path: readonly string[];
  /** Where `/system` is: `/openidm/system`. */
  readonly base: string;
  readonly caller: Caller;
}

/** Actions that change nothing and reveal nothing that reading does not. */
export const readingActions = ['test', 'availableConnectors', 'liveSync', 'resolveUsername'];

/**
 * The path after `/system`; a slash within an id stands as %2F, or as it is.
 *
 * @throws CrestError 400 for escapes that are none.
 */
export function systemPath(pathname: string, base: string): readonly string[] {
  const [system, type, ...id] = pathname.slice(base.length).replace(/^\//, '').replace(/\/$/, '').split('/');
  try {
    return [system, type, id.length > 0 ? id.join('/') : undefined]
      .filter((part) => part !== undefined && part !== '')
      .map((part) => (part?.includes('%') ? decodeURIComponent(part) : (part as string)));
  } catch (cause) {
    throw new CrestError(400, 'The path has a % that does not stand for a character', { cause });
  }
}

/**
 * Answers a request below `/system`.
 *
 * @throws CrestError, ConnectorError.
 */
export async function answerSystemRequest(parts: SystemRequests, { exchange, path, base, caller }: SystemRequest): Promise<Answer> {
  const { request, url } = exchange;
  const parameters = url.searchParams;
  const kind = requestKind(request.method, request.headers, parameters);
  if (kind.kind !== 'read' && kind.kind !== 'query') refuseForeignPages(request.headers, url);
  authorize(caller, kind);
  const [name, type, id] = path;
  // A body is read once it is known that it may be, and only where there is one.
  const readBody = () => jsonBody(request, parts.limits);
  const { signal } = exchange;
  if (name === undefined) {
    if (kind.kind === 'create') throw new CrestError(400, 'A POST to system needs _action, such as _action=test');
    if (kind.kind !== 'action') throw new CrestError(501, 'system is no object: it answers actions; objects are under system/NAME/TYPE');
    const body = await readBody();
    if (kind.action === 'liveSync') return liveSyncOf(parts, exchange, base, body);
    return gatewayAction(kind.action, { systems: parts.systems, catalogue: parts.catalogue, parameters, body, signal });
  }
  const system = parts.systems.get(name);
  if (!system) throw new CrestError(404, `There is no system ${name}`);
  if (type === undefined) return systemAction(system, kind, exchange, `${base}/${name}`, await readBody());
  const form = await system.form(type);
  const facade = await system.facade();
  const objectRequest: ObjectRequest = {
    system,
    form,
    operations: facade.dynamic(form.type.nativeType),
    parameters,
    fields: fieldSelection(parameters),
    body: ['create', 'upsert', 'update', 'patch', 'action'].includes(kind.kind) ? await readBody() : undefined,
    signal,
    path: `${base}/${encodeURIComponent(name)}/${encodeURIComponent(type)}`,
  };
  return id === undefined ? collectionRequest(kind, objectRequest) : instanceRequest(kind, objectRequest, id);
}

/** @throws CrestError 403. */
function authorize({ role, name }: Caller, kind: RequestKind): void {
  if (role === 'full' || kind.kind === 'read' || kind.kind === 'query') return;
  if (kind.kind === 'action' && readingActions.includes(kind.action)) return;
  const what = kind.kind === 'action' ? `action ${kind.action}` : kind.kind;
  throw new CrestError(403, `Access denied: ${name} has the role ${role}, which does not allow ${what}`);
}

async function systemAction(system: System, kind: RequestKind, { url, signal }: Exchange, path: string, body: unknown): Promise<Answer> {
  if (kind.kind === 'create') throw new CrestError(400, `A POST to system/${system.name} needs _action: test, script or liveSync`);
  if (kind.kind !== 'action') throw new CrestError(501, `system/${system.name} is no object: it answers actions; objects are under it by type`);
  const { searchParams: parameters } = url;
  switch (kind.action) {
    case 'test':
      return { status: 200, json: await system.status(signal) };
    case 'script':
      return runScript(system, parameters, body, signal);
    case 'liveSync': {
      const all = [...(await system.forms()).values()].find(({ type }) => type.objectClass === undefined);
      if (!all) throw new CrestError(400, `System ${system.name} shows no object type whose native type is __ALL__`);
      const operations = (await system.facade()).dynamic(all.type.nativeType);
      return liveSync({ system, form: all, operations, parameters, fields: undefined, body, signal, path });
    }
    default:
      throw new CrestError(400, `Action ${kind.action} is not supported on system/${system.name}; there are test, script, liveSync`);
  }
}

async function liveSyncOf(parts: SystemRequests, { url, signal }: Exchange, base: string, body: unknown): Promise<Answer> {
  const { searchParams: parameters } = url;
  const source = parameters.get('source') ?? '';
  const [, name = '', type = ''] = /^\/?system\/([^/]+)\/([^/]+)\/?$/.exec(source) ?? [];
  if (name === '') throw new CrestError(400, `source must be system/NAME/TYPE (got ${JSON.stringify(source)})`);
  const system = parts.systems.get(name);
  if (!system) throw new CrestError(503, `There is no system ${name}`);
  const form = await system.form(type);
  const operations = (await system.facade()).dynamic(form.type.nativeType);
  return liveSync({ system, form, operations, parameters, fields: undefined, body, signal, path: `${base}/${name}/${type}` });
}

async function collectionRequest(kind: RequestKind, request: ObjectRequest): Promise<Answer> {
  const { form } = request;
  switch (kind.kind) {
    case 'query':
      if (request.parameters.has('_mimeType')) throw new CrestError(400, '_mimeType is for reading one object');
      return queryObjects(request);
    case 'create':
      if (kind.idFromPath) throw new CrestError(400, 'A PUT that creates needs the id in the path');
      // Who does not say what to do is told to, not that there is no create.
      if (!request.parameters.has('_action') && !(await request.system.facade()).supports(form.type.nativeType, 'create'))
        throw new CrestError(400, `A POST to system/${request.system.name}/${form.type.name} needs _action: it makes no objects there`);
      return createObject(request, undefined);
    case 'action':
      if (kind.action === 'authenticate') return authenticate(request);
      if (kind.action === 'resolveUsername') return resolveUsername(request);
      if (kind.action === 'liveSync') return liveSync(request);
      throw new CrestError(
        400,
        `Action ${kind.action} is not supported on ${form.type.name}; there are create, authenticate, resolveUsername, liveSync`,
      );
    default:
      throw new CrestError(400, `A ${kind.kind} needs the id of an object, or for reading a query: _queryFilter=true`);
  }
}

async function instanceRequest(kind: RequestKind, request: ObjectRequest, id: string): Promise<Answer> {
  switch (kind.kind) {
    case 'read':
      return readField(request, id, kind.unlessRevisions);
    case 'create':
      if (!kind.idFromPath) throw new CrestError(400, 'A POST that creates goes to the object type, not to an object');
      return createObject(request, id);
    case 'upsert':
      return upsertObject(request, id);
    case 'update':
      return updateObject(request, id, kind.revisions);
    case 'patch':
      return patchObject(request, id, kind.revisions, readPatch(request.body));
    case 'delete':
      return deleteObject(request, id, kind.revisions);
    case 'action':
      if (kind.action === 'patch') return patchObject(request, id, undefined, readPatch(request.body));
      throw new CrestError(400, `Action ${kind.action} is not supported on an object; there is patch`);
    case 'query':
      throw new CrestError(400, 'A query goes to the object type, not to an object');
  }
}
