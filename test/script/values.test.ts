import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/index.ts';
import { decodeCrossing } from '../../src/script/crossing.ts';
import { ScriptBench } from './script-bench.ts';

let bench: ScriptBench;
beforeAll(async () => {
  bench = await ScriptBench.open();
});
afterAll(() => bench[Symbol.asyncDispose]());

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000', 'a\u0000b', '\ud800', '\u{1f600}', '__proto__', '$'),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 50 }),
);
const key = fc.oneof(fc.string(), fc.constantFrom('$', 'toJSON', 'then1', '0', 'length')).filter((name) => name !== '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(leaf, tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
}));

describe('values that cross', () => {
  test('any plain value comes back as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        expect(await bench.run('given', { given })).toStrictEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['text', "typeof given === 'string' && given === 'a\\u0000é'", 'a\u0000é'],
    ['a whole number', 'given === 9007199254740991', Number.MAX_SAFE_INTEGER],
    ['minus zero', 'Object.is(given, -0)', -0],
    ['infinity', 'given === -Infinity', Number.NEGATIVE_INFINITY],
    ['a big integer', 'given === 2n ** 80n', 2n ** 80n],
    ['a date', 'given instanceof Date && given.getTime() === 86400001', new Date(86_400_001)],
    ['bytes', 'given instanceof Uint8Array && given.join() === "0,127,255"', Uint8Array.of(0, 127, 255)],
    ['the bytes of a Buffer that is a part of another', 'given.join() === "98"', Buffer.from('abc').subarray(1, 2)],
    ['a map', 'given instanceof Map && given.get("a") === 1n', new Map([['a', 1n]])],
    ['nothing', 'given === undefined', undefined],
    ['null', 'given === null', null],
    ['an object that looks like a class', 'given.constructor === 5 && given.toString === 6', { constructor: 5, toString: 6 }],
    ['an object', 'Object.getPrototypeOf(given) === Object.prototype && given.a[1].b === true', { a: [1, { b: true }] }],
  ])('%s is in the script what it is outside', async (_, text, given) => {
    expect(await bench.run(text, { given })).toBe(true);
  });

  test('one value twice is no cycle', async () => {
    const shared = { a: 1 };

    expect(await bench.run('const list = [given, given]; ({ list, again: list })', { given: [shared, shared] })).toEqual({
      list: [
        [shared, shared],
        [shared, shared],
      ],
      again: [
        [shared, shared],
        [shared, shared],
      ],
    });
  });
});

describe('values that do not', () => {
  test.each([
    ['a function', '({ a: [() => 1] })', 'result.a[0] is a function'],
    ['a symbol', '[Symbol.iterator]', 'result[0] is a symbol'],
    ['a cycle', 'const a = {}; a.b = { a }; a', 'result.b.a is a cycle'],
    ['a promise that is not awaited', '({ rows: connector.search("__ACCOUNT__") })', 'result.rows is a promise: await it'],
    ['an object of a class', 'new (class Account {})()', 'result is an object of a class'],
    ['a set', 'new Set([1])', 'result is an object of a class'],
    ['an error', 'new Error("x")', 'result is an object of a class'],
    ['what is too deep', 'let a = 0; for (let i = 0; i < 200; i++) a = [a]; a', 'is more than 100 levels deep'],
    ['a key that would be a prototype', 'JSON.parse(\'{"__proto__":{"admin":true}}\')', 'result.__proto__ is a name that cannot cross'],
  ])('%s in the result is refused by its path', async (_, text, message) => {
    const error = await bench.failure(text);

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toContain(message);
  });

  test('arguments that are no data, or secret, are refused together, and the secret is not shown', async () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const args = { ok: 1, run: () => 1, nested: { password: new Secret('hunter2') }, cycle, url: new URL('https://example.org') };

    const error = await bench.failure('1', args);

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems.map(({ path }) => path)).toEqual(['args.run', 'args.nested', 'args.cycle', 'args.url']);
    expect(error.message).toContain('is a secret, which does not enter a script');
    expect(error.message).not.toContain('hunter2');
  });

  test('arguments that cannot be variables are named together', async () => {
    const error = await bench.failure('1', {
      'a-b': 1,
      '1a': 1,
      class: 1,
      await: 1,
      '': 1,
      'x=alert()//': 1,
      connector: 1,
      console: 1,
      fine: 1,
      größe: 1,
    });

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems.map(({ path }) => path.slice(5)).sort()).toEqual([
      '',
      '1a',
      'a-b',
      'await',
      'class',
      'connector',
      'console',
      'x=alert()//',
    ]);
  });

  test.each(['', '{', '{"$":["map",5]}', '{"$":["nonsense",1]}', '{"$":"date"}', '{"$":["bigint","0x10"]}', '[{"__proto__":1}]'])(
    'text that the encoding never makes is refused: %s',
    (text) => {
      expect(() => decodeCrossing(text)).toThrow(/well-formed|meaning|__proto__/);
    },
  );
});
