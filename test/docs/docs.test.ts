import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtFiles, root, run } from '../package/packed-package.ts';
import { allCodeBlocks } from './code-blocks.ts';

const folder = join(root, '.cache', 'docs');
const execute = promisify(execFile);

interface Program {
  readonly title: string;
  /** Its file in .cache/docs. */
  readonly file: string;
  readonly code: string;
  readonly output: string | undefined;
  /** `no-run` and why not, on the fence. */
  readonly info: string;
}

const programOf: Readonly<Record<string, string>> = { js: 'js', mjs: 'js', javascript: 'js', cjs: 'cjs', ts: 'ts', typescript: 'ts' };

const blocks: readonly Program[] = allCodeBlocks(root).flatMap(({ file, line, language, info, code, output }) => {
  const kind = programOf[language];
  const name = `${file.replace(/\.md$/, '').replaceAll(/[^\w-]+/g, '_')}_${line}`;
  return kind ? [{ title: `${file}:${line}`, file: `${name}.${kind}`, code, output, info }] : [];
});

// The demo has a command of its own, which test/docs/demo.test.ts runs.
const examples: readonly Program[] = readdirSync(join(root, 'examples'))
  .filter((name) => /\.(ts|mjs|cjs)$/.test(name) && name !== 'aws-demo.mjs')
  .map((name) => ({
    title: `examples/${name}`,
    file: `example_${name}`,
    code: readFileSync(join(root, 'examples', name), 'utf8').replaceAll(/(from '\.\/)([\w-]+)(\.ts')/g, '$1example_$2$3'),
    output: printedBy(readFileSync(join(root, 'examples', name), 'utf8')),
    info: '',
  }));

const programs = [...blocks, ...examples];

/** The program as Node 20 runs it: TypeScript without its types and without `using`. */
const runnable = (file: string) => (file.endsWith('.ts') ? file.replace(/\.ts$/, '.mjs') : file);

beforeAll(() => {
  builtFiles();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of programs) {
    writeFileSync(join(folder, file), code);
    if (!file.endsWith('.ts')) continue;
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    const { outputText } = ts.transpileModule(code, { compilerOptions, fileName: file });
    writeFileSync(join(folder, runnable(file)), outputText.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.mjs'"));
  }
});

function typeCheck(name: string, files: readonly string[], options: object): void {
  // Not our tsconfig: its `paths` lead to the sources, and a reader has the package.
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    moduleDetection: 'force',
    noEmit: true,
    ...options,
  };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ compilerOptions: { skipLibCheck: true, ...compilerOptions }, files }));
  run(folder, process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', `${name}.json`, '--pretty', 'false']);
}

describe('the documentation’s code', () => {
  test('every block that is not run says why', () => {
    const silent = blocks.filter(({ info }) => /\bno-run\b/.test(info) && info.replace('no-run', '').trim().length < 10);

    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  test('TypeScript blocks and examples compile against the built package', () => {
    const files = programs.map(({ file }) => file).filter((file) => file.endsWith('.ts'));

    typeCheck('typescript', files, {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      allowImportingTsExtensions: true,
    });
  }, 120_000);

  test('JavaScript blocks and examples call what there is', () => {
    const files = programs.map(({ file }) => file).filter((file) => !file.endsWith('.ts'));

    typeCheck('javascript', files, { allowJs: true, checkJs: true, strict: true, noImplicitAny: false, useUnknownInCatchVariables: false });
  }, 120_000);

  test.each(programs.filter(({ info }) => !/\bno-run\b/.test(info)))(
    '$title runs',
    async ({ file, output }) => {
      const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|VITEST|NODE_OPTIONS)/.test(name)));

      // Instance metadata is off, so that a program without credentials does not wait for EC2.
      const ran = await execute(process.execPath, [join(folder, runnable(file))], {
        cwd: folder,
        timeout: 30_000,
        env: { ...env, NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      }).catch((error: { stdout?: string; stderr?: string; code?: unknown }) => {
        throw new Error(`${basename(file)} ended with ${error.code ?? 'a signal, or after 30 s'}\n${error.stdout}${error.stderr}`);
      });

      if (output !== undefined)
        expect(lines(ran.stdout)).toEqual(
          lines(output).map((line, index) => (line.includes('…') && like(line, lines(ran.stdout)[index]) ? lines(ran.stdout)[index] : line)),
        );
    },
    35_000,
  );
});

/** What an example says at its end that it prints: the comment that begins with `Prints:`. */
function printedBy(code: string): string | undefined {
  const [, comment] = code.split(/^\/\/ Prints:\n/m);
  return comment?.replaceAll(/^\/\/ {0,3}/gm, '');
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

/** Whether a line is the one promised, in which `…` stands for anything. */
function like(promised: string, line: string | undefined): boolean {
  const pattern = promised
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return line !== undefined && new RegExp(`^${pattern}$`).test(line);
}
