/** Anything IAM keeps under a name. */
export interface Named {
  name: string;
}

/**
 * Entities by name: unique and found ignoring case, kept with the case they were given, listed in order of name.
 */
export class NameTable<T extends Named> {
  readonly #byKey = new Map<string, T>();
  #sorted: readonly T[] | undefined;

  get size(): number {
    return this.#byKey.size;
  }

  get(name: string): T | undefined {
    return this.#byKey.get(nameKey(name));
  }

  add(entity: T): void {
    this.#byKey.set(nameKey(entity.name), entity);
    this.#sorted = undefined;
  }

  delete(entity: T): void {
    this.#byKey.delete(nameKey(entity.name));
    this.#sorted = undefined;
  }

  rename(entity: T, name: string): void {
    this.#byKey.delete(nameKey(entity.name));
    entity.name = name;
    this.add(entity);
  }

  /** All entities in order of name; the array is kept until something changes, since paging asks for it again and again. */
  sorted(): readonly T[] {
    this.#sorted ??= [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entity]) => entity);
    return this.#sorted;
  }
}

/** The key of a name: two names with the same key cannot both exist. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}
