import type { AttributeInfo } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import { comparisonOf, findComparable, type ValueComparison, type ValueKey } from './compare-values.ts';
import type { Comparison, Filter, FilterLeaf } from './filter.ts';
import { normalizeFilter, numeric, ordering, textual } from './normalize-filter.ts';
import type { ObjectClass } from './object-class.ts';
import type { Row } from './row.ts';
import { foldCase } from './text-key.ts';

/** What a filter looks at. */
export type Tested = Pick<Row, 'uid' | 'name' | 'attributes'>;
/** A compiled filter. */
export type Predicate = (object: Tested) => boolean;
/** A test of one value that is there. */
type Test = (value: AttributeValue) => boolean;

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
  return compileNormalized(normalizeFilter(filter, objectClass), objectClass);
}

/** Compiles a filter that `normalizeFilter` has answered, as those that connectors get are; it is not looked at again. */
export function compileNormalized(filter: Filter, objectClass: ObjectClass): Predicate {
  if (filter.op === 'not') {
    const inner = compileNormalized((filter as { readonly filter: Filter }).filter, objectClass);
    return (object) => !inner(object);
  }
  if ('filters' in filter)
    return join(
      filter.op,
      filter.filters.map((each) => compileNormalized(each, objectClass)),
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
