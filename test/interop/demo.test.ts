import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the demo runs against moto from beginning to end and leaves nothing behind', () => {
  const { MOTO_ENDPOINT } = process.env;
  if (MOTO_ENDPOINT === undefined) throw new Error('MOTO_ENDPOINT is not set: run `npm run test:interop`');

  const printed = execFileSync(process.execPath, ['examples/aws-demo.mjs', '--endpoint', MOTO_ENDPOINT], { encoding: 'utf8', timeout: 60_000 });

  expect(printed).toContain('users of this run that are left: 0');
});
