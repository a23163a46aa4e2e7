import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { CliFolder, ended } from './run-cli.ts';

const folder = new CliFolder();
beforeAll(() => {
  if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('dist/ is not complete: run `npm run build` (`npm test` does)');
});
afterAll(() => folder.remove());

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${String(i).padStart(2, '0')}`);
const ndjson = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const argumentsOf = (args: readonly string[], connector = './store.mjs') =>
  ['import', connector, '__ACCOUNT__', 'in.ndjson', '--concurrency', '1', '--state', 'import.state', '--report', 'report.ndjson'].concat(
    ['--set', `file=${folder.path}/target.ndjson`],
    args,
  );
const importing = (args: readonly string[] = [], connector?: string, signal?: AbortSignal) =>
  folder.run(argumentsOf(args, connector), signal ? { signal } : {});
const kept = () => folder.lines('target.ndjson');
const keptNames = () => kept().map(({ __NAME__ }) => __NAME__);
const report = () => folder.lines('report.ndjson').toSorted((a, b) => Number(a.row) - Number(b.row));

/** The store with another create, which is given the one of the store. */
const connectorWith = (name: string, create: string) =>
  folder.write(
    `${name}.mjs`,
    `import { existsSync, rmSync, writeFileSync } from 'node:fs';
    import store from './store.mjs';
    const { create } = store.operations.__ACCOUNT__;
    const once = (mark) => { const first = !existsSync('${folder.path}/' + mark); if (first) writeFileSync('${folder.path}/' + mark, ''); return first; };
    const fail = (code, outcome, uid) => { throw Object.assign(new Error(code), { code, outcome, uid, problems: [], retryable: false, [Symbol.for('identity-connector.ConnectorError')]: true }); };
    const forever = () => new Promise(() => setInterval(() => {}, 1000));
    export default { ...store, operations: { __ACCOUNT__: { ...store.operations.__ACCOUNT__, ${create} } } };`,
  );

beforeEach(() => {
  folder.write('in.ndjson', ndjson(names(6).map((__NAME__) => ({ __NAME__, mail: 'm' }))));
  for (const name of ['target.ndjson', 'report.ndjson', 'import.state']) folder.write(name, '');
  // Of a process that the test before has killed.
  rmSync(join(folder.path, 'import.state.lock'), { recursive: true, force: true });
});

describe('an import that goes on', () => {
  test('tries the rows that failed again, and no others', async () => {
    const first = await importing(['--set', 'refuse=n02']);
    const second = await importing();

    expect([first.code, second.code]).toEqual([1, 0]);
    expect(second.err).toBe('going on after 5 rows: 5 created; 1 row that failed or was cut off is tried again\n6 rows: 6 created\n');
    expect(keptNames()).toEqual(['n00', 'n01', 'n03', 'n04', 'n05', 'n02']);
    expect(report().map(({ row, status }) => [row, status])).toEqual(names(6).map((_, i) => [i + 1, 'created']));
  });

  test('tells of a row that fails again, each time', async () => {
    for (let run = 0; run < 3; run++) {
      expect((await importing(['--set', 'refuse=n02'])).code).toBe(1);
      expect(report()[2]).toEqual({ row: 3, status: 'failed', code: 'PermissionDenied', outcome: 'none', message: 'not n02' });
      expect(report()).toHaveLength(6);
    }

    expect((await importing()).err).toMatch(/\n6 rows: 6 created\n$/);
    expect((await importing()).err).toBe('going on after 6 rows: 6 created\n6 rows: 6 created\n');
    expect(keptNames().toSorted()).toEqual(names(6));
  });

  test('makes no row twice when it is killed just after it made one that had failed', { timeout: 60_000 }, async () => {
    await importing(['--set', 'refuse=n02']);
    const killed = await ended(folder.start(argumentsOf(['--set', 'killAfter=1'])));
    const { code } = await importing();

    expect(killed.code).toBe(null);
    expect(code).toBe(0);
    expect(keptNames().toSorted()).toEqual(names(6));
    expect(report()[2]).toMatchObject({ row: 3, status: 'found' });
  });

  test('looks for what it may have made, however often it fails in between', async () => {
    const lost = connectorWith(
      'lost',
      `create(call) { create(call); if (call.attributes.__NAME__ === 'n02') fail('ConnectionBroken', 'unknown'); return 'u'; }`,
    );
    const closed = connectorWith('closed', `create(call) { return create(call); }, async *search() { fail('RateLimited'); }`);
    const first = await importing([], `./${lost}`);
    const second = await importing([], `./${closed}`);
    const third = await importing();

    expect([first.code, second.code, third.code]).toEqual([1, 1, 0]);
    expect(keptNames()).toEqual(names(6));
    expect(report()[2]).toEqual({ row: 3, status: 'found', uid: 'u3' });
  });

  test('completes what was half made', async () => {
    const half = connectorWith(
      'half',
      `create(call) { const { mail, ...attributes } = call.attributes; const uid = create({ ...call, attributes }); if (attributes.__NAME__ === 'n02') fail('ConnectorIO', 'partial', uid); return uid; }`,
    );
    const first = await importing([], `./${half}`);
    const second = await importing();

    expect([first.code, second.code]).toEqual([1, 0]);
    expect(keptNames()).toEqual(names(6));
    expect(kept()[2]).toMatchObject({ uid: 'u3', __NAME__: 'n02', mail: 'm' });
    expect(report()[2]).toEqual({ row: 3, status: 'updated', uid: 'u3' });
  });

  test('makes anew what was half made and cleared away since', async () => {
    const half = connectorWith(
      'cleared',
      `create(call) { if (call.attributes.__NAME__ === 'n02') fail('ConnectorIO', 'partial', 'gone'); return create(call); }`,
    );
    await importing([], `./${half}`);
    await importing();

    expect(keptNames().toSorted()).toEqual(names(6));
    expect(report()[2]).toMatchObject({ row: 3, status: 'created' });
  });

  test('does not set an object back to an older row that had failed', async () => {
    folder.write(
      'target.ndjson',
      ndjson([
        { uid: 'u1', __NAME__: 'ada' },
        { uid: 'u2', __NAME__: 'alan' },
      ]),
    );
    folder.write(
      'in.ndjson',
      ndjson([
        { __NAME__: 'ada', mail: 'old' },
        { __NAME__: 'alan', mail: 'old' },
        { __NAME__: 'ada', mail: 'new' },
      ]),
    );
    const { update } = {
      update: `update(call) { if (call.attributes.mail === 'old') fail('RateLimited', 'none'); return store.operations.__ACCOUNT__.update(call); }`,
    };
    const first = await importing(['--mode', 'update'], `./${connectorWith('old', update)}`);
    const second = await importing(['--mode', 'update']);

    expect([first.code, second.code]).toEqual([1, 1]);
    expect(kept()).toMatchObject([{ mail: 'new' }, { mail: 'old' }]);
    expect(report()[0]).toMatchObject({ row: 1, status: 'failed', code: 'PreconditionFailed', message: expect.stringContaining('row 3') });
  });
});

describe('two imports with one state', () => {
  const hanging = () => connectorWith('hanging', `async create(call) { create(call); process.stderr.write('made\\n'); await forever(); }`);

  test('do not work at once: the second is told so, and touches nothing', { timeout: 60_000 }, async () => {
    const child = folder.start(argumentsOf([], `./${hanging()}`));
    const ending = ended(child);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    folder.write('report.ndjson', 'of the first');
    const { code, err } = await importing();
    const state = folder.read('import.state');
    child.kill('SIGKILL');
    await ending;

    expect(code).toBe(75);
    expect(err).toMatch(
      /^the state .*import\.state is locked: waiting.*\nRetryable: the state .*import\.state is in use: another command works with it/,
    );
    expect(keptNames()).toEqual(['n00']);
    expect(folder.read('report.ndjson')).toBe('of the first');
    expect(state.split('\n').slice(1)).toEqual(['{"begun":1}', '']);
  });

  test('a lock that a killed process left is waited for, and the import goes on', { timeout: 60_000 }, async () => {
    const child = folder.start(argumentsOf([], `./${hanging()}`));
    const ending = ended(child);
    child.stderr.once('data', () => child.kill('SIGKILL'));
    await ending;
    const left = folder.has('import.state.lock');
    const { code, err } = await importing();

    expect(left).toBe(true);
    expect(code).toBe(0);
    expect(err).toContain('is locked: waiting to see');
    expect(keptNames()).toEqual(names(6));
    expect(report()[0]).toMatchObject({ row: 1, status: 'found' });
    expect(folder.has('import.state.lock')).toBe(false);
  });

  test('waiting for a lock ends with Ctrl-C', async () => {
    const child = folder.start(argumentsOf([], `./${hanging()}`));
    const ending = ended(child);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    const stop = new AbortController();
    const waiting = importing([], undefined, stop.signal);
    setTimeout(() => stop.abort(new Error('ended by SIGINT')), 300);
    const { code } = await waiting;
    child.kill('SIGKILL');
    await ending;

    expect(code).not.toBe(0);
    expect(code).not.toBe(75);
  });

  test('one whose lock was taken away begins nothing more', async () => {
    const connector = connectorWith(
      'robbed',
      `async create(call) { const uid = create(call); if (once('robbed')) { rmSync('${folder.path}/import.state.lock', { recursive: true }); await new Promise((resolve) => setTimeout(resolve, 2500)); } return uid; }`,
    );
    const { code, err } = await importing([], `./${connector}`);

    expect(code).toBe(74);
    expect(err).toContain('import.state.lock was taken away');
    expect(keptNames()).toEqual(['n00']);
  });

  test('a state in a folder that is not there is refused', async () => {
    expect(await importing(['--state', 'nowhere/import.state'])).toMatchObject({ code: 64, err: expect.stringContaining('ENOENT') });
  });

  test('nor do two exports', { timeout: 60_000 }, async () => {
    folder.write('target.ndjson', ndjson([{ uid: 'u1', __NAME__: 'ada' }]));
    const slow = folder.write(
      'slow.mjs',
      `import store from './store.mjs';
      export default { ...store, operations: { __ACCOUNT__: { async *search() { process.stderr.write('asked\\n'); await new Promise(() => setInterval(() => {}, 1000)); } } } };`,
    );
    const exportArguments = (connector: string) => [
      'export',
      connector,
      '__ACCOUNT__',
      'out.ndjson',
      '--state',
      'export.state',
      '--set',
      `file=${folder.path}/target.ndjson`,
    ];
    const child = folder.start(exportArguments(`./${slow}`));
    const ending = ended(child);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    const { code, err } = await folder.run(exportArguments('./store.mjs'));
    child.kill('SIGKILL');
    await ending;

    expect(code).toBe(75);
    expect(err).toContain('export.state is in use');
    expect((await folder.run(exportArguments('./store.mjs'))).code).toBe(0);
  });
});
