import type { AnyAttributes } from '../../model/attribute-value.ts';
import type { AnyChanges, Written } from '../../model/changes.ts';
import { comparisonOf, type ValueKey } from '../../model/compare-values.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Secret } from '../../model/secret.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import { applyChanges } from './apply-changes.ts';
import type { ChangeLog } from './change-log.ts';
import { type SystemValues, systemValues } from './system-values.ts';
import type { UidSource } from './uid-source.ts';

/** An object as it is kept. It and its attributes are never changed, only replaced, so rows and changes share them. */
export type StoredObject = ConnectorObject & { readonly attributes: AnyAttributes };

/** The place of an object: its number, which it keeps, what it is now, and what of it can never be read. */
interface Slot {
  readonly number: number;
  /** Undefined once it is deleted. */
  object: StoredObject | undefined;
  hidden: AnyAttributes;
}

const nothing: AnyAttributes = Object.freeze({});

/** The objects of one class, in the order in which they were made, found by uid and by name without a search. */
export class MemoryTable {
  readonly objectClass: ObjectClass;
  readonly #log: ChangeLog;
  readonly #nextUid: UidSource;
  readonly #nameKey: (name: string) => ValueKey;
  readonly #isUidName: boolean;
  readonly #unreadable: ReadonlySet<string>;
  readonly #systemValues: SystemValues;
  readonly #byUid = new Map<string, Slot>();
  readonly #byName = new Map<ValueKey, Slot>();
  #slots: Slot[] = [];
  #nextNumber = 0;

  constructor(objectClass: ObjectClass, log: ChangeLog, nextUid: UidSource, isUidName: boolean) {
    this.objectClass = objectClass;
    this.#log = log;
    this.#nextUid = nextUid;
    this.#isUidName = isUidName;
    this.#systemValues = systemValues(objectClass);
    this.#nameKey = comparisonOf(objectClass.attributes.__NAME__ ?? { type: 'string' }).key;
    const unreadable = Object.entries(objectClass.attributes).filter(
      ([, { readable, type }]) => readable === false || type === 'secret' || type === 'secretBytes',
    );
    this.#unreadable = new Set(unreadable.map(([name]) => name));
  }

  get size(): number {
    return this.#byUid.size;
  }

  find(uid: string): StoredObject | undefined {
    return this.#byUid.get(uid)?.object;
  }

  findByName(name: string): StoredObject | undefined {
    return this.#byName.get(this.#nameKey(name))?.object;
  }

  /** A value that is kept but never read, such as the password. */
  hidden(uid: string, name: string): AnyAttributes[string] {
    return this.#byUid.get(uid)?.hidden[name];
  }

