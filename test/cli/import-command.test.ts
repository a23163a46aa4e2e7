import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CliFolder, ended } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${String(i).padStart(2, '0')}`);
const ndjson = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const target = () => `file=${folder.path}/target.ndjson`;
const importing = (file: string, args: readonly string[] = [], surroundings = {}) =>
  folder.run(['import', './store.mjs', '__ACCOUNT__', file, '--concurrency', '1', ...args, '--set', target()], surroundings);
const kept = () => folder.lines('target.ndjson');
const keptNames = () => kept().map(({ __NAME__ }) => __NAME__);

beforeEach(() => {
  for (const name of ['target.ndjson', 'report.ndjson']) folder.write(name, '');
});

describe('import', () => {
  test('creates an object for each line of JSON', async () => {
    folder.write(
      'in.ndjson',
      ndjson([
        { __NAME__: 'ada', groups: ['a'], quota: '9007199254740993' },
        { __NAME__: 'alan', mail: null },
      ]),
    );
    const { code, out, err } = await importing('in.ndjson');

    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '2 rows: 2 created\n' });
    expect(kept()).toMatchObject([{ __NAME__: 'ada', groups: ['a'], quota: '9007199254740993' }, { __NAME__: 'alan' }]);
  });

  test('reads CSV: quotes, line breaks, empty cells, lists, a mark at the beginning', async () => {
    folder.write('in.csv', '\ufeff__NAME__,mail,groups,quota\r\nada,"a,""b""\nc","[""x"",""y""]",9007199254740993\r\nalan,,single,\r\n');
    const { code } = await importing('in.csv');

    expect(code).toBe(0);
    expect(kept()).toMatchObject([
      { mail: 'a,"b"\nc', groups: ['x', 'y'], quota: '9007199254740993' },
      { __NAME__: 'alan', groups: ['single'] },
    ]);
    expect(kept()[1]).not.toHaveProperty('mail');
  });

  test('reads standard input', async () => {
    const { code } = await importing('-', ['--format', 'ndjson'], { input: '{"__NAME__":"ada"}\n\n{"__NAME__":"alan"}' });

    expect(code).toBe(0);
    expect(keptNames()).toEqual(['ada', 'alan']);
  });

  test('goes on after rows that fail, says so of each in the report, and ends with 1', async () => {
    folder.write('in.ndjson', '{"__NAME__":"ada"}\n{"__NAME__":"bad"}\n{"mail":"x"}\n[]\n{"__PASSWORD__": hunter2}\n{"__NAME__":"alan"}\n');
    const { code, err } = await importing('in.ndjson', ['--report', 'report.ndjson', '--set', 'refuse=bad']);

    expect(code).toBe(1);
    expect(err).toBe('6 rows: 2 created, 4 failed\n');
    expect(folder.lines('report.ndjson')).toEqual([
      { row: 1, status: 'created', uid: 'u1' },
      { row: 2, status: 'failed', code: 'PermissionDenied', outcome: 'none', message: 'not bad' },
      { row: 3, status: 'failed', code: 'InvalidAttributeValue', outcome: 'none', message: expect.stringContaining('__NAME__') },
      { row: 4, status: 'failed', code: 'InvalidAttributeValue', outcome: 'none', message: 'row 4 is not a JSON object' },
      { row: 5, status: 'failed', code: 'InvalidAttributeValue', outcome: 'none', message: 'row 5 is not a JSON object' },
      { row: 6, status: 'created', uid: 'u2' },
    ]);
  });

  test('without a report names the first failures', async () => {
    folder.write('in.ndjson', '{"__NAME__":"bad"}\n'.repeat(7));
    const { err } = await importing('in.ndjson', ['--set', 'refuse=bad']);

    expect(err.match(/^row \d: PermissionDenied: not bad$/gm)).toHaveLength(5);
    expect(err).toContain('--report');
  });

  test.each([
    ['__NAME__,mial\nada,x\n', 'did you mean mail?'],
    ['__NAME__,mail,mail\nada,x,y\n', 'mail twice'],
    ['', 'no header'],
    ['__NAME__,mail\nada\n', 'not CSV'],
    ['__NAME__,mail\n"ada,x\n', 'not CSV'],
  ])('what is no CSV of the class is refused: %j', async (text, said) => {
    folder.write('in.csv', text);
    const { code, err } = await importing('in.csv');

    expect(code).toBe(64);
    expect(err).toContain(said);
    expect(kept()).toEqual([]);
  });

  test('a file that is cut in the middle of a CSV row is an error, and not the end', async () => {
    folder.write('in.csv', '__NAME__,mail\nada,a\nalan,"b');
    const { code, err } = await importing('in.csv');

    expect(code).toBe(64);
    expect(err).toMatch(/line 3/);
    expect(err).toContain('1 row: 1 created');
  });

  test.each([
    [['nowhere.ndjson'], 'cannot be read'],
    [['in.txt'], '--format'],
    [['in.ndjson', '--mode', 'merge'], '--mode'],
    [['in.ndjson', '--concurrency', '0'], '--concurrency'],
    [['-', '--format', 'ndjson', '--state', 'x'], '--state'],
    [['.', '--format', 'ndjson'], 'cannot be read'],
  ])('what cannot be done is refused: %j', async ([file = '', ...args], said) => {
    folder.write('in.ndjson', '{}\n');
    const { code, err } = await importing(file, args);

    expect(code).toBe(64);
    expect(err).toContain(said);
  });

  test('updates objects, found by uid, else by name; one that is not there is the failure of its row', async () => {
    folder.write(
      'target.ndjson',
      ndjson([
        { uid: 'u1', __NAME__: 'ada', mail: 'old', groups: ['a'] },
        { uid: 'u2', __NAME__: 'alan' },
      ]),
    );
    folder.write('in.ndjson', ndjson([{ __NAME__: 'ada', mail: 'new', groups: null }, { __UID__: 'u2', __NAME__: 'turing' }, { __NAME__: 'eve' }]));
    const { code } = await importing('in.ndjson', ['--mode', 'update', '--report', 'report.ndjson']);

    expect(code).toBe(1);
    expect(kept()).toEqual([
      { uid: 'u1', __NAME__: 'ada', mail: 'new' },
      { uid: 'u2', __NAME__: 'turing' },
    ]);
    expect(folder.lines('report.ndjson')[2]).toMatchObject({ row: 3, status: 'failed', code: 'UnknownUid' });
  });

  test('with upsert makes what is not there and changes what is, the same name twice too', async () => {
    folder.write('target.ndjson', ndjson([{ uid: 'u1', __NAME__: 'ada', mail: 'old' }]));
    folder.write('in.ndjson', ndjson([{ __NAME__: 'ada', mail: 'new' }, { __NAME__: 'alan' }, { __NAME__: 'alan', mail: 'second' }]));
    const { code, err } = await importing('in.ndjson', ['--mode', 'upsert', '--concurrency', '8']);

    expect({ code, err }).toEqual({ code: 0, err: '3 rows: 1 created, 2 updated\n' });
    expect(kept()).toMatchObject([
      { __NAME__: 'ada', mail: 'new' },
      { __NAME__: 'alan', mail: 'second' },
    ]);
  });

  test('does not guess which of several objects of a name is meant', async () => {
    folder.write(
      'target.ndjson',
      ndjson([
        { uid: 'u1', __NAME__: 'ada' },
        { uid: 'u2', __NAME__: 'ada' },
      ]),
    );
    folder.write('in.ndjson', ndjson([{ __NAME__: 'ada', mail: 'new' }]));

    expect(await importing('in.ndjson', ['--mode', 'upsert'])).toMatchObject({ code: 1, err: expect.stringContaining('several') });
  });

  test('--dry-run checks every row, and writes nothing', async () => {
    folder.write('in.ndjson', ndjson([{ __NAME__: 'ada' }, { mail: 'x' }]));
    const { code, err } = await importing('in.ndjson', ['--dry-run', '--report', 'report.ndjson']);

    expect(code).toBe(1);
    expect(err).toBe('2 rows: 1 checked, 1 failed\n');
    expect(kept()).toEqual([]);
  });

  test('reads what export wrote', async () => {
    const source = [
      { uid: 'x1', __NAME__: 'ada', mail: 'a,"b"\n', groups: ['x', 'y,z'], quota: '9007199254740993', settings: { a: [1] } },
      { uid: 'x2', __NAME__: 'alan' },
    ];
    folder.write('source.ndjson', ndjson(source));
    for (const file of ['out.csv', 'out.ndjson']) {
      folder.write('target.ndjson', '');
      await folder.run(['export', './store.mjs', '__ACCOUNT__', file, '--attributes', '*,settings', '--set', `file=${folder.path}/source.ndjson`]);
      const { code } = await importing(file, ['--attributes', 'mail,groups,quota,settings']);

      expect(code).toBe(0);
      expect(kept().map(({ uid: _, arn: __, ...others }) => others)).toEqual(source.map(({ uid: _, ...others }) => others));
    }
  });
});

describe('an import with a state', () => {
  const state = ['--state', 'import.state', '--report', 'report.ndjson'];
  const statuses = () => folder.lines('report.ndjson').map(({ row, status }) => [row, status]);

  beforeEach(() => {
    folder.write('in.ndjson', ndjson(names(12).map((__NAME__) => ({ __NAME__ }))));
    folder.write('import.state', '');
  });

  test('that was killed just after a create neither repeats it nor leaves a row out', { timeout: 120_000 }, async () => {
    let runs = 0;
    let code: number | null = null;
    for (; code === null && runs < 20; runs++) {
      // Each process is killed at its third create, before anybody has heard of it.
      const args = ['import', './store.mjs', '__ACCOUNT__', 'in.ndjson', '--concurrency', '2', ...state, '--set', target(), '--set', 'killAfter=3'];
      ({ code } = await ended(folder.start(args)));
    }

    expect(code).toBe(0);
    expect(runs).toBeGreaterThan(3);
    expect(keptNames().toSorted()).toEqual(names(12));
    expect(
      folder
        .lines('report.ndjson')
        .map(({ row }) => row)
        .toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual(names(12).map((_, i) => i + 1));
    expect(new Set(statuses().map(([, status]) => status))).toEqual(new Set(['created', 'found']));
  });

  test('that is complete does nothing again', async () => {
    await importing('in.ndjson', state);
    const again = await importing('in.ndjson', state);

    expect(again).toMatchObject({ code: 0, err: 'going on after 12 rows: 12 created\n12 rows: 12 created\n' });
    expect(keptNames()).toEqual(names(12));
    expect(statuses()).toHaveLength(12);
  });

  test('goes on after Ctrl-C', async () => {
    const ending = new AbortController();
    folder.write(
      'stopping.mjs',
      `import store from './store.mjs'; let n = 0; const { create } = store.operations.__ACCOUNT__;
      export default { ...store, operations: { __ACCOUNT__: { ...store.operations.__ACCOUNT__, create(call) { const uid = create(call); if (++n === 4) globalThis.stopImport(); return uid; } } } };`,
    );
    (globalThis as unknown as { stopImport: () => void }).stopImport = () => ending.abort(new Error('ended by SIGINT'));
    const args = ['import', './stopping.mjs', '__ACCOUNT__', 'in.ndjson', '--concurrency', '1', ...state, '--set', target()];
    const first = await folder.run(args, { signal: ending.signal });
    const second = await folder.run(args);

    expect(first.code).toBe(130);
    expect(first.err).toMatch(/^stopped after \d rows?: /m);
    expect(second.code).toBe(0);
    expect(keptNames()).toEqual(names(12));
  });

  test('whose last line was cut by a crash goes on', async () => {
    await importing('in.ndjson', state);
    const lines = folder.read('import.state').split('\n');
    folder.write('import.state', lines.slice(0, -2).join('\n').slice(0, -5));
    folder.write('target.ndjson', ndjson(kept().slice(0, 11)));
    const { code } = await importing('in.ndjson', state);

    expect(code).toBe(0);
    expect(keptNames()).toEqual(names(12));
  });

  test('of another file, class or mode is refused', async () => {
    await importing('in.ndjson', state);
    folder.write('other.ndjson', ndjson([{ __NAME__: 'other' }]));

    expect(await importing('other.ndjson', state)).toMatchObject({ code: 64, err: expect.stringContaining('other file') });
    expect(await importing('in.ndjson', [...state, '--mode', 'upsert'])).toMatchObject({ code: 64, err: expect.stringContaining('other mode') });
    folder.write('import.state', 'something else\n');
    expect(await importing('in.ndjson', state)).toMatchObject({ code: 64 });
  });

  test('holds no password', async () => {
    folder.write('in.ndjson', ndjson([{ __NAME__: 'ada', __PASSWORD__: 'hunter2hunter2' }]));
    const { err } = await importing('in.ndjson', state);

    expect(folder.read('import.state') + folder.read('report.ndjson') + err).not.toContain('hunter2');
  });
});
