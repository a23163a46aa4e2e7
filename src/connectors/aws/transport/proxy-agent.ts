import { type AgentOptions, type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions, type AgentOptions as TlsOptions } from 'node:https';
import { connect, isIPv6, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ProxySetting } from '../settings.ts';
import { ProxyTunnel } from './proxy-tunnel.ts';

/** What Node hands an agent of the request's options. */
interface Target {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

// How Node hands an agent a request; every proxy agent relies on it, and @types/node lacks it.
const { addRequest } = HttpAgent.prototype as unknown as { addRequest(this: HttpAgent, request: ClientRequest, options: Target): void };

/** `host:port` as it stands in a request line. RFC 9112, 3.2.3. */
const authority = (target: Target, port: number) => `${isIPv6(target.host ?? '') ? `[${target.host}]` : target.host}:${target.port ?? port}`;

function authorizationFor({ username, password }: ProxySetting): string | undefined {
  if (username === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${password?.reveal() ?? ''}`, 'utf8').toString('base64')}`;
}

/**
 * An agent for `http:` targets behind an HTTP proxy: requests go to the proxy in absolute form, over pooled connections.
 *
 * A proxy that refuses answers like the target would; `http-handler.ts` turns its refusal into a `ProxyError`. RFC 9112, 3.2.2.
 *
 * @example
 * http.get('http://example.org/', { agent: new ProxiedHttpAgent(proxy, { keepAlive: true, maxSockets: 10 }) });
 */
export class ProxiedHttpAgent extends HttpAgent {
  readonly #proxy: ProxySetting;

  constructor(proxy: ProxySetting, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  /** @internal Called by Node for every request, before its head is written. */
  addRequest(request: ClientRequest, options: Target): void {
    request.path = `http://${authority(options, 80)}${request.path}`;
    const authorization = authorizationFor(this.#proxy);
    if (authorization !== undefined) request.setHeader('Proxy-Authorization', authorization);
    // The SDK writes it in lower case, and proxy.py 2.4.10 then adds another, which the target refuses.
    const length = request.getHeader('content-length');
    if (length !== undefined) request.setHeader('Content-Length', length);
    addRequest.call(this, request, options);
  }

  /** @internal */
  override createConnection(): Socket {
    return connect({ host: this.#proxy.host, port: this.#proxy.port });
  }
}

/**
 * An agent for `https:` targets behind an HTTP proxy: one CONNECT for each pooled connection, TLS to the target inside.
 *
 * The TLS socket is returned at once and connects by itself. Node counts a connection against `maxSockets` only when `createConnection` has
 * answered, so an agent that answers after the tunnel stands lets a burst open far more (hpagent 1.2.0: 19 for a limit of 4).
 * TLS options (`ca`, …) and session resumption are those of Node's own agent.
 *
 * @example
 * https.get('https://example.org/', { agent: new ProxiedHttpsAgent(proxy, 10_000, { keepAlive: true, maxSockets: 10, ca }) });
 */
export class ProxiedHttpsAgent extends HttpsAgent {
  readonly #proxy: ProxySetting;
  readonly #connectTimeout: number;
  readonly #tunnels = new WeakMap<Duplex, ProxyTunnel>();

  /**
   * @param proxy           The proxy and its credentials.
   * @param connectTimeout  How long it may take until a tunnel stands, in milliseconds.
   * @param options         Those of Node's own agent.
   */
  constructor(proxy: ProxySetting, connectTimeout: number, options: TlsOptions) {
    super(options);
    this.#proxy = proxy;
    this.#connectTimeout = connectTimeout;
  }

  /** @internal */
  override createConnection(options: RequestOptions): Duplex | undefined {
    const { host, port } = this.#proxy;
    const tunnel = new ProxyTunnel({
      proxy: { host, port },
      target: authority(options, 443),
      authorization: authorizationFor(this.#proxy),
      timeout: this.#connectTimeout,
    });
    const within: RequestOptions & { readonly socket: Duplex } = { ...options, socket: tunnel };
    const socket = super.createConnection(within) ?? undefined;
    if (socket === undefined) return undefined;
    this.#tunnels.set(socket, tunnel);
    // TLS over a stream that is no socket passes neither its failures on nor its own end back.
    tunnel.once('error', (error) => socket.destroy(error));
    socket.once('close', () => tunnel.destroy());
    return socket;
  }

  /** An idle connection must not keep the process alive; Node's agent sees to it for sockets only, not for what is beneath TLS here. */
  override keepSocketAlive(socket: Duplex): boolean {
    this.#tunnels.get(socket)?.unref();
    // Node's answer is whether to keep it; @types/node 20 has it as void.
    return (super.keepSocketAlive(socket) as unknown as boolean | undefined) ?? true;
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#tunnels.get(socket)?.ref();
    super.reuseSocket(socket, request);
  }
}
