import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { CliFolder, ended, jsonLines } from './run-cli.ts';

const folder = new CliFolder();
beforeAll(() => {
  if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('dist/ is not complete: run `npm run build` (`npm test` does)');
});
afterAll(() => folder.remove());

// Pages without end, or one page and then a wait that only the signal ends.
folder.write(
  'endless.mjs',
  `const attributes = { __NAME__: { type: 'string', required: true }, mail: { type: 'string' } };
  const page = (n) => ({ objects: Array.from({ length: 100 }, (_, i) => ({ uid: n + '.' + i, name: 'x'.repeat(200), attributes: { __NAME__: 'x'.repeat(200) } })), cursor: String(n) });
  const never = (signal) => new Promise((_, reject) => { const alive = setInterval(() => {}, 1000); signal.addEventListener('abort', () => { clearInterval(alive); reject(signal.reason); }); });
  export default { name: 'endless', version: '1.0.0',
    configuration: { type: 'object', properties: { hang: { type: 'boolean' }, deaf: { type: 'boolean' }, apiKey: { type: 'string', writeOnly: true } } },
    objectClasses: [{ name: '__ACCOUNT__', attributes }],
    connect: (settings) => settings,
    async disconnect(session) { if (session.deaf) { process.stderr.write('closing\\n'); await new Promise(() => setInterval(() => {}, 1000)); } },
    operations: { __ACCOUNT__: {
      async *search({ session, signal }) { for (let n = 1; ; n++) { yield page(n); if (session.hang) await never(signal); } },
      async create({ signal }) { process.stderr.write('creating\\n'); await never(signal); },
    } } };`,
);

describe('Ctrl-C', () => {
  test('cancels the running search, says how far it came, and ends with 130', async () => {
    const child = folder.start(['search', './endless.mjs', '__ACCOUNT__', '--page-size', '50', '--output', 'ndjson', '--set', 'hang=true']);
    const ending = ended(child);
    child.stdout.once('data', () => child.kill('SIGINT'));
    const { code, out, err } = await ending;

    expect(code).toBe(130);
    expect(err).toMatch(/^stopped after \d+ rows; --cursor \S+ goes on after the last page that was printed whole\nOperationAborted: /);
    expect(jsonLines(out).length).toBe(Number(/after (\d+) rows/.exec(err)?.[1]));
  });

  test('cancels the running write, and says that its outcome is unknown', async () => {
    const child = folder.start(['--json-errors', 'create', './endless.mjs', '__ACCOUNT__', '__NAME__=x']);
    const ending = ended(child);
    child.stderr.once('data', () => child.kill('SIGINT'));
    const { code, out, err } = await ending;

    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(JSON.parse(err.split('\n').at(-2) ?? '')).toMatchObject({ error: { code: 'OperationAborted', outcome: 'unknown' } });
  });

  test('a second time ends at once, whatever hangs', async () => {
    const child = folder.start(['search', './endless.mjs', '__ACCOUNT__', '--output', 'ndjson', '--set', 'hang=true', '--set', 'deaf=true']);
    const ending = ended(child);
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stderr.on('data', (text) => {
      if (String(text).includes('closing')) child.kill('SIGINT');
    });

    expect((await ending).code).toBe(130);
  });
});

describe('a reader that has gone', () => {
  test.each(['ndjson', 'csv', 'json', 'table'])('ends a search without end quietly: %s', async (format) => {
    const child = folder.start(['search', './endless.mjs', '__ACCOUNT__', '--output', format]);
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');

    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('of standard error ends nothing', async () => {
    const child = folder.start(['validate', 'memory', '--config', 'nowhere.json']);
    child.stderr.destroy();
    const [code] = await once(child, 'close');

    expect(code).toBe(78);
  });
});

describe('a process', () => {
  test('shows no argument in the list of processes', async () => {
    const child = folder.start([
      'search',
      './endless.mjs',
      '__ACCOUNT__',
      '--output',
      'ndjson',
      '--set',
      'hang=true',
      '--set',
      'apiKey=hunter2hunter2',
    ]);
    const ending = ended(child);
    await once(child.stdout, 'data');
    const file = `/proc/${child.pid}/cmdline`;
    const shown = existsSync(file) ? readFileSync(file, 'utf8') : '';
    child.kill('SIGINT');
    const { err } = await ending;

    expect(shown).toMatch(/^(identity-connector|$)/);
    expect(shown + err).not.toContain('hunter2');
  });

  test('reads what is piped to it, and does not wait for more', async () => {
    const child = folder.start(['hash-password']);
    const ending = ended(child);
    // The pipe stays open: one line is all that is wanted.
    child.stdin.write('correct horse\n');

    expect(await ending).toMatchObject({ code: 0, out: expect.stringMatching(/^\$scrypt\$/) });
  });

  test('does not wait for standard input that nobody asked for', async () => {
    expect(await ended(folder.start(['spec', 'memory']))).toMatchObject({ code: 0, err: '' });
  });

  test('takes settings from its environment', async () => {
    folder.write('people.ndjson', '{"uid":"u1","__NAME__":"ada"}\n');
    const env = { IDENTITY_CONNECTOR_FILE: 'people.ndjson' };

    expect(await ended(folder.start(['get', './store.mjs', '__ACCOUNT__', 'u1'], env))).toMatchObject({
      code: 0,
      out: '__UID__   u1\n__NAME__  ada\n',
    });
  });
});
