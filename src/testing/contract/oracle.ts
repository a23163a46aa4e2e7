import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import type { Filter, FilterLeaf } from '../../model/filter.ts';
import { findAttribute, type ObjectClass } from '../../model/object-class.ts';
import type { Row } from '../../model/row.ts';
import { isSameValue, orderOfValues, searchedForm, withoutCase } from './oracle-values.ts';

/** What the oracle looks at: an object with all its readable attributes. */
export type Judged = Pick<Row, 'uid' | 'name' | 'attributes'>;

/**
 * Says by brute force whether an object matches a filter.
 *
 * It is written from the table of the filters' meaning and shares nothing with the code that searches: any value of a multi-valued
 * attribute may match; `equals` with a list compares as sets; an attribute without a value matches nothing but its absence; junctions of
 * none are true (`and`) and false (`or`).
 *
 * @param filter  Attribute names in any case; values in the form that connectors get.
 *
 * @example
 * oracleMatches({ op: 'present', attribute: 'mail' }, { uid: '1', name: 'ada', attributes: {} }, Account);  // false
 */
export function oracleMatches(filter: Filter, object: Judged, objectClass: ObjectClass): boolean {
  if (filter.op === 'not') return !oracleMatches((filter as { readonly filter: Filter }).filter, object, objectClass);
  if ('filters' in filter) {
    const answers = filter.filters.map((each) => oracleMatches(each, object, objectClass));
    return filter.op === 'and' ? !answers.includes(false) : answers.includes(true);
  }
  return leafMatches(filter as FilterLeaf, object, objectClass);
}

/**
 * The order that a sort asks for, by brute force: absent values last in either direction, of many values the one that comes first.
 *
 * @returns A comparison for `Array.prototype.sort`; zero where the sort leaves the order open.
 *
 * @example
 * rows.sort(oracleOrder([{ attribute: 'hired', ascending: false }], Account));
 */
export function oracleOrder(
  sort: readonly { readonly attribute: string; readonly ascending?: boolean }[],
  objectClass: ObjectClass,
): (a: Judged, b: Judged) => number {
  return (a, b) => {
    for (const { attribute, ascending = true } of sort) {
      const [name, info] = attributeOf(attribute, objectClass);
      const directed = (left: AttributeValue, right: AttributeValue) => (orderOfValues(info, left, right) ?? 0) * (ascending ? 1 : -1);
      const [left] = [...oracleValues(name, a)].sort(directed);
      const [right] = [...oracleValues(name, b)].sort(directed);
      if (left === undefined && right === undefined) continue;
      if (left === undefined) return 1;
      if (right === undefined) return -1;
      const order = directed(left, right);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** All values that an object has of an attribute, by the attribute's own name. */
export function oracleValues(name: string, { uid, name: called, attributes }: Judged): readonly AttributeValue[] {
  if (name === '__UID__') return [uid];
  if (name === '__NAME__') return [called];
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => each !== undefined && each !== null) as AttributeValue[];
}

/** Whether two lists hold the same values, their order and repetitions aside. */
export function isSameSet(info: AttributeInfo, a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return a.every((each) => b.some((other) => isSameValue(info, each, other))) && b.every((each) => a.some((other) => isSameValue(info, each, other)));
}

function attributeOf(name: string, objectClass: ObjectClass): readonly [string, AttributeInfo] {
  if (name.toUpperCase() === '__UID__') return ['__UID__', { type: 'string' }];
  return findAttribute(objectClass, name) ?? [name, { type: 'string' }];
}

function leafMatches({ op, attribute, value }: FilterLeaf, object: Judged, objectClass: ObjectClass): boolean {
  const [name, info] = attributeOf(attribute, objectClass);
  const values = oracleValues(name, object);
  if (op === 'present') return values.length > 0;
  if (op === 'equals' && Array.isArray(value)) return isSameSet(info, values, value as readonly AttributeValue[]);
  if (op === 'containsAllValues')
    return values.length > 0 && (value as readonly AttributeValue[]).every((wanted) => values.some((each) => isSameValue(info, each, wanted)));
  const wanted = value as AttributeValue;
  return values.some((each) => {
    const order = orderOfValues(info, each, wanted) ?? Number.NaN;
    switch (op) {
      case 'equals':
        return isSameValue(info, each, wanted);
      case 'equalsIgnoreCase':
        return withoutCase(each as string) === withoutCase(wanted as string);
      case 'greaterThan':
        return order > 0;
      case 'greaterThanOrEqual':
        return order >= 0;
      case 'lessThan':
        return order < 0;
      case 'lessThanOrEqual':
        return order <= 0;
      case 'startsWith':
        return searchedForm(info, each as string).startsWith(searchedForm(info, wanted as string));
      case 'endsWith':
        return searchedForm(info, each as string).endsWith(searchedForm(info, wanted as string));
      default:
        return searchedForm(info, each as string).includes(searchedForm(info, wanted as string));
    }
  });
}
