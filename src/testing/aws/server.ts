import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { type AwsCall, maskedParameters } from './calls.ts';
import { type Backend, dispatch } from './dispatch.ts';
import type { FaultPlan } from './faults.ts';
import { Parameters, renderAnswer, renderError, type ServiceName } from './query-protocol.ts';
import { type Authorization, type ReceivedRequest, readAuthorization } from './signature.ts';

/** More than any request to IAM can need: a policy document has at most 131,072 characters. */
const MOST_BODY_BYTES = 1_048_576;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface Answer {
  readonly status: number;
  readonly xml: string;
}

/** The HTTP side: reads requests, lets faults happen to them, writes answers. */
export interface HttpFront {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts listening. @param onCall  Is given each request when it arrives; its record is filled in as it goes. */
export async function listen(
  backend: Backend,
  address: { readonly port: number; readonly host: string },
  onCall: (call: AwsCall) => void,
): Promise<HttpFront> {
  const sockets = new Set<Socket>();
  const closing = new AbortController();
  const server = createServer({ keepAlive: true }, (request, response) => {
    serve(backend, request, response, closing.signal, onCall).catch(() => request.socket.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  // A client may keep a connection as long as it likes; the ones left are ended by `close`.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  // A test that forgets to close must not keep its process alive.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://${address.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(
  backend: Backend,
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
  onCall: (call: AwsCall) => void,
): Promise<void> {
  const { account, faults } = backend;
  const body = await readBody(incoming);
  const request: ReceivedRequest = {
    method: incoming.method ?? 'POST',
    target: incoming.url ?? '/',
    headers: headersOf(incoming),
    body: body ?? Buffer.alloc(0),
  };
  const parameters = Parameters.fromForm(`${request.target.split('?')[1] ?? ''}&${request.body.toString()}`);
  const call: Writable<AwsCall> = {
    service: undefined,
    action: parameters.text('Action') ?? '',
    at: account.clock.now(),
    accessKeyId: undefined,
    parameters: maskedParameters(parameters),
    status: undefined,
    code: undefined,
    applied: false,
  };
  onCall(call);
  const plan = faults.next(call.action);
  if (plan.delay > 0) await delay(plan.delay, undefined, { signal: closing, ref: false });
  if (lose(plan, 'before', incoming)) return;
  const requestId = account.ids.requestId();
  const answer = body === undefined ? tooLarge(requestId) : answerTo(backend, request, parameters, plan, call, requestId);
  if (lose(plan, 'after', incoming)) return;
  call.status = answer.status;
  response.writeHead(answer.status, {
    'x-amzn-requestid': requestId,
    'content-type': 'text/xml',
    'content-length': Buffer.byteLength(answer.xml),
    date: new Date(account.clock.now()).toUTCString(),
    // What was not read to its end cannot be followed by another request.
    ...(body === undefined && { connection: 'close' }),
  });
  response.end(answer.xml);
}

function answerTo(
  backend: Backend,
  request: ReceivedRequest,
  parameters: Parameters,
  plan: FaultPlan,
  call: Writable<AwsCall>,
  requestId: string,
): Answer {
  let service: ServiceName = parameters.text('Version') === '2011-06-15' ? 'sts' : 'iam';
  try {
    const authorization: Authorization = readAuthorization(request);
    service = authorization.service;
    call.service = service;
    call.accessKeyId = authorization.accessKeyId;
    if (plan.fate?.kind === 'fail') throw plan.fate.error;
    const result = dispatch(backend, request, authorization, parameters);
    call.applied = true;
    return { status: 200, xml: renderAnswer(service, call.action, result, requestId) };
  } catch (thrown) {
    const error = thrown instanceof ApiError ? thrown : new ApiError('ServiceFailure', 500, String(thrown));
    call.code = error.code;
    return { status: error.status, xml: renderError(service, error, requestId) };
  }
}

/** Lets the planned loss happen; a request that hangs simply has no answer. */
function lose(plan: FaultPlan, moment: 'before' | 'after', incoming: IncomingMessage): boolean {
  const { fate } = plan;
  if (!fate || fate.kind === 'fail' || fate.when !== moment) return false;
  if (fate.kind === 'drop') incoming.socket.destroy();
  return true;
}

function tooLarge(requestId: string): Answer {
  const error = new ApiError('RequestEntityTooLarge', 413, `The request body may have at most ${MOST_BODY_BYTES} bytes.`);
  return { status: error.status, xml: renderError('iam', error, requestId) };
}

/** @returns the body, or `undefined` when it is too long; the rest of it is then thrown away unread. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return size > MOST_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function headersOf(incoming: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const raw = incoming.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]?.toLowerCase() ?? '';
    const before = headers.get(name);
    const value = raw[index + 1] ?? '';
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}
