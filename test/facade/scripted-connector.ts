import {
  type AnyConnector,
  attr,
  ConnectorError,
  type ConnectorObject,
  type DynamicObjectClass,
  defineConnector,
  type Facade,
  type OpenOptions,
  type Operations,
  objectClass,
  openConnector,
  type Page,
  type SearchCall,
  standardOptions,
} from '../../src/index.ts';

/** A class with an attribute of every kind that the facade treats differently. */
export const Person = objectClass(
  'person',
  {
    __NAME__: attr.string({ required: true, sortable: true }),
    __PASSWORD__: attr.secret({ minLength: 8 }),
    mail: attr.string({ subtype: 'caseIgnore', aliases: ['eMail'] }),
    title: attr.string({ maxLength: 5, default: 'none' }),
    age: attr.integer(),
    rank: attr.integer({ sortable: true }),
    logins: attr.long(),
    born: attr.dateTime(),
    tags: attr.string({ multiValued: true }),
    roles: attr.string({ multiValued: true, required: true, default: ['user'] }),
    secrets: attr.secret({ multiValued: true }),
    address: attr.map(),
    photo: attr.bytes(),
    days: attr.dateTime({ multiValued: true }),
    arn: attr.string({ creatable: false, updateable: false }),
    onRequest: attr.string({ returnedByDefault: false }),
  },
  {
    options: {
      search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS, SCOPE: standardOptions.SCOPE, depth: { type: 'integer', default: 3 } },
      create: { RUN_WITH_PASSWORD: standardOptions.RUN_WITH_PASSWORD },
      update: { force: { type: 'boolean' } },
      get: { fresh: { type: 'boolean' } },
    },
  },
);

export interface Scripted {
  readonly facade: Facade<AnyConnector>;
  readonly people: DynamicObjectClass;
}

/** A connector that does what the test says. */
export function connectorOf(operations: unknown, rest: object = {}): AnyConnector {
  return defineConnector({
    name: 'scripted',
    version: '1.2.3',
    configuration: { type: 'object', properties: {} },
    objectClasses: [Person],
    connect: () => ({ session: true }) as unknown,
    operations: { person: operations as Operations },
    ...rest,
  } as never) as unknown as AnyConnector;
}

/** Opens one. */
export async function open(operations: unknown, options: OpenOptions = {}, rest: object = {}): Promise<Scripted> {
  const facade = await openConnector(connectorOf(operations, rest), {}, options);
  return { facade, people: facade.objectClass('person') };
}

/** Opens one whose search yields these pages, whatever it is asked. */
export function yielding(...pages: readonly (Partial<Page> | Error)[]): Promise<Scripted> {
  return open({
    async *search() {
      for (const page of pages) {
        if (page instanceof Error) throw page;
        yield { objects: [], ...page };
      }
    },
  });
}

export function person(uid: string, attributes: object = {}): ConnectorObject {
  return { uid, name: `name-${uid}`, attributes: attributes as ConnectorObject['attributes'] };
}

export function people(count: number, attributes: (index: number) => object = () => ({})): ConnectorObject[] {
  return Array.from({ length: count }, (_, index) => person(String(index), attributes(index)));
}

/** A search over a list, page by page, whose cursor is the index at which a page begins. */
export function searchOver(objects: readonly ConnectorObject[], size: number) {
  return async function* ({ cursor }: SearchCall<never>): AsyncGenerator<Page> {
    for (let at = Number(cursor ?? 0); ; at += size) {
      const next = at + size < objects.length ? String(at + size) : undefined;
      yield { objects: objects.slice(at, at + size), cursor: next };
      if (next === undefined) return;
    }
  };
}

/** The ConnectorError with which something fails. */
export async function failure(attempt: Promise<unknown> | (() => unknown)): Promise<ConnectorError> {
  try {
    await (typeof attempt === 'function' ? attempt() : attempt);
  } catch (error) {
    if (Object.getPrototypeOf(error)?.constructor === ConnectorError) return error as ConnectorError;
    throw new Error(`not a ConnectorError: ${String(error)}`, { cause: error });
  }
  throw new Error('it did not fail');
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

export function deferred<T = unknown>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A promise that ends when the signal aborts, as a request does: with the signal's reason. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
