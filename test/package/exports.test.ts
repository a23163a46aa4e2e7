import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { builtFiles, manifest, root } from './packed-package.ts';

const entries = Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.import, entry.require]));
const exported = entries.flatMap((entry) => [entry.types, entry.default]).map((path) => path.replace('./', ''));

/** What runs as a command. */
const programs = Object.values(manifest.bin).map((path) => path.replace('./', ''));

test('every export is a file that the build makes', () => {
  expect([...exported, ...programs].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every entry that the build makes is exported', () => {
  // Not entries: source maps, chunks that entries share, whose names end in a hash, and the page of the REST gateway, which browsers load.
  const own = builtFiles().filter((path) => !path.startsWith('dist/static/'));
  const made = own.filter((path) => !path.endsWith('.map') && !/-[\w-]{8}\.(js|cjs|d\.ts|d\.cts)$/.test(path));

  expect([...made].sort()).toEqual([...exported, ...programs].sort());
});

test('types stand before the code in every condition, or TypeScript does not see them', () => {
  expect(entries.map((entry) => Object.keys(entry))).toEqual(entries.map(() => ['types', 'default']));
});

test('everything that dist imports is a dependency, an optional peer, the package itself or part of Node', () => {
  const undeclared = new Set<string>();
  for (const path of builtFiles().filter((name) => /\.(js|cjs|d\.ts|d\.cts)$/.test(name))) {
    for (const { fileName } of ts.preProcessFile(readFileSync(join(root, path), 'utf8'), true, true).importedFiles) {
      if (fileName.startsWith('.') || builtinModules.includes(fileName.replace('node:', ''))) continue;
      const name = fileName
        .split('/')
        .slice(0, fileName.startsWith('@') ? 2 : 1)
        .join('/');
      if (!(name in manifest.dependencies) && !(name in manifest.peerDependencies) && name !== manifest.name) undeclared.add(`${path}: ${fileName}`);
    }
  }

  expect([...undeclared]).toEqual([]);
});

test('everything that is a dependency is imported', () => {
  const code = builtFiles()
    .filter((path) => path.endsWith('.js'))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
  const idle = Object.keys(manifest.dependencies).filter((name) => !new RegExp(`["']${name}["'/]`).test(code));

  expect(idle).toEqual([]);
});

test('the ESM-only dependency is imported by the ES modules and carried by the CommonJS ones', () => {
  const withPLimit = (end: string) =>
    builtFiles().filter((path) => path.endsWith(end) && /["']p-limit["']/.test(readFileSync(join(root, path), 'utf8')));

  expect(withPLimit('.js')).not.toEqual([]);
  expect(withPLimit('.cjs')).toEqual([]);
});

test('no declaration mentions any', () => {
  const found: string[] = [];
  for (const path of builtFiles().filter((name) => name.endsWith('.d.ts'))) {
    const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${path}: ${node.parent.getText().slice(0, 120)}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }

  expect(found).toEqual([]);
});

test('no declaration names the AWS SDK, whose types would cost every consumer hundreds of files', () => {
  const naming = builtFiles().filter((name) => /\.d\.c?ts$/.test(name) && readFileSync(join(root, name), 'utf8').includes('@aws-sdk'));

  expect(naming).toEqual([]);
});
