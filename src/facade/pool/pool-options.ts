import type { Problem } from '../../model/errors.ts';
import { printable, similarName } from '../../model/wording.ts';
import type { PoolOptions } from '../../spi/context.ts';

/** What a pool goes by: every option has a value; a limit that is off is Infinity. */
export type PoolLimits = Required<PoolOptions>;

const defaults: PoolLimits = { max: 10, minIdle: 1, maxWait: 150_000, maxIdleTime: 120_000, maxLife: 0 };

const names = Object.keys(defaults) as readonly (keyof PoolLimits)[];

/** The names in ICF's ObjectPoolConfiguration that somebody who moves a configuration over will try. */
const namesInIcf: Readonly<Record<string, string>> = {
  maxObjects: 'it is called max here',
  maxIdle: 'every session of the pool may be idle; max bounds them all',
  minEvictableIdleTimeMillis: 'it is called maxIdleTime here',
  maxIdleTimeMillis: 'it is called maxIdleTime here',
};

/** A timer of Node that is set to more fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * The problems of pool options, all at once; an empty list means that they are right.
 *
 * Counts are whole numbers. Times are milliseconds up to 2147483647, the longest that a timer can wait, or Infinity.
 *
 * @param options   What the application wrote, or what a connector declares (without its `checkAlive`).
 * @param declared  What the connector declares, when the options are the application's: they are judged together.
 *
 * @example
 * checkPoolOptions({ max: 0 });  // [{ path: 'pool.max', message: 'must be a whole number of at least 1 (got 0)' }]
 */
export function checkPoolOptions(options: unknown, declared: PoolOptions = {}): readonly Problem[] {
  if (options === undefined) return [];
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [{ path: 'pool', message: `must be an object of pool options (got ${printable(options)})` }];
  }
  const given = options as Readonly<Record<string, unknown>>;
  const problems = Object.keys(given)
    .filter((name) => !names.includes(name as keyof PoolLimits))
    .map(unknownOption);
  for (const name of names) {
    const value = given[name];
    const wrong = value === undefined ? undefined : wrongValue(name, value);
    if (wrong) problems.push({ path: `pool.${name}`, message: `${wrong} (got ${printable(value)})` });
  }
  const { max = declared.max ?? defaults.max, minIdle } = options as PoolOptions;
  // A smaller max than the connector's minIdle is no fault of the application: see `poolLimits`.
  if (problems.length === 0 && minIdle !== undefined && minIdle > max) {
    problems.push({ path: 'pool.minIdle', message: `must not be more than max, which is ${max} (got ${minIdle})` });
  }
  return problems;
}

function unknownOption(name: string): Problem {
  const path = `pool.${name}`;
  const near = similarName(name, names);
  const hint = Object.hasOwn(namesInIcf, name) ? namesInIcf[name] : near ? `did you mean "${near}"?` : `there are ${names.join(', ')}`;
  return { path, message: `is not an option of the pool; ${hint}` };
}

function wrongValue(name: keyof PoolLimits, value: unknown): string | undefined {
  if (name === 'max' || name === 'minIdle') {
    const least = name === 'max' ? 1 : 0;
    return Number.isSafeInteger(value) && (value as number) >= least ? undefined : `must be a whole number of at least ${least}`;
  }
  // 0 is "never" for the other times, but "do not wait" in other pools: refused, so that nobody gets what he did not mean.
  const least = name === 'maxWait' ? 1 : 0;
  const fits = typeof value === 'number' && value >= least && (value <= LONGEST || value === Infinity);
  return fits
    ? undefined
    : `must be a number of milliseconds from ${least} to ${LONGEST}, or Infinity${least === 0 ? ' or 0 for never' : ' for no limit'}`;
}

/**
 * What a pool goes by: the application's options, where it says nothing the connector's, else the defaults.
 *
 * A connector's `minIdle` gives way to a smaller `max` of the application.
 *
 * @param declared  What the connector declares; checked.
 * @param options   What the application wrote; checked.
 *
 * @example
 * poolLimits({ max: 4, minIdle: 2 }, { max: 1 });  // { max: 1, minIdle: 1, maxWait: 150000, maxIdleTime: 120000, maxLife: Infinity }
 */
export function poolLimits(declared: PoolOptions = {}, options: PoolOptions = {}): PoolLimits {
  const value = (name: keyof PoolLimits) => options[name] ?? declared[name] ?? defaults[name];
  const max = value('max');
  return {
    max,
    minIdle: Math.min(value('minIdle'), max),
    maxWait: value('maxWait'),
    maxIdleTime: value('maxIdleTime') || Infinity,
    maxLife: value('maxLife') || Infinity,
  };
}
