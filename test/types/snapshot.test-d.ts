import { describe, expectTypeOf, test } from 'vitest';
import { type AnyConnector, attr, type Connector, defineConnector, objectClass, openConnector } from '../../src/index.ts';
import { memorySnapshots, snapshotSync } from '../../src/snapshot/index.ts';

const Account = objectClass('__ACCOUNT__', { __NAME__: attr.string({ required: true }), mail: attr.string(), photo: attr.bytes() });
const Group = objectClass('__GROUP__', { __NAME__: attr.string({ required: true }) });
const Role = objectClass('role', { __NAME__: attr.string({ required: true }) });
const hr = defineConnector({
  name: 'hr',
  version: '1.0.0',
  configuration: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
  objectClasses: [Account, Group, Role],
  connect: () => ({ fetch: true }),
  operations: {
    __ACCOUNT__: { async *search() {}, create: () => '1' },
    __GROUP__: { async *search() {}, async *sync() {}, latestSyncToken: () => undefined },
    role: { create: () => '1' },
  },
  hooks: { ping: () => 'pong' },
});
const synced = snapshotSync(hr, { store: memorySnapshots(), ignore: ['photo'] });

describe('snapshotSync', () => {
  test('adds sync where there is search and no sync, and leaves the rest', () => {
    expectTypeOf(synced).toEqualTypeOf<
      Connector<
        typeof hr.configuration,
        { fetch: boolean },
        readonly [typeof Account, typeof Group, typeof Role],
        {
          readonly __ACCOUNT__: 'search' | 'create' | 'sync' | 'latestSyncToken';
          readonly __GROUP__: 'search' | 'sync' | 'latestSyncToken';
          readonly role: 'create';
        },
        typeof hr extends { readonly hooks?: infer H } ? Exclude<H, undefined> : never
      >
    >();
  });

  test('the facade has it with the types of the class', async () => {
    const facade = await openConnector(synced, { url: 'https://hr.example.org' });
    const accounts = facade.objectClass('__ACCOUNT__');
    for await (const change of accounts.sync({ token: '', attributes: ['mail'] })) {
      expectTypeOf(change.objectClass).toEqualTypeOf<'__ACCOUNT__'>();
      expectTypeOf(change.row?.attributes).toEqualTypeOf<{ mail?: string } | undefined>();
    }
    expectTypeOf(accounts.latestSyncToken).returns.resolves.toEqualTypeOf<string | undefined>();
    expectTypeOf(await facade.hook('ping', {})).toEqualTypeOf<string>();

    // @ts-expect-error not an attribute of the class
    accounts.sync({ attributes: ['phone'] });
    // @ts-expect-error a class without search gets no sync
    facade.objectClass('role').sync();
    // @ts-expect-error the configuration is still checked
    await openConnector(synced, {});
  });

  test('without it there is no sync', async () => {
    const facade = await openConnector(hr, { url: 'https://hr.example.org' });

    // @ts-expect-error the connector has no sync of accounts
    facade.objectClass('__ACCOUNT__').sync();
  });

  test('a connector whose types are not known stays one', () => {
    expectTypeOf(snapshotSync(hr as AnyConnector, { store: memorySnapshots() })).toEqualTypeOf<AnyConnector>();
  });

  test('a store and lists of names are wanted', () => {
    // @ts-expect-error no store
    snapshotSync(hr, {});
    // @ts-expect-error not a list
    snapshotSync(hr, { store: memorySnapshots(), ignore: 'photo' });
    // @ts-expect-error no option of that name
    snapshotSync(hr, { store: memorySnapshots(), ignored: ['photo'] });
  });
});
