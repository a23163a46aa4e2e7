import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { exampleNames } from './example-names.ts';
import { exportedThings } from './exported.ts';
import { runExample } from './run-example.ts';

/** Examples that cannot be run here, and why. */
const notRun: Readonly<Record<string, string>> = {
  contract: 'it declares tests: every suite of test/testing/contract runs it',
};

const folder = mkdtempSync(join(tmpdir(), 'examples-'));
const before = process.cwd();
beforeAll(() => {
  // Some examples write files beside themselves, and others read those.
  process.chdir(folder);
  mkdirSync('systems');
  writeFileSync('systems/hr.json', '{ "connector": "memory" }');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe.each([...exportedThings()])('the examples of %s', (entry, exported) => {
  const examples = exported.flatMap(({ name, examples: all }) => all.map((code) => ({ name, code })));

  test.for(examples)('$name', async ({ name, code }, { skip }) => {
    const reason = notRun[name];
    if (reason !== undefined) skip(reason);
    await using made = await exampleNames(entry);
    const { accessKeyId, secretAccessKey } = made.credentials;
    writeFileSync('credentials', `[test]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`);

    await runExample(code, { ...made.names, moduleUrl: pathToFileURL(join(folder, 'example.ts')) });
  });
});
