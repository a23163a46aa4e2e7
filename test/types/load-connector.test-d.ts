import { expectTypeOf, test } from 'vitest';
import { loadConnector } from '../../src/facade/opening/load-connector.ts';
import { type AnyConnector, type DynamicObjectClass, openConnector } from '../../src/index.ts';

test('a connector that is loaded opens with a dynamic facade', async () => {
  const connector = await loadConnector('memory', { from: import.meta.url });
  expectTypeOf(connector).toEqualTypeOf<AnyConnector>();

  const facade = await openConnector(connector, { whatever: 1 });
  expectTypeOf(facade.objectClass('thing')).toEqualTypeOf<DynamicObjectClass>();
  const row = await facade.objectClass('thing').get('5', { attributes: ['mail'] });
  expectTypeOf(row?.attributes.mail).not.toBeAny();
  await facade.runHook('anything', { a: 1 });
});
