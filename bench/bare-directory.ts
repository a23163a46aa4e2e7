import { randomUUID } from 'node:crypto';
import type { Attributes } from './accounts.ts';

interface Row {
  readonly uid: string;
  readonly name: string;
  readonly attributes: Attributes;
}

/** What is left of a directory when nobody checks anything: a table, and answers that the caller may change. */
export class BareDirectory {
  readonly #rows = new Map<string, Row>();
  readonly #names = new Set<string>();
  readonly #copyOf: (attributes: Attributes) => Attributes;

  /** @param copyOf  How rows are copied: a caller who changes one must not change the table. */
  constructor(copyOf: (attributes: Attributes) => Attributes = copyByName) {
    this.#copyOf = copyOf;
  }

  async create(name: string, attributes: Attributes): Promise<string> {
    if (this.#names.has(name)) throw new Error(`there is a ${name}`);
    const uid = randomUUID();
    this.#names.add(name);
    this.#rows.set(uid, { uid, name, attributes: this.#copyOf(attributes) });
    return uid;
  }

  async get(uid: string): Promise<Row | undefined> {
    const row = this.#rows.get(uid);
    return row && { uid: row.uid, name: row.name, attributes: this.#copyOf(row.attributes) };
  }

  async *search(): AsyncGenerator<Row> {
    for (const row of this.#rows.values()) yield { uid: row.uid, name: row.name, attributes: this.#copyOf(row.attributes) };
  }

  /** The same as `search`, written by hand, which Node runs faster than a generator. */
  stream(): AsyncIterable<Row> {
    const rows = this.#rows.values();
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const { done, value: row } = rows.next();
          return Promise.resolve(
            done ? { done, value: undefined } : { done: false, value: { uid: row.uid, name: row.name, attributes: this.#copyOf(row.attributes) } },
          );
        },
      }),
    };
  }

  async find(attribute: keyof Attributes, value: unknown): Promise<Row[]> {
    const found: Row[] = [];
    for (const row of this.#rows.values()) {
      if (row.attributes[attribute] === value) found.push({ uid: row.uid, name: row.name, attributes: this.#copyOf(row.attributes) });
    }
    return found;
  }
}

/** Copies attributes whose names are known only at run time, as those of a schema are. */
export function copyByName(attributes: Attributes): Attributes {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(attributes)) {
    const value = attributes[name as keyof Attributes];
    copy[name] = Array.isArray(value) ? [...value] : value;
  }
  return copy as unknown as Attributes;
}

/** Copies attributes that the program knows by heart: what nothing with a schema can do, and the fastest there is. */
export function copyByHeart(attributes: Attributes): Attributes {
  return { ...attributes, groups: [...attributes.groups] };
}
