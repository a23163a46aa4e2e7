import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { runProgram } from '../../src/cli/program.ts';
import { root } from '../package/packed-package.ts';
import { storeConnector } from './store-connector.ts';

/** What became of a command. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a command is run with besides its arguments. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input holds. */
  readonly input?: string;
  readonly signal?: AbortSignal;
  readonly out?: (text: string) => void | Promise<void>;
}

/** A folder of its own for the commands of a test file. */
export class CliFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'cli-'));

  constructor() {
    this.write('store.mjs', storeConnector);
  }

  write(name: string, text: string): string {
    writeFileSync(join(this.path, name), text);
    return name;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.path, name));
  }

  /** The lines of a file in JSON. */
  lines(name: string): Record<string, unknown>[] {
    return jsonLines(this.read(name));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** Runs a command in this process. */
  async run(args: readonly string[], { env = {}, input, signal = new AbortController().signal, out }: Surroundings = {}): Promise<Ran> {
    let written = '';
    let err = '';
    const code = await runProgram(args, '1.2.3', {
      out:
        out ??
        ((text) => {
          written += text;
        }),
      err: (text) => {
        err += text;
      },
      env,
      directory: this.path,
      signal,
      ...(input !== undefined && { input: Readable.from(input === '' ? [] : [Buffer.from(input)]) }),
    });
    return { code, out: written, err };
  }

  /** Starts a command as a process of its own, from the built package. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
    const { PATH = '' } = process.env;
    return spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], { cwd: this.path, env: { PATH, ...env } });
  }
}

/** What became of a process; `code` is null for one that was killed. */
export async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

/** A terminal to type at. */
export function typed(): PassThrough & { readonly isTTY: true } {
  return Object.assign(new PassThrough(), { isTTY: true as const, setRawMode: () => {} });
}

/** Lines of JSON. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
