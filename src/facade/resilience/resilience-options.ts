import type { ErrorCode, Problem } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import { isErrorCode } from './circuit-breaker.ts';
import { LONGEST_TIMER } from './pause.ts';

/** How calls that failed are made again. */
export interface RetryOptions {
  /** How often a call is made in all, 1 or more; 4 unless said otherwise. Of a stream: each page. */
  readonly attempts?: number | undefined;
  /**
   * Codes of the errors after which a call is made again; those whose `retryable` is true unless said otherwise. A write is made again only when
   * its error is retryable and its `outcome` is `none` besides.
   */
  readonly codes?: readonly ErrorCode[] | undefined;
  /** The shortest wait between two attempts, in milliseconds; 100 unless said otherwise. */
  readonly minDelay?: number | undefined;
  /** The longest wait, in milliseconds, unless the system asks for a longer one; 20,000 unless said otherwise. */
  readonly maxDelay?: number | undefined;
}

/** How many calls there may be in a time: a bucket of `burst` tokens into which `calls` come back every `per` milliseconds. */
export interface RateOptions {
  readonly calls: number;
  /** Milliseconds. */
  readonly per: number;
  /** How many calls may come at once after a pause; 1 unless said otherwise, which spaces them evenly. No time of `per` sees more than `calls + burst`. */
  readonly burst?: number | undefined;
}

/** When a system counts as down. */
export interface CircuitBreakerOptions {
  /** Failures of the system in a row, 1 or more; 5 unless said otherwise. */
  readonly failures?: number | undefined;
  /** Milliseconds until one call is let through again; 30,000 unless said otherwise. */
  readonly resetAfter?: number | undefined;
}

/**
 * What an opened connector does about a system that fails, throttles or must not be asked too much at once. Nothing unless asked for.
 *
 * A write waits for its turn, then a call is made as often as the retries allow; each attempt passes the circuit breaker, the rate and the
 * concurrency. All waiting counts towards the timeout and ends with the signal. liveSync passes only the circuit breaker: it waits for as
 * long as nothing happens, and what happens between two attempts would be lost.
 */
export interface ResilienceOptions {
  /** Makes calls again that failed and may succeed later; `{}` for the defaults. */
  readonly retry?: RetryOptions | undefined;
  /** Calls at the connector at once, 1 or more; a call that was given up counts until the connector has answered it. */
  readonly concurrency?: number | undefined;
  readonly rate?: RateOptions | undefined;
  /** Updates and deletions of one object run one after another, in the order in which they came. */
  readonly orderWrites?: boolean | undefined;
  /** Fails calls at once while the system is down; `{}` for the defaults. */
  readonly circuitBreaker?: CircuitBreakerOptions | undefined;
}

const MILLISECONDS = { least: 0, most: LONGEST_TIMER, whole: false, what: 'a number of milliseconds' };
const COUNT = { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true, what: 'a whole number' };
const parts = {
  retry: { attempts: COUNT, minDelay: MILLISECONDS, maxDelay: MILLISECONDS },
  rate: { calls: COUNT, per: { ...MILLISECONDS, least: 1 }, burst: COUNT },
  circuitBreaker: { failures: COUNT, resetAfter: MILLISECONDS },
} as const;

/**
 * Finds all that is wrong with the options, by paths such as `retry.attempts`. What is unknown is refused: a misspelt limit would not hold.
 *
 * @example
 * resilienceProblems({ concurrency: 0 });  // [{ path: 'concurrency', message: 'must be a whole number, 1 or more (got 0)' }]
 */
export function resilienceProblems(options: ResilienceOptions): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [part, limits] of Object.entries(parts)) {
    const given: unknown = options[part as keyof typeof parts];
    if (given === undefined) continue;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      problems.push({ path: part, message: `must be an object (got ${printable(given)})` });
      continue;
    }
    const names = part === 'retry' ? [...Object.keys(limits), 'codes'] : Object.keys(limits);
    for (const name of Object.keys(given)) {
      if (!names.includes(name)) problems.push({ path: `${part}.${name}`, message: `is not known; there are ${names.join(', ')}` });
    }
    for (const [name, limit] of Object.entries<Limit>(limits)) {
      const value = (given as Readonly<Record<string, unknown>>)[name];
      if (value !== undefined || (part === 'rate' && name !== 'burst')) numberProblems(value, `${part}.${name}`, limit, problems);
    }
  }
  const { concurrency, orderWrites, retry } = options;
  if (concurrency !== undefined) numberProblems(concurrency, 'concurrency', COUNT, problems);
  if (orderWrites !== undefined && typeof orderWrites !== 'boolean')
    problems.push({ path: 'orderWrites', message: `must be true or false (got ${printable(orderWrites)})` });
  if (typeof retry === 'object' && retry !== null) retryProblems(retry, problems);
  return problems;
}

interface Limit {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  readonly what: string;
}

function numberProblems(value: unknown, path: string, { least, most, whole, what }: Limit, problems: Problem[]): void {
  if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isSafeInteger(value))) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
  problems.push({ path, message: `must be ${what}${range} (got ${printable(value)})` });
}

function retryProblems({ codes, minDelay, maxDelay }: RetryOptions, problems: Problem[]): void {
  if (codes !== undefined && !Array.isArray(codes))
    problems.push({ path: 'retry.codes', message: `must be a list of codes (got ${printable(codes)})` });
  else {
    for (const [index, code] of (codes ?? []).entries()) {
      if (!isErrorCode(code)) problems.push({ path: `retry.codes[${index}]`, message: `must be the code of an error (got ${printable(code)})` });
    }
  }
  if (typeof minDelay === 'number' && typeof maxDelay === 'number' && minDelay > maxDelay)
    problems.push({ path: 'retry.maxDelay', message: `must not be less than minDelay, ${minDelay} (got ${maxDelay})` });
}
