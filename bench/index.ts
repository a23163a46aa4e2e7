import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { paceCost } from './aws-pace.ts';
import { bundledSize } from './bundled-size.ts';
import { comparisons } from './comparisons.ts';
import { instantiations } from './instantiations.ts';
import { type PoolCost, poolCost } from './pool.ts';
import { restCost } from './rest.ts';
import { reportUse, startServer } from './rest-servers.ts';
import { compare, type Measured } from './rounds.ts';
import { type ScriptCost, scriptCost } from './scripts.ts';
import { type SnapshotCost, snapshotCost } from './snapshot.ts';
import { type StreamedMemory, streamedMemory } from './streamed-memory.ts';

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    stream: { type: 'string' },
    snapshot: { type: 'string' },
    // `npm run bench -- --aws-pace=1000`: alone, because it takes minutes.
    'aws-pace': { type: 'string' },
    // `npm run bench -- --rest=3`: alone, in so many rounds of half a minute.
    rest: { type: 'string' },
    'rest-server': { type: 'string' },
    objects: { type: 'string' },
  },
});
const root = process.cwd();

if (flags.stream) {
  // The child process of one row of the memory table.
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  console.log(JSON.stringify(await streamedMemory(Number(flags.stream), globalThis.gc)));
} else if (flags.snapshot) {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  console.log(JSON.stringify(await snapshotCost(Number(flags.snapshot), globalThis.gc)));
} else if (flags['rest-server']) {
  console.log(await startServer(flags['rest-server'] === 'bare' ? 'bare' : 'gateway', Number(flags.objects)));
  reportUse();
} else if (flags.rest) await printRest(Number(flags.rest));
else if (flags['aws-pace']) await printPace(Number(flags['aws-pace']));
else await main();

async function printPace(creates: number): Promise<void> {
  const { failed, learning, after, used } = await paceCost(creates);
  const share = (part: { readonly requests: number; readonly throttled: number }) => `${((100 * part.throttled) / part.requests).toFixed(2)} %`;
  table(
    ['at 20 requests a second, burst 40', 'requests', 'throttled', 'share', 'at most'],
    [
      ['learning', String(learning.requests), String(learning.throttled), share(learning), ''],
      [`${creates} creates with password, tags and group`, String(after.requests), String(after.throttled), share(after), '1 %'],
    ],
  );
  console.log(`${(100 * used).toFixed(0)} % of the limit used, ${failed} creates failed`);
}

async function printRest(rounds: number): Promise<void> {
  const { get, query, cpu, memory } = await restCost(rounds);
  table(
    ['REST gateway', 'gateway', 'bare hono, same bytes', 'share', 'wanted'],
    [
      ['GET by id, a second, 64 connections', get.gateway.toFixed(0), get.bare.toFixed(0), (get.gateway / get.bare).toFixed(2), 'at least 0.33'],
      ['query of 100,000 objects, ms', query.gateway.toFixed(0), query.bare.toFixed(0), (query.gateway / query.bare).toFixed(2), 'at most 3'],
      ['the same, ms computed by the server', cpu.gateway.toFixed(0), cpu.bare.toFixed(0), (cpu.gateway / cpu.bare).toFixed(2), ''],
    ],
  );
  table(
    ['a million objects, in answers of', 'resident set at most', 'alive after garbage collection'],
    memory.map(({ objects, residentSet, liveHeap }) => [
      objects.toLocaleString('en'),
      `${(residentSet / 2 ** 20).toFixed(0)} MiB`,
      `${(liveHeap / 2 ** 20).toFixed(1)} MiB`,
    ]),
  );
}

