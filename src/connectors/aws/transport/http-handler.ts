import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { finished, type Readable } from 'node:stream';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import pLimit from 'p-limit';
import type { AwsSettings } from '../settings.ts';
import { noProxy } from './no-proxy.ts';
import { ProxiedHttpAgent, ProxiedHttpsAgent } from './proxy-agent.ts';
import { ProxyError } from './proxy-tunnel.ts';

/** What sends the SDK's requests: the part of NodeHttpHandler that its clients use. */
export type HttpHandler = Pick<NodeHttpHandler, 'handle' | 'destroy' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs'>;

type Handle = NodeHttpHandler['handle'];

/**
 * What sends every request of a session, for IAM and STS alike: one pool of connections, one limit on the requests under way.
 *
 * The limit equals the pool, because NodeHttpHandler counts the wait for a free connection as connecting, and gives up on requests that
 * merely stood in line. A request holds its place until its answer has been read, as it holds its connection until then.
 *
 * @param kit       `@smithy/node-http-handler`, loaded by whoever opens the session.
 * @param settings  Timeouts, proxy, number of connections.
 * @param ca        PEM text of the authorities to trust instead of Node's own.
 *
 * @example
 * const handler = httpHandler(await import('@smithy/node-http-handler'), settings, undefined);
 * new IAMClient({ requestHandler: handler });
 */
export function httpHandler(kit: { readonly NodeHttpHandler: typeof NodeHttpHandler }, settings: AwsSettings, ca: string | undefined): HttpHandler {
  const { proxy, maxConnections, connectionTimeout, requestTimeout } = settings;
  const pool = { keepAlive: true, maxSockets: maxConnections };
  const trust = ca === undefined ? pool : { ...pool, ca };
  const timeouts = {
    connectionTimeout,
    requestTimeout,
    throwOnRequestTimeout: true,
    // requestTimeout ends with the head of the answer; this one covers a body that stops coming.
    socketTimeout: requestTimeout,
  };
  const direct = new kit.NodeHttpHandler({ httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent(trust), ...timeouts });
  const proxied =
    proxy &&
    new kit.NodeHttpHandler({
      httpAgent: new ProxiedHttpAgent(proxy, pool),
      httpsAgent: new ProxiedHttpsAgent(proxy, connectionTimeout, trust),
      ...timeouts,
    });
  const bypassed = noProxy(proxy?.bypass ?? []);
  const handlerOf = ({ hostname, port, protocol }: Parameters<Handle>[0]) =>
    proxied === undefined || bypassed(hostname, port ?? (protocol === 'http:' ? 80 : 443)) ? direct : proxied;
  const limit = pLimit(maxConnections);

  const send = async (request: Parameters<Handle>[0], options: Parameters<Handle>[1], answered: (answer: Awaited<ReturnType<Handle>>) => void) => {
    const handler = handlerOf(request);
    const answer = await handler.handle(request, options);
    const body = answer.response.body as Readable;
    const { statusCode } = answer.response;
    // AWS never answers 401; tinyproxy does where others answer 407. Over https the tunnel has dealt with both.
    if (handler === proxied && (statusCode === 407 || statusCode === 401)) {
      body.destroy();
      throw new ProxyError(`the proxy answered ${statusCode}`, statusCode);
    }
    answered(answer);
    await new Promise<void>((resolve) => finished(body, { writable: false }, () => resolve()));
  };

  return {
    metadata: direct.metadata,
    handle: (request, options) =>
      new Promise((resolve, reject) => {
        const signal = options?.abortSignal as AbortSignal | undefined;
        const leave = () => reject(signal?.reason);
        if (signal?.aborted) return leave();
        signal?.addEventListener('abort', leave, { once: true });
        void limit(async () => {
          signal?.removeEventListener('abort', leave);
          if (signal?.aborted) return;
          await send(request, options, resolve).catch(reject);
        });
      }),
    destroy: () => {
      direct.destroy();
      proxied?.destroy();
    },
    updateHttpClientConfig: (key, value) => {
      direct.updateHttpClientConfig(key, value);
      proxied?.updateHttpClientConfig(key, value);
    },
    httpHandlerConfigs: () => ({}),
  };
}
