import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attr, defineConnector, objectClass } from '../../src/index.ts';
import { gatewayOf } from './gateway-harness.ts';

const kinds = {
  string: [attr.string, fc.string({ unit: 'binary' })],
  character: [attr.character, fc.constantFrom('a', '"', 'ß')],
  bigDecimal: [attr.bigDecimal, fc.constantFrom('1.10', '-0.000000000000000000001')],
  integer: [attr.integer, fc.integer()],
  byte: [attr.byte, fc.integer({ min: 0, max: 127 })],
  float: [attr.float, fc.float({ noNaN: true, noDefaultInfinity: true })],
  double: [attr.double, fc.double({ noNaN: true, noDefaultInfinity: true })],
  long: [attr.long, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  bigInteger: [attr.bigInteger, fc.bigInt()],
  boolean: [attr.boolean, fc.boolean()],
  bytes: [attr.bytes, fc.uint8Array()],
  dateTime: [attr.dateTime, fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') })],
  map: [attr.map, fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))],
} as const;

const one = Object.entries(kinds).map(([name, [make]]) => [name, (make as () => never)()] as const);
const many = Object.entries(kinds).map(([name, [make]]) => [`${name}List`, (make as (flags: object) => never)({ multiValued: true })] as const);
const Thing = objectClass('thing', { __NAME__: attr.string({ required: true }), ...Object.fromEntries([...one, ...many]) } as never);

const objects = fc.record({
  uid: fc.string({ minLength: 1, unit: 'grapheme' }).filter((uid) => !/[./\\%]/.test(uid)),
  name: fc.string({ minLength: 1, unit: 'binary' }),
  revision: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  attributes: fc.record(
    Object.fromEntries(
      Object.entries(kinds).flatMap(([name, [, value]]) => [
        [name, value as fc.Arbitrary<unknown>],
        [`${name}List`, fc.array(value as fc.Arbitrary<unknown>)],
      ]),
    ),
    { requiredKeys: [] },
  ),
});

test.each(['standard', 'ping'] as const)('an object looks the same however it is read, in the %s dialect', async (dialect) => {
  await fc.assert(
    fc.asyncProperty(objects, async (object) => {
      const things = defineConnector({
        name: 'things',
        version: '1.0.0',
        configuration: { type: 'object' },
        objectClasses: [Thing],
        connect: () => ({}),
        operations: {
          thing: {
            get: () => object as never,
            search: async function* () {
              yield { objects: [object] as never };
            },
          },
        } as never,
      });
      const { ask, gateway } = gatewayOf([{ name: 'hr', connector: things as never, configuration: {}, dialect }]);
      const path = '/openidm/system/hr/thing';

      const alone = await ask('GET', `${path}/${encodeURIComponent(object.uid)}`);
      const paged = await ask('GET', `${path}?_queryFilter=true&_pageSize=10`);
      const streamed = await ask('GET', `${path}?_queryFilter=true`);
      await gateway.close();

      expect([alone, paged, streamed].map(({ status, json }) => [status, json?.message])).toEqual([
        [200, undefined],
        [200, undefined],
        [200, undefined],
      ]);
      expect(streamed.text.slice('{"result":['.length, streamed.text.lastIndexOf('],"resultCount"'))).toBe(alone.text);
      expect(paged.text.slice('{"result":['.length, paged.text.lastIndexOf('],"resultCount"'))).toBe(alone.text);
    }),
  );
});
