import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError } from '../../src/index.ts';
import { readSystems, SealingKey } from '../../src/rest/index.ts';
import { javascript } from '../../src/script/index.ts';
import { gatewayOf } from './gateway-harness.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'systems-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, content: unknown) =>
  writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
const load = async (specifier: string) => {
  const found = { aws, memory }[specifier];
  if (!found) throw new ConnectorError('Configuration', `no connector ${specifier}`);
  return found;
};
const read = (env: Readonly<Record<string, string>> = {}) => readSystems(directory, { env, load, engine: javascript() });
const failure = async (env: Readonly<Record<string, string>> = {}) => {
  try {
    await read(env);
  } catch (error) {
    return error as ConnectorError;
  }
  throw new Error('the systems were read');
};

const ping = {
  bundleName: 'org.forgerock.openicf.connectors.aws-connector',
  connectorName: 'org.forgerock.openicf.connectors.aws.AwsConnector',
  bundleVersion: '[1.5.0.0,1.6.0.0)',
};

describe('a file of ours', () => {
  test('describes a system, with values from the environment, from files and sealed', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    write('secret.txt', 'from a file\n');
    write('cloud.json', {
      connector: 'aws',
      displayName: 'Cloud',
      configuration: {
        accessKeyId: '${ID}',
        secretKey: { $file: 'secret.txt' },
        sessionToken: new SealingKey(key).seal('sealed token'),
        region: 'eu-$${x}',
      },
    });

    const [system] = await read({ ID: 'AKIAIOSFODNN7EXAMPLE', IDENTITY_CONNECTOR_KEY: key });

    expect(system).toMatchObject({
      name: 'cloud',
      displayName: 'Cloud',
      connector: { name: 'aws' },
      configuration: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'from a file', sessionToken: 'sealed token', region: 'eu-${x}' },
    });
  });

  test('with mistakes is refused with all of them, by file and path, and no value is shown', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    write('a.json', { conector: 'aws', configuration: { accessKeyId: '${MISSING}' } });
    write('b.json', { connector: 'memory', configuration: { secretKey: new SealingKey(Buffer.alloc(32, 8).toString('hex')).seal('top secret') } });
    write('c.json', '{ "secretKey": "top secret", ');
    write('d.json', { connector: 'nowhere' });
    write('e.json', { connector: 'memory', configuration: { x: { $file: 'nothing.txt' } } });
    write('f.json', { conector: 'memory', dialect: 'klingon', objectTypes: [] });

    const error = await failure({ IDENTITY_CONNECTOR_KEY: key });

    expect(error.code).toBe('Configuration');
    expect(error.problems.map(({ path }) => path).sort()).toEqual(
      ['a.json: configuration.accessKeyId', 'b.json: configuration.secretKey', 'c.json', 'd.json: connector', 'e.json: configuration.x'].concat(
        ['conector', 'connector', 'dialect', 'objectTypes'].map((path) => `f.json: ${path}`),
      ),
    );
    expect(error.message).not.toContain('top secret');
    expect(error.message).toContain('did you mean "connector"');
  });

  test('sealed values without a key say where to give it, and a short key is refused', async () => {
    write('a.json', { connector: 'memory', configuration: { x: new SealingKey(Buffer.alloc(32, 1).toString('base64')).seal('x') } });

    expect((await failure()).message).toContain('IDENTITY_CONNECTOR_KEY');
    expect((await failure({ IDENTITY_CONNECTOR_KEY: 'short' })).message).toContain('32 random bytes');
  });
});

