import { attr, defineConnector, type HookCall, objectClass } from '../../src/index.ts';

export const Account = objectClass(
  '__ACCOUNT__',
  {
    __NAME__: attr.string({ required: true }),
    __PASSWORD__: attr.secret(),
    __ENABLE__: attr.boolean(),
    mail: attr.string({ subtype: 'caseIgnore', sortable: true }),
    kind: attr.string({ allowedValues: ['person', 'robot'] }),
    groups: attr.string({ multiValued: true }),
    logins: attr.long({ returnedByDefault: false }),
    created: attr.dateTime({ required: true, creatable: false, updateable: false }),
    tags: attr.object({ Key: { type: 'string' }, Value: { type: 'string' } }, { multiValued: true, requiredProperties: ['Key'] }),
  },
  { options: { search: { deleted: { type: 'boolean' } } } },
);

export const Group = objectClass('__GROUP__', { __NAME__: attr.string({ required: true }), members: attr.string({ multiValued: true }) });

export class Session {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
}

export const directory = defineConnector({
  name: 'directory',
  version: '1.0.0',
  configuration: {
    type: 'object',
    required: ['url'],
    properties: {
      url: { type: 'string', format: 'uri' },
      apiKey: { type: 'string', writeOnly: true },
      pageSize: { type: 'integer', default: 100, minimum: 1 },
      mode: { enum: ['live', 'dry'] },
    },
  },
  objectClasses: [Account, Group],
  connect: (configuration) => new Session(configuration.url),
  test: ({ session }) => {
    session.url.toUpperCase();
  },
  operations: {
    __ACCOUNT__: {
      create: ({ attributes }) => attributes.__NAME__,
      updateDelta: ({ uid }) => uid,
      async *search({ session }) {
        yield { objects: [{ uid: '1', name: 'ada', attributes: { mail: session.url, created: new Date(0) } }] };
      },
    },
    __GROUP__: {
      get: ({ uid }) => ({ uid, name: uid, attributes: { members: [] } }),
    },
  },
  hooks: {
    ping: async ({ session }: HookCall<Session>) => session.url,
    invite: ({ args }: HookCall<Session, { readonly mail: string }>) => args.mail.length,
  },
});
