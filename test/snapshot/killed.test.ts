import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from './application.ts';
import { Directory, person } from './directory.ts';

const kills = 10;
const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const program = join(folder, 'application.mjs');

beforeAll(() => {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'killed-application.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // ajv is CommonJS and requires.
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the application, and kills it when it has said so many steps. Answers the signal that ended it. */
function run(steps = Number.POSITIVE_INFINITY): Promise<NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = 0;
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString().split('\n').length - 1;
      if (said >= steps) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => (code === 0 || signal === 'SIGKILL' ? resolve(signal) : reject(new Error(`ended with ${code ?? signal}`))));
  });
}

test('an application that is killed again and again ends with what the directory is', async () => {
  const directory = new Directory();
  const level = (round: number, uid: number) => (uid % 7 === round % 7 ? round % 2 : uid % 3);
  const change = (round: number) => {
    for (let uid = 0; uid < 2000; uid++) {
      const key = String(uid).padStart(5, '0');
      // Objects come and go, and become again what they were.
      if ((uid + round) % 11 === 0 && round % 3 > 0) directory.people.delete(key);
      else directory.put(person(key, { level: level(round, uid), mail: `${key}@example.org` }));
    }
    writeFileSync(join(folder, 'directory.json'), JSON.stringify([...directory.people.values()]));
  };
  change(0);
  expect(await run()).toBeNull();
  const first = tokenOf();
  let killed = 0;
  for (let round = 1; round <= kills; round++) {
    change(round);
    // 8 steps before anything is written, then appends and writes, the commit at the end: spread over all of them.
    if ((await run(8 + round * 9)) === 'SIGKILL') killed++;
  }
  expect(killed).toBeGreaterThan(kills / 2);

  expect(await run()).toBeNull();

  const { copy, token } = kept();
  expect(token).not.toBe(first);
  expect(new Map([...copy].sort())).toEqual(contentOf(directory));
  expect(readdirSync(join(folder, 'state')).some((name) => name.includes(token))).toBe(true);
}, 120_000);

const kept = () => JSON.parse(readFileSync(join(folder, 'application.json'), 'utf8')) as { copy: [string, string][]; token: string };
const tokenOf = () => kept().token;
