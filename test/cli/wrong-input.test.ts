import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CliFolder, ended } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

const target = `file=${folder.path}/target.ndjson`;
const store = (command: string, ...args: readonly string[]) => folder.run([command, './store.mjs', '__ACCOUNT__', ...args, '--set', target]);

beforeEach(() => {
  folder.write('target.ndjson', '{"uid":"u1","__NAME__":"ada","mail":"a"}\n');
});

describe('a module that cannot be loaded', () => {
  test.each([
    ['throws', 'throw new Error("no licence");', /fails to load with Error: no licence \(file:.*\/throws\.mjs:1:7\)/],
    ['is not JavaScript', 'export default {\n', /is-not-JavaScript\.mjs\) but fails to load with SyntaxError: Unexpected end of input/],
    ['needs a package', 'import "no-such-package";', /ERR_MODULE_NOT_FOUND\): Cannot find package 'no-such-package'/],
  ])('is told with what it fails with: one that %s', async (what, text, said) => {
    const name = folder.write(`${what.replaceAll(' ', '-')}.mjs`, text);
    // As a process of its own: vitest loads modules otherwise than Node.
    const { code, err } = await ended(folder.start(['schema', `./${name}`]));

    expect(code).toBe(78);
    expect(err).toMatch(said);
    expect(err).not.toContain('the cause says more');
  });
});

describe('what was refused before it began', () => {
  test.each([
    ['search', 'nope eq 1'],
    ['search', '--cursor', 'bad'],
    ['export', 'out.csv', '--filter', 'mail eq'],
    ['sync', '--token', 'bad'],
  ])('is not said to have stopped: %s %s %s', async (command, ...args) => {
    const { code, err } = await store(command, ...args);

    expect(code).toBe(64);
    expect(err).not.toMatch(/stopped|token:|goes on/);
  });
});

test('a search that cannot be sorted without a limit says that there was none', async () => {
  expect(await store('search', '--sort', 'mail')).toMatchObject({ code: 64, err: expect.stringContaining('(got no limit)') });
  expect(await store('search', '--sort', 'mail', '--limit', '10')).toMatchObject({ code: 0 });
});

describe('an update', () => {
  test.each([['mail'], ['MAIL']])('that replaces and clears the same is refused: %s', async (name) => {
    const { code, err } = await store('update', 'u1', '--replace', 'mail=b', '--clear', name);

    expect(code).toBe(64);
    expect(err).toContain('mail is both replaced and cleared');
    expect(folder.lines('target.ndjson')).toMatchObject([{ mail: 'a' }]);
  });
});

describe('an import', () => {
  test('of attributes that there are not is refused', async () => {
    folder.write('in.csv', '__NAME__,mail\nalan,b\n');
    const { code, err } = await store('import', 'in.csv', '--attributes', 'mial');

    expect(code).toBe(64);
    expect(err).toContain('"mial", which is not an attribute of __ACCOUNT__; did you mean mail?');
    expect(folder.lines('target.ndjson')).toHaveLength(1);
  });

  test('of some columns does not mind what the others are', async () => {
    folder.write('in.csv', 'Department,__NAME__,mail,quota\nsales,alan,b,no number\n');
    const { code } = await store('import', 'in.csv', '--attributes', 'mail');

    expect(code).toBe(0);
    expect(folder.lines('target.ndjson')[1]).toMatchObject({ __NAME__: 'alan', mail: 'b' });
  });
});

describe('a file that cannot be written is told, with 64 or 74 and without a trace', () => {
  test.each([
    ['import', ['in.csv', '--report', 'nowhere/report.ndjson'], 64],
    ['export', ['.', '--format', 'csv'], 74],
    ['export', ['nowhere/out.csv'], 64],
    ['export', ['out.csv', '--state', 'nowhere/state'], 64],
  ] as const)('%s %j', async (command, args, ends) => {
    folder.write('in.csv', '__NAME__\nalan\n');
    const { code, err } = await store(command, ...args);

    expect(code).toBe(ends);
    expect(err).toMatch(/E(NOENT|ISDIR|BUSY|PERM|EXIST|NOTEMPTY)/);
    expect(err).not.toContain('    at ');
  });

  test('sync', async () => {
    expect(await folder.run(['sync', 'memory', '__ACCOUNT__', '--token-file', 'nowhere/token'])).toMatchObject({
      code: 74,
      err: expect.stringMatching(/^ConnectorIO: ENOENT/m),
    });
  });
});

describe('two files of a command that are the same', () => {
  beforeEach(() => {
    folder.write('rows.ndjson', '{"__NAME__":"grace"}\n');
    folder.write('config.json', `{"file":"${folder.path}/target.ndjson"}`);
    for (const name of ['linked.ndjson', 'new.state', 'new.state.lock']) rmSync(join(folder.path, name), { recursive: true, force: true });
    linkSync(join(folder.path, 'rows.ndjson'), join(folder.path, 'linked.ndjson'));
  });

  test.each([
    ['the file and --report', ['import', 'rows.ndjson', '--report', './rows.ndjson']],
    ['the file and --report', ['import', 'rows.ndjson', '--report', 'linked.ndjson']],
    ['the file and --state', ['import', 'rows.ndjson', '--state', 'rows.ndjson']],
    ['--state and --report', ['import', 'rows.ndjson', '--state', 'new.state', '--report', 'new.state']],
    ['--config and --report', ['import', 'rows.ndjson', '--config', 'config.json', '--report', 'config.json']],
    ['the file and --config', ['export', 'config.json', '--format', 'ndjson', '--config', 'config.json']],
    ['the file and --state', ['export', 'new.ndjson', '--state', 'new.ndjson']],
    ['--config and --token-file', ['sync', '--config', 'config.json', '--token-file', 'config.json']],
  ])('are refused before either is touched: %s', async (said, [command = '', ...args]) => {
    const before = ['rows.ndjson', 'config.json', 'target.ndjson'].map((name) => folder.read(name));

    const { code, err } = await store(command, ...args);

    expect(code).toBe(64);
    expect(err).toContain(`${said} are the same file`);
    expect(['rows.ndjson', 'config.json', 'target.ndjson'].map((name) => folder.read(name))).toEqual(before);
    expect(folder.has('new.state')).toBe(false);
  });

  test('may be what is no file', async () => {
    const { code } = await store('import', 'rows.ndjson', '--report', '/dev/null', '--config', 'config.json');

    expect(code).toBe(0);
  });
});
