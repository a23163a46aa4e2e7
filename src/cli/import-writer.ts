import type { DynamicObjectClass } from '../facade/classes/object-class-operations.ts';
import { ConnectorError } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { attributesOf, type GivenAttributes, set } from './attribute-arguments.ts';
import type { EarlierTry } from './import-journal.ts';
import type { ImportResult } from './import-result.ts';
import type { ImportRow } from './import-rows.ts';

/** What an import does with a row. */
export const importModes = ['create', 'update', 'upsert'] as const;
/** One of them. */
export type ImportMode = (typeof importModes)[number];

/** Writes the rows of an import, one at a time. */
export class ImportWriter {
  readonly #operations: DynamicObjectClass;
  readonly #objectClass: ObjectClass;
  readonly #mode: ImportMode;
  readonly #names: readonly string[] | undefined;
  readonly #call: { readonly signal: AbortSignal };

  /** @param names  The attributes to take of a row; all of them when left out. */
  constructor(
    operations: DynamicObjectClass,
    objectClass: ObjectClass,
    mode: ImportMode,
    names: readonly string[] | undefined,
    call: { readonly signal: AbortSignal },
  ) {
    this.#operations = operations;
    this.#objectClass = objectClass;
    this.#mode = mode;
    this.#names = names;
    this.#call = call;
  }

  /**
   * Writes a row.
   *
   * @param earlier  What an earlier run may have written of it.
   */
  async write({ row, values = {}, error }: ImportRow, earlier: EarlierTry | undefined): Promise<ImportResult> {
    if (error) throw error;
    const attributes = this.#attributes(values);
    const uid = typeof values.__UID__ === 'string' ? values.__UID__ : undefined;
    const name = typeof attributes.__NAME__ === 'string' ? attributes.__NAME__ : undefined;
    if (this.#mode === 'create') {
      if (earlier?.uid !== undefined) return this.#completed(row, earlier.uid, attributes);
      return this.#create(row, attributes, earlier && name);
    }
    const found = await this.#find(uid, name);
    if (found) {
      // The name that it was found by is no rename.
      if (found.byName || name === found.uid) delete attributes.__NAME__;
      return this.#update(row, found.uid, attributes);
    }
    if (this.#mode === 'upsert') return this.#create(row, attributes, undefined);
    throw new ConnectorError('UnknownUid', `there is no ${this.#objectClass.name} ${JSON.stringify(uid ?? name)}`);
  }

  async #create(row: number, attributes: GivenAttributes, begun: string | undefined): Promise<ImportResult> {
    if (begun !== undefined) {
      const found = await this.#named(begun);
      if (found !== undefined) return { row, status: 'found', uid: found };
    }
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
    try {
      const { uid } = await this.#operations.create(given as never, this.#call);
      return { row, status: 'created', uid };
    } catch (error) {
      // A system that shows new objects late knows of this one all the same.
      if (begun !== undefined && ConnectorError.is(error) && error.code === 'AlreadyExists') return { row, status: 'found' };
      throw error;
    }
  }

  /** What was half made is there under its name, and lacks something. */
  async #completed(row: number, uid: string, { __NAME__: name, ...attributes }: GivenAttributes): Promise<ImportResult> {
    try {
      return await this.#update(row, uid, Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)));
    } catch (error) {
      // Somebody has cleared it away since.
      if (ConnectorError.is(error) && error.code === 'UnknownUid')
        return this.#create(row, { ...attributes, ...(name !== undefined && { __NAME__: name }) }, undefined);
      throw error;
    }
  }

  async #update(row: number, uid: string, attributes: GivenAttributes): Promise<ImportResult> {
    if (Object.keys(attributes).length === 0) return { row, status: 'updated', uid };
    const written = await this.#operations.update(uid, { replace: attributes } as never, this.#call);
    return { row, status: 'updated', uid: written.uid };
  }

  /** The object that a row is about. */
  async #find(uid: string | undefined, name: string | undefined): Promise<{ readonly uid: string; readonly byName: boolean } | undefined> {
    if (uid !== undefined) {
      // An update finds out by itself.
      if (this.#mode === 'update') return { uid, byName: false };
      const row = await this.#operations.get(uid, { ...this.#call, attributes: ['__NAME__'] });
      if (row) return { uid, byName: false };
    }
    if (name === undefined) throw new ConnectorError('InvalidAttributeValue', 'the row has neither __UID__ nor __NAME__');
    const found = await this.#named(name);
    return found === undefined ? undefined : { uid: found, byName: true };
  }

  async #named(name: string): Promise<string | undefined> {
    const filter = { op: 'equals', attribute: '__NAME__', value: name } as const;
    const found = await this.#operations.search({ ...this.#call, filter, attributes: ['__NAME__'], limit: 2 }).toArray();
    if (found.length < 2) return found[0]?.uid;
    throw new ConnectorError('InvalidAttributeValue', `there are several ${this.#objectClass.name} called ${JSON.stringify(name)}; give __UID__`);
  }

  #attributes(values: GivenAttributes): GivenAttributes {
    const attributes: GivenAttributes = {};
    for (const [written, value] of Object.entries(attributesOf(values))) {
      const name = findAttribute(this.#objectClass, written)?.[0] ?? written;
      if (!this.#names || name === '__NAME__' || this.#names.includes(name)) set(attributes, name, value);
    }
    return attributes;
  }
}
