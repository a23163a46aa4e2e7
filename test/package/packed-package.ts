import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What package.json says, as far as the tests of the package read it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<'import' | 'require', Readonly<Record<'types' | 'default', string>>>>>>;
}

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** Every file of dist, by its path in the package; fails with what to do when nothing is built. */
export function builtFiles(): readonly string[] {
  const dist = join(root, 'dist');
  if (!existsSync(join(dist, 'index.d.cts'))) throw new Error('dist/ is not complete: run `npm run build` (`npm test` does)');
  const entries = readdirSync(dist, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** A directory that is gone when the test file ends. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'identity-connector-')));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Packs the package as `npm publish` would, without its scripts, and returns the path of the tarball. */
export function pack(directory: string): string {
  builtFiles();
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', directory, '--cache', join(directory, '.npm'), '--offline'];
  // Run in the directory of the package, whose lifecycle scripts stay out of it; npm's own cache and logs go to the temporary directory.
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as [
    { filename: string },
  ];
  return join(directory, packed.filename);
}

/**
 * A project that has the packed package installed, with nothing but the dependencies that the package declares and those named.
 *
 * The dependencies are links into the repository's node_modules: nothing is fetched.
 */
export function consumerProject(
  directory: string,
  files: Readonly<Record<string, string>>,
  also: readonly string[] = [],
  dependencies = Object.keys(manifest.dependencies),
): string {
  const project = join(directory, 'project');
  const installed = join(project, 'node_modules', manifest.name);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', pack(directory), '--strip-components=1', '-C', installed]);
  for (const name of [...dependencies, ...also]) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  return project;
}

/** Runs a program and returns what it printed; a failure shows all of it. */
export function run(cwd: string, program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
  } catch (error) {
    const { stdout = '', stderr = '', status } = error as { stdout?: string; stderr?: string; status?: number | null };
    throw new Error(`${program} ${args.join(' ')} ended with ${status ?? 'a signal'}\n${stdout}${stderr}`);
  }
}
