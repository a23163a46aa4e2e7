import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  /** The file, from the root of the repository. */
  readonly file: string;
  /** The line of its fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** What follows the language on the fence: `output`, `no-run and why`. */
  readonly info: string;
  readonly code: string;
  /** What a block marked `output` right after it says that it prints. */
  readonly output: string | undefined;
}

/** The fenced blocks of one text, in order. */
export function codeBlocks(file: string, text: string): readonly CodeBlock[] {
  const blocks: { file: string; line: number; language: string; info: string; code: string; output: string | undefined }[] = [];
  let open: { fence: string; line: number; language: string; info: string; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^\s*(`{3,}|~{3,})\s*(\S*)\s*(.*)$/.exec(line);
    if (open) {
      if (fence?.[1]?.startsWith(open.fence) && !fence[2]) {
        const code = `${open.lines.join('\n')}\n`;
        const before = blocks.at(-1);
        if (/\boutput\b/.test(open.info) && before) before.output = code;
        else blocks.push({ file, line: open.line, language: open.language, info: open.info, code, output: undefined });
        open = undefined;
      } else open.lines.push(line);
    } else if (fence) open = { fence: fence[1] ?? '', line: index + 1, language: fence[2] ?? '', info: fence[3] ?? '', lines: [] };
  }
  if (open) throw new Error(`${file}:${open.line}: the block is not closed`);
  return blocks;
}

/** The Markdown files that users read: README.md and everything below docs/. */
export function markdownFiles(root: string): readonly string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  return ['README.md', ...docs.map((path) => join('docs', path)).sort()];
}

/** All fenced blocks of those files. */
export function allCodeBlocks(root: string): readonly CodeBlock[] {
  return markdownFiles(root).flatMap((file) => codeBlocks(relative(root, join(root, file)), readFileSync(join(root, file), 'utf8')));
}
