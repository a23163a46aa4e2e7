import { ConnectorError } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { isObject } from '../model/value-kind.ts';
import type { CommandTerminal } from './terminal.ts';
import { assignment, valuesFromText } from './text-values.ts';

/** Attributes by name, as the facade takes them. */
export type GivenAttributes = Record<string, unknown>;

/** What printed rows have besides their attributes. */
const beside = ['__UID__', '__REVISION__'];

/**
 * Attributes from `name=value` arguments, converted by their types. A name that is given several times has several values.
 *
 * @param where  What they are called in messages, such as `--add`.
 */
export function attributesFrom(given: readonly string[], objectClass: ObjectClass, where: string, terminal: CommandTerminal): GivenAttributes {
  const attributes: GivenAttributes = {};
  for (const each of given) {
    const { name: written, text } = assignment(each, where);
    const [name, info] = findAttribute(objectClass, written) ?? [written, undefined];
    if (info?.type === 'secret' || info?.type === 'secretBytes') {
      terminal.variables.guard(text, `[${name}]`);
      terminal.err(`warning: ${name}=… leaves a secret in the shell's history; --secret ${name} asks for it\n`);
    }
    const value = info ? valuesFromText(info, text) : text;
    const before = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (before !== undefined && !Array.isArray(before))
      throw new ConnectorError('InvalidArgument', `${where}: ${name} is given twice, and has one value`);
    set(attributes, name, before === undefined ? value : [...(before as unknown[]), ...(value as unknown[])]);
  }
  return attributes;
}

/** Attributes whose values are typed without being shown, or come from standard input, one a line. */
export async function secretAttributes(
  names: readonly string[] | undefined,
  objectClass: ObjectClass,
  { standardInput, variables }: CommandTerminal,
): Promise<GivenAttributes> {
  const attributes: GivenAttributes = {};
  for (const written of names ?? []) {
    const [name, info] = findAttribute(objectClass, written) ?? [written, undefined];
    const text = await standardInput.secret(name);
    variables.guard(text, `[${name}]`);
    set(attributes, name, info ? valuesFromText(info, text) : text);
  }
  return attributes;
}

/**
 * The attributes of a printed row: without its uid and revision.
 *
 * @throws ConnectorError `InvalidArgument` for a row that says of itself that values are missing.
 */
export function attributesOf(row: Readonly<Record<string, unknown>>): GivenAttributes {
  const missing = row.__INCOMPLETE__;
  if (missing !== undefined)
    throw new ConnectorError(
      'InvalidArgument',
      `not all values of ${String(missing)} are there (__INCOMPLETE__), and writing it would remove the others`,
    );
  const attributes: GivenAttributes = {};
  for (const [name, value] of Object.entries(row)) if (!beside.includes(name)) set(attributes, name, value);
  return attributes;
}

/** Changes from a file: `{ replace, add, remove }`, or a row whose attributes replace what is there. */
export function changesOf(content: Readonly<Record<string, unknown>>): Record<'replace' | 'add' | 'remove', GivenAttributes> {
  const parts = ['replace', 'add', 'remove'];
  const entries = Object.entries(content);
  const asChanges = entries.length > 0 && entries.every(([name, value]) => parts.includes(name) && isObject(value) && !Array.isArray(value));
  const { replace = {}, add = {}, remove = {} } = (asChanges ? content : { replace: attributesOf(content) }) as Record<string, GivenAttributes>;
  return { replace: { ...replace }, add: { ...add }, remove: { ...remove } };
}

/** Defines a member, one called `__proto__` too. */
export function set(target: GivenAttributes, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}
