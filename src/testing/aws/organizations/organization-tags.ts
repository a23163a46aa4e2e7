import { type ActionTable, action } from '../action.ts';
import type { Tag } from '../entities.ts';
import { tagKeyList, tagList } from '../tags.ts';
import { required, text } from '../validation.ts';
import type { Organization } from './organization.ts';
import { constraintViolation, invalidInput, targetNotFound } from './organization-errors.ts';
import { resourceId } from './organization-fields.ts';
import { listed } from './organization-page.ts';

const MOST_TAGS = 50;

/** Adds tags or overwrites them; unlike in IAM, keys that differ in case are two. @returns the same tags */
export function putResourceTags(tags: Map<string, string>, added: readonly Tag[] | undefined): Map<string, string> {
  const keys = new Set((added ?? []).map((tag) => tag.key));
  if (keys.size < (added ?? []).length) throw invalidInput('DUPLICATE_TAG_KEY');
  if ([...keys].some((key) => key.toLowerCase().startsWith('aws:'))) throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER');
  if (new Set([...tags.keys(), ...keys]).size > MOST_TAGS) throw constraintViolation('MAX_TAG_LIMIT_EXCEEDED');
  for (const { key, value } of added ?? []) tags.set(key, value);
  return tags;
}

function tagsOf(organization: Organization, id: string): Map<string, string> {
  const resource = organization.target(id) ?? organization.policies.get(id);
  if (!resource) throw targetNotFound();
  return resource.tags;
}

/** Tags of roots, units, accounts and policies. */
export const organizationTagActions: ActionTable = {
  ListTagsForResource: action({ ResourceId: required(resourceId), NextToken: text() }, (input, call) => {
    const tags = [...tagsOf(call.cloud.organization, input.ResourceId)].map(([id, value]) => ({ id, value }));
    return listed(call, { ...input, MaxResults: MOST_TAGS }, 'Tags', tags, ({ id, value }) => ({ Key: id, Value: value }));
  }),

  TagResource: action({ ResourceId: required(resourceId), Tags: required(tagList) }, (input, { cloud: { organization } }) => {
    putResourceTags(tagsOf(organization, input.ResourceId), input.Tags);
    return undefined;
  }),

  UntagResource: action({ ResourceId: required(resourceId), TagKeys: required(tagKeyList) }, (input, { cloud: { organization } }) => {
    const tags = tagsOf(organization, input.ResourceId);
    for (const key of input.TagKeys) tags.delete(key);
    return undefined;
  }),
};
