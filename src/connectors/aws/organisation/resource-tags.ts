import type { Problem } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { Tag } from '../account/account-class.ts';
import { type TagDifference, tagDifference, type WireTag, wireTags } from '../account/tags.ts';
import { tagHint, tagText } from '../attribute-patterns.ts';

/** What a tag of an account, a unit or an instance has. AWS: Organizations, Tag; EC2, Tag. */
export const resourceTagProperties = {
  Key: { type: 'string', minLength: 1, maxLength: 128, pattern: `^${tagText}*$`, 'x-patternHint': tagHint },
  Value: { type: 'string', maxLength: 256, pattern: `^${tagText}*$`, 'x-patternHint': tagHint },
} as const;

/** What is said of a list of them. */
export const resourceTagFlags = {
  multiValued: true,
  requiredProperties: ['Key'],
  title: 'Tags',
  description:
    'At most 50; unlike in IAM, keys that differ in case are different. Without a Value the tag has an empty one. Removing a tag takes its Key only.',
} as const;

/** The changes that an update asks for. */
export interface TagChanges {
  readonly replace: readonly Tag[] | null | undefined;
  readonly add: readonly Tag[] | undefined;
  readonly remove: readonly Tag[] | undefined;
}

/** Whether an update changes tags at all. */
export function changesTags({ replace, add, remove }: TagChanges): boolean {
  return replace !== undefined || add !== undefined || remove !== undefined;
}

/** Finds keys that are used twice, or that begin with `aws:`, which AWS keeps for itself, and more than 50 tags. */
export function resourceTagProblems(tags: readonly Tag[] | null | undefined, path: string): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, { Key }] of (tags ?? []).entries()) {
    if (seen.has(Key)) problems.push({ path: `${path}[${index}].Key`, message: `is used twice (${printable(Key)})` });
    if (/^aws:/i.test(Key))
      problems.push({ path: `${path}[${index}].Key`, message: `must not begin with "aws:", which AWS keeps for itself (got ${printable(Key)})` });
    seen.add(Key);
  }
  if (seen.size > 50) problems.push({ path, message: `has ${seen.size} tags; AWS allows 50` });
  return problems;
}

/** The problems of all three parts of an update. */
export function tagChangeProblems({ replace, add, remove }: TagChanges): Problem[] {
  return [
    ...resourceTagProblems(replace, 'replace.Tags'),
    ...resourceTagProblems(add, 'add.Tags'),
    ...resourceTagProblems(remove, 'remove.Tags').filter(({ message }) => message.startsWith('is used twice')),
  ];
}

/** What has to be called so that a resource has the tags that an update asks for. */
export function resourceTagDifference(current: readonly WireTag[], { replace, add = [], remove = [] }: TagChanges): TagDifference {
  const base = replace === undefined ? current : wireTags(replace ?? []);
  const added = new Set(add.map(({ Key }) => Key));
  const removed = new Set(remove.map(({ Key }) => Key));
  const wanted = [...base.filter(({ Key }) => !added.has(Key)), ...wireTags(add)].filter(({ Key }) => !removed.has(Key));
  return tagDifference(current, wanted);
}
