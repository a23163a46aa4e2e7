import { type ActionTable, action } from '../action.ts';
import { text } from '../validation.ts';
import { invalidValue, missing, tooManyTags } from './ec2-errors.ts';
import { dry, filters, namedInstances, paged, pageSize, passes, refuseDryRun, tags, texts } from './ec2-fields.ts';

const MOST_TAGS = 50;

/** Checks keys to be put beside those that are there. @throws InvalidParameterValue, TagLimitExceeded */
export function checkTags(added: Iterable<string>, present: ReadonlyMap<string, string>): void {
  const keys = new Set(present.keys());
  for (const key of added) {
    if (key === '' || key.length > 127) throw invalidValue('Tag keys must have 1 to 127 characters.');
    if (key.startsWith('aws:')) throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    keys.add(key);
  }
  if (keys.size > MOST_TAGS) throw tooManyTags();
}

/** Tags of instances. */
export const ec2TagActions: ActionTable = {
  CreateTags: action({ ResourceId: texts, Tag: tags, DryRun: dry }, (input, call) => {
    if (input.ResourceId.length === 0) throw missing('resourceIdSet');
    if (input.Tag.length === 0) throw missing('tagSet');
    const instances = namedInstances(call, input.ResourceId);
    for (const instance of instances) {
      checkTags(
        input.Tag.map((tag) => tag.key),
        instance.tags,
      );
    }
    refuseDryRun(input);
    for (const instance of instances) for (const { key, value = '' } of input.Tag) instance.tags.set(key, value);
    return { return: true };
  }),

  DeleteTags: action({ ResourceId: texts, Tag: tags, DryRun: dry }, (input, call) => {
    if (input.ResourceId.length === 0) throw missing('resourceIdSet');
    const instances = namedInstances(call, input.ResourceId);
    refuseDryRun(input);
    for (const instance of instances) {
      // AWS: without tags all go; with a value only the tag that has it.
      if (input.Tag.length === 0) instance.tags.clear();
      for (const { key, value } of input.Tag) if (value === undefined || instance.tags.get(key) === value) instance.tags.delete(key);
    }
    return { return: true };
  }),

  DescribeTags: action({ Filter: filters, MaxResults: pageSize, NextToken: text(), DryRun: dry }, (input, call) => {
    refuseDryRun(input);
    const all = call.cloud.instances
      .of(call.account.id, call.region)
      .flatMap((instance) => [...instance.tags].sort().map(([key, value]) => ({ resourceId: instance.id, resourceType: 'instance', key, value })));
    const matching = all.filter((tag) =>
      passes(input.Filter, (name) => ({ key: [tag.key], value: [tag.value], 'resource-id': [tag.resourceId], 'resource-type': ['instance'] })[name]),
    );
    const { items, nextToken } = paged(call, input, matching, (tag) => `${tag.resourceId} ${tag.key}`);
    return { tagSet: items, nextToken };
  }),
};
