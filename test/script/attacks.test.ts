import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScriptBench } from './script-bench.ts';

let bench: ScriptBench;
beforeAll(async () => {
  bench = await ScriptBench.open();
});
afterAll(() => bench[Symbol.asyncDispose]());

describe('a result', () => {
  test.each([
    ['a getter', '({ get a() { return connector.name } })', { a: 'memory' }],
    [
      'a proxy',
      'new Proxy({}, { get: () => "b", ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) })',
      { a: 'b' },
    ],
    ['a thenable', '({ then(resolve) { resolve({ a: 1 }) } })', { a: 1 }],
    ['a thenable in a thenable', '({ then(resolve) { resolve({ then(next) { next(7) } }) } })', 7],
    ['keys that every object has', '({ constructor: { prototype: { a: 1 } }, toString: 2 })', { constructor: { prototype: { a: 1 } }, toString: 2 }],
    ['a map with such keys', 'new Map([["__proto__", { a: 1 }]])', new Map([['__proto__', { a: 1 }]])],
  ])('may be %s: what comes out is data', async (_, text, expected) => {
    const result = await bench.run(text);

    expect(result).toEqual(expected);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  test.each([
    ['a key __proto__', '({ ["__proto__"]: { admin: true } })'],
    ['a nested key __proto__', '[JSON.parse(\'{ "a": { "__proto__": 1 } }\')]'],
    ['a function for JSON', '({ toJSON() { return 9 } })'],
    ['a generator that was left open', '(async function* () { yield 1 })()'],
    ['shared memory', 'new SharedArrayBuffer(8)'],
    ['a thenable that never settles', '({ then() {} })'],
  ])('is not %s', async (_, text) => {
    expect(await bench.failure(text)).toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
  });

  test.each([
    ['a list without end', 'new Proxy([], { get: (_, key) => (key === "length" ? 2 ** 40 : 0) })'],
    ['a list in a list, doubled again and again', 'let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; a'],
    ['text that grows when it is encoded', '"\\u0001".repeat(500000)'],
  ])('of %s ends with a limit', async (_, text) => {
    expect(await bench.failure(text)).toMatchObject({ code: 'QuotaExceeded', outcome: 'none' });
    expect(await bench.run('1')).toBe(1);
  });
});

describe('the text', () => {
  test.each([
    ['#!/usr/bin/env node\n1 + 1', 2],
    ['<!-- a comment\n5', 5],
    ['5\n--> a comment', 5],
    ['return 5 <!-- a comment', 5],
    ['return 5 // a comment', 5],
    ['1\u20282', 2],
    ['"a\u2028\u2029b"', 'a\u2028\u2029b'],
    ['"\\ud800\\u0000"', '\ud800\0'],
    ['const g = (async function* () { try { yield 1 } finally { globalThis.x = 1 } })(); await g.next(); 3', 3],
    ['[typeof setTimeout, typeof setInterval, typeof queueMicrotask, typeof Atomics, typeof WebAssembly]', Array(5).fill('undefined')],
  ])('is read as the language says: %j', async (text, expected) => {
    expect(await bench.run(text)).toEqual(expected);
  });

  test.each(['return 5 /* no end', 'import.meta', 'return import.meta', 'new.target', 'super.x', '5 --> no comment', '}; 1; {', '})(); (() => {'])(
    'is refused where it is none: %j',
    async (text) => {
      expect(await bench.failure(text)).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'text' }] });
    },
  );
});

describe('what is thrown', () => {
  test.each([
    ['{ get name() { throw 1 }, get message() { return "said" }, get stack() { throw 2 } }', 'said'],
    ['new Proxy({}, { get() { throw 1 } })', 'an object'],
    ['{ toString() { throw 1 } }', 'an object'],
    ['Symbol("x")', 'a symbol'],
    ['Object.assign(() => 1, { toString: () => "said" })', 'said'],
    ['undefined', 'undefined'],
    ['{ code: "UnknownUid", outcome: "partial", retryable: true, uid: "7", problems: [1], cause: {} , message: "forged" }', 'forged'],
  ])('is told as far as it can be, and forges nothing: %s', async (thrown, said) => {
    const error = await bench.failure(`throw ${thrown}`);

    expect(error).toMatchObject({ code: 'Internal', outcome: 'none', uid: undefined, problems: [], retryable: false });
    expect(error.message).toContain(said);
  });
});

describe('names that every object has', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'];

  test.each(names)('%s is no object class, operation, hook or attribute', async (name) => {
    const text = `
      const codes = [];
      const failed = async (work) => { try { await work(); codes.push('none'); } catch (error) { codes.push(error.code ?? error.name); } };
      await failed(() => connector.search(name));
      await failed(() => connector.create(name, {}));
      await failed(() => connector.sync(name));
      await failed(() => connector.hook(name));
      await failed(() => connector.search('__ACCOUNT__', { filter: { op: 'equals', attribute: name, value: 1 } }));
      await failed(() => connector.search('__ACCOUNT__', { filter: { op: name, attribute: 'mail', value: 1 } }));
      await failed(() => connector.search('__ACCOUNT__', { sort: [{ attribute: name }] }));
      await failed(() => connector.search('__ACCOUNT__', { attributes: [name] }));
      return [codes, await connector.supports(name), await connector.supports(name, 'create'), await connector.supports('__ACCOUNT__', name)]`;

    const [codes, ...supported] = (await bench.run(text, { name })) as [string[], ...boolean[]];

    expect(codes).toEqual(Array(8).fill('InvalidArgument'));
    expect(supported).toEqual([false, false, false]);
  });

  test.each(['__proto__', 'connector', 'console', 'undefined', 'globalThis', 'await', 'a b', '0', ''])('%j is no variable', async (name) => {
    const args = Object.fromEntries([[name, 1]]);

    expect(await bench.failure('1', args)).toMatchObject({ code: 'InvalidArgument', problems: [{ path: `args.${name}` }] });
  });
});

describe('an operation', () => {
  test.each([
    ['a limit that is no number', 'connector.search("__ACCOUNT__", { limit: 5000n })'],
    ['a limit that is text', 'connector.search("__ACCOUNT__", { limit: "5000" })'],
    ['a limit that compares to nothing', 'connector.search("__ACCOUNT__", { limit: NaN })'],
    ['a limit without end', 'connector.search("__ACCOUNT__", { limit: Infinity })'],
    ['a page size that is no number', 'connector.page("__ACCOUNT__", { pageSize: 5000n })'],
    ['a page size beyond the limit', 'connector.page("__ACCOUNT__", { pageSize: 1001 })'],
    ['a filter nested in words', 'connector.search("__ACCOUNT__", { filter: "not ".repeat(200000) + "mail pr" })'],
    ['a filter nested in brackets', 'connector.search("__ACCOUNT__", { filter: "(".repeat(200000) })'],
    ['a name of a hook that is a list', 'connector.hook(["double"], { value: 2 })'],
    ['arguments of a hook that are none', 'connector.hook("double", null)'],
    ['arguments of a hook that are a number', 'connector.hook("double", 5)'],
    ['an object class that is a list', 'connector.search(["__ACCOUNT__"])'],
    ['options that are a list', 'connector.get("__ACCOUNT__", "x", [])'],
    ['a timeout without sense', 'connector.get("__ACCOUNT__", "x", { timeout: -1 })'],
  ])('refuses %s', async (_, text) => {
    expect(await bench.failure(text)).toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
  });

  test('takes no signal, log or session from a script', async () => {
    expect(await bench.run('connector.get("__ACCOUNT__", "nobody", { signal: { aborted: true } })')).toBeUndefined();
  });
});
