import { tagHint, tagText } from './attribute-patterns.ts';

const pattern = `^${tagText}*$`;

/** What a tag has. AWS: Tag. */
export const tagProperties = {
  Key: { type: 'string', minLength: 1, maxLength: 128, pattern, 'x-patternHint': tagHint },
  Value: { type: 'string', maxLength: 256, pattern, 'x-patternHint': tagHint },
} as const;

/** What is said of a list of tags. AWS: IAM and STS quotas. */
export const tagFlags = {
  multiValued: true,
  requiredProperties: ['Key'],
  title: 'Tags',
  description: 'At most 50; keys are unique without regard to case. Without a Value the tag has an empty one. Removing a tag takes its Key only.',
} as const;
