import { AssertionError } from 'node:assert';
import { performance } from 'node:perf_hooks';
import type { AnyConnector } from '../../spi/connector.ts';
import type { ContractCase } from './contract-case.ts';
import type { ContractOptions } from './contract-options.ts';
import { ContractSuite } from './contract-suite.ts';
import { NotApplicable } from './not-applicable.ts';

/** What became of a case. */
export interface ContractResult {
  readonly name: string;
  readonly kind: string;
  readonly objectClass: string | undefined;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Of a case that failed. */
  readonly error?: unknown;
  /** Of one that was skipped: why. */
  readonly reason?: string;
  readonly milliseconds: number;
}

/** What became of all cases. */
export interface ContractReport {
  readonly connector: string;
  readonly version: string;
  /** Of the samples: the same seed makes the same ones. */
  readonly seed: number;
  /** Whether something ran, and nothing failed. */
  readonly ok: boolean;
  readonly results: readonly ContractResult[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The cases of a contract, to be run one by one; dispose of them at the end. */
export type ContractCases = readonly ContractCase[] & AsyncDisposable;

/** The options of a contract that no test runner runs. */
export type RunOptions<X extends AnyConnector = AnyConnector> = Omit<ContractOptions<X>, 'runner'> & {
  /** Called after each case, for whoever shows progress. */
  readonly onResult?: (result: ContractResult, done: number, all: number) => void;
};

/**
 * Makes the cases of the contract without running them, for a test runner that `contract` does not know.
 *
 * @returns All cases, those with `skip` among them. Run them one after another, and dispose of them when done: that deletes what they share,
 * closes the connector and calls `teardown`.
 * @throws ConnectorError `Configuration` for wrong options; what opening throws, where object classes are found at run time.
 *
 * @example
 * await using cases = await contractCases(memory, { configuration: {} });
 * for (const { name, skip, run } of cases) {
 *   if (skip !== undefined) continue;
 *   await run().catch((error) => {
 *     if (NotApplicable.is(error)) console.log(`${name} is skipped: ${error.message}`);
 *     else throw error;
 *   });
 * }
 */
export async function contractCases<const X extends AnyConnector>(connector: X, options: RunOptions<X>): Promise<ContractCases> {
  return (await prepared(connector, options as unknown as RunOptions)).cases;
}

/**
 * Runs the contract and reports it: for command lines, and for tests of the contract itself.
 *
 * Every case has a limited time, and one that fails does not stop the others. It does not throw when cases fail: see `ok`.
 *
 * @returns What passed, what failed with its error, what was skipped with its reason, in the order in which it ran.
 * @throws ConnectorError `Configuration` for wrong options; what opening throws, where object classes are found at run time.
 *
 * @example
 * const { ok, results } = await runContract(memory, { configuration: {} });
 * if (!ok) for (const { name, status, error } of results) if (status === 'failed') console.error(name, error);
 */
export async function runContract<const X extends AnyConnector>(connector: X, options: RunOptions<X>): Promise<ContractReport> {
  const { suite, cases } = await prepared(connector, options as unknown as RunOptions);
  const results: ContractResult[] = [];
  for (const each of cases) {
    const result = await resultOf(each);
    results.push(result);
    options.onResult?.(result, results.length, cases.length);
  }
  const end = { name: `the end of the contract of ${connector.name}`, kind: 'suite/end', objectClass: undefined, milliseconds: 0 };
  try {
    await suite.close();
  } catch (error) {
    results.push({ ...end, status: 'failed', error });
  }
  const count = (status: ContractResult['status']) => results.filter((each) => each.status === status).length;
  if (count('passed') + count('failed') === 0) {
    const error = new AssertionError({ message: 'no case of the contract ran: all are skipped, or `only` leaves none' });
    results.push({ ...end, name: 'something of the contract runs', kind: 'suite/empty', status: 'failed', error });
  }
  return {
    connector: connector.name,
    version: connector.version,
    seed: suite.seed,
    ok: count('failed') === 0,
    results,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  };
}

async function prepared(connector: AnyConnector, options: RunOptions): Promise<{ readonly suite: ContractSuite; readonly cases: ContractCases }> {
  const suite = new ContractSuite(connector, options);
  try {
    if (suite.discovers) await suite.discover();
    const cases = [...suite.connectorCases(), ...suite.classCases(suite.classes)];
    suite.checkOptions();
    return { suite, cases: Object.assign(cases, { [Symbol.asyncDispose]: () => suite.close() }) };
  } catch (error) {
    await suite.close().catch(() => {});
    throw error;
  }
}

async function resultOf({ name, kind, objectClass, skip, run }: ContractCase): Promise<ContractResult> {
  const about = { name, kind, objectClass };
  if (skip !== undefined) return { ...about, status: 'skipped', reason: skip, milliseconds: 0 };
  const start = performance.now();
  const took = () => Math.round(performance.now() - start);
  try {
    await run();
    return { ...about, status: 'passed', milliseconds: took() };
  } catch (error) {
    if (NotApplicable.is(error)) return { ...about, status: 'skipped', reason: error.message, milliseconds: took() };
    return { ...about, status: 'failed', error, milliseconds: took() };
  }
}
