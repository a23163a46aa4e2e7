import { describe, expectTypeOf, test } from 'vitest';
import { type BatchItem, runBatch } from '../../src/facade/batch/batch.ts';
import type { AnyConnector, ConnectorError, Facade, Written } from '../../src/index.ts';
import type { directory } from './directory.ts';

declare const facade: Facade<typeof directory>;
declare const any: Facade<AnyConnector>;
declare const opened: Facade<typeof directory>;

describe('the items of a batch', () => {
  test('are of the classes and operations that the connector implements', () => {
    facade.batch([
      { objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: 'ada', __PASSWORD__: 'x', groups: ['a'] } },
      { objectClass: '__ACCOUNT__', operation: 'update', uid: '1', changes: { replace: { mail: null }, add: { groups: ['b'] } }, revision: '3' },
      { objectClass: '__ACCOUNT__', operation: 'get', uid: '1', attributes: ['mail', '*'] },
      { objectClass: '__GROUP__', operation: 'get', uid: '1' },
    ]);
  });

  test('refuse what the connector has not', () => {
    // @ts-expect-error there is no __ROLE__
    facade.batch([{ objectClass: '__ROLE__', operation: 'get', uid: '1' }]);
    // @ts-expect-error accounts cannot be deleted
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'delete', uid: '1' }]);
    // @ts-expect-error groups cannot be created
    facade.batch([{ objectClass: '__GROUP__', operation: 'create', attributes: { __NAME__: 'x' } }]);
    // @ts-expect-error a search is not one thing to do
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'search' }]);
  });

  test('refuse wrong attributes and changes', () => {
    // @ts-expect-error mial is misspelt
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: 'ada', mial: 'x' } }]);
    // @ts-expect-error __NAME__ is required
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'create', attributes: { mail: 'x' } }]);
    // @ts-expect-error created cannot be changed
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'update', uid: '1', changes: { replace: { created: new Date() } } }]);
    // @ts-expect-error the uid is missing
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'update', changes: {} }]);
    // @ts-expect-error a password is never read
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'get', uid: '1', attributes: ['__PASSWORD__'] }]);
    // @ts-expect-error there is no such option
    facade.batch([{ objectClass: '__ACCOUNT__', operation: 'get', uid: '1', options: { deleted: true } }]);
  });

  test('may come one by one', () => {
    async function* source(): AsyncGenerator<BatchItem<typeof directory>> {
      yield { objectClass: '__ACCOUNT__', operation: 'create', attributes: { __NAME__: 'ada' } };
    }
    facade.batch(source(), { concurrency: 4, stopOnError: true, timeout: 1000 });
  });

  test('of a connector whose types are not known may be anything', () => {
    any.batch([{ objectClass: 'whatever', operation: 'delete', uid: '1' }]);
    // @ts-expect-error there is no such operation
    any.batch([{ objectClass: 'whatever', operation: 'remove', uid: '1' }]);
    runBatch(opened, [{ objectClass: 'whatever', operation: 'create', attributes: { a: 1 } }]);
  });
});

describe('the results of a batch', () => {
  test('say what became of each item', async () => {
    for await (const result of facade.batch([])) {
      expectTypeOf(result.index).toEqualTypeOf<number>();
      expectTypeOf(result.item).toEqualTypeOf<BatchItem<typeof directory>>();
      if (!result.ok) {
        expectTypeOf(result.error).toEqualTypeOf<ConnectorError>();
        expectTypeOf(result.skipped).toEqualTypeOf<boolean>();
      } else if (result.operation === 'create') expectTypeOf(result.value).toEqualTypeOf<Written>();
      else if (result.operation === 'delete') expectTypeOf(result.value).toEqualTypeOf<undefined>();
    }
  });
});
