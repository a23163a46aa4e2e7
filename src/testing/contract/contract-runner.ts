import { ConnectorError } from '../../model/errors.ts';

/** A function of a test runner. */
export type RunnerFunction = (...args: never[]) => unknown;

/** The functions of a test runner, as the modules of jest, vitest and node:test (and mocha's globals) export them. */
export interface ContractRunner {
  readonly describe: RunnerFunction;
  readonly it: RunnerFunction & { readonly skip: RunnerFunction };
  readonly afterAll?: RunnerFunction;
  readonly after?: RunnerFunction;
}

/** What the contract asks of any test runner. */
export interface TestRegistry {
  /** Whether tests can be added while others run, as in node:test. */
  readonly takesLateTests: boolean;
  describe(name: string, body: () => void): void;
  /** @param body  Gets a function that ends the test as skipped, where the runner can; it may return. */
  test(name: string, body: (skip: (reason: string) => void) => Promise<void>, milliseconds: number): void;
  skip(name: string, reason: string): void;
  atEnd(body: () => Promise<void>, milliseconds: number): void;
}

type Globals = Readonly<Record<string, unknown>>;

/**
 * The test runner of this process: the globals of jest, vitest or mocha, vitest without globals, else node:test. At once, except when vitest
 * has to be imported.
 *
 * @throws ConnectorError `Configuration` in jest without its globals.
 */
export function findRunner(
  globals: Globals = globalThis as unknown as Globals,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TestRegistry | Promise<TestRegistry> {
  if (isRunner(globals)) return registryOf(globals);
  // Set by vitest for tests inside sources, with globals or without: it saves an import, so that tests are registered at once.
  if (isRunner(globals.__vitest_index__)) return registryOf(globals.__vitest_index__);
  if (environment.VITEST) return importRunner('vitest');
  if (environment.JEST_WORKER_ID)
    throw new ConnectorError('Configuration', "jest runs without its globals: give the contract `runner: require('@jest/globals')`");
  const node = nodeTest();
  return node ? registryOf(node) : importRunner('node:test');
}

/** @param name  Not a literal, so that bundlers leave it alone: the runner is there or it is not. */
async function importRunner(name: string): Promise<TestRegistry> {
  return registryOf((await import(name)) as ContractRunner);
}

/** The module of node:test, without having to wait for it; undefined in the few versions of Node 22 that cannot do that. */
function nodeTest(): ContractRunner | undefined {
  return process.getBuiltinModule?.('node:test') as unknown as ContractRunner | undefined;
}

function isRunner(value: unknown): value is ContractRunner {
  const { describe, it } = (value ?? {}) as Partial<ContractRunner>;
  return typeof describe === 'function' && typeof it === 'function' && typeof it.skip === 'function';
}

/** Puts a test runner into the form that the contract asks for. */
export function registryOf(runner: ContractRunner): TestRegistry {
  const { describe, it, afterAll, after } = runner as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>> & {
    readonly it: ((...args: unknown[]) => unknown) & { readonly skip: (...args: unknown[]) => unknown };
  };
  const end = afterAll ?? after;
  if (!describe || !end) throw new ConnectorError('Configuration', 'the runner of the contract must have describe, it and afterAll or after');
  const native = !afterAll && runner.it === nodeTest()?.it;
  return {
    takesLateTests: native,
    describe: (name, body) => void describe(name, body),
    test: (name, body, milliseconds) => {
      // No parameter for jest and mocha: they would wait for a callback.
      if (native) it(name, { timeout: milliseconds }, (context: { skip(reason: string): void }) => body((reason) => context.skip(reason)));
      else if (isVitest(runner)) it(name, (context: { skip(reason: string): void }) => body((reason) => context.skip(reason)), milliseconds);
      else if (afterAll) it(name, () => body(() => {}), milliseconds);
      else
        it(name, function (this: { skip?(): void; timeout?(milliseconds: number): void }) {
          this?.timeout?.(milliseconds);
          return body(() => this?.skip?.());
        });
    },
    skip: (name, reason) => {
      if (native) it(name, { skip: reason }, () => {});
      else it.skip(`${name} (skipped: ${reason})`, () => {});
    },
    atEnd: (body, milliseconds) => {
      if (afterAll) end(body, milliseconds);
      else if (native) end(body, { timeout: milliseconds });
      else
        end(function (this: { timeout?(milliseconds: number): void }) {
          this?.timeout?.(milliseconds);
          return body();
        });
    },
  };
}

/** vitest hands a context to every test; jest takes a parameter for a callback. */
function isVitest(runner: ContractRunner): boolean {
  const { extend, runIf } = runner.it as unknown as Readonly<Record<string, unknown>>;
  return typeof extend === 'function' && typeof runIf === 'function';
}
