import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyFacade } from '../../src/facade/facade.ts';
import type { ScriptHost } from '../../src/facade/scripts/script-engine.ts';
import type { ConnectorError } from '../../src/index.ts';
import { javascript } from '../../src/script/index.ts';
import { ScriptBench } from './script-bench.ts';

let bench: ScriptBench;
beforeAll(async () => {
  bench = await ScriptBench.open();
});
afterAll(() => bench[Symbol.asyncDispose]());

const hostWith = (objectClass: object): ScriptHost => ({
  facade: { dynamic: () => objectClass } as unknown as AnyFacade,
  connectorName: 'slow',
  configuration: {},
  log: () => {},
});
const never = new AbortController().signal;

describe('time', () => {
  test.each([
    ['an endless loop', 'for (;;);'],
    ['an endless loop that catches everything', 'for (;;) { try { for (;;); } catch {} }'],
    ['an endless chain of promises', 'while (true) await null'],
    ['an endless chain of thens', 'const again = () => void Promise.resolve().then(again); again(); new Promise(() => {})'],
    ['an endless getter in the result', '({ get a() { for (;;); } })'],
    ['a regular expression that backtracks', '/^(a+)+$/.test("a".repeat(40) + "b")'],
    ['a search that the engine does not interrupt', '"a".repeat(1e6).indexOf("a".repeat(5e5) + "b")'],
    ['a walk through a list that is not there', 'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)'],
    ['a list of four thousand million holes', 'const a = []; a.length = 2 ** 32 - 1; a.forEach(() => 0)'],
    ['a loop in what an error says', 'throw { get message() { for (;;); } }'],
  ])('%s ends at the timeout', async (_, text) => {
    await using hasty = await ScriptBench.open({ timeout: 200 });

    expect(await hasty.failure(text)).toMatchObject({ code: 'OperationTimeout', outcome: 'none' });
  });

  test('the application’s event loop goes on while a script computes', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await using hasty = await ScriptBench.open({ timeout: 200 });

    await hasty.failure('for (;;);');
    clearInterval(timer);

    expect(ticks).toBeGreaterThan(2);
  });

  test('a signal ends an endless loop', async () => {
    const leaving = new AbortController();
    const running = bench.facade.scriptOnConnector({ language: 'js', text: 'log("info", "begun"); for (;;);' }, { signal: leaving.signal });
    await expect.poll(() => bench.lines.some(({ message }) => message === 'begun')).toBe(true);

    leaving.abort();

    await expect(running).rejects.toMatchObject({ code: 'OperationAborted', outcome: 'none' });
  });

  test('a script whose signal is aborted already does not begin', async () => {
    const create = () => Promise.reject(new Error('called'));
    await using engine = javascript();

    await expect(engine.run({ text: '1', args: {} }, hostWith({ create }), AbortSignal.abort())).rejects.toMatchObject({ code: 'OperationAborted' });
  });

  test.each([
    ['create', 'unknown', 'OperationTimeout'],
    ['get', 'none', 'OperationTimeout'],
  ] as const)('%s under way at the timeout is told to stop, and the outcome is %s', async (operation, outcome, code) => {
    await using engine = javascript({ timeout: 300 });
    let told: AbortSignal | undefined;
    let answer: ((value: unknown) => void) | undefined;
    const call = (...args: readonly unknown[]) => {
      told = (args.at(-1) as { signal: AbortSignal }).signal;
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    const host = hostWith({ create: call, get: call });

    await expect(engine.run({ text: `connector.${operation}('a', 'b')`, args: {} }, host, never)).rejects.toMatchObject({ code, outcome });
    expect(told?.aborted).toBe(true);
    // It comes too late, when the thread is gone already.
    answer?.({ uid: '1' });
  });

  test('a write that was done before the timeout is not forgotten', async () => {
    await using engine = javascript({ timeout: 300 });
    const host = hostWith({ create: async () => ({ uid: '1' }) });

    const error = await engine.run({ text: `await connector.create('a', {}); for (;;);`, args: {} }, host, never).catch((thrown) => thrown);

    expect(error).toMatchObject({ code: 'OperationTimeout', outcome: 'partial', retryable: false });
  });
});

