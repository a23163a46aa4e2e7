import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { CliFolder } from './run-cli.ts';

const folder = new CliFolder();
afterAll(() => folder.remove());
beforeEach(() => {
  folder.write('people.ndjson', `${JSON.stringify({ uid: 'u1', __NAME__: 'ada', mail: 'ada@example.org', groups: ['a', 'b'] })}\n`);
});
const store = (command: string, args: readonly string[], input?: string) =>
  folder.run([command, './store.mjs', '__ACCOUNT__', ...args, '--set', `file=${folder.path}/people.ndjson`], input === undefined ? {} : { input });
const kept = () => folder.lines('people.ndjson');

describe('create', () => {
  test('makes an object of name=value arguments, converted by their types', async () => {
    const args = ['__NAME__=grace', 'mail=g=h@example.org', 'quota=9007199254740993', 'groups=a', 'groups=b', 'settings={"theme":"dark"}'];
    const { code, out, err } = await store('create', args);

    expect({ code, out, err }).toEqual({ code: 0, out: 'u2\n', err: 'created __ACCOUNT__ u2\n' });
    expect(kept()[1]).toMatchObject({
      __NAME__: 'grace',
      mail: 'g=h@example.org',
      quota: '9007199254740993',
      groups: ['a', 'b'],
      settings: { theme: 'dark' },
    });
  });

  test('takes names in any case, and many values as a JSON list', async () => {
    await store('create', ['__name__=grace', 'GROUPS=["x","y"]']);

    expect(kept()[1]).toMatchObject({ __NAME__: 'grace', groups: ['x', 'y'] });
  });

  test('takes attributes from standard input, and those of the command line before them', async () => {
    const { code } = await store(
      'create',
      ['mail=other@example.org', '--from', '-'],
      '{ "__UID__": "u9", "__NAME__": "grace", "mail": "g@example.org", "__REVISION__": "1" }',
    );

    expect(code).toBe(0);
    expect(kept()[1]).toMatchObject({ __NAME__: 'grace', mail: 'other@example.org' });
  });

  test('asks for a password, which is not in what it prints', async () => {
    const { code, out, err } = await store('create', ['__NAME__=grace', '--secret', '__PASSWORD__'], 'hunter2hunter2\n');

    expect(code).toBe(0);
    expect(out + err).not.toContain('hunter2');
    expect(kept()[1]).toMatchObject({ password: 'hunter2hunter2' });
  });

  test('warns of a password among the arguments, without it', async () => {
    const { err } = await store('create', ['__NAME__=grace', '__PASSWORD__=hunter2hunter2']);

    expect(err).toMatch(/^warning: __PASSWORD__=….*--secret __PASSWORD__/);
    expect(err).not.toContain('hunter2');
  });

  test('prints all of the answer as JSON where asked for', async () => {
    expect(JSON.parse((await store('create', ['__NAME__=grace', '--output', 'json'])).out)).toEqual({ uid: 'u2' });
  });

  test.each([
    [[], 65, '__NAME__'],
    [['__NAME__=x', 'mial=y'], 65, 'mial'],
    [['__NAME__=x', 'quota=much'], 65, 'quota'],
    [['__NAME__=x', 'arn=y'], 65, 'arn'],
    [['__NAME__=x', 'mail=a', 'mail=b'], 64, 'mail is given twice'],
    [['ada'], 64, 'name=value'],
    [['__NAME__=x', '--from', 'nowhere.json'], 64, 'nowhere.json'],
    [['__NAME__=x', '--output', 'csv'], 64, '--output'],
  ])('what is wrong is refused before anything is sent: %j', async (args, code, said) => {
    const result = await store('create', args);

    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toContain(said);
    expect(kept()).toHaveLength(1);
  });

  test('a file that is no JSON is not quoted', async () => {
    const { code, err } = await store('create', ['--from', '-'], '{ "__PASSWORD__": hunter2 }');

    expect(code).toBe(64);
    expect(err).not.toContain('hunter2');
  });
});

describe('update', () => {
  test('replaces, adds, removes and clears', async () => {
    const { code, out } = await store('update', ['u1', '--replace', 'quota=5', '--add', 'groups=c', '--remove', 'groups=a', '--clear', 'mail']);

    expect({ code, out }).toEqual({ code: 0, out: 'u1\n' });
    expect(kept()).toEqual([{ uid: 'u1', __NAME__: 'ada', groups: ['b', 'c'], quota: '5' }]);
  });

  test('takes changes, or attributes to replace, from a file', async () => {
    await store('update', ['u1', '--from', '-'], '{ "add": { "groups": ["c"] } }');
    await store('update', ['u1', '--from', '-'], '{ "mail": null, "quota": 7 }');

    expect(kept()).toEqual([{ uid: 'u1', __NAME__: 'ada', groups: ['a', 'b', 'c'], quota: '7' }]);
  });

  test('refuses a row of which values are missing, because it would remove them', async () => {
    const { code, err } = await store('update', ['u1', '--from', '-'], '{ "groups": ["a"], "__INCOMPLETE__": ["groups"] }');

    expect(code).toBe(64);
    expect(err).toContain('groups');
    expect(kept()[0]).toMatchObject({ groups: ['a', 'b'] });
  });

  test('of nothing is refused', async () => {
    expect(await store('update', ['u1'])).toMatchObject({ code: 64, err: expect.stringContaining('--replace') });
  });

  test('of one that is not there ends with 66', async () => {
    expect(await store('update', ['u9', '--clear', 'mail'])).toMatchObject({ code: 66, out: '' });
  });
});

