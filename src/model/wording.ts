import { Secret, SecretBytes } from './secret.ts';

/** A value as an error message may show it: short, in quotes where it is text, never a secret. */
export function printable(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Secret || value instanceof SecretBytes) return '[secret]';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** The name that someone may have meant: at most two typing errors away, one in a short name; undefined when none is near. */
export function similarName(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = name.length < 4 ? 2 : 3;
  for (const candidate of names) {
    const far = distance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** The number of letters to insert, delete or replace (Levenshtein), or `cap` when there are more. */
function distance(a: string, b: string, cap: number): number {
  if (Math.abs(a.length - b.length) >= cap) return cap;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? cap, cap);
}
