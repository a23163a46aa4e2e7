import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { type ServedGateway, type ServeOptions, serve } from '../../src/rest/index.ts';
import { cert, key } from '../connectors/aws/transport/certificate.ts';
import { connectorOf, person } from '../facade/scripted-connector.ts';
import { gatewayOf, tokens } from './gateway-harness.ts';

const authorization = `Bearer ${tokens.full}`;
const hr = { name: 'hr', connector: memory, configuration: { uid: 'name', objects: [{ objectClass: '__ACCOUNT__', name: 'ada' }] } };

let served: ServedGateway | undefined;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'served-'));
});
afterEach(async () => {
  await served?.close();
  served = undefined;
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: ServeOptions = {}, systems: Parameters<typeof gatewayOf>[0] = [hr]): Promise<ServedGateway> {
  served = await serve(gatewayOf(systems).gateway, { port: 0, grace: 300, ...options });
  return served;
}

/** What a server says to bytes, until it ends the connection. */
async function said(url: string, ...parts: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  for (const part of parts) socket.write(part);
  await new Promise((resolve) => socket.once('close', resolve).once('error', () => {}));
  return text;
}

const read = async (answer: IncomingMessage) => {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return text;
};

describe('over TLS', () => {
  test('a client that trusts the certificate is answered, one of TLS 1.1 is not', async () => {
    writeFileSync(join(directory, 'cert.pem'), cert);
    writeFileSync(join(directory, 'key.pem'), key);
    const { url } = await start({ tls: { certificate: join(directory, 'cert.pem'), key: join(directory, 'key.pem') } });
    const get = (options: object) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        httpsRequest(`${url}/openidm/system/hr/__ACCOUNT__/ada`, { ca: cert, headers: { authorization }, agent: false, ...options }, resolve)
          .once('error', reject)
          .end();
      });

    expect(url).toMatch(/^https:/);
    expect(JSON.parse(await read(await get({})))).toMatchObject({ _id: 'ada' });
    await expect(get({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow();
  });

  test('a certificate that cannot be read is told by its setting and its path', async () => {
    await expect(start({ tls: { certificate: join(directory, 'no.pem'), key: 'no.pem' } })).rejects.toMatchObject({
      code: 'Configuration',
      message: expect.stringContaining('no.pem'),
      problems: [{ path: 'tls.certificate' }],
    });
  });
});

test('a port in use is told', async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);

  await expect(serve(gatewayOf([hr]).gateway, { port })).rejects.toMatchObject({ code: 'Configuration', problems: [{ path: 'port' }] });
});

test.skipIf(!Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1')))('listens on IPv6', async () => {
  const { url } = await start({ host: '::1' });

  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

describe('a client that', () => {
  test('goes away in the middle of an answer ends the search of the connector', async () => {
    let ended = () => {};
    const searchEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const connector = connectorOf({
      async *search() {
        try {
          for (let page = 0; ; page++) yield { objects: Array.from({ length: 100 }, (_, at) => person(`${page}-${at}`)) };
        } finally {
          ended();
        }
      },
    });
    const { url } = await start({}, [{ name: 'hr', connector, configuration: {} }]);

    const answer = await new Promise<IncomingMessage>((resolve) => {
      httpRequest(`${url}/openidm/system/hr/person?_queryFilter=true`, { headers: { authorization } }, resolve).end();
    });
    await new Promise((resolve) => answer.once('data', resolve));
    answer.destroy();

    await searchEnded;
  });

  test('goes away while the connector hangs ends the call', async () => {
    let begun = () => {};
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let aborted = () => {};
    const wasAborted = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const connector = connectorOf({
      get: ({ signal }: { signal: AbortSignal }) => {
        begun();
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted();
            reject(signal.reason);
          });
        });
      },
    });
    const { url } = await start({}, [{ name: 'hr', connector, configuration: {} }]);
    const request = httpRequest(`${url}/openidm/system/hr/person/1`, { headers: { authorization } });
    request.once('error', () => {}).end();
    await asked;

    request.destroy();

    await wasAborted;
  });

  test('sends its body too slowly is answered 408', async () => {
    const { url } = await start({ requestTimeout: 200 });
    const head = `POST /openidm/system/hr/__ACCOUNT__ HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;

    expect(await said(url, head, '{')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('sends more headers than there is room for is answered 431', async () => {
    const { url } = await start();

    expect(await said(url, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('sends what is no HTTP is answered 400', async () => {
    const { url } = await start();

    expect(await said(url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('asks twice on one connection is answered twice on it', async () => {
    const { url } = await start();
    const ask = (last: string) => `GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: ${last}\r\n\r\n`;

    expect((await said(url, ask('keep-alive'), ask('close'))).match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });
});

describe('closing', () => {
  /** A system whose get is answered when told to. */
  async function busy(options: ServeOptions) {
    let begun = () => {};
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let answer = () => {};
    const connector = connectorOf({
      get: () => {
        begun();
        return new Promise((resolve) => {
          answer = () => resolve(person('1'));
        });
      },
    });
    const gateway = await start(options, [{ name: 'hr', connector, configuration: {} }]);
    const outcome = fetch(`${gateway.url}/openidm/system/hr/person/1`, { headers: { authorization } }).then(
      ({ status }) => status,
      () => 'cut',
    );
    await asked;
    return { gateway, outcome, answer: () => answer() };
  }

  test('waits for the request under way, answers it, and takes no other', async () => {
    const { gateway, outcome, answer } = await busy({ grace: 60_000 });

    const closed = gateway.close();
    await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow();
    answer();

    expect(await outcome).toBe(200);
    // The connection is kept alive by the client, which is no reason to wait out the minute.
    await closed;
  });

  test('ends what goes on after its grace', async () => {
    const { gateway, outcome } = await busy({ grace: 20 });

    await gateway.close();

    expect(await outcome).toBe('cut');
  });
});
