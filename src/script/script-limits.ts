import type { Problem } from '../model/errors.ts';
import { problemsError } from '../model/problems-error.ts';
import { printable, similarName } from '../model/wording.ts';

/** What one script may use. */
export interface ScriptLimits {
  /** Milliseconds that a script may take in all, waiting for the connector included. */
  readonly timeout: number;
  /** Bytes that the engine may take for a script, its own 5 MiB included; 16 MiB is the least. */
  readonly memory: number;
  /** Bytes of its stack. */
  readonly stack: number;
  /** Characters of its text. */
  readonly text: number;
  /** Characters of its result as JSON, and of what a single call gives and answers. */
  readonly result: number;
  /** Calls of the connector. */
  readonly hostCalls: number;
  /** Rows that a search may bring at once. */
  readonly rows: number;
  /** Lines that it may log, of 2,000 characters. */
  readonly logLines: number;
  /** Scripts that run at the same time, each in a thread of its own; others wait for a thread. */
  readonly threads: number;
}

const MiB = 1024 * 1024;

interface Bounds {
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

const bounds: Readonly<Record<keyof ScriptLimits, Bounds>> = {
  timeout: { value: 1000, least: 1, most: 2 ** 31 - 1 },
  memory: { value: 16 * MiB, least: 16 * MiB, most: 1024 * MiB },
  stack: { value: 256 * 1024, least: 32 * 1024, most: MiB },
  text: { value: MiB / 4, least: 1, most: 16 * MiB },
  result: { value: MiB, least: 1, most: 64 * MiB },
  hostCalls: { value: 1000, least: 0, most: 1_000_000 },
  rows: { value: 1000, least: 1, most: 100_000 },
  logLines: { value: 1000, least: 0, most: 100_000 },
  threads: { value: 4, least: 1, most: 64 },
};

/**
 * The limits with their defaults.
 *
 * @throws ConnectorError `Configuration` naming every one that is wrong.
 */
export function scriptLimits(options: Partial<ScriptLimits>): ScriptLimits {
  const problems: Problem[] = [];
  const names = Object.keys(bounds) as (keyof ScriptLimits)[];
  if (typeof options !== 'object' || options === null) problems.push({ path: 'options', message: `must be an object (got ${printable(options)})` });
  for (const name of Object.keys(options ?? {})) {
    if (Object.hasOwn(bounds, name)) continue;
    const near = similarName(name, names);
    problems.push({ path: name, message: `is no option; ${near ? `did you mean ${near}?` : `there are ${names.join(', ')}`}` });
  }
  const limits = {} as Record<keyof ScriptLimits, number>;
  for (const name of names) {
    const { value, least, most } = bounds[name];
    const given = options?.[name] ?? value;
    limits[name] = given;
    if (Number.isSafeInteger(given) && given >= least && given <= most) continue;
    problems.push({ path: name, message: `must be a whole number from ${least} to ${most} (got ${printable(given)})` });
  }
  if (problems.length > 0) throw problemsError('Configuration', 'the options of javascript()', problems);
  return limits;
}