describe('memory and size', () => {
  test.each([
    ['a text that doubles', 'let s = "x"; for (;;) s += s'],
    ['a list that grows', 'const a = []; for (;;) a.push({ b: [] })'],
    ['texts that are kept', 'const a = []; for (;;) a.push("x".repeat(100000) + a.length)'],
    ['bytes that are kept', 'const a = []; for (;;) a.push(new Uint8Array(100000))'],
    ['a buffer of a gigabyte', 'new ArrayBuffer(1e9)'],
    ['a map that grows', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, "x" + i)'],
    ['promises that are kept', 'const a = []; for (;;) a.push(new Promise(() => {}))'],
    ['endless recursion', '(function f() { return f() + 1 })()'],
    ['endless recursion through built-ins', 'const f = () => [1].map(f); f()'],
  ])('%s ends the script and nothing else', async (_, text) => {
    expect((await bench.failure(text)).code).toBe('QuotaExceeded');
    expect(await bench.run('"the next one runs"')).toBe('the next one runs');
  });

  test('a text of brackets only does not overflow the engine', async () => {
    expect((await bench.failure('('.repeat(200_000))).code).toMatch(/QuotaExceeded|InvalidArgument/);
    expect(await bench.run('1')).toBe(1);
  });

  test('memory is what the option says', async () => {
    const text = 'const a = []; for (let i = 0; i < 200; i++) a.push(new Uint8Array(100000)); a.length';
    await using roomy = await ScriptBench.open({ memory: 64 * 1024 * 1024 });

    expect((await bench.failure(text)).code).toBe('QuotaExceeded');
    expect(await roomy.run(text)).toBe(200);
  });

  test('a script may catch that memory is out and go on', async () => {
    expect(await bench.run('let n = 0; try { let a = []; for (;;) a.push(new Uint8Array(1e6)), n++ } catch {} n > 5')).toBe(true);
  });

  test('a result beyond the limit is refused', async () => {
    await using small = await ScriptBench.open({ result: 1000 });

    expect(await small.run('"x".repeat(998)')).toHaveLength(998);
    expect((await small.failure('"x".repeat(999)')).code).toBe('QuotaExceeded');
    expect((await small.failure('1', { a: 'x'.repeat(1000) })).code).toBe('QuotaExceeded');
    expect((await small.failure('connector.get("__ACCOUNT__", "x".repeat(1000))')).message).toContain('the arguments of connector.get take');
    expect((await small.failure('connector.schema()')).code).toBe('QuotaExceeded');
  });

  test('a text beyond the limit is refused', async () => {
    await using small = await ScriptBench.open({ text: 10 });

    expect(await small.run('1234567890')).toBe(1234567890);
    expect((await small.failure('12345678901')).code).toBe('QuotaExceeded');
  });

  test('calls beyond the limit end the script', async () => {
    await using few = await ScriptBench.open({ hostCalls: 5 });

    expect(await few.run('for (let i = 0; i < 5; i++) await connector.test(); "done"')).toBe('done');
    expect(await few.failure('for (let i = 0; i < 6; i++) await connector.test(); "done"')).toMatchObject({ code: 'QuotaExceeded' });
    expect(await few.failure('for (;;) connector.test().catch(() => {})')).toMatchObject({ code: 'QuotaExceeded' });
  });

  test('of many calls at once few are under way, and all are answered', async () => {
    await using engine = javascript({ timeout: 20_000 });
    let open = 0;
    let most = 0;
    const get = async () => {
      most = Math.max(most, ++open);
      await new Promise(setImmediate);
      open--;
      return { uid: '1' };
    };
    const text = '(await Promise.all(Array.from({ length: 200 }, () => connector.get("a", "b")))).length';

    expect(await engine.run({ text, args: {} }, hostWith({ get }), never)).toBe(200);
    expect(most).toBe(16);
  });

  test('calls that nobody answers do not fill the memory of the application', async () => {
    await using engine = javascript({ timeout: 20_000, result: 100_000 });
    let received = 0;
    const get = (uid: string) => {
      received += uid.length;
      return new Promise(() => {});
    };
    const text =
      'for (let i = 0; i < 10; i++) { const call = connector.get("a", "x".repeat(90000)); await Promise.race([call, new Promise((go) => go()).then(() => {}).then(() => {})]); }';

    await expect(engine.run({ text, args: {} }, hostWith({ get }), never)).rejects.toThrow('await some calls before the next');
    expect(received).toBeLessThanOrEqual(400_000);
  });

  test('hundreds of calls are answered', async () => {
    expect(await bench.run('let n = 0; for (let i = 0; i < 800; i++) n += (await connector.search("__ACCOUNT__")).length; n')).toBe(800);
  });

  test('a log beyond the limit is cut, and says so', async () => {
    await using terse = await ScriptBench.open({ logLines: 3 });

    await terse.run('for (let i = 0; i < 5000; i++) console.log("x".repeat(5000))');

    expect(terse.lines.map(({ message }) => message.length)).toEqual([2000, 2000, 2000, expect.any(Number)]);
    expect(terse.lines[3]).toEqual({ level: 'warn', message: 'the script wrote more than 3 lines; the others are left out' });
  });
});

describe('options', () => {
  test('that are wrong are named together', () => {
    const open = () => javascript({ timeout: 0, memory: 5, stack: Number.NaN, tiemout: 5, result: '1' } as never);

    expect(open).toThrow(expect.objectContaining({ code: 'Configuration' }));
    try {
      open();
    } catch (error) {
      expect((error as ConnectorError).problems.map(({ path }) => path).sort()).toEqual(['memory', 'result', 'stack', 'tiemout', 'timeout']);
      expect((error as Error).message).toContain('did you mean timeout?');
    }
  });
});
