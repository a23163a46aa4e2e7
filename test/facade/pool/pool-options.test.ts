import { describe, expect, test } from 'vitest';
import { checkPoolOptions, poolLimits } from '../../../src/facade/pool/pool-options.ts';

const said = (options: unknown, declared?: object) => checkPoolOptions(options, declared).map(({ path, message }) => `${path} ${message}`);

describe('checkPoolOptions', () => {
  test.each([
    [undefined],
    [{}],
    [{ max: 1, minIdle: 1, maxWait: 1, maxIdleTime: 0, maxLife: 0 }],
    [{ maxWait: Infinity, maxIdleTime: Infinity, maxLife: Infinity }],
    [{ maxWait: 2 ** 31 - 1, maxLife: 1.5 }],
    [{ max: undefined, minIdle: 0 }],
  ])('finds nothing wrong in %j', (options) => {
    expect(said(options)).toEqual([]);
  });

  test.each([
    ['a number', 5, 'pool must be an object of pool options (got 5)'],
    ['a list', [], 'pool must be an object of pool options (got a list of 0)'],
    ['null', null, 'pool must be an object of pool options (got null)'],
    ['no session', { max: 0 }, 'pool.max must be a whole number of at least 1 (got 0)'],
    ['half a session', { max: 2.5 }, 'pool.max must be a whole number of at least 1 (got 2.5)'],
    ['endless sessions', { max: Infinity }, 'pool.max must be a whole number of at least 1 (got Infinity)'],
    ['text', { max: '5' }, 'pool.max must be a whole number of at least 1 (got "5")'],
    ['a negative count', { minIdle: -1 }, 'pool.minIdle must be a whole number of at least 0 (got -1)'],
    ['no number', { maxWait: Number.NaN }, 'pool.maxWait must be a number of milliseconds from 1 to 2147483647, or Infinity for no limit (got NaN)'],
    ['no wait', { maxWait: 0 }, 'pool.maxWait must be a number of milliseconds from 1 to 2147483647, or Infinity for no limit (got 0)'],
    [
      'what a timer cannot wait',
      { maxIdleTime: 2 ** 31 },
      'pool.maxIdleTime must be a number of milliseconds from 0 to 2147483647, or Infinity or 0 for never (got 2147483648)',
    ],
    ['a negative time', { maxLife: -5 }, 'pool.maxLife must be a number of milliseconds from 0 to 2147483647, or Infinity or 0 for never (got -5)'],
    ['more idle than there can be', { max: 2, minIdle: 3 }, 'pool.minIdle must not be more than max, which is 2 (got 3)'],
    ['more idle than by default', { minIdle: 11 }, 'pool.minIdle must not be more than max, which is 10 (got 11)'],
    ['a typing error', { maxwait: 5 }, 'pool.maxwait is not an option of the pool; did you mean "maxWait"?'],
    ['an unknown name', { size: 5 }, 'pool.size is not an option of the pool; there are max, minIdle, maxWait, maxIdleTime, maxLife'],
    ["ICF's name", { maxObjects: 5 }, 'pool.maxObjects is not an option of the pool; it is called max here'],
    [
      'a name that every object has',
      JSON.parse('{"__proto__": 1}'),
      'pool.__proto__ is not an option of the pool; there are max, minIdle, maxWait, maxIdleTime, maxLife',
    ],
  ])('refuses %s', (_, options, message) => {
    expect(said(options)).toEqual([message]);
  });

  test('names all problems at once', () => {
    expect(checkPoolOptions({ max: -1, maxWait: 'soon', foo: 1 }).map(({ path }) => path)).toEqual(['pool.foo', 'pool.max', 'pool.maxWait']);
  });

  test("judges the application's minIdle by the connector's max", () => {
    expect(said({ minIdle: 3 }, { max: 2 })).toEqual(['pool.minIdle must not be more than max, which is 2 (got 3)']);
    expect(said({ minIdle: 3, max: 3 }, { max: 2 })).toEqual([]);
  });
});

describe('poolLimits', () => {
  test('has the defaults of ICF, and no limit to the life of a session', () => {
    expect(poolLimits()).toEqual({ max: 10, minIdle: 1, maxWait: 150_000, maxIdleTime: 120_000, maxLife: Infinity });
  });

  test("prefers the application's word to the connector's, and both to the defaults", () => {
    expect(poolLimits({ max: 3, maxWait: 5 }, { max: 7, maxLife: 9 })).toMatchObject({ max: 7, maxWait: 5, maxLife: 9, minIdle: 1 });
  });

  test('does not take undefined for a word', () => {
    expect(poolLimits({ max: 3 }, { max: undefined } as never).max).toBe(3);
  });

  test('turns "0 = never" into a time that never comes', () => {
    expect(poolLimits({ maxIdleTime: 5 }, { maxIdleTime: 0, maxLife: 0 })).toMatchObject({ maxIdleTime: Infinity, maxLife: Infinity });
  });

  test("lets a connector's minIdle give way to a smaller max of the application", () => {
    expect(checkPoolOptions({ max: 1 }, { max: 8, minIdle: 4 })).toEqual([]);
    expect(poolLimits({ max: 8, minIdle: 4 }, { max: 1 })).toMatchObject({ max: 1, minIdle: 1 });
  });
});
