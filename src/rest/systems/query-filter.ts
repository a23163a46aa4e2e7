import type { Filter } from '../../model/filter.ts';
import { parseFilter } from '../../model/parse-filter.ts';
import { CrestError } from '../crest/crest-error.ts';
import type { ObjectType } from './object-type.ts';
import { queryAttribute } from './query-attribute.ts';

/**
 * Reads a `_queryFilter` in the terms of an object class: fields by their JSON names, `_id` for the uid.
 *
 * CREST: query filter grammar. `pr` on a field that does not exist finds nothing; another comparison with it is refused.
 *
 * @throws ConnectorError `InvalidArgument` for what cannot be read; CrestError 400 for unknown fields and for those that queries may not use.
 *
 * @example
 * queryFilter('_id eq "ada"', account);  // { op: 'equals', attribute: '__UID__', value: 'ada' }
 */
export function queryFilter(text: string, type: ObjectType): Filter {
  return renamed(parseFilter(text), type);
}

function renamed(filter: Filter, type: ObjectType): Filter {
  switch (filter.op) {
    case 'and':
    case 'or':
      return { ...filter, filters: filter.filters.map((each) => renamed(each, type)) };
    case 'not':
      return { ...filter, filter: renamed(filter.filter, type) };
  }
  const attribute = queryAttribute(filter.attribute, type);
  if (attribute !== undefined) return { ...filter, attribute };
  if (filter.op === 'present') return { op: 'or', filters: [] };
  throw new CrestError(400, `Unknown field ${filter.attribute} in _queryFilter; ${type.name} has _id, ${[...type.fields.keys()].join(', ')}`);
}
