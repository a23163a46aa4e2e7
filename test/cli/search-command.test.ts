import { afterAll, describe, expect, test } from 'vitest';
import { CliFolder, jsonLines } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());

const people = ['ada', 'alan', 'grace', 'linus', 'mona'];
folder.write(
  'people.ndjson',
  people
    .map(
      (name, i) =>
        `${JSON.stringify({ uid: `u${i}`, __NAME__: name, mail: `${name}@example.org`, groups: ['a', `g${i}`], quota: '9007199254740993' })}\n`,
    )
    .join(''),
);
folder.write('odd.ndjson', `${JSON.stringify({ uid: 'u1', __NAME__: 'eve\u001b[2J\u009b31m', mail: 'a,"b"\nc' })}\n`);
folder.write('none.ndjson', '');
const search = (args: readonly string[], file = 'people.ndjson', surroundings = {}) =>
  folder.run(['search', './store.mjs', '__ACCOUNT__', ...args, '--set', `file=${folder.path}/${file}`], surroundings);

describe('search', () => {
  test('prints a table of what matches', async () => {
    const { code, out, err } = await search(['mail sw "a"', '--attributes', 'mail']);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      '__UID__  __NAME__  mail\n-------  --------  ----------------\nu0       ada       ada@example.org\nu1       alan      alan@example.org\n',
    );
  });

  test('prints JSON, lines of JSON and CSV', async () => {
    const args = ['__NAME__ eq "ada"', '--attributes', 'groups,quota'];
    const row = { __UID__: 'u0', __NAME__: 'ada', groups: ['a', 'g0'], quota: '9007199254740993' };

    expect(JSON.parse((await search([...args, '--output', 'json'])).out)).toEqual([row]);
    expect(jsonLines((await search([...args, '--output', 'ndjson'])).out)).toEqual([row]);
    expect((await search([...args, '--output', 'csv'])).out).toBe('__UID__,__NAME__,groups,quota\nu0,ada,"[""a"",""g0""]",9007199254740993\n');
  });

  test('prints nothing found in every form', async () => {
    expect(JSON.parse((await search(['--output', 'json'], 'none.ndjson')).out)).toEqual([]);
    expect((await search(['--output', 'ndjson'], 'none.ndjson')).out).toBe('');
    expect((await search(['--output', 'csv', '--attributes', 'mail'], 'none.ndjson')).out).toBe('__UID__,__NAME__,mail\n');
    expect((await search([], 'none.ndjson')).out).toBe('__UID__  __NAME__\n-------  --------\n');
  });

  test('lets no value move the cursor of the terminal', async () => {
    const { out } = await search([], 'odd.ndjson');

    expect(out).toContain('eve\\u001b[2J\\u009b31m');
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(out.trimEnd().split('\n')).toHaveLength(3);
  });

  test('puts commas, quotes and line breaks into CSV as RFC 4180 has them', async () => {
    expect((await search(['--output', 'csv', '--attributes', 'mail'], 'odd.ndjson')).out).toMatch(/,"a,""b""\nc"\n$/);
  });

  test('goes on where a limit or a page stopped it', async () => {
    const first = await search(['--limit', '2', '--page-size', '2', '--output', 'ndjson']);
    const cursor = /--cursor (\S+)/.exec(first.err)?.[1] ?? '';
    const second = await search(['--page-size', '2', '--cursor', cursor, '--output', 'ndjson']);

    expect(first.err).toMatch(/^there are more: /);
    expect(second.err).toBe('');
    expect([...jsonLines(first.out), ...jsonLines(second.out)].map(({ __NAME__ }) => __NAME__)).toEqual(people);
  });

  test('sorts, from the greatest too', async () => {
    const { code, out } = await search(['--sort', '-__NAME__', '--limit', '2', '--output', 'ndjson']);

    expect(code).toBe(0);
    expect(jsonLines(out).map(({ __NAME__ }) => __NAME__)).toEqual(['mona', 'linus']);
  });

  test.each([
    [['mail zz "x"'], 64],
    [['--limit', '0'], 64],
    [['--output', 'yaml'], 64],
    [['--attributes', 'mial'], 64],
    [['--cursor', 'x'], 64],
    [['--sort', 'nothing'], 64],
  ])('what is no search is refused: %j', async (args, code) => {
    expect(await search(args)).toMatchObject({ code, out: '' });
  });

  test('a misspelt class is named with the one that may be meant', async () => {
    const { code, err } = await folder.run(['search', './store.mjs', '__ACOUNT__', '--set', 'file=x']);

    expect(code).toBe(64);
    expect(err).toContain('did you mean __ACCOUNT__?');
  });

  test('--explain tells what the connector would be given, and asks it nothing', async () => {
    const { code, out } = await search(
      ['mail sw "a" and quota gt 5', '--attributes', 'groups', '--page-size', '7', '--explain'],
      'missing/nowhere.ndjson',
    );

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ operation: 'search', filter: 'mail sw "a" and quota gt 5n', pageSize: 7, pages: 'until the end' });
    expect(JSON.parse(out).attributes.sort()).toEqual(['groups', 'mail', 'quota']);
  });

  test('--explain asks the hook of a connector that has one', async () => {
    folder.write(
      'explaining.mjs',
      `import store from './store.mjs'; export default { ...store, hooks: { explain: ({ args }) => ({ least: 3, args }) } };`,
    );
    const { out } = await folder.run([
      'search',
      './explaining.mjs',
      '__ACCOUNT__',
      'mail pr',
      '--attributes',
      'mail',
      '--limit',
      '5',
      '--explain',
      '--set',
      'file=x',
    ]);

    expect(JSON.parse(out)).toEqual({ least: 3, args: { objectClass: '__ACCOUNT__', filter: 'mail pr', attributes: ['mail'], limit: 5 } });
  });

  test('reads no further than the reader of its output', async () => {
    folder.write(
      'endless.mjs',
      `import store from './store.mjs'; export const counted = globalThis.counted = { pages: 0 };
      async function* search({ signal }) { for (;;) { counted.pages++; const n = counted.pages; await new Promise(setImmediate); if (signal.aborted) throw signal.reason; yield { objects: Array.from({ length: 10 }, (_, i) => ({ uid: n + '.' + i, name: 'x', attributes: { __NAME__: 'x' } })), cursor: String(n) }; } }
      export default { ...store, operations: { __ACCOUNT__: { search } } };`,
    );
    const ending = new AbortController();
    const counted = () => (globalThis as unknown as { counted: { pages: number } }).counted.pages;
    let stuck = () => {};
    const reached = new Promise<void>((resolve) => {
      stuck = resolve;
    });
    let written = 0;
    const running = folder.run(['search', './endless.mjs', '__ACCOUNT__', '--page-size', '10', '--output', 'ndjson', '--set', 'file=x'], {
      signal: ending.signal,
      out: () => {
        if (++written < 3) return;
        stuck();
        return new Promise<void>((_, reject) => ending.signal.addEventListener('abort', () => reject(ending.signal.reason)));
      },
    });
    await reached;
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    const pages = counted();
    ending.abort(Object.assign(new Error('ended'), { name: 'AbortError' }));
    const { err } = await running;

    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(5);
    expect(err).toContain('stopped after 20 rows');
  });
});

describe('get', () => {
  const get = (args: readonly string[]) => folder.run(['get', './store.mjs', '__ACCOUNT__', ...args, '--set', `file=${folder.path}/people.ndjson`]);

  test('prints one attribute a line, or JSON', async () => {
    expect(await get(['u1', '--attributes', 'mail'])).toEqual({
      code: 0,
      out: '__UID__   u1\n__NAME__  alan\nmail      alan@example.org\n',
      err: '',
    });
    expect(JSON.parse((await get(['u1', '--output', 'json'])).out)).toMatchObject({ __UID__: 'u1', groups: ['a', 'g1'] });
  });

  test('of one that is not there ends with 66', async () => {
    expect(await get(['u9'])).toMatchObject({ code: 66, out: '', err: expect.stringMatching(/^UnknownUid: .*u9/) });
  });
});
