import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it came over the wire. */
export interface Received {
  readonly action: string;
  readonly parameters: URLSearchParams;
  /** The access key that signed it. */
  readonly key: string | undefined;
  readonly token: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly url: string;
}

/** What the stub answers: a result in the query protocol, an error code, nothing on a cut connection, nothing at all, or what `write` does. */
export type Answer =
  | { readonly ok: string }
  | { readonly error: string; readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'drop'
  | 'hang'
  | { readonly write: (response: ServerResponse) => void };

/** An answer, or a function that makes one when the request is there. */
export type Step = Answer | ((request: Received) => Answer | Promise<Answer>);

/** A stub of IAM and STS that answers what a test says; GetUser and whatever has no script answers a user. */
export interface StubAws extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** Most sockets open at one time. */
  readonly mostSockets: number;
  /** Sockets ever opened. */
  readonly connections: number;
  /** The answers to an action, one after the other; the last one stays. */
  answer(action: string, ...steps: readonly Step[]): void;
  count(action: string): number;
  /** Closes every connection. */
  disconnect(): void;
}

const user =
  '<User><UserName>ada</UserName><UserId>AIDAEXAMPLE</UserId><Path>/</Path><Arn>arn:aws:iam::123456789012:user/ada</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></User>';

/** An AssumeRole result. */
export const role = (key: string, expiration: Date): Answer => ({
  ok: `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret-of-${key}</SecretAccessKey><SessionToken>token-of-${key}</SessionToken><Expiration>${expiration.toISOString()}</Expiration></Credentials>`,
});

/** Starts a stub on the loopback; with a certificate it speaks https. */
export async function startStubAws(tls?: { readonly key: string; readonly cert: string }): Promise<StubAws> {
  const scripts = new Map<string, Step[]>();
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let most = 0;
  let connections = 0;

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const parameters = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const action = parameters.get('Action') ?? '';
      const entry: Received = {
        action,
        parameters,
        key: /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1],
        token: request.headers['x-amz-security-token'] as string | undefined,
        headers: request.headers,
        url: request.url ?? '',
      };
      received.push(entry);
      const steps = scripts.get(action) ?? [{ ok: user }];
      const step = (steps.length > 1 ? steps.shift() : steps[0]) ?? 'hang';
      write(response, action, typeof step === 'function' ? await step(entry) : step);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    received,
    get mostSockets() {
      return most;
    },
    get connections() {
      return connections;
    },
    answer: (action, ...steps) => void scripts.set(action, [...steps]),
    count: (action) => received.filter((entry) => entry.action === action).length,
    disconnect: () => {
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function write(response: ServerResponse, action: string, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'drop') return void response.socket?.destroy();
  if ('write' in answer) {
    answer.write(response);
    return;
  }
  if ('ok' in answer) {
    response.writeHead(200, { 'content-type': 'text/xml', 'x-amzn-requestid': 'REQUEST-OK' });
    response.end(
      `<${action}Response><${action}Result>${answer.ok}</${action}Result><ResponseMetadata><RequestId>REQUEST-OK</RequestId></ResponseMetadata></${action}Response>`,
    );
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'REQUEST-1', ...answer.headers });
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${answer.error}</Code><Message>${answer.message ?? 'refused'}</Message></Error><RequestId>REQUEST-1</RequestId></ErrorResponse>`,
  );
}
