import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pack, root, run, temporaryDirectory } from './packed-package.ts';

const directory = temporaryDirectory();
let tarball: string;
beforeAll(() => {
  tarball = pack(directory.path);
});
afterAll(() => directory[Symbol.dispose]());

test('publint finds nothing to say about the package', async () => {
  run(directory.path, 'tar', ['-xzf', tarball]);

  const { messages, pkg } = await publint({ pkgDir: join(directory.path, 'package'), strict: true, pack: false });

  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('the types of every entry are right for import, for require and for bundlers', async () => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
  if (!result.types) throw new Error('the package has no types');

  // node10 is TypeScript's resolution from before export maps: it does not know subpaths, and nobody can mend that.
  const problems = result.problems.filter((problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'));

  expect(problems).toEqual([]);
  expect(Object.keys(result.entrypoints)).toEqual([
    '.',
    './memory',
    './aws',
    './snapshot',
    './script',
    './rest',
    './testing',
    './testing/aws',
    './package.json',
  ]);
});

test('the package carries what a user needs and nothing else', () => {
  const files = run(directory.path, 'tar', ['-tzf', tarball])
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''));

  expect(files.filter((path) => !/^(dist|docs)\//.test(path)).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  expect(files.filter((path) => path.startsWith('docs/') && !path.endsWith('.md'))).toEqual([]);
  const built = files.filter((path) => path.startsWith('dist/') && !path.startsWith('dist/static/'));
  expect(built.filter((path) => !/\.(js|cjs|d\.ts|d\.cts|map)$/.test(path))).toEqual([]);
  // The page of the REST gateway.
  const page = readdirSync(join(root, 'src/rest/page/static')).filter((name) => !name.startsWith('.'));
  expect(files.filter((path) => path.startsWith('dist/static/')).sort()).toEqual(page.map((name) => `dist/static/${name}`).sort());
});
