import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CliFolder, jsonLines } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

const people = Array.from({ length: 7 }, (_, i) => ({ uid: `u${i}`, __NAME__: `n${i}`, mail: i === 3 ? 'drei, "3"' : `m${i}` }));
folder.write('people.ndjson', people.map((each) => `${JSON.stringify(each)}\n`).join(''));
folder.write(
  'breaking.mjs',
  `import store from './store.mjs'; const { search } = store.operations.__ACCOUNT__;
  export default { ...store, operations: { __ACCOUNT__: { async *search(call) { let pages = 0; for await (const page of search(call)) { if (++pages > (call.session.retries ?? 99)) throw new Error('broken'); yield page; } } } } };`,
);
const exporting = (args: readonly string[], connector = './store.mjs', surroundings = {}) =>
  folder.run(['export', connector, '__ACCOUNT__', ...args, '--set', `file=${folder.path}/people.ndjson`], surroundings);

beforeEach(() => {
  folder.write('out.csv', 'old');
});

describe('export', () => {
  test('writes lines of JSON on standard output, and what was done on standard error', async () => {
    const { code, out, err } = await exporting(['--page-size', '2']);

    expect({ code, err }).toEqual({ code: 0, err: '7 rows of __ACCOUNT__\n' });
    expect(jsonLines(out).map(({ __UID__ }) => __UID__)).toEqual(people.map(({ uid }) => uid));
  });

  test('writes those that match into a file', async () => {
    const { code, out, err } = await exporting(['out.csv', '--attributes', 'mail', '--filter', 'mail sw "m" and __NAME__ lt "n3"']);

    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '3 rows of __ACCOUNT__ in out.csv\n' });
    expect(folder.read('out.csv')).toBe('__UID__,__NAME__,mail\nu0,n0,m0\nu1,n1,m1\nu2,n2,m2\n');
  });

  test('that fails leaves the old file, and no half of a new one under its name', async () => {
    const { code, err } = await exporting(['out.csv', '--page-size', '2', '--set', 'retries=2'], './breaking.mjs');

    expect(code).toBe(70);
    expect(err).toContain('stopped after 4 rows');
    expect(folder.read('out.csv')).toBe('old');
  });

  test.each(['csv', 'ndjson'])('with a state goes on after the last page, and ends with the same file as one in one go: %s', async (format) => {
    const args = ['--attributes', 'mail', '--page-size', '2', '--format', format];
    const whole = (await exporting(['-', ...args])).out;
    const first = await exporting([`parts.${format}`, ...args, '--state', 'export.state', '--set', 'retries=2'], './breaking.mjs');
    const kept = folder.has('export.state');
    const second = await exporting([`parts.${format}`, ...args, '--state', 'export.state'], './breaking.mjs');

    expect(first).toMatchObject({ code: 70, err: expect.stringContaining('the same command goes on') });
    expect(kept).toBe(true);
    expect(second).toMatchObject({ code: 0, err: expect.stringMatching(/^going on after 4 rows\n7 rows /) });
    expect(folder.read(`parts.${format}`)).toBe(whole);
    expect(folder.has('export.state')).toBe(false);
    expect(folder.has(`parts.${format}.part`)).toBe(false);
  });

  test('does not trust what was written after the last state', async () => {
    const args = ['torn.csv', '--attributes', 'mail', '--page-size', '2', '--state', 'torn.state'];
    await exporting([...args, '--set', 'retries=2'], './breaking.mjs');
    folder.write('torn.csv.part', `${folder.read('torn.csv.part')}half of a ro`);
    await exporting(args, './breaking.mjs');

    expect(folder.read('torn.csv')).toBe((await exporting(['-', '--format', 'csv', '--attributes', 'mail'])).out);
  });

  test('refuses the state of another export, and one that is longer than its file', async () => {
    const args = ['mine.csv', '--page-size', '2', '--state', 'mine.state'];
    await exporting([...args, '--set', 'retries=2'], './breaking.mjs');

    expect(await exporting([...args, '--filter', 'mail pr'])).toMatchObject({ code: 64, err: expect.stringContaining('another export') });
    folder.write('mine.csv.part', '');
    expect(await exporting(args)).toMatchObject({ code: 64, err: expect.stringContaining('shorter') });
  });

  test('of rows that came without all their values is an error, because they would be read in again', async () => {
    folder.write(
      'cut.mjs',
      `import store from './store.mjs'; export default { ...store, operations: { __ACCOUNT__: { async *search() { yield { objects: [{ uid: 'u', name: 'n', attributes: { __NAME__: 'n', groups: ['a'] }, incomplete: ['groups'] }] }; } } } };`,
    );

    expect(await exporting([], './cut.mjs')).toMatchObject({ code: 74, out: '', err: expect.stringContaining('groups') });
    expect((await folder.run(['search', './cut.mjs', '__ACCOUNT__', '--set', 'file=x'])).err).toContain(
      'warning: some rows have not all values of groups',
    );
  });

  test.each([
    [['out.txt'], '--format'],
    [['-', '--state', 'x'], '--state'],
    [['out.csv', '--state', 'x', '--limit', '1'], '--limit'],
    [['nowhere/out.csv'], 'cannot be written'],
  ])('what cannot be done is refused: %j', async (args, said) => {
    const { code, err } = await exporting(args);

    expect(code).toBe(64);
    expect(err).toContain(said);
  });
});

describe('bench', () => {
  test('counts the rows and the operations of a full read', async () => {
    const { code, out } = await folder.run(['bench', './store.mjs', '__ACCOUNT__', '--output', 'json', '--set', `file=${folder.path}/people.ndjson`]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ objectClass: '__ACCOUNT__', rows: 7, operations: { 'search __ACCOUNT__': 1 }, requests: {} }]);
  });

  test('reads every class that can be searched, and says so in words', async () => {
    const { code, out } = await folder.run(['bench', 'memory']);

    expect(code).toBe(0);
    expect(out).toMatch(
      /^__ACCOUNT__: 0 rows in [\d.]+ s, 0 rows a second\n {2}operations: 1 search __ACCOUNT__\n {2}requests: none told\n__GROUP__: /,
    );
  });
});
