import { ConnectorError } from '../../../model/errors.ts';
import type { Filter } from '../../../model/filter.ts';
import { printable } from '../../../model/wording.ts';

/** Ids of roots. AWS: Organizations, RootId. */
export const rootIdPattern = 'r-[0-9a-z]{4,32}';

/** Ids of organisational units. AWS: Organizations, OrganizationalUnitId. */
export const unitIdPattern = 'ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}';

/** Ids of what contains accounts and units. */
export const parentIdPattern = `${rootIdPattern}|${unitIdPattern}`;

/** The same in words, after "must". */
export const parentIdHint = 'be the id of a root, such as r-a1b2, or of an organisational unit, such as ou-a1b2-c3d4e5f6';

/** Ids of policies. AWS: Organizations, PolicyId. */
export const policyIdPattern = 'p-[0-9a-zA-Z_]{8,128}';

/** What a uid of a class of the organisation looks like. */
export interface IdForm {
  readonly pattern: string;
  /** In words, after "is not": `the id of an AWS account, 12 digits`. */
  readonly wording: string;
}

/** Whether a text can be such an id at all. */
export function isId(text: string, { pattern }: IdForm): boolean {
  return new RegExp(`^(${pattern})$`).test(text);
}

/**
 * Refuses a uid that no object of the class can have, before anything is sent.
 *
 * @throws ConnectorError `InvalidArgument`.
 */
export function checkId(uid: string, form: IdForm): void {
  if (isId(uid, form)) return;
  const message = `${printable(uid)} is not ${form.wording}`;
  throw new ConnectorError('InvalidArgument', `uid ${message}`, { problems: [{ path: 'uid', message }] });
}

/**
 * The uids that alone can match a filter, when it says so and they are few; then each is read live instead of listing everything.
 *
 * @returns Undefined when the filter does not say; an empty list when nothing can match.
 *
 * @example
 * uidsReached(filters.equals('__UID__', 'p-FullAWSAccess'));  // ['p-FullAWSAccess']
 */
export function uidsReached(filter: Filter | undefined): readonly string[] | undefined {
  const uids = filter && reached(filter);
  return uids && uids.size <= 10 ? [...uids] : undefined;
}

function reached(filter: Filter): ReadonlySet<string> | undefined {
  if (filter.op === 'and') return filter.filters.flatMap((each) => reached(each) ?? []).sort((a, b) => a.size - b.size)[0];
  if (filter.op === 'or') {
    const sets = filter.filters.map(reached);
    return sets.includes(undefined) ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]));
  }
  if (filter.op !== 'equals' || filter.attribute !== '__UID__' || typeof filter.value !== 'string') return undefined;
  return new Set([filter.value]);
}

/** The value that every match has of a single-valued attribute, or among those of a multi-valued one; undefined when the filter does not say. */
export function valueAsked(filter: Filter | undefined, attribute: string): string | undefined {
  if (filter === undefined) return undefined;
  if (filter.op === 'and') {
    for (const each of filter.filters) {
      const value = valueAsked(each, attribute);
      if (value !== undefined) return value;
    }
    return undefined;
  }
  const asked = (filter.op === 'equals' || filter.op === 'containsAllValues') && filter.attribute === attribute ? filter.value : undefined;
  const [first] = filter.op === 'containsAllValues' && Array.isArray(asked) ? asked : [asked];
  return typeof first === 'string' ? first : undefined;
}
