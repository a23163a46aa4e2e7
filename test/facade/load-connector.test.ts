import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectorIn } from '../../src/facade/opening/connector-in-module.ts';
import { builtInConnectors, loadConnector } from '../../src/facade/opening/load-connector.ts';
import { openConnector } from '../../src/facade/opening/open-connector.ts';
import { ConnectorError } from '../../src/model/errors.ts';

const connector = (name: string) =>
  `{ name: '${name}', version: '1.0.0', configuration: {}, objectClasses: [{ name: 'thing', attributes: { __NAME__: { type: 'string' } } }], connect() {}, operations: { thing: { get: ({ uid }) => ({ uid, name: uid, attributes: {} }) } } }`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-connector-'));
  const files: Readonly<Record<string, string>> = {
    'esm.mjs': `export default ${connector('esm')};`,
    'cjs.cjs': `module.exports = ${connector('cjs')};`,
    'interop.cjs': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = ${connector('interop')};`,
    'named.mjs': `export const other = 5; export const hr = ${connector('named')};`,
    'twice.mjs': `const a = ${connector('twice')}; export default a; export { a };`,
    'several.mjs': `export const a = ${connector('a')}; export const b = ${connector('b')};`,
    'none.mjs': `export const a = 1; export const helper = () => {};`,
    'empty.mjs': '',
    'factory.mjs': `export default () => (${connector('x')});`,
    'text.mjs': `export default 'my connector';`,
    'throws.mjs': `throw new RangeError('the password is hunter2');`,
    'syntax.mjs': `export default {;`,
    'needs.mjs': `import 'a-package-that-is-not-there'; export default ${connector('x')};`,
    'with space #1.mjs': `export default ${connector('odd')};`,
    'node_modules/both/package.json': `{ "name": "both", "main": "./index.cjs" }`,
    'node_modules/both/index.cjs': `module.exports = ${connector('both')};`,
    'node_modules/@scope/import-only/package.json': `{ "name": "@scope/import-only", "exports": { ".": { "types": "./x.d.ts", "import": "./index.mjs" }, "./sub": { "node": { "import": "./sub.mjs" } } } }`,
    'node_modules/@scope/import-only/index.mjs': `export default ${connector('import-only')};`,
    'node_modules/@scope/import-only/sub.mjs': `export default ${connector('sub')};`,
    'node_modules/broken/package.json': `{`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function failure(specifier: string, from = folder): Promise<ConnectorError> {
  const error = await loadConnector(specifier, { from }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  expect((error as ConnectorError).code).toBe('Configuration');
  return error as ConnectorError;
}

test('every connector that comes with the package is known by its name', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../src/connectors'), { withFileTypes: true }).filter((each) => each.isDirectory());

  expect(builtInConnectors).toEqual(folders.map(({ name }) => name).sort());
});

describe('a module is found', () => {
  test.each([
    ['./esm.mjs', 'esm'],
    ['./cjs.cjs', 'cjs'],
    ['./interop.cjs', 'interop'],
    ['./named.mjs', 'named'],
    ['./twice.mjs', 'twice'],
    ['./deep/../esm.mjs', 'esm'],
    ['both', 'both'],
    ['@scope/import-only', 'import-only'],
    ['@scope/import-only/sub', 'sub'],
  ])('%s', async (specifier, name) => {
    expect((await loadConnector(specifier, { from: folder })).name).toBe(name);
  });

  test('by an absolute path and by a file: URL, wherever it is looked for from', async () => {
    expect((await loadConnector(join(folder, 'esm.mjs'))).name).toBe('esm');
    expect((await loadConnector(pathToFileURL(join(folder, 'cjs.cjs')).href, { from: tmpdir() })).name).toBe('cjs');
  });

  test('beside the module whose URL is given, and packages above it', async () => {
    const from = pathToFileURL(join(folder, 'deep/er/app.mjs')).href;

    expect((await loadConnector('../../esm.mjs', { from })).name).toBe('esm');
    expect((await loadConnector('@scope/import-only', { from })).name).toBe('import-only');
  });

  test('and opens with a facade whose classes are known only at run time', async () => {
    const loaded = await loadConnector('./esm.mjs', { from: folder });
    await using facade = await openConnector(loaded, {});

    expect(await facade.objectClass('thing').get('5')).toMatchObject({ objectClass: 'thing', uid: '5' });
    expect(() => facade.objectClass('thnig')).toThrow('did you mean "thing"?');
  });
});

describe('built as the package is, it loads in both module formats', () => {
  /** What a program prints that loads a connector with the library built from the sources, installed beside it. */
  async function printed(format: 'esm' | 'cjs', specifier: string): Promise<string> {
    const installed = join(folder, 'node_modules/identity-connector');
    if (!existsSync(installed)) {
      const entries = { index: 'load-connector.ts', memory: '../../connectors/memory/index.ts' };
      for (const [name, path] of Object.entries(entries)) {
        const options = { bundle: true, packages: 'external', platform: 'node', target: 'node20.19', write: false } as const;
        const { outputFiles } = await build({ ...options, entryPoints: [join('src/facade/opening', path)], format: 'esm' });
        const code = outputFiles[0]?.text ?? '';
        mkdirSync(installed, { recursive: true });
        writeFileSync(join(installed, `${name}.mjs`), code);
        // As tsup.config.ts makes CommonJS of it.
        const common = await transform(code, { format: 'cjs', platform: 'node', supported: { 'dynamic-import': false }, logLevel: 'silent' });
        writeFileSync(join(installed, `${name}.cjs`), common.code);
      }
      const entry = (name: string) => ({ import: `./${name}.mjs`, require: `./${name}.cjs` });
      writeFileSync(
        join(installed, 'package.json'),
        JSON.stringify({ name: 'identity-connector', exports: { '.': entry('index'), './memory': entry('memory') } }),
      );
    }
    const program =
      format === 'esm'
        ? `import { loadConnector } from 'identity-connector'; console.log((await loadConnector(process.argv[2])).name);`
        : `require('identity-connector').loadConnector(process.argv[2]).then(({ name }) => console.log(name));`;
    const path = join(folder, format === 'esm' ? 'program.mjs' : 'program.cjs');
    writeFileSync(path, program);
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', path, specifier], { cwd: folder });
    return stdout.trim();
  }

  test.each([
    ['memory', 'memory'],
    ['./esm.mjs', 'esm'],
    ['./cjs.cjs', 'cjs'],
    ['./interop.cjs', 'interop'],
    ['./with space #1.mjs', 'odd'],
    ['@scope/import-only', 'import-only'],
  ])('%s', async (specifier, name) => {
    expect(await printed('esm', specifier)).toBe(name);
    expect(await printed('cjs', specifier)).toBe(name);
  });
});

describe('a Configuration error says what is wrong', () => {
  test.each([
    [
      './none.mjs',
      /^the connector "\.\/none\.mjs" exports no connector \(it exports a, helper\): make what defineConnector returns the default export/,
    ],
    ['./empty.mjs', /exports no connector \(it exports nothing\)/],
    ['./text.mjs', /exports no connector \(it exports "my connector" by default\)/],
    ['./factory.mjs', /exports a function by default, which is no connector/],
    ['./several.mjs', /exports several connectors \(a, b\): make one of them the default export/],
    ['./missing.mjs', /"\.\/missing\.mjs" does not exist \(looked for from /],
    ['memori', /no package of this name is installed .*; did you mean "memory"\?/],
    ['nothing-like-it', /no package of this name is installed .*; built in are memory and aws/],
    ['esm.mjs', /there is a file of this name, which is "\.\/esm\.mjs"/],
    ['broken', /no package of this name is installed/],
    ['@scope/import-only/none', /no package of this name is installed/],
    ['https://example.org/x.mjs', /must be a name, a path, a file: URL or a package, not a URL of another kind/],
    ['data:text/javascript,export default 5', /not a URL of another kind/],
    ['', /must be a name, a path or a package/],
  ])('%s', async (specifier, message) => {
    expect((await failure(specifier)).message).toMatch(message);
  });

  test.each([
    ['./throws.mjs', 'RangeError', 'the password is hunter2'],
    ['./needs.mjs', 'ERR_MODULE_NOT_FOUND', 'a-package-that-is-not-there'],
  ])('%s, whose own message stays in the cause', async (specifier, kind, text) => {
    const error = await failure(specifier);

    expect(error.message).toContain('fails to load with');
    expect(error.message).not.toContain(text);
    expect(`${(error.cause as Error).name} ${(error.cause as { code?: string }).code} ${(error.cause as Error).message}`).toContain(text);
    expect(kind).toBeTruthy();
  });

  test('./syntax.mjs', async () => {
    const error = await failure('./syntax.mjs');

    expect(error.message).toContain('fails to load with');
    expect(error.cause).toBeInstanceOf(Error);
  });
});

test('what require answers is looked through as well', () => {
  const one = { name: 'x', version: '1', configuration: {}, objectClasses: [], connect: () => {}, operations: {} };

  expect(connectorIn(one)).toEqual({ connector: one });
  expect(connectorIn({ __esModule: true, default: one })).toEqual({ connector: one });
  expect(connectorIn({ default: { default: one } })).toEqual({ connector: one });
  expect(connectorIn({ default: { one } })).toEqual({ connector: one });
  expect(connectorIn(() => one)).toMatchObject({ reason: expect.stringContaining('a function') });
  expect(connectorIn(undefined)).toMatchObject({ reason: expect.stringContaining('nothing') });
});
