import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../package/packed-package.ts';

/** The entry points of the package by their names, and their sources. */
export const entries = {
  '.': 'src/index.ts',
  memory: 'src/connectors/memory/index.ts',
  aws: 'src/connectors/aws/index.ts',
  snapshot: 'src/snapshot/index.ts',
  script: 'src/script/index.ts',
  rest: 'src/rest/index.ts',
  testing: 'src/testing/index.ts',
  'testing/aws': 'src/testing/aws/index.ts',
} as const;

/** Something that an entry point exports. */
export interface Exported {
  readonly name: string;
  readonly declaration: ts.Declaration;
  /** Exported as a type only: nobody can call it. */
  readonly type: boolean;
  /** The first paragraph of its doc comment and what follows, without tags. */
  readonly comment: string;
  /** The code of its examples. */
  readonly examples: readonly string[];
}

/** What each entry point exports, with its documentation. */
export function exportedThings(): ReadonlyMap<string, readonly Exported[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    Object.values(entries).map((entry) => join(root, entry)),
    options,
  );
  const checker = program.getTypeChecker();
  const exportsOf = (entry: string): readonly Exported[] => {
    const source = program.getSourceFile(join(root, entry));
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${entry} cannot be read`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declaration = symbol.declarations?.[0];
      const [specifier] = exported.declarations ?? [];
      const type = specifier !== undefined && ts.isExportSpecifier(specifier) && (specifier.isTypeOnly || specifier.parent.parent.isTypeOnly);
      const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
      const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
      const examples = tags.map((tag) => ts.displayPartsToString(tag.text).replace(/^```\w*\n|```$/g, ''));
      return declaration ? [{ name: exported.name, declaration, type, comment, examples }] : [];
    });
  };
  return new Map(Object.entries(entries).map(([name, entry]) => [name, exportsOf(entry)]));
}
