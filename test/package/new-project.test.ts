import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumerProject, root, run, temporaryDirectory } from './packed-package.ts';

interface Reported {
  readonly title: string;
  readonly status: string;
}

/** Runs the tests of the project, whether they fail or not. */
function contractReport(project: string): readonly Reported[] {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', project, '--reporter=json'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.slice(stdout.indexOf('{'))).testResults.flatMap(
    ({ assertionResults }: { assertionResults: Reported[] }) => assertionResults,
  );
}

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

describe('what `new` writes, with the packed package installed', () => {
  let project: string;
  const cli = (...args: readonly string[]) => run(project, process.execPath, [join(project, 'node_modules/identity-connector/dist/cli.js'), ...args]);

  beforeAll(() => {
    const host = consumerProject(directory.path, {}, ['vitest', 'fast-check', 'jiti', 'typescript', '@types/node']);
    run(host, process.execPath, [join(host, 'node_modules/identity-connector/dist/cli.js'), 'new', 'my-hr']);
    project = join(host, 'my-hr');
    symlinkSync(join(host, 'node_modules'), join(project, 'node_modules'));
    writeFileSync(join(project, 'config.json'), JSON.stringify({ file: join(directory.path, 'people.json') }));
  }, 60_000);

  test('its contract test is green, and skips nothing without a reason', () => {
    const report = contractReport(project);
    const failed = report.filter(({ status }) => status === 'failed').map(({ title }) => title);

    expect(failed).toEqual([]);
    expect(report.filter(({ status }) => status === 'passed').length).toBeGreaterThan(120);
    // Those whose reason shows only when they run carry it elsewhere.
    const plain = report.filter(({ status, title }) => status === 'skipped' && !/\(skipped: .+\)$/.test(title)).map(({ title }) => title);
    expect(plain.filter((title) => !/revision|cursor|every session/.test(title))).toEqual([]);
  }, 120_000);

  test('its types are right', () => {
    run(project, process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit']);
  }, 120_000);

  test('the commands load its TypeScript', () => {
    expect(JSON.parse(cli('spec', './src/my-hr.ts'))).toMatchObject({ name: 'my-hr', objectClasses: [{ name: '__ACCOUNT__' }] });
    expect(cli('validate', './src/my-hr.ts', '--config', 'config.json')).toBe('the configuration of my-hr is valid\n');
    expect(cli('test', './src/my-hr.ts', '--config', 'config.json')).toBe('my-hr is connected\n');
  }, 60_000);
});
