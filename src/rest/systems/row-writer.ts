import { misfit } from '../../facade/classes/row-maker.ts';
import { fitOf } from '../../model/fit-value.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import { exactJson } from '../crest/exact-json.ts';
import { type JsonBytes, JsonConstant } from '../crest/json-bytes.ts';
import type { ObjectTypeField } from './object-type.ts';

/** Writes an object as JSON. @throws ConnectorError `Internal` for a value that the schema does not describe. */
export type RowWriter = (row: ConnectorObject, to: JsonBytes) => void;

/** Writes one value; false for one that is not what the schema says. */
type ValueWriter = (value: unknown, to: JsonBytes) => boolean;

const begin = new JsonConstant('{"_id":');

/**
 * Makes a function that writes a connector's objects as the JSON of an object type.
 *
 * It writes what `exactJson` of the JSON object would be, without making that object or its text: the keys are turned into bytes once, and
 * texts, numbers and booleans, which are most of what there is, go straight into the bytes of the answer.
 *
 * @param fields  In the order in which they are written.
 * @param shown   Turns any other value, such as a date or a map, into what JSON has for it.
 */
export function rowWriter(
  objectClass: string,
  fields: readonly ObjectTypeField[],
  shown: (field: ObjectTypeField, value: unknown) => unknown,
): RowWriter {
  const keys = fields.map(({ name }) => new JsonConstant(`,${JSON.stringify(name)}:`));
  const writers = fields.map((field) => valueWriter(field, shown));
  const names = fields.map(({ attribute }) => attribute);
  const inherited = names.some((name) => name in Object.prototype);
  return ({ uid, name: objectName, revision, attributes }, to) => {
    to.constant(begin);
    to.quoted(uid);
    if (revision !== undefined) {
      to.json(',"_rev":');
      to.quoted(revision);
    }
    const found = attributes as Readonly<Record<string, unknown>>;
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      let value: unknown;
      if (name === '__NAME__') value = objectName;
      else if (name === '__UID__') value = uid;
      // An attribute called `constructor` must not be found on the prototype.
      else value = inherited && !Object.hasOwn(found, name) ? undefined : found[name];
      if (value === undefined || value === null) continue;
      to.constant(keys[at] as JsonConstant);
      if (!(writers[at] as ValueWriter)(value, to)) throw misfit(objectClass, name, value);
    }
    to.json('}');
  };
}

function valueWriter(field: ObjectTypeField, shown: (field: ObjectTypeField, value: unknown) => unknown): ValueWriter {
  const one = elementWriter(field, shown);
  if (!field.info.multiValued) return one;
  return (value, to) => {
    if (!Array.isArray(value)) return false;
    to.json('[');
    for (let index = 0; index < value.length; index++) {
      if (index > 0) to.json(',');
      if (!one(value[index], to)) return false;
    }
    to.json(']');
    return true;
  };
}

function elementWriter(field: ObjectTypeField, shown: (field: ObjectTypeField, value: unknown) => unknown): ValueWriter {
  switch (field.info.type) {
    case 'string':
    case 'character':
    case 'bigDecimal':
      return (value, to) => {
        if (typeof value !== 'string') return false;
        to.quoted(value);
        return true;
      };
    case 'integer':
    case 'byte':
    case 'float':
    case 'double':
      return (value, to) => {
        if (typeof value !== 'number') return false;
        to.json(Number.isFinite(value) ? String(value) : 'null');
        return true;
      };
    case 'boolean':
      return (value, to) => {
        if (typeof value !== 'boolean') return false;
        to.json(value ? 'true' : 'false');
        return true;
      };
    default: {
      const fits = fitOf({ ...field.info, multiValued: false });
      return (value, to) => {
        if (!fits(value)) return false;
        to.json(typeof value === 'bigint' ? String(value) : exactJson(shown(field, value) ?? null));
        return true;
      };
    }
  }
}
