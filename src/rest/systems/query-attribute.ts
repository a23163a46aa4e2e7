import { CrestError } from '../crest/crest-error.ts';
import type { ObjectType } from './object-type.ts';

/**
 * The attribute that a query means by a field, `__UID__` by `_id`.
 *
 * @returns Undefined for a field that the type does not have.
 * @throws CrestError 400 for one that queries may not use.
 */
export function queryAttribute(name: string, type: ObjectType): string | undefined {
  if (name === '_id') return '__UID__';
  const field = type.fields.get(name);
  if (field && !field.queryable) throw new CrestError(400, `Field ${name} of ${type.name} cannot be filtered or sorted by`);
  return field?.attribute;
}
