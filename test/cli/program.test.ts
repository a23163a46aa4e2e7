import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';

const directory = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(directory, name), text);
  return name;
};

async function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}, signal = new AbortController().signal) {
  let out = '';
  let err = '';
  const code = await runProgram(args, '1.2.3', {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env,
    directory,
    signal,
  });
  return { code, out, err };
}

describe('what is common to all commands', () => {
  test('--version prints the version of the package', async () => {
    expect(await cli(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  test('--help names every command', async () => {
    const { code, out } = await cli(['--help']);

    expect(code).toBe(0);
    for (const command of ['new', 'spec', 'validate', 'test', 'schema']) expect(out).toContain(`\n  ${command}`);
  });

  test('the help of a command shows an example', async () => {
    expect((await cli(['test', '--help'])).out).toContain('Example');
  });

  test.each([[['speck', 'memory']], [['spec']], [['spec', 'memory', '--colour']], [['test', 'memory', '--seed', 'x', '--contract']]])(
    'what is no command line ends with 64 and says what is wrong: %j',
    async (args) => {
      const { code, out, err } = await cli(args);

      expect({ code, out }).toEqual({ code: 64, out: '' });
      expect(err).not.toBe('');
    },
  );

  test('a connector that is not there ends with 78', async () => {
    const { code, err } = await cli(['spec', 'memry']);

    expect(code).toBe(78);
    expect(err).toContain('Configuration: ');
    expect(err).toContain('memory');
  });

  test('--json-errors prints the failure as JSON', async () => {
    const { code, err } = await cli(['--json-errors', 'validate', 'memory', '--config', 'nowhere.json']);

    expect(code).toBe(78);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'Configuration', outcome: 'none' } });
  });
});

const hr = (body: string) =>
  `class Failure extends Error { code = 'ConnectionFailed'; problems = []; outcome = 'none'; get [Symbol.for('identity-connector.ConnectorError')]() { return true; } }
  export default { name: 'hr', version: '1.0.0', objectClasses: [{ name: 'thing', attributes: { __NAME__: { type: 'string' } } }],
    configuration: { type: 'object', additionalProperties: true, properties: { key: { type: 'string', writeOnly: true, minLength: 50 } } },
    connect: () => ({}), operations: { thing: { get: () => undefined } }, ${body} };`;

describe('what goes wrong', () => {
  test('at closing too is told by what went wrong first', async () => {
    const connector = file(
      'closing.mjs',
      hr("test() { throw new Failure('no line'); }, disconnect() { throw new Error('the password is hunter2'); }"),
    );

    const { code, err } = await cli(['test', `./${connector}`]);

    expect({ code, first: err.split('\n')[0] }).toEqual({ code: 69, first: 'ConnectionFailed: no line' });
    expect(JSON.parse((await cli(['--json-errors', 'test', `./${connector}`])).err)).toMatchObject({ error: { code: 'ConnectionFailed' } });
  });

  test.each(['connect', 'test', 'disconnect', 'checkConfiguration'])('with a foreign exception in %s shows nothing of its text', async (place) => {
    const connector = file(`foreign-${place}.mjs`, hr(`${place}() { throw new Error('the password is hunter2'); }`));

    for (const args of [[], ['--json-errors']]) {
      const { code, out, err } = await cli([...args, 'test', `./${connector}`]);

      expect(code).toBe(70);
      expect(err).toContain('unexpected Error');
      expect(out + err).not.toContain('hunter2');
    }
  });

  test('with a foreign exception says which lines of the connector threw it', async () => {
    const connector = file('thrower.mjs', hr("test() {\n throw new RangeError('the password is\\n    at hunter2'); }"));

    const { err } = await cli(['test', `./${connector}`]);

    expect(err).toMatch(/\ncaused by RangeError, [^\n]*\n {4}at [^\n]*thrower\.mjs:5:\d+/);
    expect(err).not.toContain('hunter2');
  });

  test('with a foreign exception whose stack is not that of its text shows no line of it', async () => {
    const connector = file('renamed.mjs', hr("test() { const error = new Error('x\\n    at hunter2'); error.message = 'y'; throw error; }"));

    const { err } = await cli(['test', `./${connector}`]);

    expect(err).toContain('caused by Error, ');
    expect(err).not.toContain('hunter2');
  });

  test('in a case of the contract says which lines of the connector threw it, and not what', async () => {
    const things = `create: ({ attributes }) => attributes.__NAME__, async *search() {}, delete({ session, uid }) {\n if (uid in session) throw new TypeError('hunter2'); session[uid] = true; }`;
    const connector = file('liar.mjs', hr('').replace('get: () => undefined', things));

    const { code, out } = await cli(['test', `./${connector}`, '--contract', '--only', 'delete/twice']);

    expect(code).toBe(1);
    expect(out).toMatch(/\n {6}caused by TypeError, [^\n]*\n {10}at [^\n]*liar\.mjs:5:\d+/);
    expect(out).not.toContain('hunter2');
  });

  test('with a secret setting is said without the secret', async () => {
    const connector = file('secret.mjs', hr(''));
    const config = file('short.json', '{ "key": "hunter2" }');

    const { code, out } = await cli(['validate', `./${connector}`, '--config', config]);
    const { err } = await cli(['--json-errors', 'test', `./${connector}`, '--config', config]);

    expect(code).toBe(1);
    expect(out).toContain('key must have at least 50 characters');
    expect(JSON.parse(err).error.problems).toHaveLength(1);
    expect(out + err).not.toContain('hunter2');
  });

  test.each([['speck'], ['spec'], ['spec', 'memory', '--colour'], ['spec', '-x']])(
    'with the command line itself is JSON where asked for: %s %s %s',
    async (...args) => {
      const { code, out, err } = await cli(['--json-errors', ...args.filter((each) => each !== undefined)]);

      expect({ code, out }).toEqual({ code: 64, out: '' });
      expect(JSON.parse(err)).toMatchObject({
        error: { code: 'InvalidArgument', outcome: 'none', message: expect.stringMatching(/^(unknown|missing)/) },
      });
    },
  );

  test.each(['-x', 'a b\nc', './a b\u001b[31m.mjs', '__proto__', 'constructor', 'https://example.org/x.mjs', 'data:text/javascript,0'])(
    'with the name of a connector is said in one line: %j',
    async (name) => {
      const { code, err } = await cli(['spec', '--', name]);

      expect(code).toBe(78);
      expect(err).toMatch(/^Configuration: the connector [^\n]*\nsee [^\n]*\n$/);
      expect(err).not.toContain('\u001b');
    },
  );
});

describe('spec', () => {
  test('prints what a connector says of itself as JSON', async () => {
    const { code, out } = await cli(['spec', 'memory']);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'memory', objectClasses: [{ name: '__ACCOUNT__' }, { name: '__GROUP__' }] });
  });
});

