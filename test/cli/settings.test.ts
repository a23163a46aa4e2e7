import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { variableOf } from '../../src/cli/settings.ts';
import { CliFolder, typed } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

folder.write('store.json', '{ "file": "from-file.ndjson", "retries": 1, "proxy": { "host": "p.example.org" } }');
const base = ['script', './store.mjs', 'settings', '--config', 'store.json'];
const settingsOf = async (args: readonly string[], env: Readonly<Record<string, string>> = {}, input?: string) => {
  const { code, out, err } = await folder.run([...base, ...args], { env, ...(input !== undefined && { input }) });
  expect(err.replaceAll(/^warning: .*\n/gm, '')).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
};

describe('a setting', () => {
  test('of a flag goes before the environment, and that before the file', async () => {
    const env = { IDENTITY_CONNECTOR_FILE: 'from-env.ndjson', IDENTITY_CONNECTOR_RETRIES: '2' };

    expect(await settingsOf([])).toMatchObject({ file: 'from-file.ndjson', retries: 1 });
    expect(await settingsOf([], env)).toMatchObject({ file: 'from-env.ndjson', retries: 2 });
    expect(await settingsOf(['--set', 'retries=3'], env)).toMatchObject({ file: 'from-env.ndjson', retries: 3 });
  });

  test.each([
    ['retries=7', { retries: 7 }],
    ['strict=true', { strict: true }],
    ['strict=false', { strict: false }],
    ['tags=["a","b"]', { tags: ['a', 'b'] }],
    ['file=a=b', { file: 'a=b' }],
    ['file=5', { file: '5' }],
    ['proxy={"host":"other"}', { proxy: { host: 'other' } }],
  ])('is converted by its type: %s', async (given, expected) => {
    expect(await settingsOf(['--set', given])).toMatchObject(expected);
  });

  test('inside another one is named by a dot, and leaves what stands beside it', async () => {
    expect(await settingsOf(['--set', 'proxy.password=hunter2hunter2'])).toMatchObject({
      proxy: { host: 'p.example.org', password: '[secret]' },
    });
  });

  test.each(['retries=x', 'strict=yes', 'nothing=1', '__proto__=1', 'tags=[1'])(
    'that is wrong is refused before anything is sent: %s',
    async (given) => {
      const { code, err } = await folder.run([...base, '--set', given]);

      expect(code).toBe(78);
      expect(err).toContain('Configuration: ');
    },
  );

  test('without a name or a value is no setting', async () => {
    for (const given of ['retries', '=hunter2hunter2']) {
      const { code, err } = await folder.run([...base, '--set', given]);

      expect(code).toBe(64);
      expect(err).not.toContain('hunter2');
    }
  });

  test.each([
    ['accessKeyId', 'ACCESS_KEY_ID'],
    ['endpointURL', 'ENDPOINT_URL'],
    ['httpProxy', 'HTTP_PROXY'],
    ['region', 'REGION'],
    ['IAMRole', 'IAM_ROLE'],
    ['max-size', 'MAX_SIZE'],
  ])('has a variable named after it: %s', (name, variable) => {
    expect(variableOf(name)).toBe(`IDENTITY_CONNECTOR_${variable}`);
  });

  test('whose variable is empty is not set by it', async () => {
    expect(await settingsOf([], { IDENTITY_CONNECTOR_RETRIES: '' })).toMatchObject({ retries: 1 });
  });
});

describe('a secret', () => {
  test('in --set brings a warning that names the other ways, without it', async () => {
    const { err } = await folder.run([...base, '--set', 'apiKey=hunter2hunter2']);

    expect(err).toMatch(/^warning: --set apiKey .*--ask apiKey.*IDENTITY_CONNECTOR_API_KEY/);
    expect(err).not.toContain('hunter2');
  });

  test('is a line of standard input where that is no terminal, one for each', async () => {
    const { code, out, err } = await folder.run([...base, '--ask', 'apiKey', '--ask', 'proxy.password'], { input: 'hunter2\nhunter3\n' });

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ apiKey: '[secret]', proxy: { host: 'p.example.org', password: '[secret]' } });
  });

  test('that standard input does not give is an error', async () => {
    expect(await folder.run([...base, '--ask', 'apiKey'], { input: '' })).toMatchObject({ code: 64, err: expect.stringContaining('apiKey') });
    expect(await folder.run([...base, '--ask', 'apiKey'])).toMatchObject({ code: 64 });
  });

  test('that is typed is not shown', async () => {
    const input = typed();
    let err = '';
    let out = '';
    const ending = runProgram([...base, '--ask', 'apiKey', '--reveal'], '1.2.3', {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
        if (text === 'apiKey: ') input.write('hunter2hunter2\r');
      },
      env: {},
      directory: folder.path,
      signal: new AbortController().signal,
      input,
    });

    expect(await ending).toBe(0);
    expect(err).toBe('apiKey: \n');
    expect(JSON.parse(out)).toMatchObject({ apiKey: 'hunter2hunter2' });
  });

  test('that is asked for can be refused with Ctrl-C', async () => {
    const input = typed();
    let err = '';
    const code = await runProgram([...base, '--ask', 'apiKey'], '1.2.3', {
      out: () => {},
      err: (text) => {
        err += text;
        if (text === 'apiKey: ') input.write('hun\u0003');
      },
      env: {},
      directory: folder.path,
      signal: new AbortController().signal,
      input,
    });

    expect(code).toBe(130);
    expect(err).not.toContain('hun');
  });

  test('that a connector repeats in an error is not shown', async () => {
    const body =
      "name: 'loud', version: '1.0.0', objectClasses: [], operations: {}, connect({ key }) { const error = new Error('no ' + key.reveal()); error.code = 'ConnectionFailed'; error.problems = []; error.outcome = 'none'; error[Symbol.for('identity-connector.ConnectorError')] = true; throw error; }";
    folder.write(
      'loud.mjs',
      `export default { configuration: { type: 'object', properties: { key: { type: 'string', writeOnly: true } } }, ${body} };`,
    );

    for (const surroundings of [{ input: 'hunter2hunter2\n' }]) {
      const { code, err } = await folder.run(['schema', './loud.mjs', '--ask', 'key'], surroundings);

      expect(code).toBe(69);
      expect(err).toContain('no [key]');
      expect(err).not.toContain('hunter2');
    }
    expect((await folder.run(['schema', './loud.mjs'], { env: { IDENTITY_CONNECTOR_KEY: 'hunter2hunter2' } })).err).not.toContain('hunter2');
    expect((await folder.run(['schema', './loud.mjs', '--set', 'key=hunter2hunter2'])).err).not.toContain('hunter2');
  });
});

test('--timeout must be a whole number of milliseconds', async () => {
  expect(await folder.run([...base, '--timeout', '1s'])).toMatchObject({ code: 64, err: expect.stringContaining('--timeout') });
});
