import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from './packed-package.ts';

const source = join(root, 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort();
const text = new Map(files.map((path) => [path, readFileSync(join(source, path), 'utf8')]));
const resolved = (path: string, name: string) => relative(source, resolve(dirname(join(source, path)), name));
const imports = new Map(
  files.map((path) => [
    path,
    ts
      .preProcessFile(text.get(path) ?? '', true, true)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => name.startsWith('.'))
      .map((name) => resolved(path, name)),
  ]),
);

/** The modules that one needs when it runs; what it imports for its types is gone by then. */
function loaded(path: string): readonly string[] {
  return ts.createSourceFile(path, text.get(path) ?? '', ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (
      !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) ||
      !statement.moduleSpecifier ||
      !ts.isStringLiteral(statement.moduleSpecifier)
    )
      return [];
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
    const names = clause && (ts.isExportDeclaration(clause) ? clause.exportClause : clause.namedBindings);
    const onlyTypes =
      names !== undefined && (ts.isNamedImports(names) || ts.isNamedExports(names)) && names.elements.every((element) => element.isTypeOnly);
    const { text: name } = statement.moduleSpecifier;
    return clause?.isTypeOnly || onlyTypes || !name.startsWith('.') ? [] : [resolved(path, name)];
  });
}

/** What each layer may import besides itself: model ← spi ← facade ← connectors and testing. */
const below: Readonly<Record<string, readonly string[]>> = {
  model: [],
  spi: ['model'],
  facade: ['spi', 'model'],
  'connectors/memory': ['facade', 'spi', 'model'],
  'connectors/aws': ['facade', 'spi', 'model'],
  snapshot: ['spi', 'model'],
  script: ['facade', 'spi', 'model'],
  rest: ['facade', 'spi', 'model'],
  'testing/aws': ['facade', 'spi', 'model'],
  testing: ['connectors/memory', 'facade', 'spi', 'model'],
  cli: ['rest', 'testing/aws', 'testing', 'snapshot', 'script', 'facade', 'spi', 'model'],
  'index.ts': ['facade', 'spi', 'model'],
};

const layerOf = (path: string) => Object.keys(below).find((layer) => path === layer || path.startsWith(`${layer}/`)) ?? `no layer (${path})`;

test('imports go one way: model, spi, facade, then connectors and testing', () => {
  const wrong = files.flatMap((path) =>
    (imports.get(path) ?? [])
      .filter((target) => layerOf(target) !== layerOf(path) && !below[layerOf(path)]?.includes(layerOf(target)))
      .map((target) => `${path} → ${target}`),
  );

  expect(wrong).toEqual([]);
  expect(files.map(layerOf).filter((layer) => layer.startsWith('no layer'))).toEqual([]);
});

test('no two modules need each other to run', () => {
  const cycles = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.add([...trail.slice(start)].sort().join(' ↔ '));
    else if (!done.has(path)) for (const next of loaded(path)) visit(next, [...trail, path]);
    done.add(path);
  };
  const done = new Set<string>();
  for (const path of files) visit(path, []);

  expect([...cycles]).toEqual([]);
});

test('no file of the sources reaches 250 lines', () => {
  const long = files.map((path) => ({ path, lines: (text.get(path) ?? '').trimEnd().split('\n').length })).filter(({ lines }) => lines >= 250);

  expect(long).toEqual([]);
});

test('no file is named after a drawer to put things in', () => {
  expect(files.filter((path) => /(^|[/-])(utils?|helpers?|common|types|manager|base|misc)\.ts$/.test(path))).toEqual([]);
});
