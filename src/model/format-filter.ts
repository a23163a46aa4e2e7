import { ConnectorError } from './errors.ts';
import type { Comparison, Filter, FilterLeaf } from './filter.ts';
import { deepestFilter, operators } from './filter-words.ts';
import { Secret, SecretBytes } from './secret.ts';
import { printable } from './wording.ts';

const words = Object.fromEntries(Object.entries(operators).map(([word, op]) => [op, word])) as Readonly<Record<Comparison, string>>;
const reserved: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false']);
const bareName = /^[\p{L}_$][\p{L}\p{N}_.:$-]*$/u;

/**
 * Writes a filter as text that `parseFilter` reads back as the same filter.
 *
 * @throws ConnectorError `InvalidArgument` for a secret, which has no place in a text, for values that no text can say (NaN, functions),
 * and for nesting deeper than `deepestFilter`.
 *
 * @example
 * formatFilter(filters.not(filters.equals('mail', 'ada@example.org')));  // 'mail ne "ada@example.org"'
 */
export function formatFilter(filter: Filter): string {
  return format(filter, 0);
}

function format(filter: Filter, depth: number): string {
  checkDepth(depth);
  if ('filters' in filter) {
    const { op, filters } = filter;
    if (filters.length === 0) return op === 'and' ? 'true' : 'false';
    if (filters.length === 1) return `${op}(${format(filters[0] as Filter, depth + 1)})`;
    return filters.map((each) => (isJoined(each, op) ? `(${format(each, depth + 1)})` : format(each, depth + 1))).join(` ${op} `);
  }
  if ('filter' in filter) {
    const inner = filter.filter;
    return inner.op === 'equals'
      ? `${nameText((inner as FilterLeaf).attribute)} ne ${valueText((inner as FilterLeaf).value, depth)}`
      : `!(${format(inner, depth + 1)})`;
  }
  const name = nameText(filter.attribute);
  return filter.op === 'present' ? `${name} pr` : `${name} ${words[filter.op]} ${valueText(filter.value, depth)}`;
}

/** Whether a part must stand in parentheses to stay a part. */
function isJoined(part: Filter, op: 'and' | 'or'): boolean {
  return 'filters' in part && part.filters.length > 1 && !(op === 'or' && part.op === 'and');
}

function nameText(name: string): string {
  return bareName.test(name) && !reserved.has(name.toLowerCase()) ? name : JSON.stringify(name);
}

function valueText(value: unknown, depth: number): string {
  checkDepth(depth);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (Object.is(value, -0)) return '-0';
    // Digits alone would be read as a bigint.
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `date("${value.toISOString()}")`;
  if (value instanceof Uint8Array) return `bytes("${btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))}")`;
  if (Array.isArray(value)) return `[${value.map((each) => valueText(each, depth + 1)).join(', ')}]`;
  if (typeof value === 'object' && !(value instanceof Secret || value instanceof SecretBytes || value instanceof Date)) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${members.map(([key, each]) => `${JSON.stringify(key)}: ${valueText(each, depth + 1)}`).join(', ')}}`;
  }
  throw new ConnectorError('InvalidArgument', `a filter with ${printable(value)} as a value cannot be written as text`);
}

function checkDepth(depth: number): void {
  if (depth > deepestFilter) throw new ConnectorError('InvalidArgument', `the filter is nested more than ${deepestFilter} deep`);
}
