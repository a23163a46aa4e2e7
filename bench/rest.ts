import { type ChildProcess, spawn } from 'node:child_process';
import autocannon from 'autocannon';
import { paths, token } from './rest-servers.ts';

/** What the gateway costs beside a bare handler that answers the same bytes. */
export interface RestCost {
  /** Requests a second of one object at 64 connections; medians of rounds that took turns. */
  readonly get: { readonly gateway: number; readonly bare: number };
  /** Milliseconds of a query of 100,000 objects. */
  readonly query: { readonly gateway: number; readonly bare: number };
  /** Bytes that the gateway's process occupied at most while it answered so many objects. */
  readonly memory: readonly { readonly objects: number; readonly residentSet: number }[];
}

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
}

async function start(kind: 'gateway' | 'bare', objects: number): Promise<Server> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', `--rest-server=${kind}`, `--objects=${objects}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the ${kind} server ended`)));
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
  });
  return { url, child };
}

/** Ends a server and hears how much memory it took. */
async function stop({ child }: Server): Promise<number> {
  const said = new Promise<string>((resolve) => child.stdout?.once('data', resolve));
  child.stdin?.end();
  return Number(await said);
}

const headers = { authorization: `Bearer ${token}` };

/** @throws Error when an answer is not 200 or rows are missing. */
async function readAll(url: string, objects: number): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url + paths.all, { headers });
  let tail = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) tail = (tail + Buffer.from(chunk).toString('latin1')).slice(-300);
  if (answer.status !== 200 || !tail.includes(`"resultCount":${objects},`)) throw new Error(`${answer.status}: ${tail}`);
  return performance.now() - began;
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
  const queries = { gateway: [] as number[], bare: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    for (const [kind, { url }] of Object.entries({ gateway, bare }) as ['gateway' | 'bare', Server][]) {
      const rate = await requestsPerSecond(url);
      const time = await readAll(url, 100_000);
      if (round < 0) continue;
      gets[kind].push(rate);
      queries[kind].push(time);
    }
  }
  await Promise.all([stop(gateway), stop(bare)]);
  const memory: { objects: number; residentSet: number }[] = [];
  for (const objects of [10_000, 100_000, 1_000_000]) {
    const server = await start('gateway', objects);
    await readAll(server.url, objects);
    memory.push({ objects, residentSet: await stop(server) });
  }
  return {
    get: { gateway: median(gets.gateway), bare: median(gets.bare) },
    query: { gateway: median(queries.gateway), bare: median(queries.bare) },
    memory,
  };
}
