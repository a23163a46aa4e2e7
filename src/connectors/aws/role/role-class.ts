import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws, pathPattern, policyArnPattern } from '../attribute-patterns.ts';
import { nameHint, namePattern } from '../names.ts';
import { accountIdFlags, attachedPolicyFlags, inlinePolicyFlags, inlinePolicyProperties } from '../policy/holder-attributes.ts';
import { tagFlags, tagProperties } from '../tag-attribute.ts';

/**
 * IAM roles. A row's uid and name are the RoleName as AWS spells it; IAM neither renames nor moves a role.
 *
 * AWS: IAM and STS quotas; API reference of Role, CreateRole and UpdateRole.
 *
 * @example
 * type Roles = ObjectClassOf<typeof aws, 'Role'>;
 */
export const Role = objectClass(
  'Role',
  {
    __NAME__: attr.string({
      required: true,
      updateable: false,
      subtype: 'caseIgnore',
      nativeName: 'RoleName',
      title: 'Role name',
      description: 'Letters, digits and _+=,.@-; unique in the account without regard to case. AWS cannot rename a role: make another one.',
      minLength: 1,
      maxLength: 64,
      pattern: namePattern,
      patternHint: nameHint,
    }),
    RoleId: attr.string({ ...fromAws, required: true, title: 'Role id', description: 'AWS’s own identifier (AROA…), never given to another role.' }),
    Path: attr.string({
      default: '/',
      updateable: false,
      title: 'Path',
      description: 'Begins and ends with a slash; part of the Arn. AWS cannot move a role.',
      minLength: 1,
      maxLength: 512,
      pattern: pathPattern,
      patternHint: 'begin and end with "/" and have printable ASCII characters only',
    }),
    Arn: attr.string({ ...fromAws, required: true, title: 'ARN' }),
    AccountId: attr.string({
      ...accountIdFlags,
      description: 'The AWS account that the role is in. A create may name it: it says where when the connector works in several.',
    }),
    CreatedDate: attr.dateTime({ ...fromAws, required: true, nativeName: 'CreateDate', title: 'Created' }),
    AssumeRolePolicyDocument: attr.string({
      required: true,
      subtype: 'json',
      aliases: ['TrustPolicy'],
      title: 'Trust policy',
      description:
        'Who may assume the role, as JSON; 2,048 characters unless AWS allowed the account more. Documents that mean the same are the same.',
      minLength: 1,
      maxLength: 131_072,
    }),
    Description: attr.string({
      title: 'Description',
      minLength: 1,
      maxLength: 1000,
      pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]+',
      patternHint: 'have characters of Latin-1 only',
    }),
    MaxSessionDuration: attr.integer({
      default: 3600,
      title: 'Longest session, in seconds',
      description: '3,600 to 43,200. How long who assumes the role may stay. Null sets 3,600.',
    }),
    PermissionsBoundary: attr.string({
      title: 'Permissions boundary',
      description: 'ARN of the managed policy that bounds what the role may do.',
      minLength: 20,
      maxLength: 2048,
      pattern: policyArnPattern,
      patternHint: 'be the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary',
    }),
    Tags: attr.object(tagProperties, tagFlags),
    LastUsedDate: attr.dateTime({ ...fromAws, title: 'Last used', description: 'Absent when nobody assumed the role in the last 400 days.' }),
    LastUsedRegion: attr.string({ ...fromAws, title: 'Last used in', description: 'The region in which it was last used.' }),
    AttachedPolicies: attr.string({
      ...attachedPolicyFlags,
      description: 'ARNs of the managed policies that are attached to the role; 10 unless AWS allowed the account more.',
    }),
    InlinePolicies: attr.object(inlinePolicyProperties, {
      ...inlinePolicyFlags,
      description:
        'The policies in the role itself, documents as JSON, at most 10,240 characters in all. Documents that mean the same are the same. Removing one takes its PolicyName only.',
    }),
    InstanceProfiles: attr.string({
      ...fromAws,
      multiValued: true,
      returnedByDefault: false,
      title: 'Instance profiles',
      description: 'Names of the instance profiles that give the role to EC2 instances.',
    }),
  },
  { title: 'IAM role', options: { search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS } } },
);
