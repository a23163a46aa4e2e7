import type { AttributeInfo } from '../../../model/attribute.ts';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import type { Comparison } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { type Judged, oracleValues } from '../oracle.ts';
import { isSameValue } from '../oracle-values.ts';

/** An attribute that a filter may name. */
export type NamedAttribute = readonly [name: string, info: AttributeInfo];

/** How many values of one attribute are tried: the matrix is to be passed in seconds. */
const most = 4;

const familyOf: Readonly<Record<string, string>> = {
  string: 'text',
  character: 'text',
  integer: 'numbers',
  byte: 'numbers',
  float: 'numbers',
  double: 'numbers',
  long: 'numbers',
  bigInteger: 'numbers',
  bigDecimal: 'decimals',
  dateTime: 'dates',
  boolean: 'booleans',
  bytes: 'bytes',
  map: 'maps',
  reference: 'references',
};

/** The attributes that a filter may name, the uid among them. */
export function filterable(objectClass: ObjectClass): readonly NamedAttribute[] {
  const readable = Object.entries(objectClass.attributes).filter(([, { readable, type }]) => readable !== false && familyOf[type] !== undefined);
  return [['__UID__', { type: 'string' }], ...readable];
}

/** The same by what kind of values they hold. */
export function families(objectClass: ObjectClass): ReadonlyMap<string, readonly NamedAttribute[]> {
  const byFamily = new Map<string, NamedAttribute[]>();
  for (const named of filterable(objectClass)) {
    const family = familyOf[named[1].type] as string;
    byFamily.set(family, [...(byFamily.get(family) ?? []), named]);
  }
  return byFamily;
}

/** Values to compare an attribute with: some that objects have, one that none has, text in another case and text that is cut short. */
export function comparedValues(name: string, info: AttributeInfo, rows: readonly Judged[]): readonly AttributeValue[] {
  const there = distinct(name, info, rows);
  const values = there.slice(0, most);
  const [first] = there;
  if (typeof first === 'string' && info.type === 'string') values.push(otherCase(first), first.slice(0, -1));
  const other = first === undefined ? undefined : otherForm(info, first);
  if (other !== undefined) values.push(other);
  const absent = there
    .map((value) => neighbour(info, value))
    .find((value) => value !== undefined && !there.some((each) => isSameValue(info, each, value)));
  if (absent !== undefined) values.push(absent);
  else if (there.length === 0 && examples[info.type] !== undefined) values.push(examples[info.type] as AttributeValue);
  return values;
}

/** Values to compare by order; of names and documents the order is nowhere laid down. */
export function orderedValues(name: string, info: AttributeInfo, rows: readonly Judged[]): readonly AttributeValue[] {
  return info.subtype === 'ldapDn' || info.subtype === 'json' ? [] : comparedValues(name, info, rows);
}

/** Lists to compare a multi-valued attribute with: those that objects have, turned round, shortened, and with one value too many. */
export function listsOf(name: string, info: AttributeInfo, rows: readonly Judged[]): readonly (readonly AttributeValue[])[] {
  const absent = comparedValues(name, info, rows).at(-1);
  const lists = rows.map((row) => oracleValues(name, row)).filter((list) => list.length > 0);
  lists.sort((a, b) => b.length - a.length);
  return lists
    .slice(0, 2)
    .flatMap((list) => [list, [...list].reverse(), list.slice(1), absent === undefined ? [] : [...list, absent]])
    .filter((list) => list.length > 0);
}

/** Beginnings, ends or parts of the texts that objects have, in another case too, and one that none has. */
export function partsOf(op: Comparison, name: string, info: AttributeInfo, rows: readonly Judged[]): readonly string[] {
  // How far the parts of a name or of a document count is not laid down.
  if (info.subtype === 'ldapDn') return [];
  const texts = (distinct(name, info, rows) as string[]).slice(0, most);
  const found = texts.flatMap((text) => {
    const characters = Array.from(text);
    const half = Math.max(1, Math.floor(characters.length / 2));
    const [start, middle, end] = [characters.slice(0, half), characters.slice(1, -1), characters.slice(-half)].map((part) => part.join('')) as [
      string,
      string,
      string,
    ];
    // Of each comparison, what holds in another case too, and what only one of the other comparisons finds.
    if (op === 'startsWith') return [start, otherCase(start), end, middle];
    return op === 'endsWith' ? [end, otherCase(end), start, middle] : [middle, otherCase(middle), start, end];
  });
  return [...new Set(found), 'no such part'].filter((part) => part !== '');
}

/** The different values that objects have of an attribute. */
function distinct(name: string, info: AttributeInfo, rows: readonly Judged[]): AttributeValue[] {
  const values: AttributeValue[] = [];
  for (const value of rows.flatMap((row) => oracleValues(name, row))) if (!values.some((each) => isSameValue(info, each, value))) values.push(value);
  return values;
}

/** The same value, written in another way; undefined where there is only one. */
function otherForm({ type, subtype }: AttributeInfo, value: AttributeValue): AttributeValue | undefined {
  if (type === 'bigDecimal') return (value as string).includes('.') && !/e/i.test(value as string) ? `${value}0` : undefined;
  if (subtype === 'json') return ` ${value} `;
  if (subtype === 'uuid') return /^[\da-f-]+$/i.test(value as string) ? `urn:uuid:${value}` : undefined;
  return subtype === 'ldapDn' && !(value as string).includes('\\') ? (value as string).replaceAll(',', ' , ') : undefined;
}

/** The same text with the case of its letters turned. */
export function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/** A value that differs as little as it can. */
function neighbour({ type }: AttributeInfo, value: AttributeValue): AttributeValue | undefined {
  if (type === 'character') return String.fromCharCode((value as string).charCodeAt(0) + 1);
  if (type === 'bigDecimal') return /^[+-]?\d+$/.test(value as string) ? `${value}.5` : '0.123456789';
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Date) return new Date(value.getTime() + 1);
  if (value instanceof Uint8Array) return Uint8Array.of(...value, 0);
  return undefined;
}

/** For attributes of which no object has a value. */
const examples: Readonly<Record<string, AttributeValue>> = {
  string: 'x',
  character: 'x',
  integer: 1,
  byte: 1,
  float: 1,
  double: 1,
  long: 1n,
  bigInteger: 1n,
  bigDecimal: '1',
  boolean: true,
  bytes: Uint8Array.of(1),
  dateTime: new Date(0),
};
