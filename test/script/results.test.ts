import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScriptBench } from './script-bench.ts';

let bench: ScriptBench;
beforeAll(async () => {
  bench = await ScriptBench.open();
});
afterAll(() => bench[Symbol.asyncDispose]());

describe('the result of a script', () => {
  test.each([
    ['the last expression', '1; 2', 2],
    ['the last expression of a block', 'if (true) { 3 } else { 4 }', 3],
    ['nothing, of a text without one', '/* nothing */', undefined],
    ['nothing, of a declaration', 'const a = 1', undefined],
    ['what is returned at the top', 'return 5', 5],
    ['what is returned early', 'if (given > 1) return "early"; "late"', 'early'],
    ['what is awaited', 'await Promise.resolve(6)', 6],
    ['what a promise brings', 'Promise.resolve(Promise.resolve(7))', 7],
    ['what a returned promise brings', 'return Promise.resolve(8)', 8],
    ['what an async function brings', '(async () => { await null; return 9 })()', 9],
    ['the word return in a text or comment', '"return 1" // return 2', 'return 1'],
    ['a return inside a function only', 'function f() { return 10 } f()', 10],
    ['a comment at the end', 'return 11 // the end', 11],
    ['awaiting and returning', 'const a = await 12; return a', 12],
    ['sloppy old code', 'x = 13; var y = x; y', 13],
    ['an argument', 'given + 1', 15],
    ['a declaration of the same name as an argument', 'let given = 3; given', 3],
  ])('is %s', async (_, text, result) => {
    expect(await bench.run(text, { given: 14 })).toBe(result);
  });

  test('a text that closes what it is put in is none', async () => {
    const error = await bench.failure('return 1 }); globalThis.escaped = (() => { 2');

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toContain('line 1');
  });

  test.each([
    ['const a = 1;\n\nfoo(', 3],
    ['const a = 1;\nreturn a;\n\n}', 4],
    ['let connector = 1', undefined],
  ])('a text that is no JavaScript is refused with the author’s line: %j', async (text, line) => {
    const error = await bench.failure(text);

    expect(error.code).toBe('InvalidArgument');
    expect(error.outcome).toBe('none');
    if (line) expect(error.message).toMatch(new RegExp(`\\(line ${line}[,)]`));
  });

  test.each(['const a = 1;\n\nnope()', 'const a = 1;\n\nnope();\nreturn 1', 'await null;\n\nthrow new TypeError("no")'])(
    'an error that nobody catches names the author’s line: %j',
    async (text) => {
      const error = await bench.failure(text);

      expect(error.code).toBe('Internal');
      expect(error.message).toMatch(/the script threw (ReferenceError: 'nope' is not defined|TypeError: no) \(line 3\)/);
    },
  );

  test.each([
    ['throw 5', 'threw 5'],
    ['throw undefined', 'threw undefined'],
    ['throw null', 'threw null'],
    ['throw Symbol("x")', 'threw a symbol'],
    ['throw { message: "plain" }', 'plain'],
    ['throw { get message() { throw 1 }, get name() { for (;;) throw 2 } }', 'threw an object'],
    ['throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })', 'threw an object'],
    ['Promise.reject(new Error("late"))', 'threw Error: late'],
  ])('whatever is thrown becomes an error: %s', async (text, message) => {
    const error = await bench.failure(text);

    expect(error.code).toBe('Internal');
    expect(error.message).toContain(message);
  });

  test('a long message is cut', async () => {
    expect((await bench.failure('throw new Error("x".repeat(100000))')).message.length).toBeLessThan(1000);
  });

  test('a script that waits for nothing ends', async () => {
    const error = await bench.failure('await new Promise(() => {})');

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toContain('a promise that nothing can settle');
  });

  test('languages go by several names, and others are refused', async () => {
    for (const language of ['JavaScript', 'JS', 'ECMAScript']) expect(await bench.facade.scriptOnConnector({ language, text: '1' })).toBe(1);

    await expect(bench.facade.scriptOnConnector({ language: 'groovy', text: '1' })).rejects.toMatchObject({ code: 'InvalidAttributeValue' });
  });
});
