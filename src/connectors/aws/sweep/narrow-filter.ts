import { compileFilter } from '../../../model/compile-filter.ts';
import type { Filter, FilterLeaf } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';

/** How the parts of a sweep are named in the objects. */
export interface PartNaming {
  /** The attribute that says the part: `AccountId`, `Region`. */
  readonly attribute: string;
  /** Takes a uid apart; undefined for one that names no part. */
  readonly split: (uid: string) => { readonly part: string; readonly uid: string } | undefined;
  /** Attributes that name other objects of the same part by their uids. */
  readonly references: readonly string[];
}

/** What a filter asks of the objects of one part, in the words of that part. */
export interface NarrowedFilter {
  /** Whether the part can have anything that matches. */
  readonly possible: boolean;
  /** Undefined asks for everything. */
  readonly filter: Filter | undefined;
  /** Whether the filter says the same as the one that it was made of; otherwise more may match it. */
  readonly same: boolean;
}

/** A part of a filter, seen from one part: settled, said in its words, or not to be said there. */
type Seen = boolean | 'unknown' | { readonly filter: Filter; readonly same: boolean };

/**
 * Says a filter over several accounts or regions in the words of one of them: what it asks of `AccountId` is settled, uids and references
 * lose the account's number. What cannot be said so (a uid that contains a text) is left out, so that a superset comes back and never less.
 *
 * @example
 * narrowFilter(filters.equals('__UID__', '123456789012/ada'), '123456789012', Account, naming).filter;  // equals __UID__ "ada"
 */
export function narrowFilter(filter: Filter | undefined, part: string, objectClass: ObjectClass, naming: PartNaming): NarrowedFilter {
  if (filter === undefined) return { possible: true, filter, same: true };
  const seen = see(filter, { ...naming, part, objectClass });
  if (seen === 'unknown') return { possible: true, filter: undefined, same: false };
  if (typeof seen === 'boolean') return { possible: seen, filter: undefined, same: true };
  return { possible: true, ...seen };
}

interface View extends PartNaming {
  readonly part: string;
  readonly objectClass: ObjectClass;
}

function see(filter: Filter, view: View): Seen {
  switch (filter.op) {
    case 'and':
      return joined(
        filter.filters.map((each) => see(each, view)),
        'and',
      );
    case 'or':
      return joined(
        filter.filters.map((each) => see(each, view)),
        'or',
      );
    case 'not': {
      const seen = see(filter.filter, view);
      if (typeof seen === 'boolean') return !seen;
      // The opposite of a superset is a subset.
      if (seen === 'unknown' || !seen.same) return 'unknown';
      return { filter: { op: 'not', filter: seen.filter }, same: true };
    }
    default:
      return seeLeaf(filter, view);
  }
}

function joined(parts: readonly Seen[], op: 'and' | 'or'): Seen {
  const decisive = op === 'or';
  if (parts.includes(decisive)) return decisive;
  const left = parts.filter((part) => typeof part !== 'boolean');
  if (left.length === 0) return !decisive;
  const known = left.filter((part) => part !== 'unknown');
  if (known.length < left.length && (op === 'or' || known.length === 0)) return 'unknown';
  const same = known.length === left.length && known.every((part) => part.same);
  const [only] = known;
  if (only && known.length === 1) return { filter: only.filter, same };
  return { filter: { op, filters: known.map((part) => part.filter) }, same };
}

function seeLeaf(leaf: FilterLeaf, { part, attribute, split, objectClass, references }: View): Seen {
  if (leaf.attribute === attribute) return compileFilter(leaf, objectClass)({ uid: '-', name: '-', attributes: { [attribute]: part } });
  if (leaf.attribute !== '__UID__' && !references.includes(leaf.attribute)) return { filter: leaf, same: true };
  if (leaf.op === 'present') return { filter: leaf, same: true };
  const values: readonly unknown[] = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  const exact = leaf.op === 'equals' || leaf.op === 'equalsIgnoreCase' || leaf.op === 'containsAllValues';
  if (!exact || !values.every((value) => typeof value === 'string')) return 'unknown';
  // A region in capitals is the same to this comparison, and no region to AWS.
  if (leaf.op === 'equalsIgnoreCase' && !values.every((value) => split(value as string))) return 'unknown';
  const own = values.flatMap((value) => {
    const named = split(value as string);
    return named?.part === part ? [named.uid] : [];
  });
  // A value of another part, or of none, is in no object of this one.
  if (own.length < values.length) return false;
  return { filter: { ...leaf, value: Array.isArray(leaf.value) ? own : (own[0] as string) }, same: true };
}
