import { type Context, Hono } from 'hono';
import type { AnyConnector } from '../spi/connector.ts';
import type { Log } from '../spi/context.ts';
import { Authentication } from './auth/authentication.ts';
import type { AuthenticationOptions, Caller } from './auth/authentication-options.ts';
import { checkAuthentication } from './auth/check-authentication.ts';
import { CrestError } from './crest/crest-error.ts';
import { Exchange, type RequestOrigin } from './exchange.ts';
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

/** A gateway: mount `fetch` into any server. */
export interface Gateway extends AsyncDisposable {
  /** Answers a request. */
  fetch(request: Request, origin?: RequestOrigin): Promise<Response>;
  /** Closes the connectors. Requests under way are not waited for. */
  close(): Promise<void>;
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
  const metrics = new GatewayMetrics();
  const parts = { systems, catalogue: new Catalogue(options.connectors), limits: { size: bodySize, depth: bodyDepth } };
  const base = `${path}/system`;
  const exchanges = { authentication: new Authentication(options.authentication ?? {}), metrics, log, accessLog };
  const app = new Hono<{ Bindings: RequestOrigin }>();
  const answer =
    (run: (exchange: Exchange) => Answer | Promise<Answer>) =>
    ({ req, env }: Context<{ Bindings: RequestOrigin }>) =>
      new Exchange(req.raw, env, exchanges).respond(run);
  /** For whoever may call at all. */
  const known = (run: (caller: Caller) => Answer | Promise<Answer>) => answer(async (exchange) => run(await exchange.caller()));

  const serveSystem = answer(async (exchange) => {
    const caller = await exchange.caller();
    const target = systemPath(exchange.url.pathname, base);
    const [name = ''] = target;
    if (systems.has(name)) exchange.system = name;
    return answerSystemRequest(parts, { exchange, path: target, base, caller });
  });
  app.all(base, serveSystem);
  app.all(`${base}/*`, serveSystem);
  app.get(
    '/health/live',
    answer(() => ({ status: 200, json: { status: 'up' } })),
  );
  app.get(
    '/health/ready',
    answer(() => ({ status: 200, json: { status: 'up', systems: systems.size } })),
  );
  app.get(
    '/metrics',
    known(async () => ({ status: 200, content: await metrics.text(), headers: { 'Content-Type': metrics.contentType } })),
  );
  app.get(
    '/openapi.json',
    answer(async (exchange) => {
      await exchange.caller();
      // Whoever looks at one system does not wait for the others to open.
      const only = exchange.url.searchParams.get('system');
      const shown = [...systems.values()].filter(({ name }) => only === null || name === only);
      return { status: 200, json: await openApiDocument(shown, path) };
    }),
  );
  app.get(
    `${path}/info/login`,
    known(({ name, role }) => ({ status: 200, json: { authenticationId: name, authorization: { roles: [role] } } })),
  );
  const listed = [...systems.values()].map(({ name, connectorRef }) => ({ name, connectorRef }));
  app.get(
    `${path}/info/systems`,
    known(() => ({ status: 200, json: { result: listed } })),
  );
  if (options.page !== false) pageRoutes(app as never, path);
  app.notFound(
    answer(({ url }) => {
      throw new CrestError(404, `There is nothing at ${url.pathname}`);
    }),
  );

  const close = async () => {
    await Promise.all([...systems.values()].map((system) => system.close()));
  };
  return { fetch: async (request, origin = {}) => app.fetch(request, origin), close, [Symbol.asyncDispose]: close };
}
