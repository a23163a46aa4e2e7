import { rowMaker } from '../../facade/classes/row-maker.ts';
import type { AttributeInfo } from '../../model/attribute.ts';
import type { Row } from '../../model/row.ts';
import { isObject } from '../../model/value-kind.ts';
import { CrestError } from '../crest/crest-error.ts';
import { exactJson } from '../crest/exact-json.ts';
import type { FieldSelection } from '../crest/field-selection.ts';
import type { Dialect } from './dialect.ts';
import type { ObjectType, ObjectTypeField } from './object-type.ts';
import { type RowWriter, rowWriter } from './row-writer.ts';

/** An object in JSON: `_id` first, `_rev` where the system has revisions, then its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Turns rows into JSON and JSON into attributes, for one object type. */
export class ObjectForm {
  readonly type: ObjectType;
  /** The attributes to read where no fields are named. Frozen, so that what the facade makes of it is made once. */
  readonly defaultAttributes: readonly string[];
  readonly #dialect: Dialect;
  readonly #shown: readonly ObjectTypeField[];

  constructor(type: ObjectType, dialect: Dialect) {
    this.type = type;
    this.#dialect = dialect;
    // `_id` and `_rev` are what they are, whatever a configuration calls so.
    this.#shown = [...type.fields.values()].filter(({ readable, name }) => readable && name !== '_id' && name !== '_rev');
    this.defaultAttributes = Object.freeze(this.attributesFor(new Set(), true));
  }

  /** The field that holds the name. */
  get nameField(): ObjectTypeField | undefined {
    return [...this.type.fields.values()].find(({ attribute }) => attribute === '__NAME__');
  }

  /**
   * The attributes to read for these fields.
   *
   * @param names     Fields asked for by name; those that are unknown or cannot be read are passed over, as CREST does.
   * @param defaults  Whether those returned by default are wanted too.
   */
  attributesFor(names: ReadonlySet<string>, defaults: boolean): string[] {
    const wanted = this.#shown.filter((field) => names.has(field.name) || (defaults && field.returnedByDefault));
    return [...new Set(wanted.map(({ attribute }) => attribute))].filter((name) => name !== '__UID__' && name !== '__NAME__');
  }

  /** A row as JSON; fields without a value are left out. */
  json(row: Row): JsonObject {
    const object: Record<string, unknown> = { _id: row.uid };
    if (row.revision !== undefined) object._rev = row.revision;
    for (const { name, attribute, info } of this.#shown) {
      const value = attribute === '__NAME__' ? row.name : attribute === '__UID__' ? row.uid : row.attributes[attribute];
      if (value !== undefined && value !== null)
        object[name] = Array.isArray(value) ? value.map((each) => this.#value(info, each)) : this.#value(info, value);
    }
    return object;
  }

  /**
   * A function that writes a connector's objects as JSON, as `json` has them for rows of the attributes that `attributesFor` names.
   *
   * @param fields  Those to write; those returned by default unless given.
   */
  writer(fields?: FieldSelection): RowWriter {
    if (fields?.deep) {
      const { objectClass = { name: this.type.nativeType, attributes: {} } } = this.type;
      const made = rowMaker(objectClass, this.attributesFor(fields.names, fields.defaults));
      return (row, to) => to.json(exactJson(fields.select(this.json(made(row)))));
    }
    const named = fields && !fields.defaults;
    const written = this.#shown.filter(({ name, attribute, returnedByDefault }) => {
      if (fields?.names.has(name)) return true;
      return !named && (returnedByDefault || attribute === '__NAME__' || attribute === '__UID__');
    });
    return rowWriter(this.type.nativeType, written, ({ info }, value) => this.#value(info, value));
  }

  #value(info: AttributeInfo, value: unknown): unknown {
    if (value instanceof Date) return this.#dialect.date(value);
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    if (info.type === 'map' && typeof value === 'object' && value !== null) return this.#plain(this.#dialect.map(value as JsonObject));
    return info.type === 'reference' ? this.#plain(value) : value;
  }

  /** Dates and bytes inside a map. */
  #plain(value: unknown): unknown {
    if (value instanceof Date) return this.#dialect.date(value);
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    if (Array.isArray(value)) return value.map((each) => this.#plain(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#plain(each)]));
  }

  /**
   * A field by its name.
   *
   * @throws CrestError 400 for a name that the type does not have.
   */
  field(name: string): ObjectTypeField {
    const field = this.type.fields.get(name);
    if (field) return field;
    throw new CrestError(400, `Target does not support attribute ${name}; ${this.type.name} has ${[...this.type.fields.keys()].join(', ')}`);
  }

  /** A value as a caller sent it, in the form that the facade takes. One value for an attribute of many counts as a list of one. */
  valueOf(field: ObjectTypeField, value: unknown): unknown {
    const { info } = field;
    if (value === null || value === undefined) return null;
    const one = (each: unknown) => (info.type === 'map' ? this.#dialect.mapFrom(each) : each);
    if (info.multiValued) return (Array.isArray(value) ? value : [value]).map(one);
    return one(value);
  }

  /** A value as a caller sent it, in the one form in which answers show it, so that the two can be compared. */
  shownValue({ info }: ObjectTypeField, value: unknown): unknown {
    if (info.type !== 'map') return value;
    const one = (each: unknown) => (isObject(each) ? this.#dialect.map(this.#dialect.mapFrom(each) as JsonObject) : each);
    return Array.isArray(value) ? value.map(one) : one(value);
  }

  /**
   * The attributes that an object sets, by their own names.
   *
   * Fields that begin with an underscore and are not declared pass silently, and so do those that may not be written, as in PingIDM: it sends
   * back whole objects that it has read.
   *
   * @param flag  What a field must be to count.
   * @throws CrestError 400 for fields that the type does not have.
   */
  attributes(object: JsonObject, flag: 'creatable' | 'updateable'): Record<string, unknown> {
    const attributes: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(object)) {
      if (!this.type.fields.has(name) && name.startsWith('_')) continue;
      const field = this.field(name);
      if (field[flag] && field.attribute !== '__UID__') attributes[field.attribute] = this.valueOf(field, value);
    }
    return attributes;
  }
}