async function main(): Promise<void> {
  const load = loadavg()[0] ?? 0;
  const rates: Measured[] = [];
  for (const comparison of await comparisons(1_000)) rates.push(await compare(comparison, Number(flags.rounds), 250));
  const streams = [10_000, 100_000, 1_000_000].map((objects) => {
    const args = ['--expose-gc', process.argv[1] ?? '', `--stream=${objects}`];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as StreamedMemory;
  });
  const sizes = {
    defineConnector: (await bundledSize(root, `export { defineConnector } from 'identity-connector'`)).bytes,
    all: (await bundledSize(root, `export * from 'identity-connector'`)).bytes,
    allWithoutAjv: (await bundledSize(root, `export * from 'identity-connector'`, ['ajv'])).bytes,
  };
  const scripts = await scriptCost(200);
  const pool = await poolCost(10_000, 10);
  const snapshots = JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', process.argv[1] ?? '', '--snapshot=1000000'], { encoding: 'utf8' }),
  ) as readonly SnapshotCost[];
  const types = instantiations(root, 10, 60);
  const machine = {
    node: process.version,
    processor: cpus()[0]?.model ?? '',
    cores: cpus().length,
    load: { before: load, after: loadavg()[0] ?? 0 },
  };

  if (flags.json) console.log(JSON.stringify({ machine, rates, streams, snapshots, scripts, pool, sizes, instantiations: types }));
  else {
    print(machine, rates, streams, sizes, types);
    printParts(snapshots, scripts, pool);
  }
}

function print(
  {
    node,
    processor,
    cores,
    load,
  }: {
    readonly node: string;
    readonly processor: string;
    readonly cores: number;
    readonly load: { readonly before: number; readonly after: number };
  },
  rates: readonly Measured[],
  streams: readonly StreamedMemory[],
  sizes: { readonly defineConnector: number; readonly all: number; readonly allWithoutAjv: number },
  types: number,
): void {
  const count = (value: number) => Math.round(value).toLocaleString('en');
  const share = (value: number) => `${(value * 100).toFixed(0)} %`;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  console.log(`Node ${node}, ${cores} × ${processor}, load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after\n`);
  table(
    ['1,000 accounts of 10 attributes', 'facade, a second', 'bare loop, a second', 'share, median', 'lowest to highest', 'wanted'],
    rates.map(({ name, facade, bare, ratio, lowest, highest, wanted }) => [
      name,
      count(facade),
      count(bare),
      share(ratio),
      `${share(lowest)} to ${share(highest)}`,
      wanted === undefined ? '' : `${share(wanted)}${ratio >= wanted ? '' : ' MISSED'}`,
    ]),
  );
  table(
    ['objects streamed', 'live heap at most', 'resident set at most', 'a second'],
    streams.map(({ objects, liveHeap, residentSet, milliseconds }) => [
      count(objects),
      mebibytes(liveHeap),
      mebibytes(residentSet),
      count((objects * 1000) / milliseconds),
    ]),
  );
  table(
    ['cost', 'measured', 'at most'],
    [
      [`import { defineConnector }, brotli`, `${count(sizes.defineConnector)} bytes`, '1,000 bytes'],
      [`export * from 'identity-connector', brotli`, `${count(sizes.all)} bytes (${count(sizes.allWithoutAjv)} without ajv)`, ''],
      ['types of 10 object classes, 60 attributes, 7 operations', `${count(types)} instantiations`, '200,000 instantiations'],
    ],
  );
}

function printParts(snapshots: readonly SnapshotCost[], scripts: ScriptCost, pool: PoolCost): void {
  const count = (value: number) => Math.round(value).toLocaleString('en');
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  table(
    ['sync by snapshots, objects', 'changes', 'objects a second', 'live heap at most', 'typed arrays', 'resident set at most', 'file'],
    snapshots.map(({ objects, changes, milliseconds, liveHeap, typedArrays, residentSet, file }) => [
      count(objects),
      count(changes),
      count((objects * 1000) / milliseconds),
      mebibytes(liveHeap),
      mebibytes(typedArrays),
      mebibytes(residentSet),
      mebibytes(file),
    ]),
  );
  table(
    [`script, median of ${scripts.calls} warm calls`, 'milliseconds', 'at most'],
    [
      ['of its arguments', scripts.plain.toFixed(2), '5'],
      ['with an awaited search', scripts.awaiting.toFixed(2), ''],
    ],
  );
  const { calls, max, rate, answered, overtaken, made, left } = pool;
  table(
    [`${count(calls)} calls at once, pool of ${max}`, 'calls a second', 'answered', 'overtaken by', 'sessions made', 'left'],
    [['get', count(rate), count(answered), String(overtaken), String(made), String(left)]],
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  console.log([line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n'), '\n');
}
