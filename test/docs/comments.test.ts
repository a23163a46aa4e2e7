import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';

const entries = [
  'src/index.ts',
  'src/connectors/memory/index.ts',
  'src/connectors/aws/index.ts',
  'src/snapshot/index.ts',
  'src/script/index.ts',
  'src/rest/index.ts',
  'src/testing/index.ts',
  'src/testing/aws/index.ts',
];
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
const program = ts.createProgram(
  entries.map((entry) => join(root, entry)),
  options,
);
const checker = program.getTypeChecker();

interface Exported {
  readonly name: string;
  readonly declaration: ts.Declaration;
  readonly symbol: ts.Symbol;
  /** Exported as a type only: nobody can call it. */
  readonly type: boolean;
}

function exportsOf(entry: string): readonly Exported[] {
  const source = program.getSourceFile(join(root, entry));
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${entry} cannot be read`);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations?.[0];
    const [specifier] = exported.declarations ?? [];
    const type = specifier !== undefined && ts.isExportSpecifier(specifier) && (specifier.isTypeOnly || specifier.parent.parent.isTypeOnly);
    return declaration ? [{ name: exported.name, declaration, symbol, type }] : [];
  });
}

const sentence = ({ symbol }: Exported) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
const examplesOf = ({ symbol }: Exported) =>
  symbol
    .getJsDocTags(checker)
    .filter((tag) => tag.name === 'example')
    .map((tag) => ts.displayPartsToString(tag.text).replace(/^```\w*\n|```$/g, ''));
const place = ({ name, declaration }: Exported) => `${name} (${declaration.getSourceFile().fileName.slice(root.length + 1)})`;

describe.each(entries)('%s', (entry) => {
  const exported = exportsOf(entry);

  test('every export has a doc comment whose first sentence says what it is', () => {
    const silent = exported.filter((each) => !/^[\p{Lu}\d`~'"][\s\S]*[.:!]/u.test(sentence(each)));

    expect(silent.map(place)).toEqual([]);
  });

  test('every exported function and class has an example', () => {
    const callable = exported.filter(
      ({ declaration, type }) => !type && (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)),
    );

    expect(callable.filter((each) => examplesOf(each).length === 0).map(place)).toEqual([]);
  });

  test('every example is TypeScript', () => {
    const broken = exported.flatMap((each) =>
      examplesOf(each).flatMap((text) => {
        const { diagnostics = [] } = ts.transpileModule(text, {
          reportDiagnostics: true,
          compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
        });
        return diagnostics.map(({ messageText }) => `${place(each)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
      }),
    );

    expect(broken).toEqual([]);
  });
});
