import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { projectFiles } from '../../src/cli/template/project-files.ts';
import { root } from '../package/packed-package.ts';
import { type CodeBlock, codeBlocks } from './code-blocks.ts';

const page = 'docs/tutorial/write-a-connector.md';
/** Where the tests of the tutorial write the project, step by step. */
export const folder = join(root, '.cache', 'tutorial');

/** The files of a project, by path. */
export type Files = Readonly<Record<string, string>>;

const text = readFileSync(join(root, page), 'utf8');
/** The blocks of the page. Files are `mts` there and not `ts`: they make one project, and docs.test.ts runs each `ts` block as a program. */
export const blocks = codeBlocks(page, text);
/** The heading that a block stands under. */
export const stepOf = ({ line }: CodeBlock) =>
  text
    .split('\n')
    .slice(0, line)
    .findLast((each) => each.startsWith('## ')) ?? '';

/** The project as somebody has it who did everything before a block: whole files replaced, changes made where they fit. */
export function projectBefore(end: CodeBlock | undefined): Files {
  const { 'package.json': manifest = '', 'tsconfig.json': tsconfig = '' } = projectFiles('my-hr', '0.1.0');
  const files: Record<string, string> = { 'package.json': manifest, 'tsconfig.json': tsconfig };
  for (const block of blocks) {
    if (block === end) break;
    const [file] = block.info.split(' ');
    if (!file || !/^(mts|json|diff)$/.test(block.language)) continue;
    files[file] = block.language === 'diff' ? changed(files[file] ?? '', block) : block.code;
  }
  return files;
}

function changed(before: string, { code, line }: CodeBlock): string {
  return code.split(/^@@\n/m).reduce((file, hunk) => {
    const lines = hunk.split('\n').filter((each) => each !== '');
    const side = (mark: string) =>
      lines
        .filter((each) => each[0] === ' ' || each[0] === mark)
        .map((each) => `${each.slice(1)}\n`)
        .join('');
    const parts = file.split(side('-'));
    if (parts.length !== 2) throw new Error(`${page}:${line} fits ${parts.length - 1} times into the file:\n${hunk}`);
    return parts.join(side('+'));
  }, before);
}

/** Writes the files of a project into a directory, which it answers. */
export function write(directory: string, files: Files, edit: (code: string) => string = (code) => code): string {
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), edit(code));
  }
  return directory;
}

/** Whether a text is the one promised: `…` stands for any part of a line, and alone on a line for any number of lines. */
export function expectOutput(found: string, promised: string): void {
  const pattern = promised
    .trim()
    .split('\n')
    .map((line) =>
      line === '…'
        ? '(?:.*\\n)*?'
        : `${line
            .trim()
            .split('…')
            .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('.*')}\\s*?\\n`,
    )
    .join('');
  if (!new RegExp(`^${pattern}$`).test(`${found.trim()}\n`.replaceAll(/^ +/gm, ''))) expect(found).toBe(promised);
}
