import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { type Exported, exportedThings } from './exported.ts';

const place = ({ name, declaration }: Exported) => `${name} (${declaration.getSourceFile().fileName.slice(root.length + 1)})`;

const things = exportedThings();

test('every entry point of the package is looked at', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly exports: object };
  const imported = Object.keys(exports).filter((name) => name !== './package.json');

  expect([...things.keys()].map((name) => (name === '.' ? name : `./${name}`)).sort()).toEqual(imported.sort());
});

describe.each([...things])('%s', (_, exported) => {
  test('every export has a doc comment whose first sentence says what it is', () => {
    const silent = exported.filter(({ comment }) => !/^[\p{Lu}\d`~'"][\s\S]*[.:!]/u.test(comment));

    expect(silent.map(place)).toEqual([]);
  });

  test('every exported function and class has an example', () => {
    const callable = exported.filter(
      ({ declaration, type }) => !type && (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)),
    );

    expect(callable.filter(({ examples }) => examples.length === 0).map(place)).toEqual([]);
  });
});
