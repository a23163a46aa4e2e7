import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { builtFiles, root } from '../package/packed-package.ts';

const execute = promisify(execFile);
const demo = join(root, 'examples', 'aws-demo.mjs');

test('the demo runs to its end without an AWS account, whatever credentials are in the environment', async () => {
  builtFiles();

  const env = { ...process.env, NO_COLOR: '1', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'neverused' };
  const { stdout } = await execute(process.execPath, [demo], { cwd: root, timeout: 60_000, env });

  expect(stdout).not.toContain('neverused');
  expect(stdout).not.toContain('AKIAIOSFODNN7EXAMPLE');
  expect(stdout.split('\n').length).toBeGreaterThan(20);
}, 65_000);
