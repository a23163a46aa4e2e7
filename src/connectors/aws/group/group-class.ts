import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { standardOptions } from '../../../model/standard-options.ts';
import { fromAws, pathPattern, referenceHint, referencePattern } from '../attribute-patterns.ts';
import { nameHint, namePattern } from '../names.ts';
import { accountIdFlags, attachedPolicyFlags, inlinePolicyFlags, inlinePolicyProperties } from '../policy/holder-attributes.ts';

/**
 * IAM groups. A row's uid and name are the GroupName as AWS spells it.
 *
 * AWS: IAM and STS quotas; API reference of Group.
 *
 * @example
 * type Groups = ObjectClassOf<typeof aws, '__GROUP__'>;
 */
export const Group = objectClass(
  '__GROUP__',
  {
    __NAME__: attr.string({
      required: true,
      subtype: 'caseIgnore',
      nativeName: 'GroupName',
      title: 'Group name',
      description:
        'Letters, digits and _+=,.@-; unique in the account without regard to case. AWS cannot change its case alone, so that is no rename.',
      minLength: 1,
      maxLength: 128,
      pattern: namePattern,
      patternHint: nameHint,
    }),
    GroupId: attr.string({
      ...fromAws,
      required: true,
      title: 'Group id',
      description: 'AWS’s own identifier (AGPA…), never given to another group.',
    }),
    Path: attr.string({
      title: 'Path',
      description: 'Begins and ends with a slash; part of the Arn. A new group without one gets `defaultGroupPath`. Null sets "/".',
      minLength: 1,
      maxLength: 512,
      pattern: pathPattern,
      patternHint: 'begin and end with "/" and have printable ASCII characters only',
    }),
    Arn: attr.string({ ...fromAws, required: true, title: 'ARN' }),
    AccountId: attr.string({
      ...accountIdFlags,
      description: 'The AWS account that the group is in. A create may name it: it says where when the connector works in several.',
    }),
    CreatedDate: attr.dateTime({ ...fromAws, required: true, nativeName: 'CreateDate', title: 'Created' }),
    Members: attr.string({
      multiValued: true,
      returnedByDefault: false,
      subtype: 'caseIgnore',
      title: 'Members',
      description: 'Names of the users in the group.',
      minLength: 1,
      maxLength: 77,
      pattern: referencePattern(64),
      patternHint: referenceHint(64),
    }),
    AttachedPolicies: attr.string({
      ...attachedPolicyFlags,
      description: 'ARNs of the managed policies that are attached to the group; at most 10.',
    }),
    InlinePolicies: attr.object(inlinePolicyProperties, {
      ...inlinePolicyFlags,
      description:
        'The policies in the group itself, documents as JSON, at most 5,120 characters in all. Documents that mean the same are the same. Removing one takes its PolicyName only.',
    }),
  },
  { title: 'IAM group', options: { search: { ALLOW_PARTIAL_RESULTS: standardOptions.ALLOW_PARTIAL_RESULTS } } },
);
