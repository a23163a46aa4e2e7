import { inspect } from 'node:util';
import ts from 'typescript';
import { expect } from 'vitest';

/**
 * Runs the code of an example with names that it does not make itself.
 *
 * Where a statement has a comment that is a value, such as `// 'memory!'`, the statement must give that value, in which `…` stands for
 * anything; with `// Error: …` it must fail so. Other comments are prose.
 */
export async function runExample(code: string, names: Readonly<Record<string, unknown>>): Promise<void> {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(checked(code).replaceAll('import.meta.url', 'moduleUrl'), { compilerOptions });
  const all: Readonly<Record<string, unknown>> = { ...names, check };
  const parameters = Object.keys(all).join(', ');
  // In a block of its own, so that an example may give a name of ours another meaning. `export {}` is what marks a module.
  const source = `return async ({ ${parameters} }) => { { ${outputText.replace(/^export \{\};$/m, '')} } }`;
  await (new Function(source)() as (names: object) => Promise<void>)(all);
}

/** The code with a check around each expression that has a value beside or below it. */
function checked(code: string): string {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  let text = code;
  for (const statement of [...file.statements].reverse()) {
    if (!ts.isExpressionStatement(statement)) continue;
    const { expression } = statement;
    const promised = commentOf(code, statement);
    if (promised === undefined) continue;
    const wrapped = `await check(async () => (${expression.getText(file)}), ${JSON.stringify(promised)});`;
    text = text.slice(0, statement.getStart(file)) + wrapped + text.slice(statement.getEnd());
  }
  return text;
}

/** The value that the comment beside a statement, or on the line below it, promises. */
function commentOf(code: string, statement: ts.Statement): string | undefined {
  const [, comment] = /^[ \t]*(?:\n[ \t]*)?\/\/ ?(.*)/.exec(code.slice(statement.getEnd())) ?? [];
  return comment !== undefined && /^(?:['"[{\d-]|true\b|false\b|undefined\b|null\b|Error: )/.test(comment) ? comment.trim() : undefined;
}

async function check(run: () => Promise<unknown>, promised: string): Promise<void> {
  if (promised.startsWith('Error: ')) {
    await expect(run()).rejects.toThrow(promised.slice('Error: '.length));
    return;
  }
  const shown = shownValue(await run());
  if (!promised.includes('…')) expect(shown).toBe(shownValue(new Function(`return (${promised})`)()));
  else {
    const pattern = unspaced(promised)
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    expect(shown).toMatch(new RegExp(`^${pattern.join('[\\s\\S]*')}$`));
  }
}

/** Where spaces and line breaks stand is a matter of taste. */
const shownValue = (value: unknown) => unspaced(inspect(value, { depth: 9, maxArrayLength: null }));
const unspaced = (text: string) => text.replaceAll(/\s/g, '');
