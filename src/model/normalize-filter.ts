import type { AttributeInfo } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import { comparisonOf, findComparable } from './compare-values.ts';
import { valueConversionOf } from './convert-value.ts';
import type { Problem } from './errors.ts';
import type { Comparison, Filter, FilterLeaf } from './filter.ts';
import { deepestFilter } from './filter-words.ts';
import type { ObjectClass } from './object-class.ts';
import { problemsError } from './problems-error.ts';
import { printable, similarName } from './wording.ts';

/** Comparisons of text. */
export const textual: readonly string[] = ['equalsIgnoreCase', 'startsWith', 'endsWith', 'contains'];
/** Comparisons by order. */
export const ordering: readonly string[] = ['greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual'];
const comparisons: readonly string[] = ['equals', 'containsAllValues', ...textual, ...ordering];
/** Types whose values are numbers. */
export const numeric: readonly string[] = ['integer', 'byte', 'float', 'double', 'long', 'bigInteger'];
const ordered: readonly string[] = [...numeric, 'string', 'character', 'bigDecimal', 'dateTime'];

/**
 * Checks a filter against an object class and brings it into the form that connectors get: attributes by their own names, values converted.
 *
 * Names are found without regard to case and by alias; `__UID__` is the uid, compared exactly. Values are converted as input is (ISO 8601
 * text for a dateTime, a number for a long), facets aside; any number may be compared with any numeric attribute.
 *
 * @throws ConnectorError `InvalidArgument` naming every problem by its path, such as `filter.filters[1].value`: unknown and unreadable
 * attributes, values of another type, comparisons that make no sense, malformed data, nesting deeper than `deepestFilter`, and more than
 * 10,000 parts, which a filter that contains itself has too.
 *
 * @example
 * normalizeFilter({ op: 'greaterThan', attribute: 'CREATED', value: '2026-11-21' }, Account);
 * // { op: 'greaterThan', attribute: 'created', value: a Date }
 */
export function normalizeFilter(filter: Filter, objectClass: ObjectClass): Filter {
  const problems: Problem[] = [];
  const normalized = normalize(filter, { objectClass, problems, partsLeft: mostParts }, 'filter', 0);
  if (problems.length === 0) return normalized as Filter;
  throw problemsError('InvalidArgument', `a filter of ${objectClass.name}`, problems);
}

/** More parts are a mistake, mostly a filter that contains itself. */
const mostParts = 10_000;

interface Normalizing {
  readonly objectClass: ObjectClass;
  readonly problems: Problem[];
  partsLeft: number;
}

function normalize(filter: Filter, state: Normalizing, path: string, depth: number): Filter | undefined {
  const { objectClass, problems } = state;
  if (state.partsLeft-- <= 0) return state.partsLeft === -1 ? refuse(problems, 'filter', `has more than ${mostParts} parts`) : undefined;
  // Not typed: a filter may come from JSON.
  const data = (typeof filter === 'object' ? filter : null) as { readonly [key: string]: unknown } | null;
  if (data === null) return refuse(problems, path, `must be a filter, an object with "op" (got ${printable(filter)})`);
  if (depth > deepestFilter) return refuse(problems, path, `is nested more than ${deepestFilter} deep`);
  const { op } = data;
  if (op === 'not') return { op, filter: normalize(data.filter as Filter, state, `${path}.filter`, depth + 1) as Filter };
  if (op === 'and' || op === 'or') {
    if (!Array.isArray(data.filters)) return refuse(problems, `${path}.filters`, `must be a list of filters (got ${printable(data.filters)})`);
    const filters: Filter[] = [];
    for (let i = 0; i < data.filters.length && state.partsLeft >= 0; i++) {
      filters.push(normalize(data.filters[i], state, `${path}.filters[${i}]`, depth + 1) as Filter);
    }
    return { op, filters };
  }
  if (op !== 'present' && !comparisons.includes(op as string)) {
    return refuse(problems, `${path}.op`, `must be one of and, or, not, present, ${comparisons.join(', ')} (got ${printable(op)})`);
  }
  const found = findComparable(objectClass, data.attribute);
  if (!found) {
    const near = typeof data.attribute === 'string' ? similarName(data.attribute, Object.keys(objectClass.attributes)) : undefined;
    return refuse(
      problems,
      `${path}.attribute`,
      `${printable(data.attribute)} is not an attribute of ${objectClass.name}${near ? `; did you mean "${near}"?` : ''}`,
    );
  }
  const [attribute, info] = found;
  if (info.readable === false || info.type === 'secret' || info.type === 'secretBytes') {
    return refuse(problems, `${path}.attribute`, `${attribute} can be written but never read, so nothing can be compared with it`);
  }
  if (op === 'present') return { op, attribute };
  const value = normalizeValue(op as Comparison, attribute, info, data.value, path, problems);
  return value === undefined ? undefined : { op: op as Comparison, attribute, value };
}

function normalizeValue(
  op: Comparison,
  attribute: string,
  info: AttributeInfo,
  value: unknown,
  path: string,
  problems: Problem[],
): FilterLeaf['value'] {
  const { text } = comparisonOf(info);
  if (textual.includes(op)) {
    if (!text) return refuse(problems, `${path}.op`, `${op} compares text, and ${attribute} is of type ${info.type}`);
    return typeof value === 'string' ? value : refuse(problems, `${path}.value`, `must be text (got ${printable(value)})`);
  }
  if (ordering.includes(op) && !ordered.includes(info.type))
    return refuse(problems, `${path}.op`, `${op} needs an order, and ${attribute} is of type ${info.type}`);
  const convert = valueConversionOf(info);
  const one = (each: unknown, where: string) => {
    // By value: an integer may be compared with 2.5 and with 2n ** 70n, though it never equals them.
    if (numeric.includes(info.type) && (typeof each === 'bigint' || Number.isFinite(each)))
      return convert(each, where, []) ?? (each as number | bigint);
    return convert(each, where, problems);
  };
  if (!Array.isArray(value))
    return op === 'containsAllValues'
      ? refuse(problems, `${path}.value`, `must be a list of values (got ${printable(value)})`)
      : one(value, `${path}.value`);
  if (op !== 'equals' && op !== 'containsAllValues') return refuse(problems, `${path}.value`, `must be one value (got ${printable(value)})`);
  const list = value.map((each, i) => one(each, `${path}.value[${i}]`));
  return list.includes(undefined) ? undefined : (list as AttributeValue[]);
}

function refuse(problems: Problem[], path: string, message: string): undefined {
  problems.push({ path, message });
}

/**
 * The attributes that a filter looks at, by the names in it; `__NAME__` and `__UID__` are left out, because every object carries them.
 *
 * @param filter  As `normalizeFilter` answers it, so that the names are the schema's.
 *
 * @example
 * filterAttributes(filters.or(filters.present('mail'), filters.equals('__UID__', '7')));  // Set { 'mail' }
 */
export function filterAttributes(filter: Filter): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (each: Filter): void => {
    if ('filters' in each) each.filters.forEach(collect);
    else if ('filter' in each) collect(each.filter);
    else if (each.attribute !== '__NAME__' && each.attribute !== '__UID__') names.add(each.attribute);
  };
  collect(filter);
  return names;
}
