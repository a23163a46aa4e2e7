import { createHash } from 'node:crypto';
import memory from '../../src/connectors/memory/index.ts';
import type { AnyConnector } from '../../src/index.ts';
import { createGateway, type Gateway, type GatewayOptions, type SystemDefinition } from '../../src/rest/index.ts';

/** Tokens of the tests; their hashes are what a gateway is given. */
export const tokens = { full: 'full-token-0123456789', read: 'read-token-0123456789' };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A gateway with two tokens, and a way to ask it as a client does. */
export function gatewayOf(systems: readonly SystemDefinition[], options: Partial<GatewayOptions> = {}) {
  const authentication = {
    tokens: [
      { name: 'full', sha256: sha256(tokens.full), role: 'full' as const },
      { name: 'read', sha256: sha256(tokens.read), role: 'read' as const },
    ],
    ...options.authentication,
  };
  const gateway: Gateway = createGateway({ connectors: [memory], ...options, systems, authentication });
  return { gateway, ask: askerOf(gateway) };
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came. */
  readonly json: any;
  readonly text: string;
}

export interface Asking {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | null;
  readonly address?: string;
  readonly signal?: AbortSignal;
}

/** Asks a gateway: `ask('GET', '/openidm/system/…')`. */
export function askerOf(gateway: Gateway) {
  return async (method: string, path: string, { body, headers = {}, token = tokens.full, address, signal }: Asking = {}): Promise<Asked> => {
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const answer = await gateway.fetch(request, { address });
    const text = await answer.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: answer.status, headers: answer.headers, json, text };
  };
}

/** A directory in memory behind a gateway. */
export function directoryOf(objects: readonly object[] = [], definition: Partial<SystemDefinition> = {}, options: Partial<GatewayOptions> = {}) {
  const seeded = objects.map((each) => ({ objectClass: '__ACCOUNT__', ...each }));
  const system = { name: 'hr', connector: memory as AnyConnector, configuration: { uid: 'name', objects: seeded }, ...definition };
  return { ...gatewayOf([system], options), accounts: '/openidm/system/hr/__ACCOUNT__' };
}
