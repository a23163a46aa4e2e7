import { describe, expectTypeOf, test } from 'vitest';
import type aws from '../../src/connectors/aws/index.ts';
import { type AnyConnector, type Facade, type ObjectClassOf, type Operations, openConnector, type Page, type SearchStream } from '../../src/index.ts';
import type { startAws } from '../../src/testing/aws/index.ts';
import {
  type ConnectorFaults,
  callOf,
  createFaults,
  createTape,
  type FakeClock,
  fake,
  fakeClock,
  record,
  replay,
  streamOf,
  stub,
  withFaults,
} from '../../src/testing/index.ts';
import { Account, directory, Session } from './directory.ts';

type Accounts = ObjectClassOf<typeof directory, '__ACCOUNT__'>;
declare const needsDirectory: (connector: typeof directory) => void;

describe('wrapped and faked connectors', () => {
  test('have the type of the connector', () => {
    expectTypeOf(fake(directory)).toEqualTypeOf<typeof directory>();
    expectTypeOf(withFaults(directory, createFaults())).toEqualTypeOf<typeof directory>();
    expectTypeOf(record(directory, createTape())).toEqualTypeOf<typeof directory>();
    expectTypeOf(replay(directory, createTape())).toEqualTypeOf<typeof directory>();
    expectTypeOf(fake({} as typeof aws)).toEqualTypeOf<typeof aws>();
    expectTypeOf(fake({} as AnyConnector)).toEqualTypeOf<AnyConnector>();
    needsDirectory(withFaults(replay(fake(directory), createTape()), []));
  });

  test('open as the connector does', async () => {
    const facade = await openConnector(fake(directory), { url: 'x' });
    expectTypeOf(facade).toEqualTypeOf<Facade<typeof directory>>();
    // @ts-expect-error url is missing
    openConnector(fake(directory), {});
    // @ts-expect-error accounts cannot be deleted
    facade.objectClass('__ACCOUNT__').delete;
  });
});

describe('fake', () => {
  test('takes objects with the attributes of their class, those of the system too', () => {
    fake(directory, [
      { objectClass: '__ACCOUNT__', name: 'ada', attributes: { mail: 'a', logins: 5, created: '2026-01-01', __PASSWORD__: 'x', kind: null } },
      { objectClass: '__GROUP__', uid: '7', name: 'staff', attributes: { members: ['ada'] } },
    ]);
    fake({} as AnyConnector, [{ objectClass: 'anything', name: 'x', attributes: { whatever: 1 } }]);
  });

  test('refuses objects that the connector cannot have', () => {
    // @ts-expect-error there is no __ROLE__
    fake(directory, [{ objectClass: '__ROLE__', name: 'x' }]);
    // @ts-expect-error mial is misspelt
    fake(directory, [{ objectClass: '__ACCOUNT__', name: 'x', attributes: { mial: 'x' } }]);
    // @ts-expect-error members are of groups
    fake(directory, [{ objectClass: '__ACCOUNT__', name: 'x', attributes: { members: ['x'] } }]);
    // @ts-expect-error mail is a text
    fake(directory, [{ objectClass: '__ACCOUNT__', name: 'x', attributes: { mail: 5 } }]);
    // @ts-expect-error the name stands beside the attributes
    fake(directory, [{ objectClass: '__ACCOUNT__', name: 'x', attributes: { __NAME__: 'x' } }]);
  });

  test('takes stand-ins for the hooks that there are, with their types', () => {
    fake(directory, [], { uid: 'name', hooks: { invite: ({ args }) => args.mail.length } });
    // @ts-expect-error there is no such hook
    fake(directory, [], { hooks: { expel: () => 1 } });
    // @ts-expect-error invite answers a number
    fake(directory, [], { hooks: { invite: () => 'x' } });
  });
});

