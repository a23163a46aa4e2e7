import { compileFilter } from '../../../model/compile-filter.ts';
import type { Filter, FilterLeaf } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Row } from '../../../model/row.ts';
import { pushdown } from '../../../spi/pushdown.ts';
import type { Account } from '../account/account-class.ts';
import type { Group } from '../group/group-class.ts';
import { isPossibleName } from '../names.ts';

/** The most names that are read one by one; a listing of a whole account of 5,000 users takes no more than 11 calls. */
const MOST_NAMES = 10;

/** The longest path prefix. AWS: API reference, pathPrefixType. */
const LONGEST_PREFIX = 512;

/**
 * The names that alone can match a filter, when it says so and they are few: then each is read live instead of listing the account.
 *
 * @param kind  Of what the names are; then an ARN is as good as a name.
 * @returns Undefined when the filter does not say; an empty list when nothing can match.
 *
 * @example
 * namesReached({ op: 'equals', attribute: '__NAME__', value: 'ada' });  // ['ada']
 * namesReached({ op: 'equals', attribute: 'Arn', value: 'arn:aws:iam::123456789012:user/ops/ada' }, 'user');  // ['ada']
 */
export function namesReached(filter: Filter | undefined, kind?: 'user' | 'group' | 'role'): readonly string[] | undefined {
  const names = filter && reached(filter, kind);
  if (!names || names.size > MOST_NAMES) return undefined;
  return [...names.values()].filter((name) => isPossibleName(name, kind));
}

/** By lower-case name, because AWS reads names without regard to case. */
function reached(filter: Filter, kind: 'user' | 'group' | 'role' | undefined): ReadonlyMap<string, string> | undefined {
  if (filter.op === 'and') {
    const sets = filter.filters.flatMap((each) => reached(each, kind) ?? []);
    // Any of them is a superset of what can match; the smallest is the cheapest.
    return sets.sort((a, b) => a.size - b.size)[0];
  }
  if (filter.op === 'or') {
    const union = new Map<string, string>();
    for (const each of filter.filters) {
      const names = reached(each, kind);
      if (!names) return undefined;
      for (const [key, name] of names) union.set(key, name);
    }
    return union;
  }
  if (filter.op !== 'equals' && filter.op !== 'equalsIgnoreCase') return undefined;
  if (filter.attribute === 'Arn' && kind !== undefined && typeof filter.value === 'string') {
    const name = new RegExp(`^arn:[\\w-]+:iam::\\d{12}:${kind}/(?:[!-~]+/)?([^/]+)$`, filter.op === 'equals' ? '' : 'i').exec(filter.value)?.[1];
    return new Map(name === undefined ? [] : [[name.toLowerCase(), name]]);
  }
  if (filter.attribute !== '__NAME__' && filter.attribute !== '__UID__') return undefined;
  const values = Array.isArray(filter.value) ? filter.value : [filter.value];
  const names = values.filter((value) => typeof value === 'string');
  // Equal to a set of no names or of several: an object has just one.
  return new Map(names.length === 1 ? names.map((name) => [name.toLowerCase(), name]) : []);
}

/**
 * The path prefix that everything matching a filter has.
 *
 * @returns `''` when the filter does not restrict the path; undefined when no path can match, so that nothing needs to be asked.
 *
 * @example
 * pathPrefix({ op: 'startsWith', attribute: 'Path', value: '/engineering/' });  // '/engineering/'
 */
export function pathPrefix(filter: Filter | undefined): string | undefined {
  const { pushed } = pushdown<(typeof Account | typeof Group)['attributes']>(filter, { Path: ['startsWith', 'equals'] });
  let longest = '';
  for (const { value } of pushed) {
    const prefix = String(value);
    const possible = prefix.length <= LONGEST_PREFIX && /^(\/[!-~]*)?$/.test(prefix);
    const [short, long] = prefix.length < longest.length ? [prefix, longest] : [longest, prefix];
    if (!possible || !long.startsWith(short)) return undefined;
    longest = long;
  }
  return longest === '/' ? '' : longest;
}

const everyComparison: readonly FilterLeaf['op'][] = [
  'present',
  'equals',
  'equalsIgnoreCase',
  'greaterThan',
  'greaterThanOrEqual',
  'lessThan',
  'lessThanOrEqual',
  'startsWith',
  'endsWith',
  'contains',
  'containsAllValues',
];

/**
 * Tests objects by what a listing says of them, before more is read about those that the filter refuses in any case.
 *
 * @param names  What the listing says.
 * @returns Undefined when the filter asks nothing of that.
 */
export function listingTest(
  filter: Filter | undefined,
  objectClass: ObjectClass,
  names: readonly string[],
): ((object: Pick<Row, 'uid' | 'name' | 'attributes'>) => boolean) | undefined {
  const { pushed } = pushdown(filter, Object.fromEntries(names.map((name) => [name, everyComparison])));
  return pushed.length === 0 ? undefined : compileFilter({ op: 'and', filters: pushed }, objectClass);
}
