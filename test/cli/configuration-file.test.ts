import { afterAll, describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/model/errors.ts';
import { readSystems } from '../../src/rest/files/read-systems.ts';
import { SealingKey } from '../../src/rest/files/sealed-value.ts';
import type { AnyConnector } from '../../src/spi/connector.ts';
import { CliFolder } from './run-cli.ts';

const keyText = Buffer.alloc(32, 7).toString('base64');
const sealed = new SealingKey(keyText).seal('hunter2-sealed');
const elsewhere = new SealingKey(Buffer.alloc(32, 8).toString('base64')).seal('hunter2-elsewhere');
const env = { IDENTITY_CONNECTOR_KEY: keyText, SECRET: 'hunter2-variable', FOLDER: 'secrets' };

const folders: CliFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

/** What the settings of a file are, or why they are none: in `--config`, and in a system of `serve rest`. */
const readers: Readonly<Record<string, (settings: object) => Promise<{ readonly settings?: unknown; readonly problems?: readonly string[] }>>> = {
  async '--config'(settings) {
    const folder = folderOf(settings);
    const { code, out, err } = await folder.run(['--json-errors', 'script', './store.mjs', 'settings', '--reveal', '--config', 'settings.json'], {
      env,
    });
    if (code === 0) return { settings: JSON.parse(out) };
    const { error } = JSON.parse(err);
    return { problems: error.problems.map(({ path, message }: { path: string; message: string }) => `${path} ${message}`) };
  },
  async 'a system of serve rest'(settings) {
    const folder = folderOf({ connector: './store.mjs', configuration: settings });
    try {
      const [system] = await readSystems(folder.path, { env, load: async () => ({ name: 'store' }) as unknown as AnyConnector });
      return { settings: system?.configuration };
    } catch (error) {
      if (!ConnectorError.is(error)) throw error;
      expect(error.message).not.toContain('hunter2');
      return { problems: error.problems.map(({ path, message }) => `${path.replace('settings.json: configuration.', '')} ${message}`) };
    }
  },
};

function folderOf(content: object): CliFolder {
  const folder = new CliFolder();
  folders.push(folder);
  folder.write('secret.txt', 'hunter2-file\n');
  folder.write('settings.json', `\ufeff${JSON.stringify(content)}`);
  return folder;
}

describe.each(Object.entries(readers))('the settings of %s', (_, read) => {
  test.each([
    ['a variable', '${SECRET}', 'hunter2-variable'],
    ['variables in a text', 'a ${SECRET} b ${FOLDER}', 'a hunter2-variable b secrets'],
    ['a dollar sign and a brace', '$${SECRET}', '${SECRET}'],
    ['what is for files of PingIDM', '&{SECRET}', '&{SECRET}'],
    ['a file, without its last line break', { $file: 'secret.txt' }, 'hunter2-file'],
    ['what is sealed', sealed, 'hunter2-sealed'],
  ])('have %s', async (_, given, expected) => {
    expect(await read({ file: 'x', apiKey: given, proxy: { password: given } })).toMatchObject({
      settings: { apiKey: expected, proxy: { password: expected } },
    });
  });

  test.each([
    ['a variable that is not set', '${NOTHING}', 'needs the environment variable NOTHING, which is not set'],
    ['a variable that every object has', '${constructor}', 'needs the environment variable constructor, which is not set'],
    ['a file that is not there', { $file: 'nothing.txt' }, 'cannot be read from the file nothing.txt (ENOENT)'],
    ['a file in a folder that a variable names', { $file: '${FOLDER}/key' }, 'cannot be read from the file ${FOLDER}/key (ENOENT)'],
    ['a file of a folder that nothing names', { $file: '${NOTHING}/key' }, 'needs the environment variable NOTHING, which is not set'],
    ['a file without a path', { $file: 7 }, '$file must be the path of a file'],
    ['what is sealed under another key', elsewhere, 'is sealed under another key, or was changed'],
    ['what another product encrypted', { $crypto: {} }, expect.stringContaining('the key of another product')],
  ])('without %s are refused', async (_, given, message) => {
    const { problems } = await read({ file: 'x', apiKey: given });

    expect(problems).toHaveLength(1);
    expect(problems?.[0]?.replace(/^apiKey /, '')).toEqual(message);
  });

  test('nested deeper than any setting are refused', async () => {
    const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });

    expect((await read({ file: 'x', tags: nested(200) })).problems).toEqual([expect.stringMatching(/^.{0,60} is nested more than 100 deep$/)]);
  });
});

describe('a value from elsewhere', () => {
  test.each([['${SECRET}'], [sealed], [{ $file: 'secret.txt' }]])('is not shown where it is wrong: %j', async (given) => {
    const inConfig = folderOf({ file: 'x', retries: given, proxy: { host: given, port: given } });
    const inSystem = folderOf({ connector: given, dialect: given, objectTypes: given });
    const { code, err } = await inConfig.run(['schema', './store.mjs', '--config', 'settings.json'], { env });
    const served = await inSystem.run(['serve', 'rest', '--config', '.'], { env });

    expect([code, served.code]).toEqual([78, 78]);
    expect(err).toContain('retries must');
    expect(served.err).toMatch(/dialect|connector/);
    expect(err + served.err).not.toContain('hunter2');
    await expect(readSystems(inSystem.path, { env })).rejects.not.toThrow(/hunter2/);
  });

  test('is told to whoever keeps logs of their own', async () => {
    const told: string[][] = [];
    const folder = folderOf({ connector: 'memory', configuration: { a: '${SECRET}', b: { $file: 'secret.txt' }, c: sealed } });
    await readSystems(folder.path, { env, guard: (...each) => told.push(each) });

    expect(told).toEqual([
      ['hunter2-variable', '${SECRET}'],
      ['hunter2-file', '[configuration.b]'],
      ['hunter2-sealed', '[configuration.c]'],
    ]);
  });

  test('in the file of --auth is read alike, behind the mark of an editor too', async () => {
    const folder = new CliFolder();
    folders.push(folder);
    const systems = folderOf({ connector: 'memory' });
    const auth = folder.write('auth.json', '\ufeff{ "users": [{ "username": "a", "passwordHash": { "$file": "nothing.txt" }, "role": "reader" }] }');
    const { code, err } = await systems.run(['serve', 'rest', '--config', '.', '--auth', `${folder.path}/${auth}`], { env });

    expect(code).toBe(78);
    expect(err).toContain('users[0].passwordHash cannot be read from the file nothing.txt');
  });
});
