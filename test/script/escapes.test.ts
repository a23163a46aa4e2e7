import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScriptBench } from './script-bench.ts';

let bench: ScriptBench;
beforeAll(async () => {
  bench = await ScriptBench.open();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** Looks for what only a host has, through a function that may or may not be the host's. */
const probe = `(f) => {
  try {
    const host = f.constructor.constructor ? f.constructor.constructor('return globalThis')() : undefined;
    const seen = ['process', 'require', 'module', 'Buffer', 'fetch', 'WebAssembly', 'setTimeout', 'setImmediate', 'performance', 'structuredClone', 'navigator', 'Worker', 'parentPort', 'quit', 'std', 'os'];
    return host ? seen.filter((name) => name in host) : [];
  } catch (error) { return []; }
}`;

describe('what a script does not reach', () => {
  test('nothing of the host is global', async () => {
    const names = (await bench.run('Reflect.ownKeys(globalThis).filter((name) => typeof name === "string")')) as string[];

    expect(names.filter((name) => name in globalThis && !(name in intrinsics))).toEqual(['console']);
    expect(names).toEqual(expect.arrayContaining(['connector', 'console', 'log', 'JSON']));
  });

  test.each([
    ['the connector', 'connector'],
    ['its operations', 'connector.search'],
    ['what an operation brings', 'await connector.search("__ACCOUNT__")'],
    ['the settings', 'connector.configuration'],
    ['the console', 'console.log'],
    ['an argument', 'given'],
    ['a function of an argument', 'given.list.map'],
    ['an error of the connector', 'await connector.get("nothing", "x").catch((error) => error)'],
    ['the problems of an error', 'await connector.create("__ACCOUNT__", { mial: 1 }).catch((error) => error.problems)'],
    ['a generator', '(function* () {})()'],
    ['an async generator', '(async function* () {})()'],
    ['this', 'this'],
  ])('by constructors of %s a script finds its own world only', async (_, expression) => {
    expect(
      await bench.run(`const probe = ${probe}; const f = ${expression}; [probe(f), probe(Object.getPrototypeOf(f) ?? {})]`, { given: { list: [] } }),
    ).toEqual([[], []]);
  });

  test.each([
    'import("fs")',
    'import("node:child_process")',
    'import("file:///etc/passwd")',
    'import("./worker-program.ts")',
    'import("quickjs-emscripten-core")',
  ])('modules: %s', async (text) => {
    const error = await bench.failure(text);

    expect(error).toMatchObject({ code: 'Internal' });
    expect(error.message).toContain('could not load module');
  });

  test('a static import is no script', async () => {
    expect((await bench.failure('import fs from "fs"; 1')).code).toBe('InvalidArgument');
  });

  test('the function that calls the host, from the stack of an error', async () => {
    const text = `
      Error.prepareStackTrace = (error, sites) => sites;
      const seen = [];
      const look = () => { const { stack } = new Error('x'); if (Array.isArray(stack)) for (const site of stack) seen.push(typeof site.getFunction?.(), typeof site.getThis?.()); };
      const filter = { get op() { look(); return 'present'; }, attribute: 'mail' };
      await connector.search('__ACCOUNT__', { filter });
      (function strict() { try { seen.push(typeof strict.caller, typeof connector.search.caller, typeof connector.search.arguments); } catch {} })();
      seen.filter((kind) => kind === 'function')`;

    expect(await bench.run(text)).toEqual([]);
  });
});

describe('what a script cannot change', () => {
  test('the prototypes of the host', async () => {
    await bench.run(
      'Object.prototype.polluted = 1; Array.prototype.polluted = 1; Function.prototype.polluted = 1; connector.search("__ACCOUNT__").then(() => 1)',
    );
    const result = (await bench.run('({ ["constructor"]: { prototype: { polluted: 1 } }, list: [] })')) as { list: unknown[] };

    expect(Object.keys(Object.prototype)).toEqual([]);
    for (const each of [{}, [], () => 1, result, result.list]) expect((each as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(['__proto__: { admin: true }', '["__proto__"]: 1', 'nested: JSON.parse(\'{"__proto__":{"admin":true}}\')'])(
    'an object of the host, by what it sends to an operation: %s',
    async (property) => {
      const result = await bench.run(`connector.create('__ACCOUNT__', { __NAME__: 'x', ${property} }).then(() => 'created', (error) => error.name)`);

      // A literal __proto__ makes an object of a class; the others make a key.
      expect(result).toBe('TypeError');
      expect(({} as { admin?: unknown }).admin).toBeUndefined();
    },
  );

  test.each([
    'connector = {}',
    'connector.search = () => []',
    'delete connector.search',
    'Object.defineProperty(connector, "search", { value: 1 })',
    'Object.setPrototypeOf(connector, { search: 1 })',
    'connector.configuration.pageSize = 1',
    'connector.configuration.more = 1',
    'delete globalThis.connector',
    'console.log = 1',
    'connector.search.then = 1',
  ])('its connector: %s', async (text) => {
    const before = 'JSON.stringify([Object.keys(connector), connector.configuration])';

    expect(await bench.run(`const before = ${before}; try { ${text} } catch {} before === ${before} && typeof connector.search === "function"`)).toBe(
      true,
    );
    expect((await bench.failure(`'use strict'; ${text}`)).message).toMatch(/TypeError|not configurable|read-only/);
  });

  test('what carries values, by replacing built-ins', async () => {
    const text = `
      const stolen = [], { iterator } = Symbol;
      const steal = (name) => function (...args) { stolen[stolen.length] = name; throw new Error('replaced ' + name); };
      for (const [owner, names] of [[JSON, ['parse', 'stringify']], [Object, ['keys', 'create', 'getPrototypeOf', 'freeze', 'hasOwn', 'defineProperty', 'getOwnPropertyDescriptor']],
        [Reflect, Reflect.ownKeys(Reflect)], [Array, ['isArray']], [String, ['fromCharCode']],
        [String.prototype, ['slice', 'charCodeAt']], [Date.prototype, ['getTime', 'toJSON', 'valueOf']], [BigInt.prototype, ['toString', 'toJSON']],
        [Map.prototype, ['forEach', 'set', 'get']], [WeakMap.prototype, ['get', 'set']], [Function.prototype, ['call', 'apply', 'bind']],
        [Array.prototype, ['push', 'map', 'forEach', 'toJSON']], [Object.prototype, ['toJSON', 'toString', 'valueOf']]])
        for (const name of names) if (typeof name === 'string') owner[name] = steal(name);
      for (const name of ['Map', 'Date', 'Uint8Array', 'Error', 'TypeError', 'String', 'BigInt', 'Number', 'WeakMap', 'Symbol', 'JSON']) globalThis[name] = steal(name);
      Array.prototype[iterator] = steal('iterator');
      const rows = await connector.search('__ACCOUNT__', { filter: 'mail sw "ada"' });
      const missing = await connector.get('__ACCOUNT__', 'nobody');
      let code;
      try { await connector.delete('__ACCOUNT__', 'nobody'); } catch (error) { code = error.code; }
      return { stolen, name: rows[0].name, missing, code, given };`;
    const given = { date: new Date(5), big: 5n, bytes: Uint8Array.of(1), map: new Map([[1, 2]]) };

    expect(await bench.run(text, { given })).toEqual({ stolen: [], name: 'ada', missing: undefined, code: 'UnknownUid', given });
  });

  test('how it ends, by replacing promises', async () => {
    const text = `
      const { then } = Promise.prototype;
      Promise.prototype.then = function (...args) { globalThis.seen = true; return then.apply(this, args); };
      Promise.prototype.constructor = class {};
      globalThis.Promise = class Forged {};
      Object.prototype.value = 'forged';
      const rows = await connector.search('__ACCOUNT__');
      rows.length`;

    expect(await bench.run(text)).toBe(1);
  });

  test('which error it ends with', async () => {
    const text = `
      let known;
      try { await connector.delete('__ACCOUNT__', 'nobody'); } catch (error) { known = error; }
      throw Object.assign(Object.create(known), { id: 1, code: 'AlreadyExists', outcome: 'none', refused: false })`;

    expect(await bench.failure(text)).toMatchObject({ code: 'Internal' });
  });

  test('data that looks like what the encoding makes is data', async () => {
    for (const text of ['({ $: ["date", 5] })', '({ $: ["bigint", "5"], more: 1 })', '({ $: ["object", { $: 1 }] })', '[{ $: undefined }]']) {
      // biome-ignore lint/security/noGlobalEval: the same literal, read by another engine.
      expect(await bench.run(text)).toStrictEqual(eval(text));
    }
  });
});

describe('what scripts do not share', () => {
  test('globals, prototypes and built-ins begin anew', async () => {
    await bench.run(
      'globalThis.left = 1; var also = 2; Object.prototype.left = 3; JSON.parse = null; Array.prototype.map = null; Symbol.for("left"); 1',
    );

    expect(await bench.run('[typeof left, typeof also, {}.left, typeof JSON.parse, typeof [].map]')).toEqual([
      'undefined',
      'undefined',
      undefined,
      'function',
      'function',
    ]);
  });

  test('arguments of one are not in the next', async () => {
    await bench.run('1', { password: 'hunter2' });

    expect(await bench.run('typeof password')).toBe('undefined');
  });

  test('many at once, each waiting for the connector, keep to themselves', async () => {
    const text = `
      globalThis.mine = id;
      for (let i = 0; i < 5; i++) { await connector.search('__ACCOUNT__'); if (mine !== id) return 'mixed up'; }
      return mine`;

    expect(await Promise.all(Array.from({ length: 20 }, (_, id) => bench.run(text, { id })))).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  test('one that fails takes none of the others with it', async () => {
    const bad = ['const a = []; for (;;) a.push({})', '(function f() { f() })()', 'throw 1', '('];
    const results = await Promise.allSettled(
      [...bad, ...bad].flatMap((text, id) => [bench.run(text), bench.run('await connector.test(); id', { id })]),
    );

    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual(
      [...bad, ...bad].flatMap((_, id) => ['failed', id]),
    );
  });
});

/** What belongs to the language. */
const intrinsics = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis)
    .filter((name) =>
      /^(Error|\w+Error|Array|Object|Function|Iterator|parse\w+|is\w+|decodeURI\w*|encodeURI\w*|escape|unescape|Infinity|NaN|undefined|eval|Number)$/.test(
        name,
      ),
    )
    .concat([
      'Boolean',
      'String',
      'Math',
      'Reflect',
      'Symbol',
      'globalThis',
      'BigInt',
      'Date',
      'RegExp',
      'JSON',
      'Proxy',
      'Map',
      'Set',
      'WeakMap',
      'WeakSet',
    ])
    .concat(['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Promise', 'WeakRef', 'FinalizationRegistry', 'BigInt64Array', 'BigUint64Array'])
    .concat([
      'Uint8ClampedArray',
      'Int8Array',
      'Uint8Array',
      'Int16Array',
      'Uint16Array',
      'Int32Array',
      'Uint32Array',
      'Float32Array',
      'Float64Array',
      'Float16Array',
    ])
    .map((name) => [name, true]),
);
