// A connector of one's own for a system with an HTTP API: pages by cursor, a filter that the system evaluates in part, deltas, a hook.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  attr,
  ConnectorError,
  type ConnectorObject,
  defineConnector,
  type HookCall,
  objectClass,
  openConnector,
  pushdown,
  type Secret,
} from 'identity-connector';

const Account = objectClass('__ACCOUNT__', {
  __NAME__: attr.string({ required: true, nativeName: 'login' }),
  mail: attr.string({ subtype: 'caseIgnore' }),
  teams: attr.string({ multiValued: true }),
});

interface Wire {
  readonly id: string;
  readonly login: string;
  readonly mail?: string;
  readonly teams?: readonly string[];
}

/** The session: where the system is and how to speak to it. */
class HelpdeskClient {
  readonly #url: string;
  readonly #token: Secret;

  constructor(url: string, token: Secret) {
    this.#url = url;
    this.#token = token;
  }

  async request<T>(method: string, path: string, signal: AbortSignal, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${this.#token.reveal()}`, 'content-type': 'application/json' };
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#url), { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) });
    } catch (cause) {
      // The framework knows best whether it was the caller or the clock that ended the call.
      if (signal.aborted) throw cause;
      // A write whose answer is lost may have happened.
      throw new ConnectorError('ConnectionFailed', `${method} ${path} did not get through`, {
        cause,
        outcome: method === 'GET' ? 'none' : 'unknown',
      });
    }
    if (response.status === 401) throw new ConnectorError('InvalidCredential', 'the help desk refuses the token in the setting `token`');
    if (response.status === 404) throw new ConnectorError('UnknownUid', `${method} ${path}: there is no such account`);
    if (response.status === 409) throw new ConnectorError('AlreadyExists', `${method} ${path}: the login is taken`);
    if (response.status === 429)
      throw new ConnectorError('RateLimited', 'the help desk asks for fewer calls', {
        retryAfter: Number(response.headers.get('retry-after') ?? 1) * 1000,
      });
    if (!response.ok) throw new ConnectorError('ConnectorIO', `${method} ${path} answered ${response.status}`);
    return (await response.json()) as T;
  }
}

const objectOf = ({ id, login, mail, teams }: Wire): ConnectorObject<typeof Account> => ({ uid: id, name: login, attributes: { mail, teams } });

export const helpdesk = defineConnector({
  name: 'helpdesk',
  version: '1.0.0',
  configuration: {
    type: 'object',
    required: ['url', 'token'],
    properties: {
      url: { type: 'string', format: 'uri' },
      token: { type: 'string', writeOnly: true },
      pageSize: { type: 'integer', default: 50, minimum: 1 },
    },
  },
  objectClasses: [Account],
  connect: ({ url, token }) => new HelpdeskClient(url, token),
  test: async ({ session, signal }) => {
    await session.request('GET', '/accounts?limit=1', signal);
  },
  operations: {
    __ACCOUNT__: {
      async create({ session, attributes: { __NAME__: login, ...rest }, signal }) {
        return (await session.request<Wire>('POST', '/accounts', signal, { login, ...rest })).id;
      },
      // The system can only replace: the framework reads and merges what is added and removed.
      async update({ session, uid, attributes: { __NAME__: login, ...rest }, signal }) {
        await session.request('PATCH', `/accounts/${uid}`, signal, { ...(login && { login }), ...rest });
      },
      async delete({ session, uid, signal }) {
        await session.request('DELETE', `/accounts/${uid}`, signal);
      },
      // The system finds logins by prefix; whatever else the filter says is applied by the framework.
      async *search({ session, filter, pageSize, cursor, signal }) {
        const { pushed } = pushdown(filter, { __NAME__: ['startsWith'] });
        const prefix = pushed[0]?.value ?? '';
        const query = new URLSearchParams({ prefix: String(prefix), limit: String(pageSize), after: cursor ?? '' });
        const page = await session.request<{ accounts: Wire[]; next?: string }>('GET', `/accounts?${query}`, signal);
        // One page a call: the framework calls again with the cursor.
        yield { objects: page.accounts.map(objectOf), cursor: page.next };
      },
    },
  },
  hooks: {
    teamSize: async ({ session, args, signal }: HookCall<HelpdeskClient, { readonly team: string }>): Promise<number> => {
      const { accounts } = await session.request<{ accounts: Wire[] }>('GET', '/accounts?limit=1000', signal);
      return accounts.filter(({ teams }) => teams?.includes(args.team)).length;
    },
  },
});

// ── a help desk to try it on ──
const rows = new Map<string, Wire>();
const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const answer = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.headers.authorization !== 'Bearer letmein') return answer(401, {});
  let text = '';
  for await (const part of request) text += part;
  const id = url.pathname.split('/')[2];
  if (request.method === 'POST') {
    const made = { id: String(rows.size + 1), ...JSON.parse(text) };
    rows.set(made.id, made);
    return answer(201, made);
  }
  if (id !== undefined && !rows.has(id)) return answer(404, {});
  if (request.method === 'PATCH') {
    rows.set(id as string, { ...rows.get(id as string), ...JSON.parse(text) });
    return answer(200, {});
  }
  if (request.method === 'DELETE') return answer(200, { gone: rows.delete(id as string) });
  const after = Number(url.searchParams.get('after') || 0);
  const limit = Number(url.searchParams.get('limit'));
  const found = [...rows.values()].filter((row) => Number(row.id) > after && row.login.startsWith(url.searchParams.get('prefix') ?? ''));
  answer(200, { accounts: found.slice(0, limit), ...(found.length > limit && { next: found[limit - 1]?.id }) });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const desk = await openConnector(helpdesk, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'letmein', pageSize: 2 });
const accounts = desk.objectClass('__ACCOUNT__');
for (const name of ['ada', 'adele', 'adam', 'bob']) await accounts.create({ __NAME__: name, teams: ['office'] });
await accounts.update('1', { add: { teams: ['engine'] }, remove: { teams: ['office'] } });
console.log((await accounts.search({ filter: '__NAME__ sw "ad" and teams eq "office"' }).toArray()).map(({ name }) => name));
console.log((await accounts.get('1'))?.attributes, await desk.hook('teamSize', { team: 'office' }));
await desk.close();
server.close();
