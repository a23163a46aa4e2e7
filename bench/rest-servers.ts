import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { defineConnector } from 'identity-connector';
import { createGateway, serve } from 'identity-connector/rest';
import { Account, attributesOf } from './accounts.ts';

/** The bearer token of the bench. */
export const token = 'bench-token';

/** A directory that makes up its objects, so that the gateway is measured and not a store. */
const made = defineConnector({
  name: 'made',
  version: '1.0.0',
  configuration: { type: 'object', properties: { objects: { type: 'integer' } }, required: ['objects'] },
  objectClasses: [Account],
  connect: ({ objects }) => ({ objects }),
  operations: {
    __ACCOUNT__: {
      get: ({ uid }) => ({ uid, name: `user${uid}`, attributes: attributesOf(Number(uid)) }),
      async *search({ session, pageSize }) {
        for (let start = 0; start < session.objects; start += pageSize) {
          const length = Math.min(pageSize, session.objects - start);
          yield {
            objects: Array.from({ length }, (_, index) => ({
              uid: String(start + index),
              name: `user${start + index}`,
              attributes: attributesOf(start + index),
            })),
          };
        }
      },
    },
  },
});

/** Paths that both servers answer with the same bytes. */
export const paths = { one: '/openidm/system/hr/__ACCOUNT__/7', all: '/openidm/system/hr/__ACCOUNT__?_queryFilter=true' };

/**
 * Starts the gateway, or a bare hono handler that answers the same bytes.
 *
 * @returns Its URL.
 */
export async function startServer(kind: 'gateway' | 'bare', objects: number): Promise<string> {
  const authentication = { tokens: [{ name: 'bench', sha256: createHash('sha256').update(token).digest('hex'), role: 'read' as const }] };
  const gateway = createGateway({ systems: [{ name: 'hr', connector: made, configuration: { objects } }], authentication, page: false });
  if (kind === 'gateway') return (await serve(gateway, { port: 0 })).url;
  const answer = async (path: string) => {
    const response = await gateway.fetch(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${token}` } }));
    return new Uint8Array(await response.arrayBuffer());
  };
  const one = await answer(paths.one);
  const all = objects > 100_000 ? new Uint8Array() : await answer(paths.all);
  const headers = { 'Content-Type': 'application/json' };
  const app = new Hono();
  app.get('/openidm/system/hr/__ACCOUNT__/:id', () => new Response(one, { headers }));
  app.get('/openidm/system/hr/__ACCOUNT__', () => {
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= all.length) return controller.close();
        controller.enqueue(all.subarray(at, at + 32_768));
        at += 32_768;
      },
    });
    return new Response(stream, { headers });
  });
  const server = createServer(getRequestListener((request) => app.fetch(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a server's process has used so far. */
export interface ServerUse {
  /** Milliseconds. */
  readonly cpu: number;
  /** The most bytes that the process ever occupied. */
  readonly residentSet: number;
  /** The most bytes that were alive after a garbage collection; 0 unless Node runs with --expose-gc. */
  readonly liveHeap: number;
}

/** Says what the process has used whenever a line comes in, and ends with the input. */
export function reportUse(): void {
  let liveHeap = 0;
  const watch = () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    liveHeap = Math.max(liveHeap, heapUsed + external);
  };
  if (globalThis.gc) setInterval(watch, 100);
  process.stdin.on('data', () => {
    const { user, system } = process.cpuUsage();
    const use: ServerUse = { cpu: (user + system) / 1000, residentSet: process.resourceUsage().maxRSS * 1024, liveHeap };
    console.log(JSON.stringify(use));
  });
  process.stdin.once('end', () => process.exit());
}
