import { createServer, request as forward } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy in this process, with Basic authentication, that counts. */
export interface LocalProxy extends AsyncDisposable {
  readonly port: number;
  /** Targets of the CONNECTs so far, refused ones included. */
  readonly connects: string[];
  /** Request lines of the absolute-form requests so far. */
  readonly forwarded: string[];
  /** Most client sockets open at one time, and all ever opened. */
  readonly mostSockets: number;
  readonly sockets: number;
  readonly openSockets: number;
  /** Answers every CONNECT with this head instead of connecting; `hang` never answers, `close` hangs up. */
  refuse(how: string | undefined): void;
}

/** Starts a proxy on the loopback; without credentials it asks for none. */
export async function startLocalProxy(credentials?: string, host = '127.0.0.1'): Promise<LocalProxy> {
  const expected = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const connects: string[] = [];
  const forwarded: string[] = [];
  const open = new Set<Socket>();
  let most = 0;
  let sockets = 0;
  let refusal: string | undefined;

  const server = createServer((request, response) => {
    forwarded.push(`${request.method} ${request.url}`);
    const { 'proxy-authorization': authorization, ...headers } = request.headers;
    if (expected !== undefined && authorization !== expected) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('<html>Proxy authentication required</html>');
      return;
    }
    const outgoing = forward(request.url ?? '', { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.writeHead(502).end());
    request.pipe(outgoing);
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    connects.push(request.url ?? '');
    // Without reading it would never notice that the client has gone.
    if (refusal === 'hang') return void client.on('end', () => client.destroy()).resume();
    if (refusal === 'close') return void client.end();
    if (refusal !== undefined) return void client.end(`${refusal}\r\n\r\n`);
    if (expected !== undefined && request.headers['proxy-authorization'] !== expected) {
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
    }
    const target = new URL(`http://${request.url}`);
    const upstream = connect(Number(target.port), target.hostname.replace(/^\[|\]$/g, ''), () => {
      client.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 here\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets++;
    open.add(socket);
    most = Math.max(most, open.size);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connects,
    forwarded,
    get mostSockets() {
      return most;
    },
    get sockets() {
      return sockets;
    },
    get openSockets() {
      return open.size;
    },
    refuse: (how) => {
      refusal = how;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
