import { describe, expectTypeOf, test } from 'vitest';
import type { AnyConnector } from '../../src/index.ts';
import { type ContractReport, contract, runContract } from '../../src/testing/contract/index.ts';
import { directory } from './directory.ts';

const configuration = { url: 'https://x', apiKey: 'key' };
declare const unknown: AnyConnector;

describe('the contract of a connector', () => {
  test('one line is enough, and a function may start what is needed', () => {
    contract(directory, { configuration });
    contract(directory, { configuration: async () => configuration });
    expectTypeOf(runContract(directory, { configuration })).resolves.toEqualTypeOf<ContractReport>();
  });

  test('the configuration is that of the connector', () => {
    // @ts-expect-error url is missing
    contract(directory, { configuration: { apiKey: 'key' } });
    // @ts-expect-error ulr is misspelt
    contract(directory, { configuration: () => ({ ...configuration, ulr: 'https://x' }) as { ulr: string } });
  });

  test('classes, attributes and values are those of the connector', () => {
    contract(directory, {
      configuration,
      objectClasses: {
        __ACCOUNT__: { samples: (n) => ({ mail: `m${n}@x.org`, __NAME__: undefined }), leave: ['mail'], changes: { mail: ['a@x.org', 'b@x.org'] } },
      },
    });
    // @ts-expect-error __ACOUNT__ is misspelt
    contract(directory, { configuration, objectClasses: { __ACOUNT__: {} } });
    // @ts-expect-error mial is misspelt
    contract(directory, { configuration, objectClasses: { __ACCOUNT__: { leave: ['mial'] } } });
    // @ts-expect-error a mail address is text
    contract(directory, { configuration, objectClasses: { __ACCOUNT__: { changes: { mail: [5] } } } });
  });

  test('a connector whose types are not known takes any names', () => {
    contract(unknown, { configuration: { anything: 1 }, objectClasses: { anything: { leave: ['anything'], samples: () => ({ anything: 5 }) } } });
  });

  test('the runners of vitest and node:test fit', () => {
    contract(directory, { configuration, runner: { describe, it: test, afterAll: () => {} } });
    contract(directory, { configuration, runner: process.getBuiltinModule('node:test') });
  });
});
