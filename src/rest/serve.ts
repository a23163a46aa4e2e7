import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ConnectorError } from '../model/errors.ts';
import type { RequestOrigin } from './exchange.ts';
import type { Gateway } from './gateway.ts';

/** Where a gateway listens. */
export interface ServeOptions {
  /** 8080 unless said otherwise; 0 for any free one. */
  readonly port?: number;
  /** `127.0.0.1` unless said otherwise: nobody else reaches it. */
  readonly host?: string;
  /** Paths of PEM files; with them the gateway speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Milliseconds that a request may take to arrive; 30,000 unless said otherwise. */
  readonly requestTimeout?: number;
  /** Milliseconds that requests under way may go on after `close`; 5,000 unless said otherwise. */
  readonly grace?: number;
}

/** A gateway that listens. */
export interface ServedGateway extends AsyncDisposable {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Stops listening, ends idle connections, waits for the requests under way as long as `grace` allows, closes the connectors. */
  close(): Promise<void>;
}

/** A request's origin. Its signal is made when somebody asks for it, and once for a connection: with HTTP/1.1 a caller goes away by closing that. */
class NodeOrigin implements RequestOrigin {
  readonly address: string | undefined;
  readonly #socket: Socket;
  readonly #signals: WeakMap<Socket, AbortSignal>;

  constructor(socket: Socket, signals: WeakMap<Socket, AbortSignal>) {
    this.address = socket.remoteAddress;
    this.#socket = socket;
    this.#signals = signals;
  }

  get signal(): AbortSignal {
    const made = this.#signals.get(this.#socket);
    if (made) return made;
    const controller = new AbortController();
    const { signal } = controller;
    // All requests that a connection has under way listen to it.
    setMaxListeners(0, signal);
    this.#socket.once('close', () => controller.abort());
    if (this.#socket.destroyed) controller.abort();
    this.#signals.set(this.#socket, signal);
    return signal;
  }
}

/**
 * Lets the requests that arrive in one turn of the event loop be answered together.
 *
 * Node reads a request and answers it before it reads the next. Every reading and writing is a call of the system, after which the processor
 * has to warm up again to all that an answer takes; measured with 64 connections, reading first doubles what a second brings.
 */
class Together {
  #turn: Promise<void> | undefined;

  /** The end of the present turn. */
  turn(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = undefined;
        resolve();
      });
    });
    return this.#turn;
  }
}

/**
 * Serves a gateway over HTTP or HTTPS on Node.
 *
 * @throws ConnectorError `Configuration` for a port in use and for PEM files that cannot be read.
 *
 * @example
 * const served = await serve(createGateway({ systems }), { port: 8080 });
 * await served.close();
 */
export async function serve(
  gateway: Gateway,
  { port = 8080, host = '127.0.0.1', tls, requestTimeout = 30_000, grace = 5000 }: ServeOptions = {},
): Promise<ServedGateway> {
  const signals = new WeakMap<Socket, AbortSignal>();
  const together = new Together();
  const listener = getRequestListener(async (request, env) => {
    const { incoming } = env as unknown as { readonly incoming: IncomingMessage };
    await together.turn();
    return gateway.fetch(request, new NodeOrigin(incoming.socket, signals));
  });
  const options = {
    requestTimeout,
    headersTimeout: Math.min(requestTimeout, 20_000),
    keepAliveTimeout: 65_000,
    // Node looks for what is late every half minute, whatever the limit.
    connectionsCheckingInterval: Math.min(30_000, Math.max(100, Math.floor(requestTimeout / 4))),
  };
  const server: Server = tls
    ? createHttpsServer({ ...options, ...(await pemFiles(tls)), minVersion: 'TLSv1.2' }, listener)
    : createHttpServer(options, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message = error.code === 'EADDRINUSE' ? `port ${port} of ${host} is in use` : `cannot listen on ${host}:${port} (${error.code})`;
      reject(new ConnectorError('Configuration', message, { cause: error, problems: [{ path: 'port', message }] }));
    });
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  const close = async () => {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    // A connection that is kept alive after its last answer would be waited for.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    await ended;
    clearInterval(idle);
    clearTimeout(timer);
    await gateway.close();
  };
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `${tls ? 'https' : 'http'}://${shown}:${actual}`, close, [Symbol.asyncDispose]: close };
}

async function pemFiles({ certificate, key }: NonNullable<ServeOptions['tls']>): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  const read = async (path: string, setting: string) => {
    try {
      return await readFile(path);
    } catch (error) {
      const message = `cannot read "${path}" (${(error as NodeJS.ErrnoException).code}): it must be a PEM file`;
      throw new ConnectorError('Configuration', `${setting}: ${message}`, { cause: error, problems: [{ path: setting, message }] });
    }
  };
  return { cert: await read(certificate, 'tls.certificate'), key: await read(key, 'tls.key') };
}