describe('stub', () => {
  test('has the type it stands for, out of some members', () => {
    const accounts = stub<Accounts>({
      create: async ({ __NAME__ }) => ({ uid: __NAME__ }),
      get: async (uid) => ({ objectClass: '__ACCOUNT__', uid, name: 'ada', attributes: { mail: 'x' } }),
      search: (query) => streamOf([{ objectClass: '__ACCOUNT__', uid: '1', name: 'ada', attributes: {} }], { pageSize: query?.pageSize }),
      name: '__ACCOUNT__',
    });
    expectTypeOf(accounts).toEqualTypeOf<Accounts>();
    stub<Facade<typeof directory>>({ objectClass: () => accounts as never, close: async () => {} });
  });

  test('refuses members that there are not, and wrong answers', () => {
    // @ts-expect-error accounts cannot be deleted
    stub<Accounts>({ delete: async () => {} });
    // @ts-expect-error craete is misspelt
    stub<Accounts>({ craete: async () => ({ uid: '1' }) });
    // @ts-expect-error create answers an object with a uid
    stub<Accounts>({ create: async () => 'x' });
    // @ts-expect-error create answers later
    stub<Accounts>({ create: () => ({ uid: 'x' }) });
    // @ts-expect-error mial is no attribute
    stub<Accounts>({ create: async (attributes) => ({ uid: attributes.mial }) });
    // @ts-expect-error a search answers a stream
    stub<Accounts>({ search: async () => [] });
    // @ts-expect-error the name is that of the class
    stub<Accounts>({ name: '__GROUP__' });
  });
});

describe('streamOf', () => {
  test('is a stream of its rows', async () => {
    expectTypeOf(streamOf([1, 2])).toEqualTypeOf<SearchStream<number>>();
    expectTypeOf((await streamOf(['a']).page()).rows).toEqualTypeOf<readonly string[]>();
  });
});

describe('callOf', () => {
  const account = {
    create: ({ session, attributes }) => `${session.url}${attributes.__NAME__}`,
    updateDelta: ({ uid, revision }) => revision ?? uid,
    async *search({ filter, sort, cursor }): AsyncGenerator<Page<typeof Account>> {
      yield { objects: [], cursor: cursor ?? `${filter?.op}${sort.length}` };
    },
  } satisfies Operations<typeof Account, Session>;
  const session = new Session('x');

  test('is a call that handlers take', () => {
    account.create(callOf(session, { objectClass: Account, attributes: { __NAME__: 'ada' } }));
    account.updateDelta(callOf(session, { objectClass: Account, uid: '1', revision: '7', changes: { replace: {}, add: {}, remove: {} } }));
    account.search(callOf(session, { objectClass: Account, options: { deleted: true }, filter: { op: 'present', attribute: 'mail' } }));
    directory.hooks?.invite(callOf(session, { args: { mail: 'x' }, signal: new AbortController().signal }));
  });

  test('refuses what the handler does not take', () => {
    // @ts-expect-error the name is missing
    account.create(callOf(session, { objectClass: Account, attributes: { mail: 'x' } }));
    // @ts-expect-error the session is another one
    account.create(callOf('session', { objectClass: Account, attributes: { __NAME__: 'x' } }));
    // @ts-expect-error the uid is missing
    account.updateDelta(callOf(session, { objectClass: Account, changes: { replace: {}, add: {}, remove: {} } }));
    // @ts-expect-error the session is the first argument
    callOf(session, { session });
  });
});

describe('faults and clocks', () => {
  test('a fault says when', () => {
    const faults: ConnectorFaults = createFaults({ clock: fakeClock() });
    faults.failNext({ code: 'RateLimited' });
    // @ts-expect-error before or after?
    faults.dropNext({ operation: 'create' });
    // @ts-expect-error there is no such code
    faults.failNext({ code: 'Throttled' });
    // @ts-expect-error what it is
    withFaults(directory, [{ operation: 'create', when: 'after' }]);
  });

  test('a fake clock is that of an embedded AWS', () => {
    expectTypeOf<FakeClock>().toExtend<NonNullable<NonNullable<Parameters<typeof startAws>[0]>['clock']>>();
  });
});
