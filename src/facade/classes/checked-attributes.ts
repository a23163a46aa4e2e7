import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { type Conversion, conversionOf } from '../../model/convert-value.ts';
import type { Problem } from '../../model/errors.ts';
import { findAttribute, type ObjectClass } from '../../model/object-class.ts';
import { problemsError } from '../../model/problems-error.ts';
import { printable, similarName } from '../../model/wording.ts';

/** Checked and converted values, by attribute; null clears. */
export type CheckedValues = Record<string, AttributeValue | readonly AttributeValue[] | null>;

/** The checked parts of an update. */
export interface CheckedChanges {
  readonly replace: CheckedValues;
  readonly add: CheckedValues;
  readonly remove: CheckedValues;
}

/** Checks what an application writes against an object class and converts it to the one form that connectors see. All problems at once. */
export class AttributeChecks {
  readonly #objectClass: ObjectClass;
  readonly #converters = new Map<string, Conversion>();
  readonly #requiredAtCreate: readonly string[];
  readonly #defaults: readonly (readonly [string, AttributeInfo])[];

  constructor(objectClass: ObjectClass) {
    this.#objectClass = objectClass;
    const creatable = Object.entries(objectClass.attributes).filter(([, { creatable }]) => creatable !== false);
    this.#requiredAtCreate = creatable.filter(([, { required }]) => required).map(([name]) => name);
    this.#defaults = creatable.filter(([, attribute]) => attribute.default !== undefined);
  }

  /** The attributes of a create. Undefined, null and a list without values count as not mentioned. */
  create(input: unknown, what: string): CheckedValues {
    const problems: Problem[] = [];
    const values: CheckedValues = {};
    this.#each(input, '', problems, (name, attribute, value, path) => {
      if (attribute.creatable === false) problems.push({ path, message: 'cannot be set when an object is created; the system sets it' });
      else if (!isEmpty(value)) this.#put(values, name, attribute, value, path, problems);
    });
    // Converted each time, because whoever gets a value may change it.
    for (const [name, attribute] of this.#defaults)
      if (!Object.hasOwn(values, name)) this.#put(values, name, attribute, attribute.default, name, problems);
    for (const name of this.#requiredAtCreate) {
      if (!Object.hasOwn(values, name) && !problems.some(({ path }) => path === name)) problems.push({ path: name, message: 'is required' });
    }
    if (problems.length > 0) throw problemsError('InvalidAttributeValue', what, problems);
    return values;
  }

  /** The three parts of an update. */
  update(input: unknown, what: string): CheckedChanges {
    const problems: Problem[] = [];
    const parts = { replace: {} as CheckedValues, add: {} as CheckedValues, remove: {} as CheckedValues };
    if (!isObject(input) || Array.isArray(input))
      problems.push({ path: '', message: `must be an object with replace, add or remove (got ${printable(input)})` });
    else {
      for (const key of Object.keys(input)) {
        if (!Object.hasOwn(parts, key)) problems.push({ path: key, message: 'is not a part of changes; there are replace, add and remove' });
      }
      this.#replace((input as { replace?: unknown }).replace ?? {}, parts.replace, problems);
      for (const part of ['add', 'remove'] as const) {
        this.#each((input as { add?: unknown; remove?: unknown })[part] ?? {}, `${part}.`, problems, (name, attribute, value, path) => {
          if (!attribute.multiValued) problems.push({ path, message: 'has a single value; use replace' });
          else if (attribute.updateable === false) problems.push({ path, message: 'cannot be changed' });
          else if (Object.hasOwn(parts.replace, name))
            problems.push({ path, message: 'is replaced in the same update; use replace alone, or add and remove' });
          else if (value !== null) this.#put(parts[part], name, attribute, value, path, problems);
        });
      }
    }
    if (problems.length > 0) throw problemsError('InvalidAttributeValue', what, problems);
    return parts;
  }

  #replace(input: unknown, values: CheckedValues, problems: Problem[]): void {
    this.#each(input, 'replace.', problems, (name, attribute, value, path) => {
      const empties = isEmpty(value);
      if (attribute.updateable === false) problems.push({ path, message: 'cannot be changed' });
      else if (empties && (attribute.required || name === '__NAME__')) problems.push({ path, message: 'is required and cannot be cleared' });
      else if (empties) values[name] = null;
      else this.#put(values, name, attribute, value, path, problems);
    });
  }

  #each(
    input: unknown,
    prefix: string,
    problems: Problem[],
    visit: (name: string, attribute: AttributeInfo, value: unknown, path: string) => void,
  ): void {
    if (!isObject(input) || Array.isArray(input)) {
      problems.push({ path: prefix.slice(0, -1), message: `must be an object of attributes (got ${printable(input)})` });
      return;
    }
    const seen = new Map<string, string>();
    for (const [key, value] of Object.entries(input)) {
      if (value === undefined) continue;
      const path = `${prefix}${key}`;
      const found = findAttribute(this.#objectClass, key);
      if (!found) {
        problems.push({ path, message: this.#unknown(key) });
        continue;
      }
      const [name, attribute] = found;
      const twin = seen.get(name);
      if (twin !== undefined) problems.push({ path, message: `is given twice, as "${twin}" and as "${key}"` });
      else visit(name, attribute, value, path);
      seen.set(name, key);
    }
  }

  #put(values: CheckedValues, name: string, attribute: AttributeInfo, value: unknown, path: string, problems: Problem[]): void {
    let convert = this.#converters.get(name);
    if (!convert) {
      convert = conversionOf(attribute);
      this.#converters.set(name, convert);
    }
    const converted = convert(value, path, problems);
    if (name === '__NAME__' && converted === '') problems.push({ path, message: 'must have at least one character' });
    else if (converted !== undefined) values[name] = converted;
  }

  #unknown(key: string): string {
    if (key.toUpperCase() === '__UID__')
      return 'is not an attribute; the system gives the uid, and update and delete take it as an argument of their own';
    const near = similarName(key, Object.keys(this.#objectClass.attributes));
    return near ? `is not an attribute of ${this.#objectClass.name}; did you mean "${near}"?` : `is not an attribute of ${this.#objectClass.name}`;
  }
}

/** What ICF has for no value: null, or a list of none. */
function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
