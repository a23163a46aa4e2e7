import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../package/packed-package.ts';

const { entryPoints } = JSON.parse(readFileSync(join(root, 'typedoc.json'), 'utf8')) as { readonly entryPoints: readonly string[] };

/** The sources of the entry points of the package, by the names that users import them by; `.` is the package itself. */
const entries = new Map(entryPoints.map((path) => [/^src\/(?:connectors\/)?(.+)\/index\.ts$/.exec(path)?.[1] ?? '.', join(root, path)]));

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
  const program = ts.createProgram([...entries.values()], options);
  const checker = program.getTypeChecker();
  const exportsOf = (entry: string): readonly Exported[] => {
    const source = program.getSourceFile(entry);
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
  return new Map([...entries].map(([name, entry]) => [name, exportsOf(entry)]));
}
