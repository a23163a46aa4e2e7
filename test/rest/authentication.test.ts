import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { createGateway, hashPassword, type JwtOptions } from '../../src/rest/index.ts';
import { askerOf, tokens } from './gateway-harness.ts';

const systems = [{ name: 'hr', connector: memory, configuration: {} }];
const path = '/openidm/system/hr/__ACCOUNT__?_queryId=query-all-ids';
const passwordHash = await hashPassword('pässword: with colon');
const users = [{ username: 'admin', passwordHash, role: 'full' as const }];

const asked = (authentication: object) => askerOf(createGateway({ systems, authentication, connectors: [memory] }));
const basic = (name: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` });

describe('a password', () => {
  test('lets in by PingIDM’s headers and by Basic, in any alphabet', async () => {
    const ask = asked({ users });

    expect((await ask('GET', path, { token: null, headers: basic('admin', 'pässword: with colon') })).status).toBe(200);
    const encoded = `UTF-8''${encodeURIComponent('pässword: with colon')}`;
    expect((await ask('GET', path, { token: null, headers: { 'x-openidm-username': 'admin', 'x-openidm-password': encoded } })).status).toBe(200);
  });

  test('that is wrong, of nobody, or missing is 401 with a challenge and without a hint which', async () => {
    const ask = asked({ users });

    const wrong = await ask('GET', path, { token: null, headers: basic('admin', 'guess') });
    const nobody = await ask('GET', path, { token: null, headers: basic('nobody', 'guess') });
    const none = await ask('GET', path, { token: null });

    expect([wrong.status, nobody.status, none.status]).toEqual([401, 401, 401]);
    expect(wrong.json).toEqual(nobody.json);
    expect(wrong.headers.get('www-authenticate')).toContain('Basic');
    expect(wrong.text).not.toContain('guess');
  });

  test('that is guessed at too often is 429 until the time is over, from any address; who logged in before goes on', async () => {
    const ask = asked({ users, lockOut: { failures: 3, duration: 60_000 } });
    const right = { token: null, headers: basic('admin', 'pässword: with colon') };
    await ask('GET', path, right);

    for (let attempt = 0; attempt < 3; attempt++)
      await ask('GET', path, { token: null, headers: basic('admin', 'guess'), address: `10.0.0.${attempt}` });
    const locked = await ask('GET', path, { token: null, headers: basic('admin', 'guess'), address: '10.0.0.9' });

    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('GET', path, right)).status).toBe(200);
  });

  test('that is guessed at many times at once is compared no oftener than one guess after another', async () => {
    const ask = asked({ users, lockOut: { failures: 2 } });

    const guesses = await Promise.all(Array.from({ length: 12 }, () => ask('GET', path, { token: null, headers: basic('admin', 'guess') })));

    expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, ...Array.from({ length: 10 }, () => 429)]);
  });

  test('that is right may come many times at once', async () => {
    const ask = asked({ users, lockOut: { failures: 2 } });
    const headers = basic('admin', 'pässword: with colon');

    const logins = await Promise.all(Array.from({ length: 12 }, () => ask('GET', path, { token: null, headers })));

    expect(logins.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
  });

  test('one address that guesses at many names is kept out of all of them', async () => {
    const ask = asked({ users, lockOut: { failures: 3 } });

    for (let attempt = 0; attempt < 3; attempt++)
      await ask('GET', path, { token: null, headers: basic(`user${attempt}`, 'guess'), address: '10.0.0.1' });

    expect((await ask('GET', path, { token: null, headers: basic('admin', 'pässword: with colon'), address: '10.0.0.1' })).status).toBe(429);
    expect((await ask('GET', path, { token: null, headers: basic('admin', 'pässword: with colon'), address: '10.0.0.2' })).status).toBe(200);
  });
});

describe('a role', () => {
  const sha256 = createHash('sha256').update(tokens.read).digest('hex');

  test('to read allows reading, queries, tests and nothing that writes or runs', async () => {
    const ask = asked({ tokens: [{ name: 'r', sha256, role: 'read' }] });
    const as = { token: tokens.read };

    expect((await ask('GET', path, as)).status).toBe(200);
    expect((await ask('POST', '/openidm/system/hr?_action=test', as)).status).toBe(200);
    expect((await ask('POST', '/openidm/system?_action=availableConnectors', as)).status).toBe(200);
    for (const [method, target, body] of [
      ['POST', '/openidm/system/hr/__ACCOUNT__', { __NAME__: 'a' }],
      ['PUT', '/openidm/system/hr/__ACCOUNT__/a', {}],
      ['PATCH', '/openidm/system/hr/__ACCOUNT__/a', []],
      ['DELETE', '/openidm/system/hr/__ACCOUNT__/a', undefined],
      ['POST', '/openidm/system/hr?_action=script&scriptId=x', undefined],
      ['POST', '/openidm/system/hr/__ACCOUNT__?_action=authenticate', { username: 'a', password: 'b' }],
      ['POST', '/openidm/system?_action=testConfig', { name: 'x' }],
      ['POST', '/openidm/system?_action=createFullConfig', {}],
    ] as const)
      expect([target, (await ask(method, target, { ...as, body })).status]).toEqual([target, 403]);
  });

  test('of nobody allows nothing, unless anonymous callers have one', async () => {
    expect((await asked({})('GET', path, { token: null })).status).toBe(401);
    const ask = asked({ anonymous: 'read' });
    expect((await ask('GET', path, { token: null })).status).toBe(200);
    expect((await ask('POST', '/openidm/system/hr/__ACCOUNT__', { token: null, body: { __NAME__: 'a' } })).status).toBe(403);
    // Who says who they are, and wrongly, is not taken for nobody.
    expect((await ask('GET', path, { token: 'wrong' })).status).toBe(401);
  });
});

describe('a JSON web token', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
  const jwt: JwtOptions = { issuer: 'https://idp.example.org', audience: 'gateway', jwks: { keys: [jwk] }, full: ['idm:write'], read: ['idm:read'] };
  const token = (claims: object, { key = privateKey, issuer = 'https://idp.example.org', audience = 'gateway', expires = '5m' } = {}) =>
    new SignJWT({ sub: 'robot', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(key);
  const ask = asked({ jwt });

  test('of the issuer gives the role that its claim names', async () => {
    expect((await ask('GET', path, { token: await token({ scope: 'openid idm:read' }) })).status).toBe(200);
    expect((await ask('DELETE', '/openidm/system/hr/__ACCOUNT__/x', { token: await token({ scope: 'idm:read' }) })).status).toBe(403);
    expect((await ask('DELETE', '/openidm/system/hr/__ACCOUNT__/x', { token: await token({ scope: 'idm:write' }) })).status).toBe(404);
    expect((await ask('GET', path, { token: await token({ scope: 'email' }) })).status).toBe(403);
  });

  test.each([
    ['of another issuer', () => token({ scope: 'idm:write' }, { issuer: 'https://evil.example.org' })],
    ['for somebody else', () => token({ scope: 'idm:write' }, { audience: 'mail' })],
    ['that has expired', () => token({ scope: 'idm:write' }, { expires: '-5m' })],
    ['signed by another key', () => token({ scope: 'idm:write' }, { key: other.privateKey })],
    [
      'that nobody signed',
      async () =>
        new UnsecuredJWT({ scope: 'idm:write' }).setIssuer('https://idp.example.org').setAudience('gateway').setExpirationTime('5m').encode(),
    ],
    [
      'signed with the public key as a shared secret',
      () =>
        new SignJWT({ scope: 'idm:write' })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setIssuer('https://idp.example.org')
          .setAudience('gateway')
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(JSON.stringify(jwk))),
    ],
    ['that is none', async () => 'a.b.c'],
  ])('%s is 401', async (_, make) => {
    expect((await ask('GET', path, { token: await make() })).status).toBe(401);
  });
});

test('credentials that can never fit are refused when the gateway is made, all of them', () => {
  const made = () =>
    createGateway({
      systems: [...systems, ...systems, { name: 'a/b', connector: memory, configuration: {} }],
      authentication: {
        users: [{ username: 'a:b', passwordHash: 'plain text', role: 'full' }],
        tokens: [{ name: 't', sha256: 'short', role: 'root' as never }],
        jwt: { issuer: '', audience: 'x', jwksUri: 'http://idp.example.org/keys' },
      },
    });

  expect(made).toThrow(
    /users\[0\]\.username.*users\[0\]\.passwordHash.*tokens\[0\]\.sha256.*tokens\[0\]\.role.*jwt\.issuer.*jwt\.jwksUri.*systems\.hr.*systems\.a\/b/s,
  );
  expect(made).not.toThrow(/plain text/);
});
