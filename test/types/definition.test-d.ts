import { describe, expectTypeOf, test } from 'vitest';
import {
  type AnyConnector,
  type AnyFacade,
  attr,
  type Call,
  type ConnectorObject,
  type CreateOp,
  defineConnector,
  derive,
  type Facade,
  type Operations,
  objectClass,
  openConnector,
  type SearchCall,
} from '../../src/index.ts';
import { Account, directory, Session } from './directory.ts';

const frame = { name: 'x', version: '1', configuration: { type: 'object', properties: {} } } as const;

describe('objectClass', () => {
  test('refuses ICF names used wrongly', () => {
    // @ts-expect-error __NAME__ is missing
    objectClass('__ACCOUNT__', { mail: attr.string() });
    // @ts-expect-error __ENABLE__ is a boolean
    objectClass('__ACCOUNT__', { __NAME__: attr.string(), __ENABLE__: attr.string() });
    // @ts-expect-error __PASWORD__ is misspelt
    objectClass('__ACCOUNT__', { __NAME__: attr.string(), __PASWORD__: attr.secret() });
    // @ts-expect-error the uid is not an attribute
    objectClass('__ACCOUNT__', { __NAME__: attr.string(), __UID__: attr.string() });
    // @ts-expect-error __GROUPS__ has many values
    objectClass('__ACCOUNT__', { __NAME__: attr.string(), __GROUPS__: attr.string() });
    // @ts-expect-error there is no such flag
    objectClass('__ACCOUNT__', { __NAME__: attr.string(), mail: attr.string({ unique: true }) });
  });
});

describe('defineConnector', () => {
  test('knows the session, the attributes and the configuration in every handler', () => {
    defineConnector({
      ...frame,
      configuration: { type: 'object', properties: { key: { type: 'string', writeOnly: true }, size: { type: 'integer', default: 3 } } },
      objectClasses: [Account],
      connect: async (configuration) => {
        expectTypeOf(configuration.size).toEqualTypeOf<number>();
        configuration.key?.reveal();
        return new Session('x');
      },
      operations: {
        __ACCOUNT__: {
          create({ session, attributes, signal }) {
            expectTypeOf(session).toEqualTypeOf<Session>();
            expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
            expectTypeOf(attributes.logins).toEqualTypeOf<bigint | undefined>();
            return attributes.__NAME__;
          },
        },
      },
    });
  });

  test('refuses undeclared classes, misspelt operations and wrong answers', () => {
    // @ts-expect-error __GROUP__ is not declared
    defineConnector({ ...frame, objectClasses: [Account], connect: () => 1, operations: { __GROUP__: { create: () => 'x' } } });
    // @ts-expect-error craete is misspelt
    defineConnector({ ...frame, objectClasses: [Account], connect: () => 1, operations: { __ACCOUNT__: { craete: () => 'x' } } });
    // @ts-expect-error create answers a uid
    defineConnector({ ...frame, objectClasses: [Account], connect: () => 1, operations: { __ACCOUNT__: { create: () => 5 } } });
    // @ts-expect-error only sync goes over all classes
    defineConnector({ ...frame, objectClasses: [Account], connect: () => 1, operations: { __ALL__: { create: () => 'x' } } });
    defineConnector({
      ...frame,
      objectClasses: [Account],
      connect: () => 1,
      // @ts-expect-error there is no such attribute
      operations: { __ACCOUNT__: { create: ({ attributes }) => attributes.mial } },
    });
  });

  test('names its operations in its type', () => {
    expectTypeOf<keyof (typeof directory)['operations']['__ACCOUNT__']>().toEqualTypeOf<'create' | 'updateDelta' | 'search'>();
  });
});

describe('other forms', () => {
  test('a class may implement the operations', () => {
    class Accounts implements CreateOp<typeof Account, Session> {
      create({ session }: Parameters<CreateOp<typeof Account, Session>['create']>[0]) {
        return session.url;
      }
    }
    defineConnector({ ...frame, objectClasses: [Account], connect: () => new Session('x'), operations: { __ACCOUNT__: new Accounts() } });
  });

  test('a file of its own satisfies Operations', () => {
    const accounts = { create: ({ session }) => session.url } satisfies Operations<typeof Account, Session>;
    defineConnector({ ...frame, objectClasses: [Account], connect: () => new Session('x'), operations: { __ACCOUNT__: accounts } });
  });

  test('a mapper’s return type catches a misspelt attribute', () => {
    // @ts-expect-error mial is misspelt
    const map = (): ConnectorObject<typeof Account> => ({ uid: '1', name: 'a', attributes: { mail: 'a', mial: 'b' } });
    expectTypeOf(map).toBeFunction();
  });

  test('a call cannot be spread, which would lose its signal; derive keeps it', () => {
    const take = (_: Call<Session>) => {};
    const handler = (call: SearchCall<typeof Account, Session>) => {
      // @ts-expect-error the signal is lost
      take({ ...call, pageSize: 5 });
      take(derive(call, { pageSize: 5 }));
    };
    expectTypeOf(handler).toBeFunction();
  });
});

describe('connectors whose types are not known', () => {
  test('any connector is an AnyConnector and any facade an AnyFacade', () => {
    expectTypeOf(directory).toExtend<AnyConnector>();
    expectTypeOf<Facade<typeof directory>>().toExtend<AnyFacade>();
  });

  test('its facade takes any class name and has every operation', async () => {
    const facade = await openConnector(directory as AnyConnector, { url: 'x' });
    expectTypeOf(facade.objectClass('whatever').delete).toBeFunction();
  });
});
