import type { AttributeInfo } from '../model/attribute.ts';
import { ConnectorError } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { similarName } from '../model/wording.ts';

/**
 * An attribute that an import names, by its own name.
 *
 * @param where  What names it: `the header`, `--attributes`.
 * @throws ConnectorError `InvalidArgument` for a name that the class does not have: what it was meant for would be left out unseen.
 */
export function knownAttribute(objectClass: ObjectClass, name: string, where: string): readonly [name: string, attribute: AttributeInfo] {
  const found = findAttribute(objectClass, name);
  if (found) return found;
  const near = similarName(name, Object.keys(objectClass.attributes));
  throw new ConnectorError(
    'InvalidArgument',
    `${where} names ${JSON.stringify(name)}, which is not an attribute of ${objectClass.name}${near ? `; did you mean ${near}?` : ''}`,
  );
}
