import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError, type ErrorCode } from '../../src/index.ts';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

describe('the gateway', () => {
  test('says of every failure its code, reason and message, by the connector’s error', async () => {
    const statuses: Partial<Record<ErrorCode, number>> = {
      AlreadyExists: 412,
      UnknownUid: 404,
      InvalidAttributeValue: 400,
      InvalidArgument: 400,
      InvalidCredential: 401,
      PermissionDenied: 403,
      ConnectionFailed: 503,
      ConnectionBroken: 503,
      OperationTimeout: 503,
      RateLimited: 429,
      Retryable: 503,
      PreconditionFailed: 412,
      PreconditionRequired: 428,
      QuotaExceeded: 507,
      UnsupportedOperation: 501,
      Internal: 500,
    };
    for (const [code, status] of Object.entries(statuses)) {
      const connector = connectorOf({
        create: () => {
          throw new ConnectorError(code as ErrorCode, 'the reason');
        },
        get: () => undefined,
      });
      const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

      const answer = await ask('POST', '/openidm/system/hr/person', { body: { __NAME__: 'x', roles: ['user'] } });

      expect([code, answer.status, answer.json.code, answer.json.detail?.code]).toEqual([code, status, status, code]);
      expect(answer.json.message).toContain('the reason');
      expect(answer.json.reason).toMatch(/^[A-Z]/);
    }
  });

  test('keeps the text of a failure that is no ConnectorError to itself', async () => {
    const connector = connectorOf({
      get: () => {
        throw new Error('password=hunter2');
      },
    });
    const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

    const answer = await ask('GET', '/openidm/system/hr/person/x');

    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('hunter2');
  });

  test.each([
    ['no JSON', '{"__NAME__": ', 'application/json', 400],
    ['a list', [1], 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['another type', '__NAME__=x', 'application/x-www-form-urlencoded', 415],
    ['too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 'application/json', 400],
    ['too long', `{"__NAME__": "${'x'.repeat(3000)}"}`, 'application/json', 413],
  ])('refuses a body of %s', async (_, body, type, status) => {
    const { ask, accounts } = directoryOf([], {}, { bodySize: 2000 });

    expect((await ask('POST', accounts, { body, headers: { 'content-type': type } })).status).toBe(status);
  });

  test('refuses methods and headers that mean nothing', async () => {
    const { ask, accounts } = directoryOf([{ name: 'ada' }]);

    expect((await ask('OPTIONS', accounts)).status).toBe(405);
    expect((await ask('GET', `${accounts}/ada`, { headers: { 'if-match': '*' } })).status).toBe(412);
    expect((await ask('PUT', `${accounts}/ada`, { body: {}, headers: { 'if-match': '*', 'if-none-match': '*' } })).status).toBe(412);
    expect((await ask('PUT', `${accounts}/ada`, { body: {}, headers: { 'if-none-match': '"1"' } })).status).toBe(400);
    expect((await ask('GET', '/openidm/system/hr')).status).toBe(501);
    expect((await ask('GET', '/openidm/system/nowhere/x/y')).status).toBe(404);
    expect((await ask('GET', '/elsewhere')).json).toMatchObject({ code: 404 });
    expect((await ask('POST', `${accounts}/ada`, { headers: { 'x-http-method-override': 'DELETE' } })).status).toBe(200);
  });

  test('gives every answer a request id, the caller’s where it is one, and logs requests without their values', async () => {
    const entries: unknown[] = [];
    const { ask, accounts } = directoryOf([{ name: 'ada' }], {}, { accessLog: (entry) => entries.push(entry) });

    const own = await ask('POST', `${accounts}?_action=authenticate&username=ada&password=hunter2`, {
      headers: { 'x-request-id': 'abc-1' },
      address: '10.0.0.1',
    });
    const made = await ask('GET', `${accounts}/ada`, { headers: { 'x-request-id': 'not an id' } });

    expect(own.headers.get('x-request-id')).toBe('abc-1');
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(entries).toMatchObject([
      { requestId: 'abc-1', method: 'POST', parameters: ['_action', 'username', 'password'], status: 401, caller: 'token full', address: '10.0.0.1' },
      { method: 'GET', path: `${accounts}/ada`, status: 200 },
    ]);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  test('counts what it answers, for those who may read', async () => {
    const { ask, accounts } = directoryOf([{ name: 'ada' }]);
    await ask('GET', `${accounts}/ada`);
    await ask('GET', `${accounts}/eve`);

    const metrics = await ask('GET', '/metrics', { token: tokens.read });

    expect(metrics.text).toContain('identity_connector_requests_total{system="hr",kind="GET",status="200"} 1');
    expect(metrics.text).toContain('identity_connector_requests_total{system="hr",kind="GET",status="404"} 1');
    expect((await ask('GET', '/metrics', { token: null })).status).toBe(401);
    await ask('BREW', '/openidm/system/hr');
    const { text } = await ask('GET', '/metrics');
    // Methods that a caller makes up would be labels without end.
    expect(text).toContain('kind="other",status="405"');
    expect(text).not.toContain('BREW');
    expect((await ask('GET', '/health/live', { token: null })).json).toEqual({ status: 'up' });
  });

  test('serves a valid OpenAPI 3.1 document of its systems, without those that cannot be opened', async () => {
    const broken = connectorOf(
      {},
      {
        connect: () => {
          throw new ConnectorError('ConnectionFailed', 'down');
        },
      },
    );
    const { ask } = gatewayOf([
      { name: 'hr', connector: memory, configuration: {} },
      { name: 'broken', connector: broken, configuration: {} },
    ]);

    const { json } = await ask('GET', '/openapi.json', { token: tokens.read });

    expect(json.openapi).toBe('3.1.0');
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining(['/openidm/system/hr/__ACCOUNT__', '/openidm/system/hr/__ACCOUNT__/{id}', '/openidm/system/broken']),
    );
    expect(await new Validator().validate(json)).toMatchObject({ valid: true });
    expect(JSON.stringify(json)).not.toContain(tokens.full);
  });
});

describe('a system', () => {
  test('that cannot be reached is an answer with ok: false and why, and is tried again later', async () => {
    let down = true;
    let opened = 0;
    const connector = connectorOf(
      { get: () => undefined },
      {
        connect: () => {
          opened++;
          if (down) throw new ConnectorError('ConnectionFailed', 'the system is down');
          return {};
        },
      },
    );
    const { ask } = gatewayOf([{ name: 'hr', connector, configuration: {} }]);

    expect((await ask('POST', '/openidm/system/hr?_action=test')).json).toMatchObject({
      name: 'hr',
      enabled: true,
      ok: false,
      error: expect.stringContaining('down'),
    });
    down = false;
    // Opening may mean to log in: for some seconds nobody tries again.
    expect((await ask('GET', '/openidm/system/hr/person/x')).status).toBe(503);
    expect(opened).toBe(1);
  });

  test('that is switched off answers so', async () => {
    const { ask, accounts } = directoryOf([], { enabled: false });

    expect((await ask('POST', '/openidm/system/hr?_action=test')).json).toMatchObject({ enabled: false, ok: false });
    expect((await ask('GET', `${accounts}/ada`)).status).toBe(503);
  });

  test('without configured object types shows every class and __ALL__', async () => {
    const { ask } = directoryOf();

    expect((await ask('POST', '/openidm/system/hr?_action=test')).json.objectTypes).toEqual(['__ACCOUNT__', '__GROUP__', '__ALL__']);
  });

  test('tells its changes since a token, of one class and of all', async () => {
    const { ask, accounts } = directoryOf();
    const first = await ask('POST', `${accounts}?_action=liveSync`);
    await ask('POST', accounts, { body: { __NAME__: 'ada' } });
    await ask('PUT', `${accounts}/ada`, { body: { __NAME__: 'ada.l' } });
    await ask('POST', '/openidm/system/hr/__GROUP__', { body: { __NAME__: 'g' } });

    const second = await ask('POST', `${accounts}?_action=liveSync`, { body: first.json });
    const all = await ask('POST', `/openidm/system?_action=liveSync&source=system/hr/__ALL__&token=`, {});
    const third = await ask('POST', `${accounts}?_action=liveSync`, { body: second.json });

    expect(first.json).toMatchObject({ connectorData: { nativeType: '__ACCOUNT__', syncToken: expect.any(String) }, result: [], more: false });
    expect(second.json.result.at(-1)).toMatchObject({ objectType: '__ACCOUNT__', _id: 'ada.l', object: { __NAME__: 'ada.l' } });
    expect(all.json.result.map(({ objectType }: { objectType: string }) => objectType)).toEqual(expect.arrayContaining(['__ACCOUNT__', '__GROUP__']));
    expect(third.json.result).toEqual([]);
    expect((await ask('POST', `/openidm/system?_action=liveSync`)).status).toBe(400);
  });
});

describe('the actions on all systems', () => {
  const ref = { bundleName: 'identity-connector', connectorName: 'memory', bundleVersion: '0.1.0' };

  test('list connectors and make configurations in three phases', async () => {
    const { ask } = directoryOf();
    const system = '/openidm/system?_action=';

    const available = await ask('POST', `${system}availableConnectors`);
    const core = await ask('POST', `${system}createCoreConfig`, { body: { connectorRef: ref } });
    const full = await ask('POST', `${system}createFullConfig`, { body: core.json });
    const old = await ask('POST', `${system}createConfiguration`, { body: core.json });

    expect(available.json.connectorRef[0]).toMatchObject({ connectorName: 'memory', systemType: 'provisioner.openicf' });
    expect(core.json).toMatchObject({
      connectorRef: ref,
      configurationProperties: { uid: 'generated', pageSize: 1000 },
      operationTimeout: { CREATE: -1 },
    });
    expect(full.json.objectTypes.__ACCOUNT__).toMatchObject({
      nativeType: '__ACCOUNT__',
      properties: { __PASSWORD__: { nativeType: 'JAVA_TYPE_GUARDEDSTRING' } },
    });
    expect(old.json).toEqual(full.json);
  });

  test('test a configuration that is sent, and all systems or one', async () => {
    const { ask } = directoryOf();
    const body = { name: 'new', connectorRef: ref, configurationProperties: { pageSize: 10 } };

    expect((await ask('POST', '/openidm/system?_action=testConfig', { body })).json).toEqual({ name: 'new', ok: true });
    expect(
      (await ask('POST', '/openidm/system?_action=testConfig', { body: { ...body, configurationProperties: { pageSize: 0 } } })).json,
    ).toMatchObject({ ok: false, error: expect.stringContaining('pageSize') });
    expect((await ask('POST', '/openidm/system?_action=testConfig', { body: { ...body, id: 'x' } })).status).toBe(400);
    expect((await ask('POST', '/openidm/system?_action=test')).json).toMatchObject([{ name: 'hr', ok: true }]);
    expect((await ask('POST', '/openidm/system?_action=test', { body: { id: 'hr' } })).json).toMatchObject({ name: 'hr', ok: true });
    expect((await ask('POST', '/openidm/system?_action=test', { body: { id: 'x' } })).status).toBe(404);
  });

  test('never load what a caller names', async () => {
    const { ask } = directoryOf();

    for (const connectorName of ['./evil.js', 'left-pad', '/etc/passwd', '__proto__'])
      expect((await ask('POST', '/openidm/system?_action=createCoreConfig', { body: { connectorRef: { ...ref, connectorName } } })).status).toBe(400);
  });
});
