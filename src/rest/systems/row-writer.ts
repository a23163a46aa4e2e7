import type { Row } from '../../model/row.ts';
import { exactJson } from '../crest/exact-json.ts';
import type { JsonBytes } from '../crest/json-bytes.ts';
import type { ObjectTypeField } from './object-type.ts';

/** Writes a row as a JSON object. */
export type RowWriter = (row: Row, to: JsonBytes) => void;

/**
 * Makes a function that writes rows of an object type.
 *
 * It writes what `exactJson` of the row's JSON object would be, without making that object or its text: the keys are escaped once, and texts,
 * numbers and booleans, which are most of what there is, go straight into the bytes of the answer.
 *
 * @param fields  In the order in which they are written.
 * @param shown   Turns any other value, such as a date or a map, into what JSON has for it.
 */
export function rowWriter(fields: readonly ObjectTypeField[], shown: (field: ObjectTypeField, value: unknown) => unknown): RowWriter {
  const keys = fields.map(({ name }) => `,${JSON.stringify(name)}:`);
  const element = (field: ObjectTypeField, value: unknown, to: JsonBytes): void => {
    if (typeof value === 'string') to.quoted(value);
    else if (typeof value === 'number') to.json(Number.isFinite(value) ? String(value) : 'null');
    else if (typeof value === 'boolean' || typeof value === 'bigint') to.json(String(value));
    else to.json(exactJson(shown(field, value) ?? null));
  };
  return (row, to) => {
    to.json('{"_id":');
    to.quoted(row.uid);
    if (row.revision !== undefined) {
      to.json(',"_rev":');
      to.quoted(row.revision);
    }
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as ObjectTypeField;
      const value = field.attribute === '__NAME__' ? row.name : field.attribute === '__UID__' ? row.uid : row.attributes[field.attribute];
      if (value === undefined || value === null) continue;
      to.json(keys[at] as string);
      if (!Array.isArray(value)) {
        element(field, value, to);
        continue;
      }
      to.json('[');
      for (let index = 0; index < value.length; index++) {
        if (index > 0) to.json(',');
        element(field, value[index], to);
      }
      to.json(']');
    }
    to.json('}');
  };
}
