import { afterAll, test } from 'vitest';
import { consumerProject, run, temporaryDirectory } from './packed-package.ts';

const script = (lines: string) =>
  `import assert from 'node:assert/strict';\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n${lines}`;

const files = {
  'package.json': '{ "type": "module", "private": true }',
  'entries.js': script(`
    for (const name of ['', '/memory', '/aws', '/testing/aws']) {
      const imported = await import('identity-connector' + name);
      const required = require('identity-connector' + name);
      assert.deepEqual(Object.keys(required).filter((key) => key !== '__esModule').sort(), Object.keys(imported).sort(), name);
    }
    assert.equal(typeof require('identity-connector/package.json').version, 'string');`),
  'errors.js': script(`
    import * as esm from 'identity-connector';
    const cjs = require('identity-connector');
    for (const [thrower, catcher] of [[esm, cjs], [cjs, esm]]) {
      assert.notEqual(thrower.ConnectorError, catcher.ConnectorError, 'this test is about two copies');
      const thrown = await thrower.openConnector(require('identity-connector/memory').default, { nonsense: 1 }).catch((error) => error);
      assert(thrown instanceof thrower.ConnectorError && thrown instanceof catcher.ConnectorError && catcher.ConnectorError.is(thrown));
      assert.equal(thrown.code, 'Configuration');
    }`),
  'secrets.js': script(`
    import * as esm from 'identity-connector';
    const cjs = require('identity-connector');
    for (const [maker, reader] of [[esm, cjs], [cjs, esm]]) {
      const secret = new maker.Secret('s3cret');
      assert(secret instanceof reader.Secret);
      assert(new reader.Secret('s3cret').equals(secret));
      assert(new maker.SecretBytes(new Uint8Array([1])) instanceof reader.SecretBytes);
      assert(!require('node:util').inspect({ secret }).includes('s3cret') && !JSON.stringify({ secret }).includes('s3cret'));
    }`),
  'copies.js': script(`
    import { openConnector } from 'identity-connector';
    const { default: memory } = require('identity-connector/memory');
    const directory = await openConnector(memory, {});
    const { uid } = await directory.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
    const refused = await directory.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' }).catch((error) => error);
    assert.equal(refused.code, 'AlreadyExists');
    assert.equal((await directory.objectClass('__ACCOUNT__').get(uid)).name, 'ada');
    await directory.close();`),
  'lazy.js': script(`
    await import('identity-connector/aws');
    require('identity-connector/aws');
    const loaded = Object.keys(require.cache).filter((path) => /@aws-sdk|@smithy/.test(path));
    assert.deepEqual(loaded, []);`),
  'missing.js': script(`
    import { openConnector } from 'identity-connector';
    const { default: aws } = await import('identity-connector/aws');
    const error = await openConnector(aws, { accessKeyId: 'AKIDEXAMPLE123456789', secretKey: 'x'.repeat(40) }).catch((error) => error);
    assert.equal(error.code, 'Configuration');
    assert.match(error.message, /@aws-sdk\\/client-iam/);`),
};

const directory = temporaryDirectory();
const project = consumerProject(directory.path, files);
const bare = temporaryDirectory();
const withoutSdk = consumerProject(bare.path, files, [], ['ajv', 'p-limit']);
afterAll(() => {
  directory[Symbol.dispose]();
  bare[Symbol.dispose]();
});

test('every entry can be imported and required, and offers the same names both ways', () => {
  run(project, process.execPath, ['entries.js']);
});

test('an error thrown by one copy of the package is an instance of the other copy’s class', () => {
  run(project, process.execPath, ['errors.js']);
});

test('a secret made by one copy of the package is one to the other', () => {
  run(project, process.execPath, ['secrets.js']);
});

test('a connector that was required runs in a facade that was imported', () => {
  run(project, process.execPath, ['copies.js']);
});

test('importing the aws connector does not load the AWS SDK', () => {
  run(project, process.execPath, ['lazy.js']);
});

test('the aws connector can be imported without the AWS SDK, and opening it says what to install', () => {
  run(withoutSdk, process.execPath, ['missing.js']);
});
