import { compileNormalized } from '../../model/compile-filter.ts';
import { compileSort } from '../../model/compile-sort.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { Filter } from '../../model/filter.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Page, SearchCall } from '../../spi/operations.ts';
import { pushdown } from '../../spi/pushdown.ts';
import type { MemorySession } from './memory-session.ts';
import type { MemoryTable, StoredObject } from './memory-table.ts';

/**
 * The pages of a search. The filter is applied in full; the objects are those stored, with all their readable attributes.
 *
 * Without a sort, a cursor is the number of the first object to come, so that nothing is lost or repeated when others are made or deleted
 * between two pages. With a sort it is a position, which holds while nothing changes.
 */
export async function* searchPages({
  session,
  objectClass,
  filter,
  sort,
  pageSize,
  cursor,
  total,
}: SearchCall<ObjectClass, MemorySession>): AsyncGenerator<Page> {
  const table = session.table(objectClass.name);
  const found = filter && identified(table, filter, objectClass);
  if (found) {
    yield cursor === undefined ? { objects: found, exact: true, total: found.length } : { objects: [], exact: true };
    return;
  }
  const matches = filter && compileNormalized(filter, objectClass);
  if (sort.length > 0) {
    const all = [...table.page(0, Number.POSITIVE_INFINITY, matches).objects].sort(compileSort(sort, objectClass));
    for (let start = placeOf(cursor, '@'); start === 0 || start < all.length; start += pageSize) {
      const end = start + pageSize;
      yield {
        objects: all.slice(start, end),
        exact: true,
        total: all.length,
        remaining: Math.max(0, all.length - end),
        ...(end < all.length && { cursor: `@${end}` }),
      };
    }
    return;
  }
  const count = total === 'none' ? {} : { total: matches ? table.page(0, Number.POSITIVE_INFINITY, matches).objects.length : table.size };
  for (let start: number | undefined = placeOf(cursor, ''); start !== undefined; ) {
    const { objects, next }: ReturnType<MemoryTable['page']> = table.page(start, pageSize, matches);
    yield { objects, exact: true, ...count, ...(next !== undefined && { cursor: String(next) }) };
    start = next;
  }
}

/** The one object that a filter can match, when it says the uid or the name; undefined when it says neither. */
function identified(table: MemoryTable, filter: Filter, objectClass: ObjectClass): readonly StoredObject[] | undefined {
  const { pushed, rest } = pushdown(filter, { __UID__: ['equals'], __NAME__: ['equals'] });
  const [leaf] = pushed;
  if (!leaf) return undefined;
  const object = leaf.attribute === '__UID__' ? table.find(leaf.value as string) : table.findByName(leaf.value as string);
  if (!object) return [];
  const isSure = pushed.length === 1 && rest === undefined;
  return isSure || compileNormalized(filter, objectClass)(object) ? [object] : [];
}

function placeOf(cursor: string | undefined, mark: '@' | ''): number {
  if (cursor === undefined) return 0;
  const digits = cursor.startsWith(mark) ? cursor.slice(mark.length) : '';
  if (/^\d{1,15}$/.test(digits)) return Number(digits);
  throw new ConnectorError('InvalidArgument', `the cursor ${JSON.stringify(cursor)} is not one of this search`);
}
