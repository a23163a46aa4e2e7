import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { ScriptBench } from './script-bench.ts';

const started = vi.hoisted(() => ({ count: 0, ended: 0 }));

vi.mock('node:worker_threads', async (load) => {
  const real = await load<typeof import('node:worker_threads')>();
  class Counted extends real.Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      started.count++;
      this.on('exit', () => started.ended++);
    }
  }
  return { ...real, default: { ...real, Worker: Counted }, Worker: Counted };
});

test('nothing of the engine is loaded before the first script', async () => {
  started.count = 0;
  const folder = join(import.meta.dirname, '../../src/script');
  const imported = readdirSync(folder).filter((name) => /(from|import\()\s*['"](quickjs|@jitl)/.test(readFileSync(join(folder, name), 'utf8')));
  await using bench = await ScriptBench.open();

  expect(imported).toEqual([]);
  expect(started.count).toBe(0);
  await bench.run('1');
  expect(started.count).toBe(1);
});

test('an engine that is warm has its thread before the first script', async () => {
  started.count = 0;
  await using bench = await ScriptBench.open();

  await bench.engine.warmUp();
  expect(started.count).toBe(1);
  await bench.run('1');
  expect(started.count).toBe(1);
});

test('a thousand scripts run in one thread, whose memory does not grow', async () => {
  started.count = 0;
  await using bench = await ScriptBench.open({ threads: 1 });
  const text = `
    const rows = await connector.search('__ACCOUNT__');
    const caught = await connector.get('nothing', 'x').catch((error) => error.code);
    globalThis.kept = [new Uint8Array(1e6), () => kept, connector, Promise.resolve(rows), new Map([[rows, caught]])];
    await Promise.race([connector.test(), new Promise(() => {})]);
    if (fail) throw new Error(caught);
    [rows.length, caught]`;

  for (let i = 0; i < 1000; i++) {
    const fail = i % 3 === 0;
    // With 1 MB kept by each of them, 16 MiB would be full after a dozen.
    const result = await bench.run(text, { fail }).catch((error: Error) => error.message);
    expect(result).toEqual(fail ? 'the script threw Error: InvalidArgument (line 6)' : [1, 'InvalidArgument']);
  }

  expect(started.count).toBe(1);
});

test('no more threads are started than allowed, and they are used again', async () => {
  started.count = 0;
  await using bench = await ScriptBench.open({ threads: 2 });

  await Promise.all(Array.from({ length: 10 }, () => bench.run('await connector.test(); 1')));

  expect(started.count).toBe(2);
});

test('a script that waits for a thread leaves when its signal says so, and the next one has its turn', async () => {
  await using bench = await ScriptBench.open({ threads: 1 });
  const leaving = new AbortController();
  const first = new AbortController();
  const text = (signal: AbortSignal, source: string) => bench.facade.scriptOnConnector({ language: 'js', text: source }, { signal });
  const running = text(first.signal, 'log("info", "begun"); for (;;);').catch((error) => error.code);
  await expect.poll(() => bench.lines.length).toBe(1);
  const waiting = text(leaving.signal, '1').catch((error) => error.code);
  const last = bench.run('"last"');

  leaving.abort();
  expect(await waiting).toBe('OperationAborted');
  first.abort();

  expect([await running, await last]).toEqual(['OperationAborted', 'last']);
});

test('a thread that had to be ended is replaced', async () => {
  started.count = 0;
  started.ended = 0;
  await using bench = await ScriptBench.open({ threads: 1, timeout: 200 });

  expect((await bench.failure('for (;;);')).code).toBe('OperationTimeout');
  await bench.engine.warmUp();

  expect(started.count).toBe(2);
  await expect.poll(() => started.ended).toBe(1);
});

test('closing the engine ends its threads', async () => {
  started.ended = 0;
  const bench = await ScriptBench.open();
  await bench.run('1');

  await bench[Symbol.asyncDispose]();

  expect(started.ended).toBe(1);
});
