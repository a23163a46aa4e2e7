import { attr, ConnectorError, type ConnectorObject, defineConnector, type Operations, objectClass } from '../../../../src/index.ts';

export const User = objectClass('user', {
  __NAME__: attr.string({ required: true, subtype: 'caseIgnore' }),
  displayName: attr.string(),
  roles: attr.string({ multiValued: true }),
  active: attr.boolean({ required: true, default: true }),
});

interface Resource {
  readonly id: string;
  readonly etag: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How many requests a cursor lives. */
const lifeOfCursor = 500;

/** A service whose searches lag behind: a change is found by the third search after it. Reads by id are never behind. */
export class RestService {
  readonly #resources = new Map<string, Resource>();
  #index: { readonly ids: Map<string, Resource>; readonly due: { readonly id: string; searches: number }[] } = { ids: new Map(), due: [] };
  readonly #cursors = new Map<string, { readonly after: string; readonly made: number }>();
  #requests = 0;
  #serial = 0;
  throttled = 0;

  /** Every seventh request is one too many. */
  async #request(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (++this.#requests % 7 !== 0) return;
    this.throttled++;
    throw new ConnectorError('RateLimited', 'HTTP 429: too many requests', { retryAfter: 0 });
  }

  async post(body: Resource['body']): Promise<Resource> {
    await this.#request();
    this.#checkName(body);
    return this.#put(`u${String(++this.#serial).padStart(6, '0')}`, body);
  }

  async put(id: string, ifMatch: string | undefined, change: (body: Resource['body']) => Resource['body']): Promise<Resource> {
    await this.#request();
    const body = change(this.#checked(id, ifMatch).body);
    this.#checkName(body, id);
    return this.#put(id, body);
  }

  async delete(id: string, ifMatch: string | undefined): Promise<void> {
    await this.#request();
    this.#checked(id, ifMatch);
    this.#resources.delete(id);
    this.#index.due.push({ id, searches: 2 });
  }

  async get(id: string): Promise<Resource | undefined> {
    await this.#request();
    return this.#resources.get(id);
  }

  async list(count: number, cursor: string | undefined): Promise<{ readonly resources: readonly Resource[]; readonly next?: string }> {
    await this.#request();
    const place = cursor === undefined ? undefined : this.#cursors.get(cursor);
    if (cursor !== undefined && (!place || this.#requests - place.made > lifeOfCursor))
      throw new ConnectorError('InvalidArgument', 'HTTP 400: the cursor is unknown or too old');
    if (cursor === undefined) for (const each of this.#index.due) each.searches--;
    this.#refresh((searches) => searches < 0);
    const rest = [...this.#index.ids.keys()].sort().filter((id) => id > (place?.after ?? ''));
    const ids = rest.slice(0, count);
    if (rest.length <= count) return { resources: this.#found(ids) };
    const next = `c${this.#requests}.${ids.at(-1)}`;
    this.#cursors.set(next, { after: ids.at(-1) ?? '', made: this.#requests });
    return { resources: this.#found(ids), next };
  }

  /** What an operator can wait for: the index has caught up. */
  caughtUp(): void {
    this.#refresh(() => true);
  }

  #found(ids: readonly string[]): readonly Resource[] {
    return ids.map((id) => this.#index.ids.get(id) as Resource);
  }

  #refresh(isDue: (searches: number) => boolean): void {
    const { due, ids } = this.#index;
    for (const { id } of due.filter(({ searches }) => isDue(searches))) {
      const resource = this.#resources.get(id);
      if (resource) ids.set(id, resource);
      else ids.delete(id);
    }
    this.#index = { ids, due: due.filter(({ searches }) => !isDue(searches)) };
  }

  #put(id: string, body: Resource['body']): Resource {
    const resource = { id, etag: `"${++this.#serial}"`, body };
    this.#resources.set(id, resource);
    this.#index.due.push({ id, searches: 2 });
    return resource;
  }

  #checked(id: string, ifMatch: string | undefined): Resource {
    const resource = this.#resources.get(id);
    // RFC 9110, 13.2.1: what is not there is not there, whatever the precondition.
    if (!resource) throw new ConnectorError('UnknownUid', `HTTP 404: there is no user ${id}`, { uid: id });
    if (ifMatch === undefined) throw new ConnectorError('PreconditionRequired', 'HTTP 428: If-Match is missing', { uid: id });
    if (ifMatch !== resource.etag) throw new ConnectorError('PreconditionFailed', `HTTP 412: user ${id} was changed`, { uid: id });
    return resource;
  }

  #checkName(body: Resource['body'], id?: string): void {
    const wanted = String(body.__NAME__).toLowerCase();
    const twin = [...this.#resources.values()].find((each) => each.id !== id && String(each.body.__NAME__).toLowerCase() === wanted);
    if (twin) throw new ConnectorError('AlreadyExists', `HTTP 409: ${wanted} is taken`, { uid: twin.id });
  }
}

function objectOf({ id, etag, body: { __NAME__, ...attributes } }: Resource): ConnectorObject<typeof User> {
  return { uid: id, name: __NAME__ as string, revision: etag, attributes };
}

const withoutTwins = (body: Resource['body']) => ({ ...body, ...(Array.isArray(body.roles) && { roles: [...new Set(body.roles)] }) });

const users: Operations<typeof User, RestService> = {
  async create({ session, attributes }) {
    const { id, etag } = await session.post(withoutTwins(attributes));
    return { uid: id, revision: etag };
  },
  async update({ session, uid, revision, attributes }) {
    const { etag } = await session.put(uid, revision, (body) => withoutTwins({ ...body, ...attributes }));
    return { uid, revision: etag };
  },
  delete: ({ session, uid, revision }) => session.delete(uid, revision),
  async get({ session, uid }) {
    const found = await session.get(uid);
    return found && objectOf(found);
  },
  async *search({ session, pageSize, cursor }) {
    // One page for each call: the framework calls again.
    const { resources, next } = await session.list(pageSize, cursor);
    yield { objects: resources.map(objectOf), cursor: next };
  },
};

/** A connector of a REST service: entity tags that are required, throttling, cursors that grow old, searches that are behind. */
export function restService(service: RestService) {
  return defineConnector({
    name: 'rest-service',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [User],
    connect: () => service,
    operations: { user: users },
  });
}
