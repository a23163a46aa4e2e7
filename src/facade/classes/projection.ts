import type { Problem } from '../../model/errors.ts';
import { findAttribute, type ObjectClass } from '../../model/object-class.ts';
import { printable, similarName } from '../../model/wording.ts';

/** The names that a read brings when none are asked for. */
export function defaultNames(objectClass: ObjectClass): readonly string[] {
  return Object.entries(objectClass.attributes)
    .filter(([name, { readable, returnedByDefault }]) => name !== '__NAME__' && readable !== false && returnedByDefault !== false)
    .map(([name]) => name);
}

/** The attribute names that a caller asked for, in the spelling of the schema; `'*'` stands for those returned by default. */
export function projectedNames(objectClass: ObjectClass, asked: readonly string[] | undefined, problems: Problem[]): readonly string[] {
  if (asked === undefined) return defaultNames(objectClass);
  if (!Array.isArray(asked)) {
    problems.push({ path: 'attributes', message: `must be a list of names (got ${printable(asked)})` });
    return [];
  }
  const names = new Set<string>();
  for (const [index, name] of asked.entries()) {
    const path = `attributes[${index}]`;
    if (name === '*') for (const each of defaultNames(objectClass)) names.add(each);
    // The identity is always there, outside the attributes.
    else if (name === '__NAME__' || name === '__UID__') continue;
    else {
      const found = typeof name === 'string' ? findAttribute(objectClass, name) : undefined;
      if (!found) {
        const near = typeof name === 'string' ? similarName(name, Object.keys(objectClass.attributes)) : undefined;
        problems.push({ path, message: `${printable(name)} is not an attribute of ${objectClass.name}${near ? `; did you mean "${near}"?` : ''}` });
      } else if (found[1].readable === false) problems.push({ path, message: `${found[0]} can be written but never read` });
      else if (found[0] !== '__NAME__') names.add(found[0]);
    }
  }
  return [...names];
}
