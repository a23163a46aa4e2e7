/** The parameters of one request by their names; lists are flat, as on the wire of the query protocol (`Tags.member.1.Key`). */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** Reads a form; when a name comes twice the last one counts. */
  static fromForm(form: string): Parameters {
    return new Parameters(new Map(new URLSearchParams(form)));
  }

  /** Reads the members of a JSON object, flattened as a form would have them; `null` counts as absent. AWS: JSON protocols. */
  static fromJson(object: object): Parameters {
    const values = new Map<string, string>();
    flatten(object, '', values);
    return new Parameters(values);
  }

  /** The text of a parameter, or `undefined` when the request does not have it. */
  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** How many members a list has, or `undefined` when the request does not have it; `Tags=` is an empty list. */
  memberCount(name: string, separator = '.member.'): number | undefined {
    const prefix = `${name}${separator}`;
    let count: number | undefined = this.#values.has(name) ? 0 : undefined;
    for (const key of this.#values.keys()) {
      if (!key.startsWith(prefix)) continue;
      const index = Number.parseInt(key.slice(prefix.length), 10);
      if (index >= 1 && index <= 1000) count = Math.max(count ?? 0, index);
    }
    return count;
  }

  entries(): IterableIterator<[string, string]> {
    return this.#values.entries();
  }
}

function flatten(value: unknown, name: string, into: Map<string, string>): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    into.set(name, String(value));
  } else if (Array.isArray(value)) {
    if (value.length === 0) into.set(name, '');
    value.forEach((item, index) => {
      flatten(item, `${name}.member.${index + 1}`, into);
    });
  } else {
    for (const [key, item] of Object.entries(value)) flatten(item, name === '' ? key : `${name}.${key}`, into);
  }
}
