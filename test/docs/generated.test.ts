import { join } from 'node:path';
import { test } from 'vitest';
import { root, run } from '../package/packed-package.ts';

test('the tables in the documentation are what the code says', () => {
  run(root, process.execPath, [join(root, 'scripts/generate-docs.mjs'), '--check']);
});
