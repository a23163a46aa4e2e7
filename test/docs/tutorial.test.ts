import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { projectFiles } from '../../src/cli/template/project-files.ts';
import { openConnector } from '../../src/facade/opening/open-connector.ts';
import type { AnyConnector } from '../../src/spi/connector.ts';
import { type RunOptions, runContract } from '../../src/testing/contract/run-contract.ts';
import { root } from '../package/packed-package.ts';
import { blocks, expectOutput, type Files, folder, projectBefore, stepOf, write } from './tutorial-project.ts';

const execute = promisify(execFile);

/** Runs the contract as the project's own test file asks for it, and prints what failed as vitest does. */
async function npmTest(directory: string, files: Files): Promise<string> {
  const catching = 'export const caught = [];\nexport const contract = async (...given) => void caught.push(given);\n';
  const sources = (code: string) =>
    code
      .replaceAll("from 'identity-connector/testing'", "from '../catching.ts'")
      .replaceAll("from 'identity-connector'", `from '${join(root, 'src/index.ts')}'`);
  write(directory, { ...files, 'catching.ts': catching }, sources);
  await import(join(directory, 'test/contract.test.ts'));
  const { caught } = (await import(join(directory, 'catching.ts'))) as { caught: [AnyConnector, RunOptions][] };
  expect(caught).toHaveLength(1);
  const [[connector, options]] = caught as [[AnyConnector, RunOptions]];
  const { results, passed } = await runContract(connector, options);
  expect(passed).toBeGreaterThan(50);
  const failed = results.filter(({ status }) => status === 'failed');
  return failed.map(({ name, error }) => ` FAIL  test/contract.test.ts > contract of my-hr > ${name}\n${firstLine(error)}\n`).join('');
}

const firstLine = (error: unknown) => `${(error as Error).name}: ${(error as Error).message.split('\n')[0]}`;

beforeAll(() => {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('dist/ is not there: run `npm run build` (`npm test` does)');
  rmSync(folder, { recursive: true, force: true });
});

describe('npm test', () => {
  const runs = blocks.filter(({ language, code }) => language === 'sh' && code === 'npm test\n');

  test('the project that `new` makes is green', async () => {
    expect(await npmTest(join(folder, 'new'), projectFiles('my-hr', '0.1.0'))).toBe('');
  });

  test.each(runs.map((block) => [stepOf(block), block] as const))(
    '%s: what fails is what the page says',
    async (_, block) => {
      expectOutput(await npmTest(join(folder, `run-${block.line}`), projectBefore(block)), block.output ?? '');
    },
    60_000,
  );

  test('the page shows red and green', () => {
    expect(runs.map(({ output }) => (output === undefined ? 'green' : 'red'))).toEqual(['red', 'green', 'red', 'green', 'green']);
  });
});

