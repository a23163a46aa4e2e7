import { guarded, isObject, isText } from '../model/value-kind.ts';
import { keptOff } from './tape-value.ts';

/**
 * Says what a tape shows instead of a value of an attribute; the value itself when it may be seen. `__NAME__` and `__UID__` are asked about
 * too. In a filter the value is one of the attribute, not all of them.
 */
export type Redact = (attribute: string, value: unknown) => unknown;

/** Values of the program whose names say that they are secret, in the untyped arguments and results of hooks and scripts. */
const secretName = /pass(word|phrase|wd|code)?s?$|^pwds?$|secret|credential|private.?key|api.?key|tokens?$/i;

/** Whether something of this name is secret, as far as names tell. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** The texts in a value whose name says that it is secret: it may be a list of secrets, or several by name. */
export function textsIn(value: unknown, depth = 0): readonly string[] {
  if (isText(value)) return [value];
  if (value instanceof Map) return textsIn([...value.values()], depth);
  if (value instanceof Set) return textsIn([...value], depth);
  if (depth > 20 || (!Array.isArray(value) && !isObject(value))) return [];
  return Object.values(value).flatMap((each) => textsIn(each, depth + 1));
}

const untyped = /^(hook |scriptOn)/;
const attributeMaps: ReadonlySet<string> = new Set(['attributes', 'replace', 'add', 'remove']);
const identities: Readonly<Record<string, string>> = { uid: '__UID__', previousUid: '__UID__', username: '__NAME__', nameHint: '__NAME__' };
const answersUid: ReadonlySet<string> = new Set(['create', 'update', 'updateDelta', 'authenticate', 'resolveUsername']);

/** Keeps off a tape what must not be seen. */
export class Redaction {
  readonly #redact: Redact;
  readonly #hide: (text: string) => void;

  /** @param hide  Told of every text that was kept off, so that it can be kept off the rest of the tape, such as a message. */
  constructor(redact: Redact | undefined, hide: (text: string) => void) {
    this.#redact = redact ?? ((_, value) => value);
    this.#hide = hide;
  }

  /** The arguments of a call; what is kept off is not compared. */
  arguments(operation: string, given: Readonly<Record<string, unknown>>): unknown {
    return untyped.test(operation) ? this.#named(given) : this.#walk(given, () => keptOff);
  }

  /** An answer or a page; what is kept off has the value that stands for it. */
  answer(operation: string, answer: unknown): unknown {
    if (untyped.test(operation)) return this.#named(answer);
    const shown = (value: unknown) => value;
    return answersUid.has(operation) && isText(answer) ? this.#value('__UID__', answer, shown) : this.#walk(answer, shown);
  }

  #walk(value: unknown, show: (instead: unknown) => unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#walk(each, show));
    if (!isObject(value) || value instanceof Set) return value;
    if ('op' in value && isText(value.attribute)) return this.#leaf(value, value.attribute, show);
    const isFound = 'uid' in value && 'attributes' in value;
    const entries = Object.entries(value).map(([name, each]) => {
      if (attributeMaps.has(name) && isObject(each)) return [name, this.#attributes(each, show)];
      const identity = Object.hasOwn(identities, name) ? identities[name] : isFound && name === 'name' ? '__NAME__' : undefined;
      return [name, identity && isText(each) ? this.#value(identity, each, show) : this.#walk(each, show)];
    });
    return Object.fromEntries(entries);
  }

  #attributes(map: Readonly<Record<string, unknown>>, show: (instead: unknown) => unknown): object {
    return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, this.#value(name, value, show)]));
  }

  /** A comparison in a filter. Part of a value, such as a prefix, is found in other texts too, so it is not kept off those. */
  #leaf(leaf: Readonly<Record<string, unknown>>, attribute: string, show: (instead: unknown) => unknown): unknown {
    if (!('value' in leaf)) return leaf;
    return { ...leaf, value: this.#value(attribute, leaf.value, show, String(leaf.op).startsWith('equals')) };
  }

  #value(attribute: string, value: unknown, show: (instead: unknown) => unknown, whole = true): unknown {
    if (value === undefined || value === null) return value;
    const instead = this.#redact(attribute, value);
    if (instead === value) return value;
    if (!whole) return show(instead);
    for (const each of Array.isArray(value) ? value : [value]) if (isText(each)) this.#hide(each);
    return show(instead);
  }

  #named(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#named(each));
    if (!isObject(value) || value instanceof Set || value instanceof Map) return value;
    const entries = Object.entries(value).map(([name, each]) => {
      if (each === undefined || each === null || typeof each === 'boolean' || !isSecretName(name)) return [name, this.#named(each)];
      for (const text of textsIn(each)) this.#hide(text);
      // A Secret has a mark of its own.
      return [name, guarded(each) ? each : keptOff];
    });
    return Object.fromEntries(entries);
  }
}
