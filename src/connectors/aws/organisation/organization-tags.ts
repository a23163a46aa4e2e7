import { tagsOf, type WireTag } from '../account/tags.ts';
import type { AwsSession } from '../session.ts';
import type { Step } from '../write/steps.ts';
import { allAnswers, organizations } from './organizations.ts';
import { resourceTagDifference, type TagChanges } from './resource-tags.ts';

/** The tags of an account, a unit, a root or a policy. */
export async function organizationTags(session: AwsSession, uid: string, signal: AbortSignal): Promise<readonly WireTag[]> {
  const read = (token: string | undefined) =>
    organizations(session, 'ListTagsForResource', { ResourceId: uid, ...(token !== undefined && { NextToken: token }) }, { signal, uid });
  return tagsOf(await allAnswers(read, ({ Tags }) => Tags));
}

/** The calls that bring its tags to where an update wants them; removals come first. */
export async function organizationTagSteps(session: AwsSession, uid: string, changes: TagChanges, signal: AbortSignal): Promise<Step[]> {
  const { untag, tag } = resourceTagDifference(await organizationTags(session, uid, signal), changes);
  const about = { path: 'Tags', value: '' };
  const steps: Step[] = [];
  if (untag.length > 0) {
    const run = () => organizations(session, 'UntagResource', { ResourceId: uid, TagKeys: [...untag] }, { signal, uid, about });
    steps.push({ path: 'Tags', what: `remove tags ${untag.join(', ')}`, run });
  }
  if (tag.length > 0) {
    const run = () => organizations(session, 'TagResource', { ResourceId: uid, Tags: [...tag] }, { signal, uid, about });
    steps.push({ path: 'Tags', what: `set tags ${tag.map(({ Key }) => Key).join(', ')}`, run });
  }
  return steps;
}
