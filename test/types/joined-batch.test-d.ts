import { expectTypeOf, test } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import memory from '../../src/connectors/memory/index.ts';
import { type AnyConnector, type BatchItem, type BatchResult, type DynamicObjectClass, openConnector, wrap } from '../../src/index.ts';

declare const names: readonly string[];
declare const any: AnyConnector;
declare const region: string;

test('a batch of items made by map is typed by the connector, without casts', async () => {
  const directory = await openConnector(memory, {});
  const results = directory.batch(
    names.map((name) => ({ objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: name, mail: `${name}@x` } })),
  );
  directory.batch(names.map((uid) => ({ objectClass: '__GROUP__', operation: 'delete', uid })));
  directory.batch(names.map((uid) => ({ objectClass: '__ACCOUNT__', operation: 'update', uid, changes: { replace: { mail: null } } })));
  // @ts-expect-error mail is a text (what is too much is not seen in what map answers: the facade refuses it when it runs)
  directory.batch(names.map((name) => ({ objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: name, mail: 5 } })));

  expectTypeOf(await results.toArray()).toEqualTypeOf<BatchResult<BatchItem<typeof memory>>[]>();
});

test('so it is for aws, and for a connector that is wrapped', async () => {
  const cloud = await openConnector(wrap(aws, {}), { region });
  cloud.batch(names.map((name) => ({ objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: name, Path: '/people/' } })));
  cloud.batch(names.map((uid) => ({ objectClass: '__ACCOUNT__', operation: 'get', uid })));
  const items = names.map((uid) => ({ objectClass: '__ACCOUNT__', operation: 'delete', uid }) as const);
  cloud.batch(items);
  // @ts-expect-error no such class
  cloud.batch(names.map((uid) => ({ objectClass: '__PERSON__', operation: 'delete', uid })));
});

test('any connector opens with any configuration, and its classes are dynamic', async () => {
  const facade = await openConnector(any, { whatever: 1 });
  expectTypeOf(facade.objectClass('person')).toEqualTypeOf<DynamicObjectClass>();
  facade.batch(names.map((uid) => ({ objectClass: 'person', operation: 'delete', uid })));
  facade.batch([{ objectClass: 'person', operation: 'create', attributes: { __NAME__: 'x' } }]);
});
