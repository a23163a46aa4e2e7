import { type ChildProcess, spawn } from 'node:child_process';
import autocannon from 'autocannon';
import { paths, type ServerUse, token } from './rest-servers.ts';

/** What the gateway costs beside a bare handler that answers the same bytes. */
export interface RestCost {
  /** Requests a second of one object at 64 connections; medians of rounds that took turns. */
  readonly get: { readonly gateway: number; readonly bare: number };
  /** Milliseconds of a query of 100,000 objects, as autocannon sees it. */
  readonly query: { readonly gateway: number; readonly bare: number };
  /** Milliseconds that the server's process computed for it: what a busy machine changes less. */
  readonly cpu: { readonly gateway: number; readonly bare: number };
  /** Bytes while the gateway's process wrote a million objects, in answers of so many. */
  readonly memory: readonly { readonly objects: number; readonly residentSet: number; readonly liveHeap: number }[];
}

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
}

async function start(kind: 'gateway' | 'bare', objects: number, watched = false): Promise<Server> {
  const flags = watched ? ['--expose-gc'] : [];
  const child = spawn(process.execPath, [...flags, process.argv[1] ?? '', `--rest-server=${kind}`, `--objects=${objects}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the ${kind} server ended`)));
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
  });
  return { url, child };
}

/** What a server's process has used so far. */
async function used({ child }: Server): Promise<ServerUse> {
  const said = new Promise<string>((resolve) => child.stdout?.once('data', resolve));
  child.stdin?.write('\n');
  return JSON.parse(await said) as ServerUse;
}

async function stop({ child }: Server): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await ended;
}

const headers = { authorization: `Bearer ${token}` };

/** @throws Error when an answer is not 200 or rows are missing. */
async function readAll(url: string, objects: number): Promise<void> {
  const answer = await fetch(url + paths.all, { headers });
  let tail = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) tail = (tail + Buffer.from(chunk).toString('latin1')).slice(-300);
  if (answer.status !== 200 || !tail.includes(`"resultCount":${objects},`)) throw new Error(`${answer.status}: ${tail}`);
}

/** Queries of a round: the first few are slow in any process, until its code is compiled. */
const queries = 10;

/** Milliseconds of a query, and those that the server computed. */
async function queryTime(server: Server): Promise<{ readonly time: number; readonly cpu: number }> {
  const before = await used(server);
  const result = await autocannon({ url: server.url + paths.all, connections: 1, amount: queries, timeout: 120, headers });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were no success, ${result.errors} failed`);
  return { time: result.latency.average, cpu: ((await used(server)).cpu - before.cpu) / queries };
}

async function requestsPerSecond(url: string): Promise<number> {
  const result = await autocannon({ url: url + paths.one, connections: 64, duration: 4, headers });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were no success, ${result.errors} failed`);
  return result.requests.average;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Measures both in rounds that take turns, each server in a process of its own. */
export async function restCost(rounds: number): Promise<RestCost> {
  const gateway = await start('gateway', 100_000);
  const bare = await start('bare', 100_000);
  const gets = { gateway: [] as number[], bare: [] as number[] };
  const times = { gateway: [] as number[], bare: [] as number[] };
  const cpus = { gateway: [] as number[], bare: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    for (const [kind, server] of Object.entries({ gateway, bare }) as ['gateway' | 'bare', Server][]) {
      const rate = await requestsPerSecond(server.url);
      const { time, cpu } = await queryTime(server);
      if (round < 0) continue;
      gets[kind].push(rate);
      times[kind].push(time);
      cpus[kind].push(cpu);
    }
  }
  await Promise.all([stop(gateway), stop(bare)]);
  const memory: { objects: number; residentSet: number; liveHeap: number }[] = [];
  for (const objects of [10_000, 100_000, 1_000_000]) {
    // Collecting garbage all the time changes what the process occupies: two servers.
    const [server, watched] = [await start('gateway', objects), await start('gateway', objects, true)];
    for (let written = 0; written < 1_000_000; written += objects) await readAll(server.url, objects);
    await readAll(watched.url, objects);
    memory.push({ objects, residentSet: (await used(server)).residentSet, liveHeap: (await used(watched)).liveHeap });
    await Promise.all([stop(server), stop(watched)]);
  }
  return {
    get: { gateway: median(gets.gateway), bare: median(gets.bare) },
    query: { gateway: median(times.gateway), bare: median(times.bare) },
    cpu: { gateway: median(cpus.gateway), bare: median(cpus.bare) },
    memory,
  };
}