describe('a provisioner file of PingIDM', () => {
  test('selects aws under Ping’s and IDHub’s names, with substitution, times, limits and object types', async () => {
    write('provisioner.openicf-ping.json', {
      connectorRef: ping,
      configurationProperties: { accessKeyId: '&{aws.key}', secretKey: '&{AWS_SECRET}', proxyHost: null, region: '&{aws.region|us-east-1}' },
      operationTimeout: { SEARCH: 5000, CREATE: -1 },
      operationOptions: { DELETE: { denied: true } },
      poolConfigOption: { maxObjects: 5 },
      resultsHandlerConfig: { enableFilteredResultsHandler: true },
      producerBufferSize: 100,
      objectTypes: { account: { nativeType: '__ACCOUNT__', properties: { name: { nativeName: '__NAME__', type: 'string' } } } },
    });
    write('provisioner.openicf-idhub.json', {
      connectorRef: { bundleName: 'org.identityconnectors.aws', connectorName: 'org.identityconnectors.aws.AWSConnector', bundleVersion: '12.3.0' },
      configurationProperties: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    });

    const [idhub, system] = await read({ AWS_KEY: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET: 's' });

    expect(idhub).toMatchObject({ name: 'idhub', connector: { name: 'aws' }, dialect: 'standard' });
    expect(system).toMatchObject({
      name: 'ping',
      connector: { name: 'aws' },
      dialect: 'ping',
      configuration: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 's', region: 'us-east-1' },
      connectorRef: ping,
      displayName: 'AWS Connector',
      operationTimeout: { SEARCH: 5000 },
      remarks: [expect.stringContaining('producerBufferSize')],
    });
    expect(system?.configuration).not.toHaveProperty('proxyHost');
  });

  test('with a $crypto value is a Configuration error that names the property and how to supply it', async () => {
    write('provisioner.openicf-aws.json', {
      connectorRef: ping,
      configurationProperties: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretKey: { $crypto: { type: 'x-simple-encryption', value: { data: 'YWJj' } } },
      },
    });

    const error = await failure();

    expect(error.problems).toEqual([
      { path: 'provisioner.openicf-aws.json: configurationProperties.secretKey', message: expect.stringContaining('${NAME}') },
    ]);
    expect(error.message).not.toContain('YWJj');
  });

  test.each([
    [{ ...ping, bundleName: 'org.example.unknown' }, 'connectorRef.bundleName'],
    [{ ...ping, bundleVersion: 'latest' }, 'connectorRef.bundleVersion'],
    [{ ...ping, connectorHostRef: 'remote1' }, 'connectorRef.connectorHostRef'],
    [undefined, 'connectorRef'],
  ])('with connectorRef %j says what is wrong with it', async (connectorRef, path) => {
    write('provisioner.openicf-x.json', { connectorRef, configurationProperties: {} });

    expect((await failure()).problems).toEqual([{ path: `provisioner.openicf-x.json: ${path}`, message: expect.any(String) }]);
  });
});

