import { hash } from 'node:crypto';
import type { AttributeValue } from '../model/attribute-value.ts';
import { comparisonOf, type ValueKey } from '../model/compare-values.ts';
import { ConnectorError } from '../model/errors.ts';
import { fitOf } from '../model/fit-value.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { guarded } from '../model/value-kind.ts';
import { printable } from '../model/wording.ts';
import type { ConnectorObject } from '../spi/operations.ts';
import { longestText } from './snapshot-format.ts';

/** The first 128 of 256 bits count; the rest is there. */
function digestOf(text: string): Buffer {
  // UTF-16, so that two texts that UTF-8 cannot tell apart stay two.
  return hash('sha256', Buffer.from(text, 'utf16le'), 'buffer');
}

/** The digest of a uid. */
export const uidDigest: (uid: string) => Buffer = digestOf;

/**
 * The digest of what counts of an object: its name and the attributes that are compared.
 *
 * Objects that are equal as filters compare have the same: text as the attribute's subtype says, numbers by value, lists as sets, maps
 * without regard to the order of keys, no value like an empty list. The revision does not count: in many systems it changes with every login.
 *
 * @param names  The attributes, sorted.
 * @param what   The operation, for messages.
 * @throws ConnectorError `Internal` for an object without uid or name, or with a value that its schema does not describe;
 * `UnsupportedOperation` when not all values of an attribute are there.
 */
export function contentDigest(objectClass: ObjectClass, names: readonly string[], what: string): (object: ConnectorObject) => Buffer {
  const nameKey = comparisonOf(objectClass.attributes.__NAME__ ?? { type: 'string' }).key;
  const compared = names.map((name) => {
    const attribute = objectClass.attributes[name] ?? { type: 'string' };
    const fitsType = fitOf(attribute);
    const isDeep = attribute.type === 'map' || attribute.type === 'reference';
    const fits = isDeep ? (value: unknown) => fitsType(value) && isData(value) : fitsType;
    return { name, isInherited: name in Object.prototype, fits, key: comparisonOf(attribute).key };
  });
  return (object) => {
    checkIdentity(object, what);
    const found = object.attributes as Readonly<Record<string, unknown>>;
    let text = part(nameKey(object.name));
    for (const { name, isInherited, fits, key } of compared) {
      // An attribute called `constructor` must not be found on the prototype; others may be accessors there.
      const value = isInherited && !Object.hasOwn(found, name) ? undefined : found[name];
      if (object.incomplete?.includes(name)) throw halfRead(what, name, object.uid);
      if (value === undefined || value === null) text += '-';
      else if (!fits(value)) {
        throw new ConnectorError(
          'Internal',
          `${what}: the connector yielded an object whose ${name} is ${kindOf(value)}, which is not what its schema says`,
        );
      } else if (Array.isArray(value)) text += value.length === 0 ? '-' : `*${setOf(value.map(key))};`;
      else text += part(key(value as AttributeValue));
    }
    return digestOf(text);
  };
}

/**
 * Whether all of a value can be compared. A Map, or an instance whose fields are private, would look the same whatever is in it, and its
 * changes would be missed.
 */
function isData(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array || guarded(value)) return true;
  const parts = Object.values(value);
  return parts.length > 0 ? parts.every(isData) : Array.isArray(value) || isPlain(value);
}

/** By the length of the chain, because another realm has an Object of its own. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Several keys as a set: each once, in an order that is always the same. */
function setOf(keys: readonly ValueKey[]): string {
  return [...new Set(keys.map(part))].sort().join('');
}

/** A key with its length before it, so that no two rows of keys are the same text. */
function part(key: ValueKey): string {
  const text = String(key);
  return `${text.length}:${text}`;
}

function checkIdentity({ uid, name }: ConnectorObject, what: string): void {
  if (typeof uid !== 'string' || uid === '' || typeof name !== 'string' || name === '') {
    throw new ConnectorError('Internal', `${what}: the connector yielded an object whose uid or name is not a text of at least one character`);
  }
  if (uid.length * 3 > longestText || /\p{Surrogate}/u.test(uid)) {
    throw new ConnectorError('Internal', `${what}: the uid ${printable(uid)} cannot be kept: it is too long, or not well-formed Unicode`);
  }
}

function halfRead(what: string, name: string, uid: string): ConnectorError {
  return new ConnectorError(
    'UnsupportedOperation',
    `${what}: the connector did not read all values of ${name}, so changes would be missed; name it in \`ignore\` to leave it out`,
    { uid, problems: [{ path: name, message: 'is incomplete' }] },
  );
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value instanceof Date ? 'a date' : `a ${typeof value}`;
}
