import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { type AwsCall, maskedParameters } from './calls.ts';
import { type Backend, dispatch, dispatchUnsigned } from './dispatch.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { WireAnswer, WireCall } from './protocol.ts';
import type { ServiceName } from './service-name.ts';
import { inWordsOf } from './service-wording.ts';
import { likelyService, services } from './services.ts';
import { type Authorization, type ReceivedRequest, readAuthorization } from './signature.ts';

/** More than any request to IAM can need: a policy document has at most 131,072 characters. */
const MOST_BODY_BYTES = 1_048_576;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
  const { cloud, faults } = backend;
  const body = await readBody(incoming);
  const request: ReceivedRequest = {
    method: incoming.method ?? 'POST',
    target: incoming.url ?? '/',
    headers: headersOf(incoming),
    body: body ?? Buffer.alloc(0),
  };
  const signed = signatureOf(request);
  const authorization = signed instanceof ApiError ? undefined : signed;
  const service = authorization?.service ?? likelyService(request);
  const wire = services[service].protocol.read(request);
  const call: Writable<AwsCall> = {
    service: authorization?.service,
    region: authorization?.region,
    accountId: authorization && cloud.accounts.ofKey(authorization.accessKeyId)?.id,
    action: wire.action,
    at: cloud.clock.now(),
    accessKeyId: authorization?.accessKeyId,
    parameters: maskedParameters(wire.parameters),
    status: undefined,
    code: undefined,
    applied: false,
  };
  onCall(call);
  const plan = faults.next({ action: wire.action, service, accountId: call.accountId });
  if (plan.delay > 0) await delay(plan.delay, undefined, { signal: closing, ref: false });
  if (lose(plan, 'before', incoming)) return;
  const requestId = cloud.ids.requestId();
  const isGone = (): boolean => incoming.socket.destroyed;
  const answer =
    body === undefined ? tooLarge(service, requestId) : await answerTo(backend, { request, signed, service, wire, plan, requestId, isGone }, call);
  if (lose(plan, 'after', incoming)) return;
  call.status = answer.status;
  response.writeHead(answer.status, {
    'x-amzn-requestid': requestId,
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
    date: new Date(cloud.clock.now()).toUTCString(),
    // What was not read to its end cannot be followed by another request.
    ...(body === undefined && { connection: 'close' }),
  });
  response.end(answer.body);
}

interface Asked {
  readonly request: ReceivedRequest;
  /** Who says to have signed, or why that cannot be read. */
  readonly signed: Authorization | ApiError;
  readonly service: ServiceName;
  readonly wire: WireCall;
  readonly plan: FaultPlan;
  readonly requestId: string;
  readonly isGone: () => boolean;
}

async function answerTo(backend: Backend, asked: Asked, call: Writable<AwsCall>): Promise<WireAnswer> {
  const { request, signed, service, wire, plan, requestId } = asked;
  const { protocol } = services[service];
  try {
    if (plan.fate && 'error' in plan.fate) throw plan.fate.error;
    const result = signed instanceof ApiError ? dispatchUnsigned(backend, service, wire, signed) : dispatch(backend, request, signed, wire, asked);
    // Only what waits gives way to other requests.
    const answer = protocol.answer(wire.action, result instanceof Promise ? await result : result, requestId);
    call.applied = true;
    return answer;
  } catch (thrown) {
    const error = thrown instanceof ApiError ? thrown : new ApiError('ServiceFailure', 500, String(thrown));
    // What a test planned is said as it was planned, everything else in the words of the service.
    const worded = plan.fate?.kind === 'fail' && plan.fate.error === error ? error : inWordsOf(service, error);
    call.code = worded.code;
    return protocol.refusal(worded, requestId);
  }
}

function signatureOf(request: ReceivedRequest): Authorization | ApiError {
  try {
    return readAuthorization(request);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** Lets the planned loss happen; a request that hangs simply has no answer. */
function lose(plan: FaultPlan, moment: 'before' | 'after', incoming: IncomingMessage): boolean {
  const { fate } = plan;
  if (!fate || 'error' in fate || fate.when !== moment) return false;
  if (fate.kind === 'drop') incoming.socket.destroy();
  return true;
}

function tooLarge(service: ServiceName, requestId: string): WireAnswer {
  const error = new ApiError('RequestEntityTooLarge', 413, `The request body may have at most ${MOST_BODY_BYTES} bytes.`);
  return services[service].protocol.refusal(error, requestId);
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
