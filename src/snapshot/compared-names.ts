import type { Problem } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { printable, similarName } from '../model/wording.ts';

/** Which attributes of a sync are read, and which of them are compared. */
export interface ComparedNames {
  readonly read: ReadonlySet<string>;
  /** Sorted. */
  readonly compared: readonly string[];
}

/**
 * The attributes of a class that a sync reads and compares: those returned by default, those always compared, those asked for; of these it
 * reads but does not compare what is ignored, and does not read what is ignored and was not asked for.
 *
 * @param asked  In the spelling of the schema.
 */
export function comparedNames(
  objectClass: ObjectClass,
  asked: Iterable<string>,
  { attributes = [], ignore = [] }: { readonly attributes?: readonly string[] | undefined; readonly ignore?: readonly string[] | undefined },
): ComparedNames {
  const named = (names: readonly string[]) => new Set(names.map((name) => findAttribute(objectClass, name)?.[0]));
  const [always, ignored, read] = [named(attributes), named(ignore), new Set(asked)];
  const isComparable = (name: string) => {
    const { readable, type } = objectClass.attributes[name] ?? {};
    return name !== '__NAME__' && readable !== false && type !== 'secret' && type !== 'secretBytes' && !ignored.has(name);
  };
  for (const [name, { returnedByDefault }] of Object.entries(objectClass.attributes)) {
    if (isComparable(name) && (returnedByDefault !== false || always.has(name))) read.add(name);
  }
  return { read, compared: [...read].filter(isComparable).sort() };
}

/** Finds names that no class has. A misspelt name that is passed over would report changes that nobody wants, or none that somebody does. */
export function nameProblems(names: unknown, path: string, classes: readonly ObjectClass[], problems: Problem[]): void {
  if (names === undefined) return;
  if (!Array.isArray(names)) {
    problems.push({ path, message: `must be a list of names (got ${printable(names)})` });
    return;
  }
  const known = classes.flatMap((each) => Object.keys(each.attributes));
  for (const [index, name] of names.entries()) {
    const at = `${path}[${index}]`;
    if (typeof name !== 'string') problems.push({ path: at, message: `must be the name of an attribute (got ${printable(name)})` });
    else if (name === '__NAME__' || name === '__UID__') problems.push({ path: at, message: `cannot be ${name}: uid and name always count` });
    else if (classes.length > 0 && !classes.some((each) => findAttribute(each, name))) {
      const near = similarName(name, known);
      problems.push({ path: at, message: `${printable(name)} is no attribute of ${classNames(classes)}${near ? `; did you mean "${near}"?` : ''}` });
    }
  }
}

/** Finds names that are to be compared and ignored: one of the two would be passed over without a word. */
export function contradictions(attributes: unknown, ignore: unknown, problems: Problem[]): void {
  if (!Array.isArray(attributes) || !Array.isArray(ignore)) return;
  const compared = new Set(attributes.map((name) => String(name).toUpperCase()));
  for (const [index, name] of ignore.entries()) {
    if (typeof name !== 'string' || !compared.has(name.toUpperCase())) continue;
    problems.push({ path: `ignore[${index}]`, message: `${printable(name)} is in \`attributes\` too; it can be compared or ignored, not both` });
  }
}

const classNames = (classes: readonly ObjectClass[]) => classes.map(({ name }) => name).join(' or ');
