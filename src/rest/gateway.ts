import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { AnyConnector } from '../spi/connector.ts';
import type { Log } from '../spi/context.ts';
import { Authentication } from './auth/authentication.ts';
import type { AuthenticationOptions, Caller } from './auth/authentication-options.ts';
import { checkAuthentication } from './auth/check-authentication.ts';
import { CrestError, crestErrorOf } from './crest/crest-error.ts';
import { exactJson } from './crest/exact-json.ts';
import type { AccessLog } from './observe/access-log.ts';
import { GatewayMetrics } from './observe/gateway-metrics.ts';
import { openApiDocument } from './openapi/openapi-document.ts';
import { pageRoutes } from './page/page-routes.ts';
import type { Answer } from './requests/answer.ts';
import { answerSystemRequest, systemPath } from './requests/system-request.ts';
import { Catalogue } from './systems/catalogue.ts';
import { System } from './systems/system.ts';
import type { SystemDefinition } from './systems/system-definition.ts';

/** What a gateway serves and to whom. */
export interface GatewayOptions {
  readonly systems: readonly SystemDefinition[];
  /** Who may call. Without it nobody may. */
  readonly authentication?: AuthenticationOptions;
  /** The connectors that callers may try configurations of (`createCoreConfig`, `testConfig`); the built-in ones unless given. */
  readonly connectors?: readonly AnyConnector[];
  /** Where PingIDM's paths begin; `/openidm` unless said otherwise. */
  readonly path?: string;
  /** Bytes of a body at most; 1 MiB unless said otherwise. */
  readonly bodySize?: number;
  /** How deep a body may be nested; 32 unless said otherwise. */
  readonly bodyDepth?: number;
  /** What goes wrong, and what connectors have to say. */
  readonly log?: Log;
  /** Every request and its answer. */
  readonly accessLog?: AccessLog;
  /** Whether the page for people is served at `/`; true unless said otherwise. */
  readonly page?: boolean;
}

/** Where a request came from, as far as the server knows. */
export interface RequestOrigin {
  /** The address of the caller, for the lock-out and the access log. */
  readonly address?: string | undefined;
}

/** A gateway: mount `fetch` into any server. */
export interface Gateway extends AsyncDisposable {
  /** Answers a request. It never rejects. */
  fetch(request: Request, origin?: RequestOrigin): Promise<Response>;
  /** Closes the connectors. Requests under way are not waited for. */
  close(): Promise<void>;
}

interface Variables {
  requestId: string;
  caller: Caller | undefined;
  /** For the metrics. */
  kind: string;
  system: string;
}