describe('validate', () => {
  test('a right configuration ends with 0', async () => {
    expect(await cli(['validate', 'memory', '--config', file('right.json', '{ "pageSize": 5 }')])).toMatchObject({ code: 0, err: '' });
  });

  test('every problem is printed on a line of its own, and it ends with 1', async () => {
    const { code, out } = await cli(['validate', 'memory', '--config', file('wrong.json', '{ "pageSize": 0, "pagesize": 1 }')]);

    expect(code).toBe(1);
    expect(out.trim().split('\n').sort()).toEqual([expect.stringMatching(/^pageSize must/), expect.stringMatching(/^pagesize is not a setting/)]);
  });

  test('variables of the environment stand in for what is not in the file, and a missing one is named', async () => {
    const name = file('env.json', '{ "uid": "${KIND}" }');

    expect(await cli(['validate', 'memory', '--config', name], { KIND: 'name' })).toMatchObject({ code: 0 });
    expect(await cli(['validate', 'memory', '--config', name])).toMatchObject({ code: 78, err: expect.stringContaining('KIND, which is not set') });
  });

  test('a file that is no JSON is not quoted, because a secret may be in it', async () => {
    const { code, err } = await cli(['validate', 'memory', '--config', file('broken.json', '{ "secretKey": hunter2 }')]);

    expect(code).toBe(78);
    expect(err).toContain('is not JSON');
    expect(err).not.toContain('hunter2');
  });

  test('only variables of the environment are put in, once, and not in names', async () => {
    const inherited = file('inherited.json', '{ "a": "${constructor}", "b": "${__proto__}", "c": "${}" }');
    const nested = file('nested.json', '{ "uid": "${KIND}", "${KIND}": 1 }');

    const { code, err } = await cli(['--json-errors', 'validate', 'memory', '--config', inherited], { KIND: 'name' });
    const { out } = await cli(['validate', 'memory', '--config', nested], { KIND: '${a}', a: 'name' });

    expect(code).toBe(78);
    expect(JSON.parse(err).error.problems.map(({ path }: { path: string }) => path)).toEqual(['a', 'b', 'c']);
    expect(out).toMatch(/^\$\{KIND\} is not a setting$/m);
    expect(out).toMatch(/\(got "\$\{a\}"\)$/m);
  });

  test('the value of a variable is not printed, wherever somebody put it by mistake', async () => {
    const name = file('misplaced.json', '{ "uid": "${KEY}", "pageSize": "at ${KEY}" }');
    const config = ['memory', '--config', name];

    for (const key of ['hunter2-hunter2', 'hunter2 "quoted"', `hunter2${'x'.repeat(100)}`]) {
      const { out } = await cli(['validate', ...config], { KEY: key });
      const { err } = await cli(['test', ...config], { KEY: key });
      const { err: json } = await cli(['--json-errors', 'schema', ...config], { KEY: key });

      expect([out, err, JSON.parse(json).error.message]).toEqual(Array(3).fill(expect.stringMatching(/\(got "\$\{KEY\}…?"\)/)));
      expect(out + err + json).not.toContain('hunter2');
    }
  });

  test('names that every object has are settings like others', async () => {
    const { code, out } = await cli(['validate', 'memory', '--config', file('proto.json', '{ "__proto__": { "pageSize": 0 }, "constructor": 1 }')]);

    expect(code).toBe(1);
    expect(out.trim().split('\n').sort()).toEqual(['__proto__ is not a setting', 'constructor is not a setting']);
  });

  test('a file may begin with the mark that some editors put there', async () => {
    expect(await cli(['validate', 'memory', '--config', file('marked.json', '\ufeff{ "pageSize": 5 }')])).toMatchObject({ code: 0 });
  });

  test('a file that is nested without end is refused', async () => {
    const deep = file('deep.json', `{ "a": ${'['.repeat(50_000)}${']'.repeat(50_000)} }`);

    expect(await cli(['validate', 'memory', '--config', deep])).toMatchObject({
      code: 78,
      err: expect.stringContaining('nested more than 100 deep'),
    });
  });

  test.each(['[]', '"text"', 'null'])('a file that holds no object is refused: %s', async (text) => {
    expect(await cli(['validate', 'memory', '--config', file('list.json', text)])).toMatchObject({ code: 78 });
  });
});

