import type { AttributeValue } from '../../model/attribute-value.ts';
import { ConnectorError } from '../../model/errors.ts';
import { fitOf } from '../../model/fit-value.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Row } from '../../model/row.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import { ownValue } from './own-value.ts';

/**
 * Makes rows of one projection: named attributes only, absent ones left out, every value the caller's own.
 *
 * @throws ConnectorError `Internal` when the connector hands out a value that its schema does not describe.
 */
export function rowMaker(objectClass: ObjectClass, names: readonly string[]): (object: ConnectorObject) => Row {
  const { name: className } = objectClass;
  const fits = names.map((name) => fitOf(objectClass.attributes[name] ?? { type: 'string' }));
  const inherited = names.some((name) => name in Object.prototype);
  return (object) => {
    const found = object.attributes as Readonly<Record<string, AttributeValue | readonly AttributeValue[] | null | undefined>>;
    const attributes: Record<string, AttributeValue | readonly AttributeValue[]> = {};
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      // An attribute called `constructor` must not be found on the prototype.
      const value = inherited && !Object.hasOwn(found, name) ? undefined : found[name];
      if (value === undefined || value === null) continue;
      if (!(fits[i] as (value: unknown) => boolean)(value)) throw misfit(className, name, value);
      attributes[name] = typeof value === 'object' ? ownValue(value) : value;
    }
    const row: { -readonly [K in keyof Row]: Row[K] } = { objectClass: className, uid: object.uid, name: object.name, attributes };
    if (object.revision !== undefined) row.revision = object.revision;
    if (object.incomplete !== undefined) {
      const incomplete = object.incomplete.filter((name) => names.includes(name));
      if (incomplete.length > 0) row.incomplete = incomplete;
    }
    return row;
  };
}

/** The error for a value that is not what the schema says. */
export function misfit(className: string, name: string, value: unknown): ConnectorError {
  const found = Array.isArray(value) ? 'a list' : value instanceof Date ? 'a date' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  return new ConnectorError('Internal', `the connector yielded a ${className} whose ${name} is ${found}, which is not what its schema says`);
}
