import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cert, key } from './certificate.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { startStubAws } from './stub-aws.ts';

// A proxy that nobody here wrote: REAL_PROXY is the path of `proxy` (proxy.py 2.4.10 from PyPI), `tinyproxy` or `squid`.
// `npm run test:interop` sets it; by hand: python3 -m venv v && v/bin/pip install proxy.py==2.4.10 && REAL_PROXY=v/bin/proxy npx vitest run real-proxy
const program = process.env.REAL_PROXY;

const crypt = (password: string) => execFileSync('openssl', ['passwd', '-apr1', password], { encoding: 'utf8' }).trim();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Between the connector and the proxy: counts connections and the CONNECTs on them. */
async function startCounter(port: number) {
  const open = new Set<Socket>();
  const seen = { connections: 0, connects: 0, most: 0 };
  const server = createServer((client) => {
    seen.connections++;
    open.add(client);
    seen.most = Math.max(seen.most, open.size);
    const upstream = connect(port, '127.0.0.1');
    client.once('data', (chunk: Buffer) => {
      if (chunk.toString('latin1', 0, 8) === 'CONNECT ') seen.connects++;
    });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(client);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return { seen, port: (server.address() as AddressInfo).port, close };
}

describe.skipIf(program === undefined)('a real proxy', () => {
  let child: ChildProcess;
  let port = 0;
  let folder = '';
  let caFile = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'identity-connector-'));
    await chmod(folder, 0o755); // squid gives up being root
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, cert);
    port = await freePort();
    const command = program as string;
    if (basename(command) === 'tinyproxy') {
      const file = join(folder, 'tinyproxy.conf');
      await writeFile(file, `Port ${port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 100\nBasicAuth idm correct\nLogLevel Error\n`);
      child = spawn(command, ['-d', '-c', file], { stdio: 'ignore' });
    } else if (basename(command) === 'squid') {
      const [file, users] = [join(folder, 'squid.conf'), join(folder, 'users')];
      await writeFile(users, `idm:${crypt('correct')}\n`);
      await writeFile(
        file,
        `http_port 127.0.0.1:${port}\nauth_param basic program /usr/lib/squid/basic_ncsa_auth ${users}\nacl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\npid_filename none\naccess_log none\ncache_log /dev/null\ncache deny all\nshutdown_lifetime 0 seconds\nvisible_hostname here\n`,
      );
      child = spawn(command, ['-N', '-f', file], { stdio: 'ignore' });
    } else {
      child = spawn(
        command,
        [
          '--hostname',
          '127.0.0.1',
          '--port',
          String(port),
          '--num-workers',
          '1',
          '--num-acceptors',
          '1',
          '--basic-auth',
          'idm:correct',
          '--log-level',
          'ERROR',
        ],
        { stdio: 'ignore' },
      );
    }
    for (let tries = 0; !(await accepts(port)); tries++) {
      if (tries === 200) throw new Error(`${command} does not listen`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  });

  // tinyproxy closes after each plain answer without saying so, which no client can pool.
  const carried = program?.endsWith('tinyproxy') ? (['https'] as const) : (['http', 'https'] as const);

  it.each(carried)('carries 53 requests to an %s endpoint over at most 4 connections', async (scheme) => {
    await using stub = await startStubAws(scheme === 'https' ? { key, cert } : undefined);
    const counter = await startCounter(port);
    await using session = await opened({
      ...keys,
      endpoint: stub.url,
      caFile,
      maxConnections: 4,
      proxyHost: '127.0.0.1',
      proxyPort: counter.port,
      proxyUsername: 'idm',
      proxyPassword: 'correct',
    });
    const burst = (size: number) => Promise.all(Array.from({ length: size }, () => session.iam('GetUser', { UserName: 'ada' })));

    await burst(40);
    await burst(13);
    counter.close();

    expect(stub.count('GetUser')).toBe(53);
    expect(counter.seen.most).toBeLessThanOrEqual(4);
    if (scheme === 'https')
      expect(counter.seen).toEqual({ connections: counter.seen.connects, connects: counter.seen.connects, most: counter.seen.most });
    else expect(counter.seen.connects).toBe(0);
    if (scheme === 'https') expect(counter.seen.connects).toBeLessThanOrEqual(4);
    if (process.env.REAL_PROXY_FIGURES)
      process.stdout.write(`${scheme} ${JSON.stringify(counter.seen)} upstream ${stub.connections} most ${stub.mostSockets}\n`);
  });

  it.each(['http', 'https'] as const)('that wants another password is a Configuration error, for an %s endpoint', async (scheme) => {
    await using stub = await startStubAws(scheme === 'https' ? { key, cert } : undefined);
    await using session = await opened({
      ...keys,
      endpoint: stub.url,
      caFile,
      proxyHost: '127.0.0.1',
      proxyPort: port,
      proxyUsername: 'idm',
      proxyPassword: 'wrong',
    });

    const error = await failureOf(session.iam('GetUser', { UserName: 'ada' }));

    expect(error).toMatchObject({ code: 'Configuration', problems: [{ path: 'proxyUsername' }] });
    expect(stub.received).toEqual([]);
  });
});