test('every step compiles, and what the page says does not compile does not', () => {
  const last = projectBefore(undefined);
  const tests = blocks.filter(({ code }) => code === 'npm test\n').map((block) => projectBefore(block));
  const half = projectBefore(blocks.find(({ language, info }) => language === 'diff' && info === 'src/hr-client.ts'));
  const early = tests[0] as Files;
  const undated = { ...early, 'src/account.ts': (early['src/account.ts'] ?? '').replace('new Date(person.hired)', 'person.hired') };
  const projects: readonly (readonly [string, Files])[] = [
    ...tests.map((files, i) => [String(i), files] as const),
    ...Object.entries({ last, undated, half }),
  ];
  const sourcesOf = (name: string, files: Files) => {
    const directory = write(join(folder, 'types', name), files);
    return Object.keys(files).flatMap((file) => (file.endsWith('.ts') ? [join(directory, file)] : []));
  };
  const roots = projects.flatMap(([name, files]) => sourcesOf(name, files));
  const { compilerOptions } = JSON.parse(last['tsconfig.json'] ?? '{}');
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...compilerOptions,
      paths: { 'identity-connector': ['./src/index.ts'], 'identity-connector/testing': ['./src/testing/index.ts'] },
    },
    root,
  );
  const program = ts.createProgram(roots, options);

  const wrong = projects.map(([name, files]) => {
    const found = sourcesOf(name, files).flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
    return [
      name,
      found.map(({ file, messageText }) => `${file?.fileName.slice(folder.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
    ];
  });

  const { undated: noDate, half: noReveal, ...right } = Object.fromEntries(wrong) as Record<string, string[]>;
  expect(Object.values(right).flat()).toEqual([]);
  expect(noDate?.join('\n')).toContain('account.ts');
  expect(noReveal?.join('\n')).toContain("'Secret' is not assignable to parameter of type 'string'");
}, 120_000);

describe('the errors of the finished connector', () => {
  /** What HR does with a request, and what the page says of it. */
  const rows: readonly (readonly [name: string, answer: (response: ServerResponse) => unknown, expected: object])[] = [
    ...([401, 403, 404, 409, 429, 503] as const).map((status, i) => {
      const code = ['InvalidCredential', 'PermissionDenied', 'UnknownUid', 'AlreadyExists', 'RateLimited', 'ConnectionFailed'][i];
      return [String(status), (response: ServerResponse) => response.writeHead(status).end('{}'), { code, outcome: 'none' }] as const;
    }),
    ['429 with Retry-After', (response) => response.writeHead(429, { 'retry-after': '3' }).end('{}'), { retryable: true, retryAfter: 3000 }],
    ['500', (response) => response.writeHead(500).end('{}'), { code: 'ConnectorIO', outcome: 'unknown', retryable: false }],
    ['a broken connection', (response) => response.destroy(), { code: 'ConnectionBroken', outcome: 'unknown', retryable: false }],
    ['no JSON', (response) => response.writeHead(502).end('<html>'), { code: 'ConnectionBroken', outcome: 'unknown', retryable: false }],
  ];

  async function failureAt(url: string): Promise<unknown> {
    const directory = join(folder, 'finished');
    write(directory, projectBefore(undefined), (code) => code.replaceAll("from 'identity-connector'", `from '${join(root, 'src/index.ts')}'`));
    const { default: connector } = (await import(join(directory, 'src/my-hr.ts'))) as { default: AnyConnector };
    const facade = await openConnector(connector, { url, apiKey: 'test-key' } as never);
    return facade
      .dynamic('__ACCOUNT__')
      .create({ __NAME__: 'ada' })
      .then(
        () => 'no failure',
        (error) => error,
      );
  }

  async function serve(answer: (response: ServerResponse) => unknown) {
    const server = createServer((_, response) => void answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  test.each(rows)('%s', async (_, answer, expected) => {
    const { server, url } = await serve(answer);
    try {
      expect(await failureAt(url)).toMatchObject(expected);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test('nobody listens', async () => {
    const { server, url } = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));

    expect(await failureAt(url)).toMatchObject({ code: 'ConnectionFailed', outcome: 'none', retryable: true });
  });
});

describe('the command line', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tutorial-'));
  let url: string;
  let stop: () => void;
  afterAll(() => {
    stop?.();
    rmSync(directory, { recursive: true, force: true });
  });

  beforeAll(async () => {
    write(join(folder, 'server'), projectBefore(undefined));
    const hr = await (await import(join(folder, 'server/test/hr-server.ts'))).startHr();
    url = hr.url;
    stop = hr.close;
    mkdirSync(join(directory, 'node_modules'));
    symlinkSync(root, join(directory, 'node_modules/identity-connector'));
    symlinkSync(join(root, 'node_modules/jiti'), join(directory, 'node_modules/jiti'));
  });

  async function shell(line: string): Promise<string> {
    const words = line.split(' ');
    const set = words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('=') as [string, string]);
    const [npx, command, ...args] = words.slice(set.length);
    expect(npx).toBe('npx');
    const env = Object.fromEntries(set);
    if (command === 'jiti') {
      const program = join(root, 'node_modules/jiti/lib/jiti-cli.mjs');
      const { stdout } = await execute(process.execPath, [program, ...args], {
        cwd: directory,
        timeout: 30_000,
        env: { ...process.env, ...env, NO_COLOR: '1' },
      });
      return stdout;
    }
    expect(command).toBe('identity-connector');
    let out = '';
    let err = '';
    const terminal = {
      out: (part: string) => {
        out += part;
      },
      err: (part: string) => {
        err += part;
      },
      env,
      directory,
      signal: new AbortController().signal,
    };
    const code = await runProgram(args, '0.1.0', terminal);
    expect(err).toBe('');
    expect(code).toBe(line.includes('wrong.json') ? 1 : 0);
    return out;
  }

  const commands = blocks.filter(({ language, code }) => language === 'sh' && /\bnpx /.test(code));

  test.each(commands.map((block) => [`${stepOf(block)}, line ${block.line}`, block] as const))(
    '%s: the commands print what the page says',
    async (_, block) => {
      write(directory, projectBefore(block), (code) => code.replaceAll('http://127.0.0.1:8085', url));
      let printed = '';
      for (const line of block.code.trim().split('\n')) printed += await shell(line);

      expect(printed).not.toBe('');
      if (block.output !== undefined) expectOutput(printed, block.output);
    },
    60_000,
  );
});
