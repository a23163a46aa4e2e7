import type { Problem } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import { sameName } from '../names.ts';
import type { Tag } from './account-class.ts';

/** AWS: IAM and STS quotas, tags per user. */
const MOST_TAGS = 50;

/** A tag as the SDK takes it, and gives it. */
export interface WireTag {
  readonly Key: string;
  readonly Value: string;
}

/** The calls that bring a user's tags to where they shall be. Removals come first. */
export interface TagDifference {
  readonly untag: readonly string[];
  readonly tag: readonly WireTag[];
}

/** Tags as AWS takes them: it reads a missing value as an empty one. AWS: Tags for IAM resources. */
export function wireTags(tags: readonly Tag[]): WireTag[] {
  return tags.map(({ Key, Value = '' }) => ({ Key, Value }));
}

/**
 * Finds what AWS would refuse in a list of tags: more than 50, a key used twice but for case, the prefix `aws:`.
 *
 * @param tags  What the caller gave, each tag already right in itself.
 * @param path  Where: `Tags`, `replace.Tags`.
 *
 * AWS: Tags for IAM resources, rules for tagging.
 */
export function tagProblems(tags: readonly Tag[], path: string): Problem[] {
  const problems: Problem[] = [];
  if (tags.length > MOST_TAGS) problems.push({ path, message: `has ${tags.length} tags; AWS allows ${MOST_TAGS}` });
  const seen = new Map<string, string>();
  for (const [index, { Key, Value }] of tags.entries()) {
    const twin = seen.get(Key.toLowerCase());
    if (twin !== undefined) {
      problems.push({ path: `${path}[${index}].Key`, message: `is used twice (${printable(twin)}, ${printable(Key)}: AWS ignores case)` });
    }
    seen.set(Key.toLowerCase(), Key);
    for (const [name, text] of [
      ['Key', Key],
      ['Value', Value],
    ] as const) {
      if (text?.toLowerCase().startsWith('aws:')) {
        problems.push({
          path: `${path}[${index}].${name}`,
          message: `must not begin with "aws:", which AWS keeps for itself (got ${printable(text)})`,
        });
      }
    }
  }
  return problems;
}

/** The tags that an update asks for, out of those that are there. */
export function tagsAfter(
  current: readonly Tag[],
  replace: readonly Tag[] | null | undefined,
  add: readonly Tag[],
  remove: readonly Tag[],
): readonly WireTag[] {
  const base = replace === undefined ? current : (replace ?? []);
  const kept = base.filter(({ Key }) => !add.some((tag) => sameName(tag.Key, Key)));
  return wireTags([...kept, ...add].filter(({ Key }) => !remove.some((tag) => sameName(tag.Key, Key))));
}

/** Whether a user, or what `of` says, would have more tags than AWS allows. */
export function tooManyTags(tags: readonly WireTag[], path: string, of = 'user'): Problem[] {
  return tags.length > MOST_TAGS ? [{ path, message: `would leave the ${of} with ${tags.length} tags; AWS allows ${MOST_TAGS}` }] : [];
}

/**
 * What has to be called so that a user has exactly the tags wanted.
 *
 * A key that changes only in case is removed first: tagging over it replaces the value, but whether the key takes the new case AWS does not
 * say. Tags that AWS made itself (`aws:`) are left alone, because nobody else may remove them.
 */
export function tagDifference(current: readonly Tag[], wanted: readonly WireTag[]): TagDifference {
  const before = new Map(current.map((tag) => [tag.Key, tag.Value ?? '']));
  const after = new Set(wanted.map((tag) => tag.Key));
  return {
    untag: current.map((tag) => tag.Key).filter((key) => !after.has(key) && !key.toLowerCase().startsWith('aws:')),
    tag: wanted.filter((tag) => before.get(tag.Key) !== tag.Value),
  };
}

/** Whether two lists have the same tags, in whatever order. */
export function sameTags(a: readonly Tag[], b: readonly WireTag[]): boolean {
  const { untag, tag } = tagDifference(a, b);
  return a.length === b.length && untag.length === 0 && tag.length === 0;
}

/** Tags as the SDK gives them. */
export function tagsOf(tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined): WireTag[] {
  return (tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [{ Key, Value: Value ?? '' }]));
}
