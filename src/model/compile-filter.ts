import type { AttributeInfo } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import { comparisonOf, findComparable, foldCase, type ValueComparison, type ValueKey } from './compare-values.ts';
import { valueConversionOf } from './convert-value.ts';
import { ConnectorError, type Problem } from './errors.ts';
import type { Comparison, Filter, FilterLeaf } from './filter.ts';
import { deepestFilter } from './filter-text.ts';
import type { ObjectClass } from './object-class.ts';
import type { Row } from './row.ts';
import { printable, similarName } from './wording.ts';

/** What a filter looks at. */
type Tested = Pick<Row, 'uid' | 'name' | 'attributes'>;
/** A compiled filter. */
type Predicate = (object: Tested) => boolean;
/** A test of one value that is there. */
type Test = (value: AttributeValue) => boolean;

const textual: readonly string[] = ['equalsIgnoreCase', 'startsWith', 'endsWith', 'contains'];
const ordering: readonly string[] = ['greaterThan', 'greaterThanOrEqual', 'lessThan', 'lessThanOrEqual'];
const comparisons: readonly string[] = ['equals', 'containsAllValues', ...textual, ...ordering];
const numeric: readonly string[] = ['integer', 'byte', 'float', 'double', 'long', 'bigInteger'];
const ordered: readonly string[] = [...numeric, 'string', 'character', 'bigDecimal', 'dateTime'];

/**
 * Checks a filter against an object class and brings it into the form that connectors get: attributes by their own names, values converted.
 *
 * Names are found without regard to case and by alias; `__UID__` is the uid, compared exactly. Values are converted as input is (ISO 8601
 * text for a dateTime, a number for a long), facets aside; any number may be compared with any numeric attribute.
 *
 * @throws ConnectorError `InvalidArgument` naming every problem by its path, such as `filter.filters[1].value`: unknown and unreadable
 * attributes, values of another type, comparisons that make no sense, malformed data, and nesting deeper than `deepestFilter`.
 *
 * @example
 * normalizeFilter({ op: 'greaterThan', attribute: 'CREATED', value: '2026-11-21' }, Account);
 * // { op: 'greaterThan', attribute: 'created', value: a Date }
 */
export function normalizeFilter(filter: Filter, objectClass: ObjectClass): Filter {
  const problems: Problem[] = [];
  const normalized = normalize(filter, objectClass, 'filter', problems, 0);
  if (problems.length === 0) return normalized as Filter;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const texts = problems.map(({ path, message }) => `${path} ${message}`);
  throw new ConnectorError('InvalidArgument', `${count} in a filter of ${objectClass.name}: ${texts.join('; ')}`, { problems });
}

