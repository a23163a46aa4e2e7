import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumerProject, root, temporaryDirectory } from './packed-package.ts';

const options = `{ configuration: {}, only: ['create', 'get', 'authenticate'], objectClasses: { __GROUP__: { skip: { 'create/odd-values': 'groups are plain' } } } }`;
const esm = `import { contract } from 'identity-connector/testing';
import memory from 'identity-connector/memory';
`;
const commonJs = `const { contract } = require('identity-connector/testing');
const { default: memory } = require('identity-connector/memory');
`;
/** A connector that forgets an attribute, so that the contract must fail. */
const broken = `import { contract } from 'identity-connector/testing';
import { wrap } from 'identity-connector';
import memory from 'identity-connector/memory';
import { derive } from 'identity-connector';
const forgetful = wrap(memory, { before: ({ operation, call }) => operation === 'create' ? derive(call, { attributes: { ...call.attributes, mail: undefined } }) : undefined });
await contract(forgetful, ${options});
`;

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());
let project: string;

beforeAll(() => {
  project = consumerProject(
    directory.path,
    {
      'package.json': '{ "private": true, "type": "module" }',
      'vitest/awaited.test.js': `${esm}await contract(memory, ${options});`,
      'vitest/plain.test.js': `${esm}contract(memory, ${options});`,
      'broken/broken.test.js': broken,
      'node/esm.test.mjs': `${esm}contract(memory, ${options});`,
      'node/commonjs.test.cjs': `${commonJs}contract(memory, ${options});`,
      'jest/package.json': '{ "private": true, "type": "commonjs", "jest": { "transform": {}, "testEnvironment": "node" } }',
      'jest/contract.test.js': `${commonJs}contract(memory, ${options});`,
    },
    ['fast-check', 'pure-rand', 'vitest'],
  );
}, 60_000);

/** Runs a program whether it succeeds or not. */
function attempt(program: string, args: readonly string[]): { readonly code: number; readonly output: string } {
  const env = { ...process.env };
  // What this process's own runner has set must not reach the runners below.
  for (const name of Object.keys(env)) if (/^(VITEST|JEST|NODE_TEST|TEST$|NODE_OPTIONS$)/.test(name)) delete env[name];
  try {
    return { code: 0, output: execFileSync(program, args, { cwd: project, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, output: stdout };
  }
}

const vitest = (...args: readonly string[]) =>
  attempt(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', project, '--reporter=json', ...args]);

describe('one line makes the suite', () => {
  test.each([
    ['vitest, awaited', 'vitest/awaited', []],
    ['vitest, not awaited', 'vitest/plain', []],
    ['vitest with globals', 'vitest/plain', ['--globals']],
  ])(
    '%s',
    (_, file, args) => {
      const { code, output } = vitest(file, ...args);
      const report = JSON.parse(output.slice(output.indexOf('{')));

      expect({ code, failed: report.numFailedTests }).toEqual({ code: 0, failed: 0 });
      expect(report.numPassedTests).toBeGreaterThan(30);
      expect(output).toContain('groups are plain');
    },
    60_000,
  );

  test.each(['node/esm.test.mjs', 'node/commonjs.test.cjs'])(
    'node:test, %s',
    (file) => {
      const { code, output } = attempt(process.execPath, ['--test', '--test-reporter=tap', file]);

      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
      expect(Number(/^# pass (\d+)/m.exec(output)?.[1])).toBeGreaterThan(30);
      expect(output).toMatch(/# SKIP groups are plain/);
    },
    60_000,
  );

  test('jest on CommonJS', () => {
    const { code, output } = attempt(process.execPath, [
      join(root, 'node_modules/jest/bin/jest.js'),
      '--json',
      '--silent',
      '--cacheDirectory',
      join(directory.path, 'jest-cache'),
      '--rootDir',
      join(project, 'jest'),
    ]);
    const report = JSON.parse(output);

    expect({ code, failed: report.numFailedTests }).toEqual({ code: 0, failed: 0 });
    expect(report.numPassedTests).toBeGreaterThan(30);
    expect(output).toContain('groups are plain');
  }, 120_000);
});

test('a connector that breaks its promises fails the run of whichever runner', () => {
  const { code, output } = vitest('broken/broken');
  const report = JSON.parse(output.slice(output.indexOf('{')));

  expect(code).not.toBe(0);
  expect(report.numFailedTests).toBeGreaterThan(0);
  expect(attempt(process.execPath, ['--test', 'broken/broken.test.js']).code).not.toBe(0);
}, 60_000);
