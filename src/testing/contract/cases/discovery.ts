import { discoverConfiguration, testPartialConfiguration } from '../../../facade/opening/discover-configuration.ts';
import type { AnyConnector } from '../../../spi/connector.ts';
import type { DiscoverConfigurationOp } from '../../../spi/operations.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, mismatch } from '../expectations.ts';
import type { SuiteSubject } from '../suite-subject.ts';
import { connectorCase } from './connector-case.ts';

/** What a connector finds out about its own settings. ICF: DiscoverConfigurationApiOpTests. */
export function* discovering(subject: SuiteSubject): Iterable<ContractCase> {
  const connector = subject.connector as AnyConnector & Partial<DiscoverConfigurationOp>;
  const lacks = (operation: keyof DiscoverConfigurationOp) =>
    typeof connector[operation] === 'function' ? undefined : `the connector does not implement ${operation}`;

  yield connectorCase(
    'discoverConfiguration/partial',
    'the configuration of the suite passes the test of a part of it',
    async () => testPartialConfiguration(subject.connector, await subject.configuration()),
    lacks('testPartialConfiguration'),
  );

  yield connectorCase(
    'discoverConfiguration/suggestions',
    'it suggests values that are allowed, for settings that are there, and the same when asked again',
    async () => {
      // The facade refuses suggestions that do not fit.
      const ask = async () => discoverConfiguration(subject.connector, await subject.configuration());
      const [first, second] = [Object.keys(await ask()), Object.keys(await ask())];
      expect(first.join() === second.join(), () => mismatch('the settings for which values are suggested', first, second));
    },
    lacks('discoverConfiguration'),
  );
}