function normalize(filter: Filter, objectClass: ObjectClass, path: string, problems: Problem[], depth: number): Filter | undefined {
  // Not typed: a filter may come from JSON.
  const data = (typeof filter === 'object' ? filter : null) as { readonly [key: string]: unknown } | null;
  if (data === null) return refuse(problems, path, `must be a filter, an object with "op" (got ${printable(filter)})`);
  if (depth > deepestFilter) return refuse(problems, path, `is nested more than ${deepestFilter} deep`);
  const { op } = data;
  if (op === 'not') return { op, filter: normalize(data.filter as Filter, objectClass, `${path}.filter`, problems, depth + 1) as Filter };
  if (op === 'and' || op === 'or') {
    if (!Array.isArray(data.filters)) return refuse(problems, `${path}.filters`, `must be a list of filters (got ${printable(data.filters)})`);
    return { op, filters: data.filters.map((each, i) => normalize(each, objectClass, `${path}.filters[${i}]`, problems, depth + 1) as Filter) };
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

/**
 * Compiles a filter for one object class; types, subtypes and the meaning of lists come from its attributes.
 *
 * Any value of a multi-valued attribute may match. `equals` with a list compares as sets: the attribute has these values and no others, and
 * with an empty list, none. `containsAllValues` finds all of its values among those of the attribute. An attribute without a value matches
 * nothing else, so it matches under `not`. Text is compared as its subtype says (`comparisonOf`); `equalsIgnoreCase` has no case on any
 * text.
 *
 * @param filter  Checked first, as `normalizeFilter` does.
 * @returns A function of an object with its uid, name and attributes; it allocates nothing for exact text, numbers and dates.
 * @throws ConnectorError `InvalidArgument` as `normalizeFilter` does.
 *
 * @example
 * const matches = compileFilter(filters.startsWith('mail', 'ada@'), Account);
 * rows.filter(matches);
 */
export function compileFilter(filter: Filter, objectClass: ObjectClass): Predicate {
  return compile(normalizeFilter(filter, objectClass), objectClass);
}

function compile(filter: Filter, objectClass: ObjectClass): Predicate {
  if (filter.op === 'not') {
    const inner = compile((filter as { readonly filter: Filter }).filter, objectClass);
    return (object) => !inner(object);
  }
  if ('filters' in filter)
    return join(
      filter.op,
      filter.filters.map((each) => compile(each, objectClass)),
    );
  return compileLeaf(filter as FilterLeaf, findComparable(objectClass, (filter as FilterLeaf).attribute)?.[1] ?? { type: 'string' });
}

function join(op: 'and' | 'or', tests: readonly Predicate[]): Predicate {
  const decisive = op === 'or';
  const [first, second] = tests;
  if (tests.length === 0) return () => !decisive;
  if (tests.length === 1) return first as Predicate;
  if (tests.length === 2 && first && second)
    return decisive ? (object) => first(object) || second(object) : (object) => first(object) && second(object);
  return (object) => {
    for (let i = 0; i < tests.length; i++) if ((tests[i] as Predicate)(object) === decisive) return decisive;
    return !decisive;
  };
}

function compileLeaf(leaf: FilterLeaf, info: AttributeInfo): Predicate {
  const { op, attribute, value } = leaf;
  if (op === 'present')
    return own(
      attribute,
      anyOf(attribute, () => true),
    );
  const comparison = comparisonOf(info);
  if (Array.isArray(value)) return op === 'equals' ? sameSet(attribute, value, comparison) : allOf(attribute, value, comparison);
  const needle = value as AttributeValue;
  const plain = op === 'equals' && (info.type === 'string' || info.type === 'character') && info.subtype === undefined;
  return own(attribute, plain ? sameText(attribute, needle) : anyOf(attribute, testOf(op, needle, info, comparison)));
}

/** An attribute called `constructor` must not be found on the prototype; other names need no look. */
function own(name: string, predicate: Predicate): Predicate {
  return name in Object.prototype ? (object) => Object.hasOwn(object.attributes, name) && predicate(object) : predicate;
}

/** Whether any value passes: the loop that nearly every leaf is made of. */
function anyOf(name: string, test: Test): Predicate {
  if (name === '__UID__') return (object) => test(object.uid);
  if (name === '__NAME__') return (object) => test(object.name);
  return (object) => {
    const value = object.attributes[name];
    if (value === undefined || value === null) return false;
    if (typeof value !== 'object' || !Array.isArray(value)) return test(value as AttributeValue);
    for (let i = 0; i < value.length; i++) if (value[i] !== undefined && value[i] !== null && test(value[i])) return true;
    return false;
  };
}

/** The commonest leaf, without a call per value. */
function sameText(name: string, needle: AttributeValue): Predicate {
  if (name === '__UID__') return (object) => object.uid === needle;
  if (name === '__NAME__') return (object) => object.name === needle;
  return (object) => {
    const value = object.attributes[name];
    return value === needle || (typeof value === 'object' && Array.isArray(value) && value.includes(needle));
  };
}

function testOf(op: Comparison, needle: AttributeValue, info: AttributeInfo, { key, equal, order, text }: ValueComparison): Test {
  const folds = op === 'equalsIgnoreCase' || (info.subtype === 'caseIgnore' && (op === 'equals' || textual.includes(op)));
  if (folds) return foldedTest(op, needle as string);
  if (op === 'equals') {
    if (info.type === 'dateTime' || numeric.includes(info.type) || info.type === 'boolean' || info.type === 'bytes')
      return (value) => equal(value, needle);
    const wanted = key(needle);
    return (value) => value === needle || key(value) === wanted;
  }
  if (order && ordering.includes(op))
    return orderTest(op, needle, numeric.includes(info.type) || (text && info.subtype === undefined) ? undefined : order);
  const wanted = (text as (value: string) => string)(needle as string);
  const textOf = text as (value: string) => string;
  if (op === 'startsWith') return (value) => textOf(value as string).startsWith(wanted);
  if (op === 'endsWith') return (value) => textOf(value as string).endsWith(wanted);
  return (value) => textOf(value as string).includes(wanted);
}

function orderTest(op: Comparison, needle: AttributeValue, order: ((a: AttributeValue, b: AttributeValue) => number) | undefined): Test {
  // Exact text and numbers, bigint among them, compare as JavaScript has it.
  if (op === 'greaterThan') return order ? (value) => order(value, needle) > 0 : (value) => value > needle;
  if (op === 'greaterThanOrEqual') return order ? (value) => order(value, needle) >= 0 : (value) => value >= needle;
  if (op === 'lessThan') return order ? (value) => order(value, needle) < 0 : (value) => value < needle;
  return order ? (value) => order(value, needle) <= 0 : (value) => value <= needle;
}

/** Tests of text without case; for ASCII, which is most of it, without making a folded copy of each value. */
function foldedTest(op: Comparison, needle: string): Test {
  const folded = foldCase(needle);
  // What has other letters is folded as a whole: their number may change.
  const short = Array.from(folded).every((character) => character < '\u0080');
  if (op === 'contains') return (value) => foldCase(value as string).includes(folded);
  if (op === 'startsWith')
    return (value) => (short ? standsAt(value as string, folded, 0) : undefined) ?? foldCase(value as string).startsWith(folded);
  if (op === 'endsWith') {
    return (value) =>
      (short ? standsAt(value as string, folded, (value as string).length - folded.length) : undefined) ?? foldCase(value as string).endsWith(folded);
  }
  return (value) => {
    if (value === needle) return true;
    if (!short) return foldCase(value as string) === folded;
    // No other letter becomes two in ASCII, so a match is as long as the needle.
    return (value as string).length === folded.length && (standsAt(value as string, folded, 0) ?? foldCase(value as string) === folded);
  };
}

/** Whether a folded ASCII text stands at this place; undefined when a letter beyond ASCII leaves that open. */
function standsAt(text: string, folded: string, at: number): boolean | undefined {
  if (at < 0 || at + folded.length > text.length) return false;
  for (let i = folded.length - 1; i >= 0; i--) {
    const found = text.charCodeAt(at + i);
    if (found === folded.charCodeAt(i)) continue;
    if (found > 127) return undefined;
    if (found < 65 || found > 90 || (found | 32) !== folded.charCodeAt(i)) return false;
  }
  return true;
}

/** All values of an object's attribute, single or many. */
function valuesOf(object: Tested, name: string): readonly AttributeValue[] {
  if (name === '__UID__') return [object.uid];
  if (name === '__NAME__') return [object.name];
  const value = Object.hasOwn(object.attributes, name) ? object.attributes[name] : undefined;
  if (value === undefined || value === null) return [];
  return Array.isArray(value)
    ? (value as readonly (AttributeValue | null | undefined)[]).filter((each) => each !== null && each !== undefined)
    : [value as AttributeValue];
}

function sameSet(name: string, list: readonly AttributeValue[], { key }: ValueComparison): Predicate {
  const wanted = new Set<ValueKey>(list.map(key));
  return (object) => {
    const values = valuesOf(object, name);
    return values.length >= wanted.size && values.every((each) => wanted.has(key(each))) && new Set(values.map(key)).size === wanted.size;
  };
}

function allOf(name: string, list: readonly AttributeValue[], { key }: ValueComparison): Predicate {
  const wanted = [...new Set<ValueKey>(list.map(key))];
  return (object) => {
    const values = valuesOf(object, name);
    if (values.length === 0 || values.length < wanted.length) return false;
    const found = new Set(values.map(key));
    return wanted.every((each) => found.has(each));
  };
}
