import { AssertionError } from 'node:assert';
import type { AnyConnector } from '../../spi/connector.ts';
import { bounded } from './bounded.ts';
import type { ContractCase } from './contract-case.ts';
import type { ContractOptions } from './contract-options.ts';
import { findRunner, registryOf, type TestRegistry } from './contract-runner.ts';
import { ContractSuite } from './contract-suite.ts';
import { NotApplicable } from './not-applicable.ts';

/**
 * Makes the tests that every connector must pass, for the test runner that runs this file: vitest, jest or node:test.
 *
 * Each case opens what it needs and deletes what it made. What does not apply is skipped with the reason; a suite of which nothing runs fails.
 * A connector that finds object classes at run time (`schema`) needs `await contract(…)`, because its cases are known only then; forgotten,
 * the suite fails and says so. Needs fast-check.
 *
 * @param connector  What `defineConnector` made.
 * @param options    The settings to open it with, or a function that starts what is needed and answers them; what the schema cannot say.
 * @throws ConnectorError `Configuration` for options that are wrong, such as a kind in `skip` that there is not.
 *
 * @example
 * contract(memory, { configuration: { uid: 'name' } });
 */
export function contract<const X extends AnyConnector>(connector: X, options: ContractOptions<X>): Promise<void> {
  const registry = options.runner ? registryOf(options.runner) : findRunner();
  // The suite's own code does not need the types of the connector.
  const register = (found: TestRegistry) => registerAll(connector, options as unknown as ContractOptions, found);
  // Before anything is awaited, and what is wrong is thrown at once: a file that does not await has its tests in time, or fails.
  return registry instanceof Promise ? registry.then(register) : register(registry);
}

function registerAll(connector: AnyConnector, options: ContractOptions, registry: TestRegistry): Promise<void> {
  const suite = new ContractSuite(connector, options);
  const title = `contract of ${connector.name}`;
  const declared = [...suite.connectorCases(), ...suite.classCases(suite.classes)];
  if (suite.discovers) return registerDiscovered(suite, title, declared, registry);
  suite.checkOptions();
  registry.describe(title, () => {
    addCases(registry, declared, suite);
    if (!declared.some(({ skip }) => skip === undefined)) registry.test('something of the contract runs', async () => failEmpty(), suite.timeout);
    registry.atEnd(() => suite.close(), suite.timeout);
  });
  return Promise.resolve();
}

/** The tests of declared classes at once, those of the others when the connector has been asked. */
async function registerDiscovered(suite: ContractSuite, title: string, declared: readonly ContractCase[], registry: TestRegistry): Promise<void> {
  const discovering = suite.discover();
  let registered: number | undefined;
  let started = false;
  registry.describe(title, () => {
    registry.test(
      'the object classes that are found at run time are found',
      async () => {
        started = true;
        await bounded(() => discovering, suite.timeout, 'finding the object classes');
      },
      2 * suite.timeout,
    );
    addCases(registry, declared, suite);
    const awaited = async () => {
      if (registered !== undefined && registered > 0) return;
      // Nobody else will: the tests of the classes that were found are not there.
      await suite.close();
      if (registered === undefined)
        throw new AssertionError({
          message: `${suite.connector.name} finds object classes at run time: write "await contract(…)", or they have no tests`,
        });
    };
    registry.test('the object classes that are found at run time have their tests', awaited, 2 * suite.timeout);
  });
  const found = suite.classCases(await discovering);
  suite.checkOptions();
  // Where nothing can be added to tests that run already, the last of them tells.
  if (started && !registry.takesLateTests) return;
  if (found.length === 0) registered = 0;
  else
    registry.describe(`${title}, found at run time`, () => {
      registered = found.length;
      addCases(registry, found, suite);
      registry.atEnd(() => suite.close(), suite.timeout);
    });
}

function addCases(registry: TestRegistry, cases: readonly ContractCase[], { timeout }: ContractSuite): void {
  for (const each of cases) addCase(registry, each, timeout);
}

function addCase(registry: TestRegistry, { name, skip, run }: ContractCase, timeout: number): void {
  if (skip !== undefined) {
    registry.skip(name, skip);
    return;
  }
  const body = async (skipNow: (reason: string) => void) => {
    try {
      await run();
    } catch (error) {
      if (!NotApplicable.is(error)) throw error;
      skipNow(error.message);
    }
  };
  // The case has its own limit, and another for cleaning up; the runner's comes after both.
  registry.test(name, body, 2 * timeout + 1000);
}

/** A suite that checks nothing must not look like one that passes. */
export function failEmpty(): never {
  throw new AssertionError({ message: 'no case of the contract runs: all are skipped, or `only` leaves none' });
}
