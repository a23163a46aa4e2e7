import { expectTypeOf, test } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import { discoverConfiguration, testPartialConfiguration } from '../../src/facade/opening/discover-configuration.ts';
import { type AnyConnector, attr, defineConnector, objectClass, type Suggestions } from '../../src/index.ts';

test('any settings may be left out of a partial configuration, and none misspelt', async () => {
  expectTypeOf(await discoverConfiguration(aws, {})).toEqualTypeOf<Suggestions>();
  await testPartialConfiguration(aws, { accessKeyId: 'AKIA', secretKey: 'x', pageSize: 5 });
  // @ts-expect-error: no setting
  await discoverConfiguration(aws, { accesKeyId: 'AKIA' });
  // @ts-expect-error: a number
  await discoverConfiguration(aws, { pageSize: '5' });
  await discoverConfiguration(aws as AnyConnector, { anything: 5 });
});

test('permissions name declared classes and operations, messages are texts', () => {
  const definition = {
    name: 'x',
    version: '1.0.0',
    configuration: { type: 'object', properties: {} },
    objectClasses: [objectClass('thing', { __NAME__: attr.string() })],
    connect: () => 5,
    operations: {},
  } as const;
  const connector = defineConnector({
    ...definition,
    messages: { de: { 'thing.display': 'Ding' } },
    permissions: { '*': { test: ['read'], 'hook ping': [] }, thing: { create: ['write'], search: ['read'] } },
  });
  expectTypeOf(connector).toExtend<AnyConnector>();
  // @ts-expect-error: no such class
  defineConnector({ ...definition, permissions: { thnig: { create: [] } } });
  // @ts-expect-error: no such operation
  defineConnector({ ...definition, permissions: { thing: { craete: [] } } });
  // @ts-expect-error: not text
  defineConnector({ ...definition, messages: { de: { 'thing.display': 5 } } });
});