/**
 * Makes a REST gateway that speaks PingIDM's `openidm/system` dialect for any connectors. Their sessions are opened when they are first needed.
 *
 * @throws ConnectorError `Configuration` for systems that share a name and for credentials that are none.
 *
 * @example
 * const gateway = createGateway({
 *   systems: [{ name: 'directory', connector: memory, configuration: {} }],
 *   authentication: { users: [{ username: 'openidm-admin', passwordHash: await hashPassword('openidm-admin'), role: 'full' }] },
 * });
 * const answer = await gateway.fetch(new Request('http://localhost/openidm/system/directory?_action=test', { method: 'POST' }));
 * answer.status;  // 401
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { log = () => {}, path = '/openidm', bodySize = 1_048_576, bodyDepth = 32, accessLog } = options;
  checkAuthentication(options.authentication ?? {}, options.systems);
  const systems = new Map(options.systems.map((definition) => [definition.name, new System(definition, log)]));
  const authentication = new Authentication(options.authentication ?? {});
  const metrics = new GatewayMetrics();
  const parts = { systems, catalogue: new Catalogue(options.connectors), limits: { size: bodySize, depth: bodyDepth } };
  const base = `${path}/system`;
  const app = new Hono<{ Bindings: RequestOrigin; Variables: Variables }>();

  app.use(async (context, next) => {
    const began = performance.now();
    const given = context.req.header('x-request-id');
    const requestId = given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
    context.set('requestId', requestId);
    metrics.begin();
    await next();
    const duration = performance.now() - began;
    context.res.headers.set('X-Request-Id', requestId);
    const { status } = context.res;
    metrics.end(context.get('system') ?? '', context.get('kind') ?? 'other', status, duration / 1000);
    if (!accessLog) return;
    const url = new URL(context.req.url);
    accessLog({
      requestId,
      method: context.req.method,
      path: url.pathname,
      parameters: [...new Set(url.searchParams.keys())],
      status,
      duration,
      caller: context.get('caller')?.name,
      address: context.env?.address,
    });
  });

  const callerOf = async (context: Context<{ Bindings: RequestOrigin; Variables: Variables }>) => {
    const caller = await authentication.caller(context.req.raw.headers, context.env?.address);
    context.set('caller', caller);
    return caller;
  };

  const serveSystem = async (context: Context<{ Bindings: RequestOrigin; Variables: Variables }>) => {
    const request = context.req.raw;
    const url = new URL(request.url);
    const caller = await callerOf(context);
    const systemRequest = { request, url, path: systemPath(url.pathname, base), base, caller };
    context.set('kind', request.method);
    // Names that do not exist are the caller's: they would fill the metrics.
    const [name = ''] = systemRequest.path;
    context.set('system', systems.has(name) ? name : '');
    return responseOf(await answerSystemRequest(parts, systemRequest), request, url);
  };
  app.all(base, serveSystem);
  app.all(`${base}/*`, serveSystem);

  app.get('/health/live', () => Response.json({ status: 'up' }));
  app.get('/health/ready', () => Response.json({ status: 'up', systems: systems.size }));
  app.get('/metrics', async (context) => {
    await callerOf(context);
    return new Response(await metrics.text(), { headers: { 'Content-Type': metrics.contentType } });
  });
  app.get('/openapi.json', async (context) => {
    await callerOf(context);
    return Response.json(await openApiDocument([...systems.values()], base));
  });
  app.get(`${path}/info/login`, async (context) => {
    const { name, role } = await callerOf(context);
    return Response.json({ authenticationId: name, authorization: { roles: [role] } });
  });
  app.get(`${path}/info/systems`, async (context) => {
    await callerOf(context);
    return Response.json({ result: [...systems.values()].map(({ name, connectorRef }) => ({ name, connectorRef })) });
  });
  if (options.page !== false) pageRoutes(app as never, path);

  app.notFound((context) =>
    responseOf({ status: 404, json: new CrestError(404, `There is nothing at ${new URL(context.req.url).pathname}`) }, context.req.raw),
  );
  app.onError((error, context) => {
    const failure = crestErrorOf(error);
    if (failure.status >= 500)
      log('error', `${context.req.method} ${context.req.path} failed: ${failure.message}`, {
        requestId: context.get('requestId'),
        status: failure.status,
      });
    const retry = failure.retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(failure.retryAfter / 1000))) };
    return responseOf({ status: failure.status, json: failure, headers: { ...failure.headers, ...retry } }, context.req.raw);
  });

  const close = async () => {
    await Promise.all([...systems.values()].map((system) => system.close()));
  };
  return { fetch: async (request, origin = {}) => app.fetch(request, origin), close, [Symbol.asyncDispose]: close };
}

function responseOf({ status, json, stream, headers = {} }: Answer, request: Request, url = new URL(request.url)): Response {
  const all: Record<string, string> = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff', ...headers };
  if (json === undefined && !stream) return new Response(null, { status, headers: all });
  all['Content-Type'] = 'application/json';
  if (request.method === 'HEAD') {
    void stream?.cancel();
    return new Response(null, { status, headers: all });
  }
  if (stream) return new Response(stream, { status, headers: all });
  const text = exactJson(json);
  return new Response(url.searchParams.get('_prettyPrint') === 'true' ? JSON.stringify(JSON.parse(text), null, 2) : text, { status, headers: all });
}
