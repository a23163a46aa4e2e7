import { attr } from '../../../model/attribute.ts';
import { objectClass } from '../../../model/object-class.ts';
import { fromAws } from '../attribute-patterns.ts';
import { type IdForm, parentIdPattern, policyIdPattern } from '../organisation/organization-ids.ts';

/** Uids of the class. */
export const controlPolicyId: IdForm = { pattern: policyIdPattern, wording: 'the id of a policy of AWS Organizations (p-…)' };

/** Ids of what a policy can be attached to. */
export const targetId: IdForm = { pattern: `\\d{12}|${parentIdPattern}`, wording: 'the id of an account, a root or an organisational unit' };

/**
 * The service control policies of an organisation. A row's uid is the policy's id.
 *
 * They are attached and detached by `Targets`, and not written: what a policy of a whole organisation says is no identity data.
 *
 * AWS: Organizations API reference, PolicySummary.
 *
 * @example
 * type ControlPolicies = ObjectClassOf<typeof aws, 'ServiceControlPolicy'>;
 */
export const ServiceControlPolicy = objectClass(
  'ServiceControlPolicy',
  {
    __NAME__: attr.string({ ...fromAws, required: true, nativeName: 'Name', title: 'Policy name' }),
    Arn: attr.string({ ...fromAws, required: true, title: 'ARN' }),
    Description: attr.string({ ...fromAws, title: 'Description' }),
    AwsManaged: attr.boolean({
      ...fromAws,
      required: true,
      title: 'Managed by AWS',
      description: 'Whether AWS made the policy, such as FullAWSAccess.',
    }),
    Content: attr.string({ ...fromAws, returnedByDefault: false, title: 'Content', description: 'The policy document, JSON.' }),
    Targets: attr.string({
      multiValued: true,
      creatable: false,
      returnedByDefault: false,
      title: 'Targets',
      description:
        'Ids of the roots, organisational units and accounts that the policy is attached to itself. Adding attaches, removing detaches; AWS keeps one policy at least on each.',
      maxLength: 68,
      pattern: targetId.pattern,
      patternHint: 'be the id of an account (12 digits), of a root (r-…) or of an organisational unit (ou-…)',
    }),
  },
  { title: 'Service control policy', description: 'The service control policies of the organisation, and what they are attached to.' },
);
