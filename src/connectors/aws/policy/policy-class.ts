import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws } from '../attribute-patterns.ts';
import { nameHint, namePattern } from '../names.ts';
import { tagFlags, tagProperties } from '../tag-attribute.ts';
import { accountIdFlags } from './holder-attributes.ts';

/**
 * Whose a managed policy is.
 *
 * @example
 * policyTypes.includes('AWS managed');  // true
 */
export const policyTypes = ['AWS managed', 'Customer managed'] as const;

/** Whose a managed policy is. */
export type PolicyType = (typeof policyTypes)[number];

const counted = { ...fromAws, required: true } as const;
const names = { ...fromAws, multiValued: true, returnedByDefault: false, subtype: 'caseIgnore' } as const;

/**
 * IAM's managed policies, the account's own and AWS's. A row's uid is the ARN; its name is the PolicyName, which one of AWS's policies and one
 * of the account's may share.
 *
 * AWS: IAM and STS quotas; API reference of Policy, PolicyVersion and CreatePolicy.
 *
 * @example
 * type Policies = ObjectClassOf<typeof aws, 'ManagedPolicy'>;
 */
export const ManagedPolicy = objectClass(
  'ManagedPolicy',
  {
    __NAME__: attr.string({
      required: true,
      updateable: false,
      subtype: 'caseIgnore',
      nativeName: 'PolicyName',
      title: 'Policy name',
      description: 'Letters, digits and _+=,.@-; unique among the policies of the account without regard to case. AWS cannot rename a policy.',
      minLength: 1,
      maxLength: 128,
      pattern: namePattern,
      patternHint: nameHint,
    }),
    PolicyId: attr.string({ ...counted, title: 'Policy id', description: 'AWS’s own identifier (ANPA…), never given to another policy.' }),
    Arn: attr.string({ ...counted, title: 'ARN', description: 'The uid.' }),
    AccountId: attr.string({
      ...accountIdFlags,
      description:
        'The AWS account whose policy it is; AWS’s own have none. A create may name it: it says where when the connector works in several.',
    }),
    Type: attr.string({ ...counted, allowedValues: policyTypes, title: 'Type', description: 'Whose it is. AWS’s own can be attached, not changed.' }),
    Path: attr.string({
      default: '/',
      updateable: false,
      title: 'Path',
      description: 'Begins and ends with a slash; part of the Arn. AWS cannot move a policy.',
      minLength: 1,
      maxLength: 512,
      pattern: '/|(/[A-Za-z0-9.,+@=_-]+)+/',
      patternHint: 'begin and end with "/" and have letters, digits and .,+@=_- between',
    }),
    Description: attr.string({
      updateable: false,
      returnedByDefault: false,
      title: 'Description',
      description: 'Given when the policy is made; AWS cannot change it.',
      minLength: 1,
      maxLength: 1000,
      pattern: '[\\u0009\\u000A\\u0020-\\u007E\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}]+',
      patternHint: 'have no control characters but tabs and line feeds',
    }),
    PolicyDocument: attr.string({
      required: true,
      returnedByDefault: false,
      subtype: 'json',
      title: 'Policy document',
      description:
        'What it allows and denies, as JSON, at most 6,144 characters. Another document becomes a new version, which is made the default; when there are five, the oldest that is not the default is deleted. A document that means the same is not written.',
      minLength: 1,
      maxLength: 131_072,
    }),
    DefaultVersionId: attr.string({ ...counted, title: 'Default version', description: 'The version whose document counts.' }),
    Versions: attr.object(
      { VersionId: { type: 'string' }, IsDefaultVersion: { type: 'boolean' }, CreateDate: { type: 'string' } },
      {
        ...fromAws,
        multiValued: true,
        requiredProperties: ['VersionId'],
        returnedByDefault: false,
        title: 'Versions',
        description: 'At most five, the newest first.',
      },
    ),
    IsAttachable: attr.boolean({ ...counted, title: 'Attachable', description: 'Whether it can be attached to users, groups and roles.' }),
    AttachmentCount: attr.integer({ ...counted, title: 'Attachments', description: 'How many users, groups and roles it is attached to.' }),
    PermissionsBoundaryUsageCount: attr.integer({ ...counted, title: 'Used as boundary', description: 'How many users and roles it bounds.' }),
    CreatedDate: attr.dateTime({ ...counted, nativeName: 'CreateDate', title: 'Created' }),
    UpdatedDate: attr.dateTime({
      ...counted,
      nativeName: 'UpdateDate',
      title: 'Updated',
      description: 'When its default version was made or chosen.',
    }),
    Tags: attr.object(tagProperties, { ...tagFlags, returnedByDefault: false }),
    Users: attr.string({ ...names, title: 'Users', description: 'Names of the users to whom it is attached.' }),
    Groups: attr.string({ ...names, title: 'Groups', description: 'Names of the groups to which it is attached.' }),
    Roles: attr.string({ ...names, title: 'Roles', description: 'Names of the roles to which it is attached.' }),
    BoundedUsers: attr.string({ ...names, title: 'Bounded users', description: 'Names of the users whose permissions boundary it is.' }),
    BoundedRoles: attr.string({ ...names, title: 'Bounded roles', description: 'Names of the roles whose permissions boundary it is.' }),
  },
  {
    title: 'IAM managed policy',
    options: {
      search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS },
      delete: {
        detach: {
          type: 'boolean',
          title: 'Detach first',
          description: 'Detach the policy from everybody before it is deleted. Without it a policy that is attached is not deleted.',
        },
      },
    },
  },
);
