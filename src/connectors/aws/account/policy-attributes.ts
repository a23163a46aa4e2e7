import { attr } from '../../../model/attribute.ts';
import { fromAws, policyArnPattern } from '../attribute-patterns.ts';
import { attachedPolicyFlags, inlinePolicyFlags, inlinePolicyProperties } from '../policy/holder-attributes.ts';

/** What a user may do. AWS: AttachUserPolicy, PutUserPolicy; IAM and STS quotas. */
export const policyAttributes = {
  PermissionsBoundary: attr.string({
    aliases: ['PermissionBoundary'],
    title: 'Permissions boundary',
    description: 'ARN of the managed policy that bounds what the user may do.',
    minLength: 20,
    maxLength: 2048,
    pattern: policyArnPattern,
    patternHint: 'be the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary',
  }),
  AttachedPolicies: attr.string({
    ...attachedPolicyFlags,
    description: 'ARNs of the managed policies that are attached to the user itself; 10 unless AWS allowed the account more.',
  }),
  InlinePolicies: attr.object(inlinePolicyProperties, {
    ...inlinePolicyFlags,
    description:
      'The policies in the user itself, documents as JSON, at most 2,048 characters in all. Documents that mean the same are the same. Removing one takes its PolicyName only.',
  }),
  InheritedPolicies: attr.object(
    {
      PolicyArn: { type: 'string' },
      PolicyName: { type: 'string' },
      GroupName: { type: 'string' },
    },
    {
      ...fromAws,
      multiValued: true,
      requiredProperties: ['GroupName'],
      returnedByDefault: false,
      title: 'Inherited policies',
      description:
        'The policies that the user has from its groups: managed ones by PolicyArn, inline ones by PolicyName. Read only when `policyGroup` is set.',
    },
  ),
} as const;
