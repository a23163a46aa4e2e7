import type { Call } from './action.ts';
import { invalidInput, quotaExceeded } from './api-error.ts';
import type { Tag } from './entities.ts';
import { nameKey } from './name-table.ts';
import { type PageInput, page, sortedBy } from './paging.ts';
import { checkText, type Field, memberName, type Problems } from './validation.ts';
import type { XmlObject } from './xml.ts';

const KEY = { min: 1, max: 128, pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u };
const VALUE = { max: 256, pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u };
const MOST_PER_REQUEST = 50;

/** A list of tags in a request. */
export const tagList: Field<readonly Tag[] | undefined> = {
  read: (parameters, name, problems) => {
    const count = parameters.memberCount(name);
    if (count === undefined) return undefined;
    checkCount(count, name, problems);
    return Array.from({ length: count }, (_, index) => {
      const key = parameters.text(`${name}.member.${index + 1}.Key`);
      const value = parameters.text(`${name}.member.${index + 1}.Value`);
      const at = `${memberName(name)}.${index + 1}.member`;
      if (key === undefined) problems.constraint(null, `${at}.key`, 'not be null');
      else checkText(key, `${at}.key`, KEY, problems);
      if (value === undefined) problems.constraint(null, `${at}.value`, 'not be null');
      else checkText(value, `${at}.value`, VALUE, problems);
      return { key: key ?? '', value: value ?? '' };
    });
  },
};

/** A list of keys in a request. */
export const tagKeyList: Field<readonly string[] | undefined> = {
  read: (parameters, name, problems) => {
    const count = parameters.memberCount(name);
    if (count === undefined) return undefined;
    checkCount(count, name, problems);
    return Array.from({ length: count }, (_, index) => {
      const key = parameters.text(`${name}.member.${index + 1}`) ?? '';
      checkText(key, `${memberName(name)}.${index + 1}.member`, KEY, problems);
      return key;
    });
  },
};

/**
 * Adds tags or overwrites them. A key that differs only in case replaces the old one and its case (AWS: IAM, tagging; seen in aws-cdk issue 26253).
 *
 * @param quota  What IAM calls the quota in its message, and its size.
 * @throws InvalidInput for a key used twice in the request ignoring case; LimitExceeded when there would be too many.
 */
export function putTags(tags: Map<string, Tag>, added: readonly Tag[] | undefined, quota: { readonly name: string; readonly limit: number }): void {
  if (added === undefined) return;
  const keys = new Set(added.map((tag) => nameKey(tag.key)));
  if (keys.size < added.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  for (const key of keys) {
    if (key.startsWith('aws:')) throw invalidInput('Tag keys that begin with aws: are reserved for use by AWS.');
    if (tags.has(key)) keys.delete(key);
  }
  if (tags.size + keys.size > quota.limit) throw quotaExceeded(quota.name, quota.limit);
  for (const tag of added) tags.set(nameKey(tag.key), tag);
}

/** Takes tags away; keys that are not there are no error. */
export function removeTags(tags: Map<string, Tag>, keys: readonly string[]): void {
  for (const key of keys) tags.delete(nameKey(key));
}

/** A tag as it stands in answers. */
export function tagAnswer(tag: Tag): XmlObject {
  return { Key: tag.key, Value: tag.value };
}

/** All tags as they stand in answers; `undefined`, which is left out, when there are none. */
export function tagsAnswer(tags: ReadonlyMap<string, Tag>): readonly XmlObject[] | undefined {
  return tags.size === 0 ? undefined : [...tags.values()].map(tagAnswer);
}

/** A page of the tags, by key, as ListUserTags and ListRoleTags answer it. */
export function tagPage(call: Call, input: PageInput, tags: ReadonlyMap<string, Tag>): XmlObject {
  const byKey = (tag: Tag) => nameKey(tag.key);
  const { items, end } = page(call, input, sortedBy(tags.values(), byKey), byKey);
  return { Tags: items.map(tagAnswer), ...end };
}

function checkCount(count: number, name: string, problems: Problems): void {
  if (count > MOST_PER_REQUEST) {
    problems.constraint(`[${count} members]`, memberName(name), `have length less than or equal to ${MOST_PER_REQUEST}`);
  }
}