describe('a system of a file', () => {
  const memoryRef = { bundleName: 'identity-connector', connectorName: 'memory', bundleVersion: '[0.1,9)' };

  test('shows its object types under their own names and with their fields alone', async () => {
    write('provisioner.openicf-hr.json', {
      connectorRef: memoryRef,
      configurationProperties: { uid: 'name' },
      objectTypes: {
        account: {
          nativeType: '__ACCOUNT__',
          properties: {
            userName: { nativeName: '__NAME__', required: true },
            uid: { nativeName: '__UID__' },
            eMail: { nativeName: 'mail', flags: ['NOT_UPDATEABLE'] },
            givenName: { nativeName: 'givenName', flags: ['NOT_RETURNED_BY_DEFAULT'] },
            ghost: { nativeName: 'noSuchAttribute' },
          },
        },
      },
    });
    const { ask } = gatewayOf(await read());
    const accounts = '/openidm/system/hr/account';

    expect((await ask('POST', accounts, { body: { userName: 'ada', eMail: 'ada@x.org', givenName: 'Ada' } })).json).toEqual({
      _id: 'ada',
      _rev: expect.any(String),
      userName: 'ada',
      uid: 'ada',
      eMail: 'ada@x.org',
    });
    // What may not be updated passes silently, as PingIDM sends back whole objects.
    expect((await ask('PUT', `${accounts}/ada`, { body: { eMail: 'new@x.org' } })).json.eMail).toBe('ada@x.org');
    expect(
      (await ask('GET', `${accounts}?_queryFilter=${encodeURIComponent('eMail eq "ada@x.org" and uid eq "ada"')}&_fields=givenName`)).json.result,
    ).toEqual([{ _id: 'ada', _rev: expect.any(String), givenName: 'Ada' }]);
    expect((await ask('PUT', `${accounts}/ada`, { body: { displayName: 'x' } })).status).toBe(400);
    expect((await ask('GET', '/openidm/system/hr/__ACCOUNT__/ada')).status).toBe(404);
    expect((await ask('POST', '/openidm/system/hr?_action=test')).json).toMatchObject({
      ok: true,
      objectTypes: ['account'],
      connectorRef: memoryRef,
    });
  });

  test('denies what its operationOptions deny', async () => {
    write('provisioner.openicf-hr.json', {
      connectorRef: memoryRef,
      configurationProperties: { uid: 'name' },
      operationOptions: { DELETE: { denied: true }, CREATE: { supportedObjectTypes: ['__GROUP__'] } },
    });
    const { ask } = gatewayOf(await read());

    expect((await ask('POST', '/openidm/system/hr/__GROUP__', { body: { __NAME__: 'g' } })).status).toBe(201);
    expect((await ask('DELETE', '/openidm/system/hr/__GROUP__/g')).status).toBe(403);
    expect((await ask('POST', '/openidm/system/hr/__ACCOUNT__', { body: { __NAME__: 'a' } })).status).toBe(501);
  });

  test('transforms values in a patch by scripts that it names, in their order', async () => {
    write('hr.json', {
      connector: 'memory',
      configuration: { uid: 'name' },
      scripts: {
        capitals: { text: 'content.toUpperCase()' },
        join: { text: 'content === null ? [word] : [...content, word]' },
        broken: { text: 'content.no.such' },
        nothing: { text: 'null' },
      },
    });
    const { ask } = gatewayOf(await read());
    const accounts = '/openidm/system/hr/__ACCOUNT__';
    await ask('POST', accounts, { body: { __NAME__: 'ada', displayName: 'Ada', mail: 'ada@example.org' } });
    const by = (field: string, name: unknown, globals?: object) => ({ operation: 'transform', field, value: { script: { name, globals } } });
    const patch = (...body: object[]) => ask('PATCH', `${accounts}/ada`, { body });

    const changed = await patch(
      { operation: 'replace', field: '/displayName', value: 'Ada L.' },
      by('/displayName', 'capitals'),
      by('/otherMails', 'join', { word: 'a@example.org' }),
      by('/otherMails/0', 'capitals'),
      by('/mail', 'nothing'),
    );
    expect(changed).toMatchObject({ status: 200, json: { displayName: 'ADA L.', otherMails: ['A@EXAMPLE.ORG'] } });
    expect(changed.json).not.toHaveProperty('mail');

    const broken = await patch({ operation: 'replace', field: '/displayName', value: 'x' }, by('/displayName', 'broken'));
    expect([broken.status, broken.json.message]).toEqual([500, expect.stringContaining('no')]);
    expect((await patch(by('/displayName', 'unknown'))).json.message).toContain('there are capitals, join, broken, nothing');
    expect((await patch(by('/displayName', 5))).status).toBe(400);
    expect((await patch({ operation: 'transform', field: '/displayName' })).status).toBe(400);
    expect((await patch({ operation: 'transform', field: '/displayName', value: { script: { name: 'capitals', source: '1' } } })).status).toBe(403);
    expect((await ask('GET', `${accounts}/ada`)).json.displayName).toBe('ADA L.');
  });

  test('runs its scripts by id with arguments as bare variables; Groovy and failures are answers, texts from the network are not run', async () => {
    write('sum.js', 'a + b');
    write('provisioner.openicf-hr.json', {
      connectorRef: memoryRef,
      configurationProperties: { uid: 'name' },
      systemActions: [
        { scriptId: 'sum', actions: [{ systemType: 'memory', actionType: 'text/javascript', actionFile: 'sum.js' }] },
        {
          scriptId: 'hello',
          actions: [
            { systemType: '.*', actionType: 'groovy', actionSource: 'println "x"' },
            { systemType: 'other', actionType: 'javascript', actionSource: '1' },
          ],
        },
        {
          scriptId: 'make',
          actions: [{ actionType: 'javascript', actionSource: "return (await connector.create('__ACCOUNT__', { __NAME__: name })).uid" }],
        },
      ],
    });
    const { ask } = gatewayOf(await read());
    const script = '/openidm/system/hr?_action=script';

    expect((await ask('POST', `${script}&scriptId=sum`, { body: { a: 1, b: 2 } })).json).toEqual({ actions: [{ result: 3 }] });
    expect((await ask('POST', `${script}&scriptId=sum&a=x`, { body: { b: 'y' } })).json).toEqual({ actions: [{ result: 'xy' }] });
    expect((await ask('POST', `${script}&scriptId=hello`)).json).toEqual({ actions: [{ error: expect.stringContaining('language must be') }] });
    expect((await ask('POST', `${script}&scriptId=make`, { body: { name: 'ada' } })).json).toEqual({ actions: [{ result: 'ada' }] });
    expect((await ask('POST', `${script}&scriptId=nothing`)).status).toBe(400);
    expect((await ask('POST', `${script}&scriptId=sum`, { body: [1] })).status).toBe(400);
    expect((await ask('POST', script, { body: { scriptText: '1 + 1', language: 'javascript' } })).status).toBe(400);
  });
});
