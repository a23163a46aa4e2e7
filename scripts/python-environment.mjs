// A virtual environment of Python below .cache/ with pinned packages, made once for each list of them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the environment unless it is there already; ends the process where that cannot be done.
 *
 * @param home          Its folder.
 * @param requirements  The path of the list of pinned packages.
 * @param program       One of the programs that they bring.
 * @returns The folder of their programs.
 */
export function pythonEnvironment(home, requirements, program) {
  const programs = join(home, 'venv', 'bin');
  const wanted = readFileSync(requirements, 'utf8');
  const stamp = join(home, 'installed.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(join(programs, program))) return programs;
  console.log(`installing ${requirements} into ${home}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  step('python3', ['-m', 'venv', join(home, 'venv')], 'python3 with its venv module is needed (Debian: apt install python3-venv)');
  const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-deps'];
  step(join(programs, 'python'), ['-m', 'pip', 'install', ...options, '-r', requirements], `pip could not install ${requirements}`);
  writeFileSync(stamp, wanted);
  return programs;
}

/** Runs a program to its end; says what to do when it fails. */
function step(program, args, advice) {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`${advice} (${error?.message ?? `${program} ended with ${status}`})`);
  process.exit(1);
}
