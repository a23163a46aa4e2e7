import type { AnyAttributes } from '../../model/attribute-value.ts';
import { conversionOf } from '../../model/convert-value.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import { findAttribute } from '../../model/object-class.ts';
import { printable } from '../../model/wording.ts';
import type { SeedObject } from './configuration.ts';
import type { MemorySession } from './memory-session.ts';

/**
 * Puts the objects of the configuration into a new session. They are no changes: a sync from the beginning lists them, a later one does not.
 *
 * @param objects    As the configuration has them; not trusted, since they may come from a file.
 * @param isUidName  Whether the uid is the name.
 * @returns All problems, each with the path of the setting.
 */
export function plantObjects(session: MemorySession, objects: readonly SeedObject[], isUidName: boolean): Problem[] {
  const problems: Problem[] = [];
  if (!Array.isArray(objects)) return [{ path: 'objects', message: `must be a list of objects (got ${printable(objects)})` }];
  for (const [index, each] of (objects as readonly Partial<SeedObject>[]).entries()) {
    const before = problems.length;
    const attributes = convert(session, each, `objects[${index}]`, problems);
    const { uid } = each ?? {};
    if (uid !== undefined && (typeof uid !== 'string' || uid === ''))
      problems.push({ path: `objects[${index}].uid`, message: `must be text (got ${printable(uid)})` });
    else if (isUidName && uid !== undefined && uid !== each.name)
      problems.push({ path: `objects[${index}].uid`, message: 'must be the name or left out, since uid is set to "name"' });
    if (problems.length > before) continue;
    try {
      session.table(each.objectClass as string).create(attributes, uid, false);
    } catch (error) {
      if (!ConnectorError.is(error)) throw error;
      problems.push({ path: `objects[${index}]`, message: error.message });
    }
  }
  return problems;
}

function convert(session: MemorySession, seed: Partial<SeedObject>, path: string, problems: Problem[]): AnyAttributes {
  const { objectClass: className, name, attributes = {} } = seed ?? {};
  if (typeof className !== 'string' || !session.has(className)) {
    problems.push({ path: `${path}.objectClass`, message: `must be a class of the connector (got ${printable(className)})` });
    return {};
  }
  const { objectClass } = session.table(className);
  const converted: Record<string, AnyAttributes[string]> = {};
  for (const [key, value] of Object.entries({ ...attributes, __NAME__: name })) {
    const found = findAttribute(objectClass, key);
    const where = key === '__NAME__' ? `${path}.name` : `${path}.attributes.${key}`;
    if (!found || (key !== '__NAME__' && found[0] === '__NAME__')) problems.push({ path: where, message: `is not an attribute of ${className}` });
    else if (value === undefined || value === null ? key === '__NAME__' : value === '' && key === '__NAME__')
      problems.push({ path: where, message: 'is missing' });
    else if (value !== undefined && value !== null) converted[found[0]] = conversionOf(found[1])(value, where, problems);
  }
  return converted;
}