  /**
   * Makes an object.
   *
   * @param uid     Given for objects that are there from the beginning.
   * @param logged  Whether it is a change that a sync tells.
   * @throws ConnectorError `AlreadyExists` with the uid of the object that has the name; `InvalidAttributeValue` without a name where the uid is the name.
   */
  create(attributes: AnyAttributes, uid?: string, logged = true): Written {
    const given = attributes.__NAME__ as string | null | undefined;
    const id = uid ?? this.#freeUid(given ?? undefined);
    // A class whose names the system makes: the uid is as good a name as any.
    const name = given ?? id;
    const key = this.#nameKey(name);
    const twin = this.#byName.get(key) ?? this.#byUid.get(id);
    if (twin?.object) throw this.#taken(name, twin.object);
    const visible: Record<string, AnyAttributes[string]> = {};
    let hidden: Record<string, AnyAttributes[string]> | undefined;
    for (const attribute in attributes) {
      const value = attributes[attribute];
      if (value === undefined || value === null || attribute === '__NAME__' || (Array.isArray(value) && value.length === 0)) continue;
      if (!this.#unreadable.has(attribute)) visible[attribute] = value;
      else if (attribute !== '__CURRENT_PASSWORD__') {
        hidden ??= {};
        hidden[attribute] = value;
      }
    }
    for (const [attribute, value] of this.#systemValues(id)) visible[attribute] ??= value;
    const revision = String(this.#log.last + (logged ? 1 : 0));
    const object: StoredObject = { uid: id, name, revision, attributes: visible };
    const slot: Slot = { number: this.#nextNumber++, object, hidden: hidden ?? nothing };
    this.#slots.push(slot);
    this.#byUid.set(id, slot);
    this.#byName.set(key, slot);
    if (logged) this.#log.append({ type: 'create', uid: id, objectClass: this.objectClass.name, object });
    return { uid: id, revision };
  }

  /**
   * Applies changes; what changes nothing leaves the revision as it is.
   *
   * @throws ConnectorError `UnknownUid`; `PreconditionFailed` when the revision is another; `AlreadyExists` when the new name is taken;
   * `InvalidPassword` when a current password is given and wrong.
   */
  update(uid: string, revision: string | undefined, changes: AnyChanges): Written {
    const slot = this.#slot(uid, revision);
    const object = slot.object as StoredObject;
    const { visible, hidden, name = object.name } = this.#parts(changes.replace ?? nothing, slot);
    const attributes = applyChanges(
      object.attributes,
      { replace: visible, add: changes.add ?? nothing, remove: changes.remove ?? nothing },
      this.objectClass,
    );
    if (attributes === object.attributes && hidden === undefined && name === object.name) return { uid, revision: object.revision };
    const key = this.#nameKey(name);
    const twin = this.#byName.get(key);
    if (twin?.object && twin !== slot) throw this.#taken(name, twin.object);
    const newUid = this.#isUidName ? name : uid;
    const newRevision = String(this.#log.last + 1);
    this.#byName.delete(this.#nameKey(object.name));
    this.#byUid.delete(uid);
    slot.object = { uid: newUid, name, revision: newRevision, attributes };
    if (hidden) slot.hidden = hidden;
    this.#byName.set(key, slot);
    this.#byUid.set(newUid, slot);
    const previousUid = newUid === uid ? undefined : uid;
    this.#log.append({ type: 'update', uid: newUid, previousUid, objectClass: this.objectClass.name, object: slot.object });
    return { uid: newUid, revision: newRevision };
  }

  /** @throws ConnectorError `UnknownUid`; `PreconditionFailed` when the revision is another. */
  delete(uid: string, revision: string | undefined): void {
    const slot = this.#slot(uid, revision);
    this.#byName.delete(this.#nameKey((slot.object as StoredObject).name));
    this.#byUid.delete(uid);
    slot.object = undefined;
    slot.hidden = nothing;
    // Places of deleted objects are given up together, which costs next to nothing per deletion.
    if (this.#slots.length > 64 && this.#slots.length > 2 * this.#byUid.size) this.#slots = this.#slots.filter(({ object }) => object !== undefined);
    this.#log.append({ type: 'delete', uid, objectClass: this.objectClass.name });
  }

  /**
   * The next objects from a place on.
   *
   * @param start    The number of the first object that may come.
   * @param count    How many at most.
   * @param matches  Which; all without it.
   * @returns Them, and the number of the next one that matches; undefined when there is none.
   */
  page(
    start: number,
    count: number,
    matches?: (object: StoredObject) => boolean,
  ): { readonly objects: readonly StoredObject[]; readonly next: number | undefined } {
    const objects: StoredObject[] = [];
    const slots = this.#slots;
    for (let i = this.#indexOf(start); i < slots.length; i++) {
      const { object, number } = slots[i] as Slot;
      if (object === undefined || (matches && !matches(object))) continue;
      if (objects.length === count) return { objects, next: number };
      objects.push(object);
    }
    return { objects, next: undefined };
  }

  /** The place of the first object whose number is not below this one. */
  #indexOf(number: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#slots[middle] as Slot).number < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sorts out what a replacement says of the name, of what is never read, and of the rest. */
  #parts(replace: AnyAttributes, slot: Slot): { visible: AnyAttributes; hidden: AnyAttributes | undefined; name: string | undefined } {
    const visible: Record<string, AnyAttributes[string]> = {};
    let hidden: Record<string, AnyAttributes[string]> | undefined;
    for (const [attribute, value] of Object.entries(replace)) {
      if (attribute === '__CURRENT_PASSWORD__') this.#checkPassword(slot, value);
      else if (this.#unreadable.has(attribute)) {
        hidden ??= { ...slot.hidden };
        hidden[attribute] = value;
      } else if (attribute !== '__NAME__') visible[attribute] = value;
    }
    const { __NAME__: name } = replace;
    if (name === null)
      throw new ConnectorError('InvalidAttributeValue', `__NAME__ of ${this.objectClass.name} cannot be cleared`, {
        problems: [{ path: '__NAME__', message: 'cannot be cleared' }],
      });
    return { visible, hidden, name: name as string | undefined };
  }

  #checkPassword({ hidden, object }: Slot, given: AnyAttributes[string]): void {
    const password = hidden.__PASSWORD__ as Secret | null | undefined;
    if (given === undefined || given === null || password?.equals(given as Secret)) return;
    throw new ConnectorError('InvalidPassword', `the current password of ${object?.name} is another one`, { uid: object?.uid });
  }

  #slot(uid: string, revision: string | undefined): Slot {
    const slot = this.#byUid.get(uid);
    if (!slot?.object) throw new ConnectorError('UnknownUid', `there is no ${this.objectClass.name} with uid ${JSON.stringify(uid)}`, { uid });
    if (revision === undefined || revision === slot.object.revision) return slot;
    throw new ConnectorError(
      'PreconditionFailed',
      `${this.objectClass.name} ${JSON.stringify(uid)} has revision ${slot.object.revision}, the call wants ${revision}`,
      { uid },
    );
  }

  #freeUid(name: string | undefined): string {
    for (;;) {
      const uid = this.#nextUid(name);
      if (uid === undefined) {
        throw new ConnectorError('InvalidAttributeValue', `__NAME__ of ${this.objectClass.name} is missing: it is the uid`, {
          problems: [{ path: '__NAME__', message: 'is missing' }],
        });
      }
      // A uid that a seed object took is left out; a name that is taken is the caller's to hear of.
      if (this.#isUidName || !this.#byUid.has(uid)) return uid;
    }
  }

  #taken(name: string, { uid }: StoredObject): ConnectorError {
    const path = '__NAME__';
    return new ConnectorError(
      'AlreadyExists',
      `a ${this.objectClass.name} named ${JSON.stringify(name)} exists already, with uid ${JSON.stringify(uid)}`,
      {
        uid,
        problems: [{ path, message: `is taken by ${JSON.stringify(uid)}` }],
      },
    );
  }
}
