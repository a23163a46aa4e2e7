import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { type Exported, exportedThings } from './exported.ts';

const place = ({ name, declaration }: Exported) => `${name} (${declaration.getSourceFile().fileName.slice(root.length + 1)})`;

describe.each([...exportedThings()])('%s', (_, exported) => {
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
