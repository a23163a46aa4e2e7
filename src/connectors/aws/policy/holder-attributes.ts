import { policyArnPattern } from '../attribute-patterns.ts';
import { nameHint, namePattern } from '../names.ts';

/** What is said of the ARNs of managed policies that something has. AWS: AttachGroupPolicy, PolicyArn. */
export const attachedPolicyFlags = {
  multiValued: true,
  returnedByDefault: false,
  title: 'Attached policies',
  minLength: 20,
  maxLength: 2048,
  pattern: policyArnPattern,
  patternHint: 'be the ARN of a managed policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess',
} as const;

/** What an inline policy has. AWS: PutGroupPolicy. */
export const inlinePolicyProperties = {
  PolicyName: { type: 'string', minLength: 1, maxLength: 128, pattern: `^${namePattern}$`, 'x-patternHint': nameHint },
  PolicyDocument: { type: 'string', minLength: 1, maxLength: 131_072 },
} as const;

/** What is said of a list of inline policies. */
export const inlinePolicyFlags = {
  multiValued: true,
  returnedByDefault: false,
  requiredProperties: ['PolicyName'],
  title: 'Inline policies',
} as const;

/** What is said of the account that an object is in. */
export const accountIdFlags = {
  updateable: false,
  title: 'Account',
  pattern: '\\d{12}',
  patternHint: 'be the 12 digits of an AWS account',
} as const;
