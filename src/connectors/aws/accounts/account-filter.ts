import { compileFilter } from '../../../model/compile-filter.ts';
import type { Filter, FilterLeaf } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { splitUid } from './account-uid.ts';

/** What a filter asks of the objects of one account, in the words of that account. */
export interface NarrowedFilter {
  /** Whether the account can have anything that matches. */
  readonly possible: boolean;
  /** Undefined asks for everything. */
  readonly filter: Filter | undefined;
  /** Whether the filter says the same as the one that it was made of; otherwise more may match it. */
  readonly same: boolean;
}

/** A part of a filter, seen from one account: settled, said in its words, or not to be said there. */
type Seen = boolean | 'unknown' | { readonly filter: Filter; readonly same: boolean };

/**
 * Says a filter over several accounts in the words of one of them: what it asks of `AccountId` is settled, uids and references lose the
 * account's number. What cannot be said so (a uid that contains a text) is left out, so that a superset comes back and never less.
 *
 * @param references  Attributes that name objects of the same account.
 *
 * @example
 * narrowFilter(filters.equals('__UID__', '123456789012/ada'), '123456789012', Account, []).filter;  // equals __UID__ "ada"
 */
export function narrowFilter(filter: Filter | undefined, accountId: string, objectClass: ObjectClass, references: readonly string[]): NarrowedFilter {
  if (filter === undefined) return { possible: true, filter, same: true };
  const seen = see(filter, { accountId, objectClass, references });
  if (seen === 'unknown') return { possible: true, filter: undefined, same: false };
  if (typeof seen === 'boolean') return { possible: seen, filter: undefined, same: true };
  return { possible: true, ...seen };
}

interface View {
  readonly accountId: string;
  readonly objectClass: ObjectClass;
  readonly references: readonly string[];
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

function seeLeaf(leaf: FilterLeaf, { accountId, objectClass, references }: View): Seen {
  if (leaf.attribute === 'AccountId') return compileFilter(leaf, objectClass)({ uid: '-', name: '-', attributes: { AccountId: accountId } });
  if (leaf.attribute !== '__UID__' && !references.includes(leaf.attribute)) return { filter: leaf, same: true };
  if (leaf.op === 'present') return { filter: leaf, same: true };
  const values: readonly unknown[] = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  const exact = leaf.op === 'equals' || leaf.op === 'equalsIgnoreCase' || leaf.op === 'containsAllValues';
  if (!exact || !values.every((value) => typeof value === 'string')) return 'unknown';
  const own = values.flatMap((value) => {
    const parts = splitUid(value as string);
    return parts?.accountId === accountId ? [parts.uid] : [];
  });
  // A value of another account, or of none, is in no object of this one.
  if (own.length < values.length) return false;
  return { filter: { ...leaf, value: Array.isArray(leaf.value) ? own : (own[0] as string) }, same: true };
}
