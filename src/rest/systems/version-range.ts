/**
 * Whether a version is in a range as OSGi writes them: `1.5.0.0` from there on, `[1.5.0.0,1.6.0.0)` from the first up to and without the second.
 *
 * OSGi Core, 3.2.6, version ranges.
 *
 * @returns Undefined when the range is none.
 *
 * @example
 * inRange('1.5.20.15', '[1.5.0.0,1.6.0.0)');  // true
 */
export function inRange(version: string, range: string): boolean | undefined {
  const plain = /^\d+(\.\d+){0,3}([.-][\w-]+)?$/;
  const text = range.replaceAll(/\s/g, '');
  if (plain.test(text)) return compare(version, text) >= 0;
  const parts = /^([[(])([^,]+),([^,]+)([\])])$/.exec(text);
  if (!parts) return undefined;
  const [, from, least = '', most = '', to] = parts;
  if (!plain.test(least) || !plain.test(most)) return undefined;
  const low = compare(version, least);
  const high = compare(version, most);
  return (from === '[' ? low >= 0 : low > 0) && (to === ']' ? high <= 0 : high < 0);
}

function compare(a: string, b: string): number {
  const numbers = (text: string) => text.split(/[.-]/).map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
