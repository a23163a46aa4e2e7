// Runs the aws connector against what nobody here wrote: its suite and the demo against moto, its proxy agent through proxy.py. Installs
// the pinned releases into a virtual environment of its own below .cache/, starts moto on a free port, and stops it whatever happens.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from './python-environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const suites = ['test/interop', 'test/connectors/aws/transport/real-proxy.test.ts'];
// One file after another: moto computes on one core, and a search reads what all other files have made.
const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--typecheck.enabled=false', '--no-file-parallelism'];
const requirements = join(root, 'test', 'interop', 'requirements.txt');
const programs = pythonEnvironment(join(root, '.cache', 'interop'), requirements, 'moto_server');

process.exitCode = await main();

async function main() {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  let log = '';
  const moto = spawn(join(programs, 'moto_server'), ['-H', '127.0.0.1', '-p', new URL(endpoint).port], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => {
    moto.once('exit', resolve);
    moto.once('error', resolve);
  });
  let running = true;
  gone.then(() => {
    running = false;
  });
  for (const stream of [moto.stdout, moto.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log = (log + text).slice(-20_000);
    });
  }

  let tests;
  // Ctrl-C in a terminal reaches the children too; a signal to this process alone must reach them from here.
  const end = (signal) => {
    tests?.kill(signal);
    moto.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  process.on('exit', () => moto.kill('SIGKILL'));

  try {
    const deadline = Date.now() + 60_000;
    while (!(await answers(endpoint))) {
      if (!running || Date.now() > deadline) {
        console.error(`moto did not start:\n${log}`);
        return 1;
      }
      await wait(100);
    }
    console.log(`moto answers at ${endpoint} (process ${moto.pid})`);
    tests = spawn(process.execPath, [...vitest, ...suites], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, MOTO_ENDPOINT: endpoint, REAL_PROXY: join(programs, 'proxy') },
    });
    const status = await new Promise((resolve) => {
      tests.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
      tests.once('error', () => resolve(1));
    });
    if (status !== 0) console.error(`the last lines of moto's log:\n${log.split('\n').slice(-20).join('\n')}`);
    return status;
  } finally {
    moto.kill('SIGTERM');
    await Promise.race([gone, wait(5_000, undefined, { ref: false })]);
    if (running) moto.kill('SIGKILL');
  }
}

/** A port that was free a moment ago; moto does not say which one it took when asked for any. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(endpoint) {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
