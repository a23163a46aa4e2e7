import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProxiedHttpsAgent } from '../../../../src/connectors/aws/transport/proxy-agent.ts';
import type { ConnectorError } from '../../../../src/model/errors.ts';
import { cert, key } from './certificate.ts';
import { startLocalProxy } from './local-proxy.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { role, startStubAws } from './stub-aws.ts';

const getUser = { UserName: 'ada' };
const credentials = { proxyUsername: 'idm', proxyPassword: 'pässword: with colon' } as const;
let caFile = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-connector-'));
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, cert);
});

afterAll(() => rm(folder, { recursive: true }));

describe.each(['http', 'https'] as const)('through a proxy to an %s endpoint', (scheme) => {
  const tls = scheme === 'https' ? { key, cert } : undefined;

  it('a burst of 40 requests uses no more connections than allowed, and keeps them for the next burst', async () => {
    await using stub = await startStubAws(tls);
    await using proxy = await startLocalProxy('idm:pässword: with colon');
    await using session = await opened({
      ...keys,
      endpoint: stub.url,
      caFile,
      maxConnections: 4,
      proxyHost: '127.0.0.1',
      proxyPort: proxy.port,
      ...credentials,
    });
    const burst = (size: number) => Promise.all(Array.from({ length: size }, () => session.iam('GetUser', getUser)));

    await burst(40);
    await burst(13);

    expect(stub.count('GetUser')).toBe(53);
    expect(proxy.mostSockets).toBeLessThanOrEqual(4);
    expect(proxy.sockets).toBeLessThanOrEqual(4);
    expect(proxy.connects).toHaveLength(scheme === 'https' ? proxy.sockets : 0);
    expect(proxy.forwarded).toHaveLength(scheme === 'https' ? 0 : 53);
  });

  it('a wrong proxy password is a Configuration error after one attempt, and is not shown', async () => {
    await using stub = await startStubAws(tls);
    await using proxy = await startLocalProxy('idm:right');
    await using session = await opened({ ...keys, endpoint: stub.url, caFile, proxyHost: '127.0.0.1', proxyPort: proxy.port, ...credentials });

    const error = (await failureOf(session.iam('GetUser', getUser))) as ConnectorError;

    expect(error).toMatchObject({ code: 'Configuration', retryable: false, outcome: 'none', problems: [{ path: 'proxyUsername' }] });
    expect(proxy.connects.length + proxy.forwarded.length).toBe(1);
    expect(inspect(error, { depth: 20, showHidden: true }) + error.stack).not.toMatch(/pässword|Basic [A-Za-z0-9]/);
    expect(stub.received).toEqual([]);
  });

  it('STS goes the same way', async () => {
    await using stub = await startStubAws(tls);
    stub.answer('AssumeRole', role('ASIASESSION0000000001', new Date(Date.now() + 3_600_000)));
    await using proxy = await startLocalProxy();
    await using session = await opened({
      ...keys,
      roleArn: 'arn:aws:iam::123456789012:role/idm',
      endpoint: stub.url,
      caFile,
      proxyHostPort: `http://127.0.0.1:${proxy.port}`,
    });

    await session.iam('GetUser', getUser);

    expect(stub.received.map(({ action }) => action)).toEqual(['AssumeRole', 'GetUser']);
    expect(proxy.sockets).toBe(stub.connections);
  });

  it('a proxy that does not answer is ConnectionFailed, and nothing is unknown', async () => {
    const gone = await startLocalProxy();
    await gone[Symbol.asyncDispose]();
    await using session = await opened({
      ...keys,
      endpoint: `${scheme}://127.0.0.1:9`,
      proxyHost: '127.0.0.1',
      proxyPort: gone.port,
      maxAttempts: 2,
    });

    const error = await failureOf(session.iam('CreateUser', getUser));

    expect(error).toMatchObject({ code: 'ConnectionFailed', outcome: 'none', cause: { wireCode: 'ECONNREFUSED', attempts: 2 } });
  });

  it('an idle connection does not keep the process alive', async () => {
    await using stub = await startStubAws(tls);
    await using proxy = await startLocalProxy();
    const agents = new URL('../../../../src/connectors/aws/transport/proxy-agent.ts', import.meta.url).pathname;
    const script = await bundled(agents, stub.url, proxy.port);

    const child = spawn(process.execPath, ['--input-type=module', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const output: string[] = [];
    child.stdout.on('data', (chunk) => output.push(String(chunk)));
    child.stderr.on('data', (chunk) => output.push(String(chunk)));
    child.stdin.end(script);
    const code = await new Promise((resolve) => child.on('close', resolve));

    expect(output.join('')).toBe('200 idle\n');
    expect(code).toBe(0);
  });
});

async function bundled(agents: string, url: string, port: number): Promise<string> {
  const { build } = await import('esbuild');
  const contents = `
    import http from 'node:http'; import https from 'node:https';
    import { ProxiedHttpAgent, ProxiedHttpsAgent } from ${JSON.stringify(agents)};
    const proxy = { host: '127.0.0.1', port: ${port} };
    const secure = ${url.startsWith('https')};
    const agent = secure ? new ProxiedHttpsAgent(proxy, 10000, { keepAlive: true, rejectUnauthorized: false }) : new ProxiedHttpAgent(proxy, { keepAlive: true });
    const request = (secure ? https : http).request(${JSON.stringify(url)}, { method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', () => setImmediate(() => console.log(response.statusCode, Object.keys(agent.freeSockets).length === 1 ? 'idle' : 'gone')));
    });
    request.end('Action=GetUser');`;
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: '/' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

describe('the agent by itself', () => {
  it('holds maxSockets in a burst that nobody else limits, and uses its connections again', async () => {
    await using stub = await startStubAws({ key, cert });
    await using proxy = await startLocalProxy();
    const agent = new ProxiedHttpsAgent({ host: '127.0.0.1', port: proxy.port, username: undefined, password: undefined, bypass: [] }, 10_000, {
      keepAlive: true,
      maxSockets: 4,
      ca: cert,
    });
    const one = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const posted = request(stub.url, { method: 'POST', agent }, (response) => response.resume().on('end', () => resolve(response.statusCode)));
        posted.on('error', reject).end('Action=GetUser');
      });

    const statuses = await Promise.all(Array.from({ length: 40 }, one));
    agent.destroy();

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(proxy.connects).toHaveLength(4);
    expect(proxy.mostSockets).toBe(4);
  });
});

describe('a tunnel', () => {
  const target = { ...keys, endpoint: 'https://iam.example.org', maxAttempts: 2 };

  it.each([
    ['HTTP/1.1 502 Bad Gateway', 502, 2, true],
    ['HTTP/1.1 503 Service Unavailable', 503, 2, true],
    ['HTTP/1.0 403 Forbidden', 403, 1, false],
    ['close', undefined, 2, true],
    ['SSH-2.0-OpenSSH_9.2', undefined, 2, true],
  ])('that the proxy refuses with "%s" is ConnectionFailed after the right number of attempts', async (answer, status, attempts, retryable) => {
    await using proxy = await startLocalProxy();
    proxy.refuse(answer);
    await using session = await opened({ ...target, proxyHost: '127.0.0.1', proxyPort: proxy.port });

    const error = (await failureOf(session.iam('CreateUser', getUser))) as ConnectorError;

    expect(error).toMatchObject({ code: 'ConnectionFailed', retryable, outcome: 'none', cause: { wireCode: 'EPROXY', attempts } });
    if (status !== undefined) expect(error.message).toContain(`the proxy answered ${status} to CONNECT`);
    expect(proxy.connects).toHaveLength(attempts);
  });

  it('whose CONNECT is not answered ends with the connection timeout, and its socket is closed', async () => {
    await using proxy = await startLocalProxy();
    proxy.refuse('hang');
    await using session = await opened({ ...target, maxAttempts: 1, connectionTimeout: 50, proxyHost: '127.0.0.1', proxyPort: proxy.port });

    const error = await failureOf(session.iam('CreateUser', getUser));

    expect(error).toMatchObject({ code: 'ConnectionFailed', outcome: 'none' });
    await expect.poll(() => proxy.openSockets).toBe(0);
  });

  it('is closed when the call is aborted while it is being made', async () => {
    await using proxy = await startLocalProxy();
    proxy.refuse('hang');
    const controller = new AbortController();
    await using session = await opened({ ...target, proxyHost: '127.0.0.1', proxyPort: proxy.port });
    const calling = failureOf(session.iam('GetUser', getUser, { signal: controller.signal }));
    await expect.poll(() => proxy.connects).toHaveLength(1);

    controller.abort('stop');

    expect(await calling).toBe('stop');
    await expect.poll(() => proxy.openSockets).toBe(0);
    expect(proxy.connects).toHaveLength(1);
  });

  it('goes to the right address over IPv6, for the proxy and for the target', async () => {
    await using proxy = await startLocalProxy(undefined, '::1');
    proxy.refuse('HTTP/1.1 403 Forbidden');
    await using session = await opened({ ...keys, endpoint: 'https://[2001:db8::7]:8443', proxyHost: '[::1]', proxyPort: proxy.port });
    await using other = await opened({ ...keys, endpoint: 'https://iam.example.org', proxyHostPort: `http://[::1]:${proxy.port}` });

    await failureOf(session.iam('GetUser', getUser));
    await failureOf(other.iam('GetUser', getUser));

    expect(proxy.connects).toEqual(['[2001:db8::7]:8443', 'iam.example.org:443']);
  });

  it('is made anew when the proxy has closed an idle one', async () => {
    await using stub = await startStubAws({ key, cert });
    await using proxy = await startLocalProxy();
    await using session = await opened({ ...keys, endpoint: stub.url, caFile, proxyHost: '127.0.0.1', proxyPort: proxy.port });
    await session.iam('GetUser', getUser);

    stub.disconnect();
    await expect.poll(() => proxy.openSockets).toBe(0);
    await session.iam('GetUser', getUser);

    expect(proxy.connects).toHaveLength(2);
  });

  it('checks the target’s certificate', async () => {
    await using stub = await startStubAws({ key, cert });
    await using proxy = await startLocalProxy();
    await using session = await opened({ ...keys, endpoint: stub.url, proxyHost: '127.0.0.1', proxyPort: proxy.port });

    const error = (await failureOf(session.iam('CreateUser', getUser))) as ConnectorError;

    expect(error).toMatchObject({
      code: 'ConnectionFailed',
      retryable: false,
      outcome: 'none',
      cause: { wireCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', attempts: 1 },
    });
    expect(error.message).toContain('caFile');
    expect(stub.received).toEqual([]);
  });
});

describe('an absolute-form request', () => {
  it('names the whole URL, IPv6 in brackets, and the credentials stay with the proxy', async () => {
    await using stub = await startStubAws();
    await using proxy = await startLocalProxy('idm:pw');
    await using session = await opened({
      ...keys,
      endpoint: stub.url,
      proxyHost: '127.0.0.1',
      proxyPort: proxy.port,
      proxyUsername: 'idm',
      proxyPassword: 'pw',
    });
    await using other = await opened({ ...keys, endpoint: 'http://[::1]:9', proxyHost: '127.0.0.1', proxyPort: proxy.port, maxAttempts: 1 });

    await session.iam('GetUser', getUser);
    await failureOf(other.iam('GetUser', getUser));

    expect(proxy.forwarded).toEqual([`POST ${stub.url}/`, 'POST http://[::1]:9/']);
    expect(stub.received[0]?.headers).not.toHaveProperty('proxy-authorization');
  });
});
