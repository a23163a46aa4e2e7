import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
// Below the package, so that fast-check and the runners are found.
mkdirSync(join(root, '.cache'), { recursive: true });
const directory = mkdtempSync(join(root, '.cache/contract-runners-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What users write, in either kind of module; groups are found at run time in the second form. */
const entry = `
export { contract } from '${root}/src/testing/contract/index.ts';
export { default as memory } from '${root}/src/connectors/memory/index.ts';
export { discoveringConnector } from '${root}/test/testing/contract/discovering-connector.ts';
`;
const options = "{ configuration: {}, only: ['create', 'session', 'scriptOnConnector'] }";

beforeAll(async () => {
  const shared = {
    stdin: { contents: entry, resolveDir: root, loader: 'ts' as const },
    bundle: true,
    platform: 'node' as const,
    logLevel: 'error' as const,
    external: ['fast-check'],
  } satisfies BuildOptions;
  await build({
    ...shared,
    format: 'esm',
    outfile: join(directory, 'kit.mjs'),
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
  });
  // jest cannot import: the published CommonJS files have require in its place as well.
  await build({ ...shared, format: 'cjs', outfile: join(directory, 'kit.cjs'), supported: { 'dynamic-import': false } });
});

function run(script: string, args: readonly string[]) {
  const { NODE_OPTIONS: _, VITEST: __, VITEST_WORKER_ID: ___, NODE_TEST_CONTEXT: ____, JEST_WORKER_ID: _____, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, ...args].filter((each) => each !== ''),
    { cwd: directory, env, encoding: 'utf8', timeout: 60_000 },
  );
  return { status, stdout, output: stdout + stderr };
}

const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

describe('node:test', () => {
  const report = (name: string) => {
    const { status, output } = run('--test', ['--test-reporter=tap', name]);
    const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)`, 'm').exec(output)?.[1]);
    return { status, output, passed: count('pass'), failed: count('fail'), skipped: count('skipped') };
  };

  test('runs the contract without await, and shows why something is skipped', () => {
    write('plain.test.mjs', `import { contract, memory } from './kit.mjs';\ncontract(memory, ${options});\n`);

    const { status, output, passed, failed, skipped } = report('plain.test.mjs');

    expect({ status, failed, output: status === 0 ? '' : output }).toEqual({ status: 0, failed: 0, output: '' });
    expect(passed).toBeGreaterThan(30);
    expect(skipped).toBeGreaterThanOrEqual(2);
    expect(output).toContain('# SKIP the connector does not implement scriptOnConnector');
  }, 90_000);

  test('runs the classes that are found at run time, awaited', () => {
    write('found.test.mjs', `import { contract, discoveringConnector } from './kit.mjs';\nawait contract(discoveringConnector(), ${options});\n`);

    const { status, output, failed } = report('found.test.mjs');

    expect({ status, failed, output: status === 0 ? '' : output }).toEqual({ status: 0, failed: 0, output: '' });
    expect(output).toContain('__GROUP__ create');
  }, 90_000);

  test('a connector that breaks the contract fails', () => {
    write(
      'broken.test.mjs',
      `import { contract, memory } from './kit.mjs';\ncontract({ ...memory, test: () => { throw new Error('no'); } }, { configuration: {}, only: ['test'] });\n`,
    );

    expect(report('broken.test.mjs')).toMatchObject({ status: 1, output: expect.stringContaining('samples of seed 1') });
  }, 90_000);
});

describe('jest, on CommonJS', () => {
  const jest = (name: string) => {
    const args = [
      '--json',
      '--silent',
      '--rootDir',
      directory,
      '--cacheDirectory',
      join(directory, 'cache'),
      '--transform',
      '{}',
      '--testEnvironment',
      'node',
      '--testMatch',
      `**/${name}`,
    ];
    const { stdout, output } = run(join(root, 'node_modules/jest/bin/jest.js'), args);
    return { report: JSON.parse(stdout) as Record<string, unknown>, output };
  };

  test('runs the contract without await', () => {
    write('plain.spec.cjs', `const { contract, memory } = require('./kit.cjs');\ncontract(memory, ${options});\n`);

    const { report } = jest('plain.spec.cjs');

    expect(report).toMatchObject({ success: true, numFailedTests: 0, numTotalTestSuites: 1 });
    expect(report.numPassedTests).toBeGreaterThan(30);
    expect(report.numPendingTests).toBeGreaterThanOrEqual(2);
  }, 90_000);

  test('classes that are found at run time need an await, and it fails to say so', () => {
    write(
      'found.spec.cjs',
      `const { contract, discoveringConnector } = require('./kit.cjs');\ncontract(discoveringConnector(), ${options}).catch(() => {});\n`,
    );

    const { report, output } = jest('found.spec.cjs');

    expect(report).toMatchObject({ success: false });
    // Whichever comes first: jest notices what is added too late, or the contract that nothing was.
    expect(output).toMatch(/await contract\(|Tests must be defined synchronously/);
  }, 90_000);
});

describe('vitest', () => {
  const vitest = (name: string, ...more: readonly string[]) => {
    const { status, output } = run(join(root, 'node_modules/vitest/vitest.mjs'), [
      'run',
      '--root',
      directory,
      '--config',
      'none.config.mjs',
      '--reporter=json',
      ...more,
      name,
    ]);
    return { status, output };
  };

  test.each([['without globals'], ['with globals', '--globals']])(
    'runs the contract without await, %s',
    (_, ...more) => {
      write('none.config.mjs', 'export default {};\n');
      write('plain.check.test.mjs', `import { contract, memory } from './kit.mjs';\ncontract(memory, ${options});\n`);

      const { status, output } = vitest('plain.check.test.mjs', ...more);

      expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
      expect(Number(/"numPassedTests":(\d+)/.exec(output)?.[1])).toBeGreaterThan(30);
    },
    90_000,
  );
});
