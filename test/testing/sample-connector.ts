import { type AuthenticateOp, attr, ConnectorError, defineConnector, type HookCall, type Operations, objectClass, Secret } from '../../src/index.ts';

export const Account = objectClass('__ACCOUNT__', {
  __NAME__: attr.string({ required: true, subtype: 'caseIgnore', sortable: true }),
  __PASSWORD__: attr.secret(),
  mail: attr.string(),
  logins: attr.long(),
  photo: attr.bytes(),
  groups: attr.string({ multiValued: true }),
  created: attr.dateTime({ required: true, creatable: false, updateable: false }),
});

export const Role = objectClass('role', { __NAME__: attr.string({ required: true }), level: attr.integer() });

/** A client with private state, so that a handler called without its `this` fails. */
export class Client {
  readonly #key: Secret;
  readonly dead = false;
  constructor(key: Secret) {
    this.#key = key;
  }
  get key(): string {
    return this.#key.reveal();
  }
}

/** Handlers that live in an object with private state. */
class Accounts implements Operations<typeof Account, Client>, AuthenticateOp<typeof Account, Client> {
  readonly #names = new Map<string, object>();

  create({ attributes }: Parameters<NonNullable<Operations<typeof Account, Client>['create']>>[0]): string {
    const { __NAME__, __PASSWORD__, ...rest } = attributes;
    if (this.#names.has(__NAME__)) throw new ConnectorError('AlreadyExists', `there is ${__NAME__}`, { uid: __NAME__ });
    this.#names.set(__NAME__, rest);
    return __NAME__;
  }

  update({ uid, attributes }: Parameters<NonNullable<Operations<typeof Account, Client>['update']>>[0]): string {
    this.#names.set(uid, { ...this.#names.get(uid), ...attributes });
    return uid;
  }

  delete({ uid }: { readonly uid: string }): void {
    if (!this.#names.delete(uid)) throw new ConnectorError('UnknownUid', `there is no ${uid}`, { uid });
  }

  async *search({ pageSize }: { readonly pageSize: number }) {
    const names = [...this.#names];
    for (let at = 0; at < Math.max(1, names.length); at += pageSize) {
      yield {
        objects: names
          .slice(at, at + pageSize)
          .map(([name, attributes]) => ({ uid: name, name, attributes: { created: new Date(0), ...attributes } })),
      };
    }
  }

  authenticate({ username }: { readonly username: string }): string {
    return username;
  }
}

/** A connector with something of everything. Its state is its own: make one for each test. */
export function sampleConnector() {
  return defineConnector({
    name: 'sample',
    version: '1.2.3',
    displayName: 'Sample',
    configuration: {
      type: 'object',
      required: ['url'],
      properties: { url: { type: 'string' }, key: { type: 'string', writeOnly: true }, pageSize: { type: 'integer', default: 2 } },
    },
    objectClasses: [Account, Role],
    checkConfiguration: ({ url }) => (url === 'nowhere' ? [{ path: 'url', message: 'is nowhere' }] : []),
    connect: ({ key }) => new Client(key ?? new Secret('none')),
    test: ({ session }) => {
      if (!session.key) throw new ConnectorError('InvalidCredential', 'no key');
    },
    operations: {
      __ACCOUNT__: new Accounts(),
      role: {
        get: ({ uid }) => ({ uid, name: uid, attributes: {} }),
        async *liveSync() {
          yield { type: 'delete', uid: '1' };
        },
      },
    },
    hooks: {
      whoAmI: ({ session }: HookCall<Client>) => session.key,
      invite: async ({ args }: HookCall<Client, { readonly mail: string; readonly password?: string }>) => ({
        invited: args.mail,
        token: 'tok-123456',
      }),
    },
  });
}
