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
