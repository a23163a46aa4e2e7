import { type ActionTable, action } from '../action.ts';
import { tagList } from '../tags.ts';
import { required } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import type { ControlPolicy, Organization } from './organization.ts';
import {
  constraintViolation,
  duplicateAttachment,
  duplicatePolicy,
  invalidInput,
  malformedPolicy,
  notAttached,
  policyInUse,
  policyNotFound,
  targetNotFound,
  typeNotAvailable,
} from './organization-errors.ts';
import { CONTROL, policyContent, policyDescription, policyId, policyType, resourceName, targetId } from './organization-fields.ts';
import { listed, listFields } from './organization-page.ts';
import { putResourceTags } from './organization-tags.ts';

// AWS: Organizations, quotas.
const MOST_CHARACTERS = 5120;
const MOST_ON_A_TARGET = 5;

function summary(organization: Organization, policy: ControlPolicy): XmlObject {
  return {
    Id: policy.id,
    Arn: organization.arn(policy),
    Name: policy.name,
    Description: policy.description,
    Type: CONTROL,
    AwsManaged: policy.awsManaged,
  };
}

function policyAnswer(organization: Organization, policy: ControlPolicy): XmlObject {
  return { Policy: { PolicySummary: summary(organization, policy), Content: policy.content } };
}

function namedPolicy(organization: Organization, id: string): ControlPolicy {
  const policy = organization.policies.get(id);
  if (!policy) throw policyNotFound();
  return policy;
}

function changeable(policy: ControlPolicy): ControlPolicy {
  if (policy.awsManaged) throw invalidInput('IMMUTABLE_POLICY');
  return policy;
}

function checkContent(content: string): void {
  if (content.length > MOST_CHARACTERS) throw constraintViolation('POLICY_CONTENT_LIMIT_EXCEEDED');
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch {
    throw malformedPolicy();
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) throw malformedPolicy();
}

function refuseTakenName(organization: Organization, name: string, self?: ControlPolicy): void {
  if ([...organization.policies.values()].some((policy) => policy.name === name && policy !== self)) throw duplicatePolicy();
}

/** Service control policies, and what they are attached to. */
export const controlPolicyActions: ActionTable = {
  ListPolicies: action({ Filter: required(policyType), ...listFields }, (input, call) => {
    const { organization } = call.cloud;
    const policies = input.Filter === CONTROL ? organization.policies.values() : [];
    return listed(call, input, 'Policies', policies, (policy) => summary(organization, policy));
  }),

  DescribePolicy: action({ PolicyId: required(policyId) }, (input, { cloud: { organization } }) =>
    policyAnswer(organization, namedPolicy(organization, input.PolicyId)),
  ),

  CreatePolicy: action(
    {
      Content: required(policyContent),
      Description: required(policyDescription),
      Name: required(resourceName),
      Type: required(policyType),
      Tags: tagList,
    },
    (input, { cloud: { organization } }) => {
      if (input.Type !== CONTROL) throw typeNotAvailable();
      checkContent(input.Content);
      refuseTakenName(organization, input.Name);
      const tags = putResourceTags(new Map(), input.Tags);
      const policy = organization.addPolicy({ name: input.Name, description: input.Description, content: input.Content });
      for (const [key, value] of tags) policy.tags.set(key, value);
      return policyAnswer(organization, policy);
    },
  ),

  UpdatePolicy: action(
    { PolicyId: required(policyId), Name: resourceName, Description: policyDescription, Content: policyContent },
    (input, { cloud: { organization } }) => {
      const policy = changeable(namedPolicy(organization, input.PolicyId));
      if (input.Content !== undefined) checkContent(input.Content);
      if (input.Name !== undefined) refuseTakenName(organization, input.Name, policy);
      policy.name = input.Name ?? policy.name;
      policy.description = input.Description ?? policy.description;
      policy.content = input.Content ?? policy.content;
      return policyAnswer(organization, policy);
    },
  ),

  DeletePolicy: action({ PolicyId: required(policyId) }, (input, { cloud: { organization } }) => {
    const policy = changeable(namedPolicy(organization, input.PolicyId));
    if (policy.targets.size > 0) throw policyInUse();
    organization.policies.delete(policy.id);
    return undefined;
  }),

  ListPoliciesForTarget: action({ TargetId: required(targetId), Filter: required(policyType), ...listFields }, (input, call) => {
    const { organization } = call.cloud;
    if (!organization.target(input.TargetId)) throw targetNotFound();
    const policies = input.Filter === CONTROL ? organization.policiesOf(input.TargetId) : [];
    return listed(call, input, 'Policies', policies, (policy) => summary(organization, policy));
  }),

  ListTargetsForPolicy: action({ PolicyId: required(policyId), ...listFields }, (input, call) => {
    const { organization } = call.cloud;
    const targets = [...namedPolicy(organization, input.PolicyId).targets].flatMap((id) => organization.target(id) ?? []);
    return listed(call, input, 'Targets', targets, (target) => ({
      TargetId: target.id,
      Arn: organization.arn(target),
      Name: target.name,
      Type: target.kind,
    }));
  }),

  AttachPolicy: action({ PolicyId: required(policyId), TargetId: required(targetId) }, (input, { cloud: { organization } }) => {
    const policy = namedPolicy(organization, input.PolicyId);
    if (!organization.target(input.TargetId)) throw targetNotFound();
    if (policy.targets.has(input.TargetId)) throw duplicateAttachment();
    if (organization.policiesOf(input.TargetId).length >= MOST_ON_A_TARGET) {
      throw constraintViolation('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
    }
    policy.targets.add(input.TargetId);
    return undefined;
  }),

  DetachPolicy: action({ PolicyId: required(policyId), TargetId: required(targetId) }, (input, { cloud: { organization } }) => {
    const policy = namedPolicy(organization, input.PolicyId);
    if (!organization.target(input.TargetId)) throw targetNotFound();
    if (!policy.targets.has(input.TargetId)) throw notAttached();
    // Nothing at all is allowed where no policy allows it, so the last one stays. AWS: DetachPolicy
    if (organization.policiesOf(input.TargetId).length === 1) throw constraintViolation('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
    policy.targets.delete(input.TargetId);
    return undefined;
  }),
};