describe('delete', () => {
  test('deletes, and ends with 66 the second time', async () => {
    expect(await store('delete', ['u1'])).toEqual({ code: 0, out: '', err: 'deleted __ACCOUNT__ u1\n' });
    expect(await store('delete', ['u1'])).toMatchObject({ code: 66 });
    expect(kept()).toEqual([]);
  });
});

describe('--dry-run', () => {
  test.each([
    ['create', ['__NAME__=grace', 'groups=a'], undefined, { operation: 'create', attributes: { __NAME__: 'grace', groups: ['a'] } }],
    ['update', ['u1', '--add', 'groups=c'], undefined, { operation: 'update', uid: 'u1', attributes: { groups: ['a', 'b', 'c'] } }],
    ['delete', ['u1'], undefined, { operation: 'delete', uid: 'u1' }],
    ['create', ['__NAME__=x', '--secret', '__PASSWORD__'], 'hunter2\n', { operation: 'create', attributes: { __PASSWORD__: '[secret]' } }],
  ])('of %s %j shows what the connector would be given, and writes nothing', async (command, args, input, expected) => {
    const before = kept();
    const { code, out, err } = await store(command, [...args, '--dry-run'], input);

    expect({ code, err }).toEqual({ code: 0, err: 'dry run: nothing was written\n' });
    expect(JSON.parse(out)).toMatchObject({ objectClass: '__ACCOUNT__', ...expected });
    expect(out).not.toContain('hunter2');
    expect(kept()).toEqual(before);
  });

  test('checks the arguments all the same', async () => {
    expect(await store('create', ['mail=x', '--dry-run'])).toMatchObject({ code: 65, out: '' });
  });
});

describe('script', () => {
  const script = (args: readonly string[]) => folder.run(['script', './store.mjs', ...args, '--set', `file=${folder.path}/people.ndjson`]);

  test('calls a hook with arguments that are JSON, or text', async () => {
    const { code, out } = await script(['settings', 'a=1', 'b=x y', 'c={"d":[true]}', 'e="5"']);

    expect(code).toBe(0);
    expect(JSON.parse(out).args).toEqual({ a: 1, b: 'x y', c: { d: [true] }, e: '5' });
  });

  test('shows a secret that is told once only where asked to', async () => {
    expect(JSON.parse((await script(['newKey', 'name=ada'])).out)).toEqual({ key: '[secret]', for: 'ada' });
    expect(JSON.parse((await script(['newKey', 'name=ada', '--reveal'])).out)).toEqual({ key: 'hunter2hunter2', for: 'ada' });
  });

  test('names the hooks that there are', async () => {
    expect(await script(['setings'])).toMatchObject({ code: 64, err: expect.stringContaining('settings') });
    expect(await script([])).toMatchObject({ code: 64 });
  });

  test('--dry-run shows what a hook would be given', async () => {
    expect(JSON.parse((await script(['newKey', 'name=ada', '--dry-run'])).out)).toMatchObject({ operation: 'hook newKey', args: { name: 'ada' } });
  });

  test('--file runs a script in the sandbox, with its arguments', async () => {
    folder.write('count.js', "const rows = await connector.search('__ACCOUNT__', { filter }); ({ rows: rows.length, process: typeof process })");
    const { code, out, err } = await script(['--file', 'count.js', 'filter=mail pr']);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({ rows: 1, process: 'undefined' });
  });
});

describe('authenticate', () => {
  test('prints the uid for the right password, and ends with 77 for a wrong one', async () => {
    await store('update', ['u1', '--secret', '__PASSWORD__'], 'hunter2hunter2\n');

    expect(await store('authenticate', ['ada'], 'hunter2hunter2\n')).toEqual({ code: 0, out: 'u1\n', err: '' });
    const wrong = await store('authenticate', ['ada'], 'hunter3hunter3\n');
    expect(wrong).toMatchObject({ code: 77, out: '' });
    expect(wrong.err).not.toContain('hunter3');
  });
});

describe('policy', () => {
  test('prints what the hook of a connector answers', async () => {
    folder.write(
      'allowed.mjs',
      `import store from './store.mjs'; export default { ...store, hooks: { policy: ({ args }) => ({ Version: '2012-10-17', args }) } };`,
    );

    const { code, out } = await folder.run(['policy', './allowed.mjs', 'only=["search"]', '--set', 'file=x']);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ Version: '2012-10-17', args: { only: ['search'] } });
  });

  test('of a connector without one says where its permissions are told', async () => {
    expect(await folder.run(['policy', 'memory'])).toMatchObject({ code: 64, out: '', err: expect.stringContaining('spec memory') });
  });
});
