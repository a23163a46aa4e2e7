import { randomUUID } from 'node:crypto';

/**
 * Writes a value as JSON with whole numbers of any size, which `JSON.stringify` refuses.
 *
 * A number above 2^53 is written with all its digits: what reads it may or may not keep them, but half of them would be a wrong answer.
 *
 * @example
 * exactJson({ usnChanged: 9223372036854775807n });  // '{"usnChanged":9223372036854775807}'
 */
export function exactJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return written(value) ?? 'null';
  }
}

/** A JSON string, or a number. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The most digits that are read as a whole number: reading them takes time that grows faster than they do. */
const MOST_DIGITS = 400;

/**
 * Reads JSON with whole numbers of any size: those that a number would round become bigints.
 *
 * @throws SyntaxError for what is no JSON.
 *
 * @example
 * parseExactJson('{"usnChanged":9223372036854775807}');  // { usnChanged: 9223372036854775807n }
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  // A mark that no caller can have guessed.
  const mark = `${randomUUID()}:`;
  const marked = text.replace(stringOrNumber, (found) => {
    const rounds = /^-?\d{16,}$/.test(found) && found.length <= MOST_DIGITS && !Number.isSafeInteger(Number(found));
    return rounds ? `"${mark}${found}"` : found;
  });
  return JSON.parse(marked, (_key, each: unknown) => (typeof each === 'string' && each.startsWith(mark) ? BigInt(each.slice(mark.length)) : each));
}

function written(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map((each) => written(each) ?? 'null').join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([key, each]) => {
    const text = written(each);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${members.join(',')}}`;
}
