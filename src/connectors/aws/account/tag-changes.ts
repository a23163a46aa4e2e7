import type { ReceivedChanges } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import type { UserSetting } from '../settings/user-setting.ts';
import type { Step } from '../write/steps.ts';
import type { Account, Tag } from './account-class.ts';
import { profileNames } from './profile-attributes.ts';
import { type Profile, profileOfTag, profileProblems, profileTags, tagsApart } from './profile-tags.ts';
import { tagDifference, tagProblems, tagsAfter, tagsOf, tooManyTags, type WireTag } from './tags.ts';

type Changes = ReceivedChanges<(typeof Account)['attributes']>;

/** The steps that bring a user's tags to where they shall be, profile included. */
export interface TagPlan {
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

/** Whether an update concerns tags: those of `Tags`, or those that a profile attribute is kept in. */
export function changesTags({ replace, add, remove }: Changes): boolean {
  return (
    replace.Tags !== undefined || add.Tags !== undefined || remove.Tags !== undefined || profileNames.some((name) => replace[name] !== undefined)
  );
}

/** Finds what AWS would refuse in the tags and profile values of an update, whatever tags the user has. */
export function tagValueProblems({ replace, add, remove }: Changes, setting: UserSetting): Problem[] {
  return [
    ...tagProblems(replace.Tags ?? [], 'replace.Tags'),
    ...tagProblems(add.Tags ?? [], 'add.Tags'),
    ...ownedTagProblems(replace.Tags ?? [], 'replace.Tags', setting),
    ...ownedTagProblems(add.Tags ?? [], 'add.Tags', setting),
    ...ownedTagProblems(remove.Tags ?? [], 'remove.Tags', setting),
    ...profileProblems(replace as Profile, setting, 'replace.'),
  ];
}

/** Refuses tags that a profile attribute is kept in. */
export function ownedTagProblems(tags: readonly Tag[], path: string, setting: UserSetting): Problem[] {
  return tags.flatMap(({ Key }, index) => {
    const owner = profileOfTag(Key, setting);
    return owner === undefined ? [] : [{ path: `${path}[${index}].Key`, message: `is the tag that ${owner} is kept in: write ${owner} instead` }];
  });
}

/**
 * Plans how a user's tags change: the tags of `Tags`, and beside them those of the profile.
 *
 * @param present  All the tags that the user has.
 */
export function tagPlan(
  { session, uid, changes, signal }: { session: AwsSession; uid: string; changes: Changes; signal: AbortSignal },
  present: Parameters<typeof tagsOf>[0],
): TagPlan {
  const { replace, add, remove } = changes;
  const current = tagsOf(present);
  const { others, owned } = tagsApart(current, session.settings.user);
  const profile = [
    ...profileNames.flatMap((name) => (replace[name] === undefined ? (owned.get(name) ?? []) : [])),
    ...profileTags(replace as Profile, session.settings.user),
  ];
  const wanted = [...tagsAfter(others, replace.Tags, add.Tags ?? [], remove.Tags ?? []), ...profile];
  const context = { signal, uid };
  const { untag, tag } = tagDifference(current, wanted);
  const steps: Step[] = [];
  if (untag.length > 0) {
    const run = () => session.iam('UntagUser', { UserName: uid, TagKeys: [...untag] }, context);
    steps.push({ path: 'Tags', what: `UntagUser ${untag.join(', ')}`, run });
  }
  if (tag.length > 0) {
    const run = () => session.iam('TagUser', { UserName: uid, Tags: [...tag] }, context);
    steps.push({ path: 'Tags', what: `TagUser ${keysOf(tag)}`, run });
  }
  return { steps, problems: tooManyTags(wanted, 'Tags') };
}

function keysOf(tags: readonly WireTag[]): string {
  return tags.map(({ Key }) => Key).join(', ');
}