describe('schema', () => {
  test('prints the object classes of an opened connector', async () => {
    const { code, out } = await cli(['schema', 'memory']);

    expect(code).toBe(0);
    expect(JSON.parse(out).objectClasses.map(({ name }: { name: string }) => name)).toEqual(['__ACCOUNT__', '__GROUP__']);
  });

  test('--json-schema prints each class as JSON Schema', async () => {
    expect(JSON.parse((await cli(['schema', 'memory', '--json-schema'])).out).__GROUP__).toMatchObject({ type: 'object' });
  });
});

describe('test', () => {
  test('says that the connection works', async () => {
    expect(await cli(['test', 'memory'])).toEqual({ code: 0, out: 'memory is connected\n', err: '' });
  });

  test('ends with the code of what went wrong', async () => {
    const settings = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'x'.repeat(40), region: 'us-east-1', endpoint: 'http://127.0.0.1:9' };
    const { code, err } = await cli(['test', 'aws', '--config', file('aws.json', JSON.stringify(settings))]);

    expect(code).toBe(69);
    expect(err).toContain('ConnectionFailed: ');
    expect(err).not.toContain(settings.secretKey);
  });

  test('--contract without fast-check says so once, and not of every case', async () => {
    vi.doMock('fast-check', () => {
      throw new Error('not installed');
    });
    const { code, out, err } = await cli(['test', 'memory', '--contract', '--only', 'create', 'delete']).finally(() => vi.doUnmock('fast-check'));

    expect({ code, out }).toEqual({ code: 78, out: '' });
    expect(err).toContain('npm install -D fast-check');
  });

  test('--contract runs the cases, and ends with 0 when all of them pass', async () => {
    const { code, out } = await cli(['test', 'memory', '--contract', '--only', 'create', 'delete']);

    expect(out).toMatch(/\n\d+ passed, 0 failed, \d+ skipped \(seed 1\)\n$/);
    expect(code).toBe(0);
  });
});

describe('new', () => {
  test('writes five files', async () => {
    const { code, out } = await cli(['new', 'my-hr']);

    expect(code).toBe(0);
    expect(out).toContain('npm test');
    const written = readdirSync(join(directory, 'my-hr'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(written.map(({ name }) => name).sort()).toEqual(['README.md', 'contract.test.ts', 'my-hr.ts', 'package.json', 'tsconfig.json']);
    expect(JSON.parse(readFileSync(join(directory, 'my-hr', 'package.json'), 'utf8')).dependencies).toEqual({ 'identity-connector': '^1.2.3' });
  });

  test('a folder with something in it is left alone', async () => {
    await cli(['new', 'taken']);
    const before = readFileSync(join(directory, 'taken', 'README.md'), 'utf8');
    const { code, err } = await cli(['new', 'taken']);

    expect(code).toBe(73);
    expect(err).toContain('is not empty');
    expect(readFileSync(join(directory, 'taken', 'README.md'), 'utf8')).toBe(before);
  });

  test.each(['My-Hr', '../up', 'a/b', 'a--b', '-a', '', 'a'.repeat(61), "x';process.exit()//"])(
    'a name that no package may have is refused: %j',
    async (name) => {
      expect((await cli(['new', name])).code).toBe(64);
    },
  );
});
