import type { Policy } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { tagsOf } from '../account/tags.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { iamArnOf } from '../arn.ts';
import { policyArnPattern } from '../attribute-patterns.ts';
import type { AwsSession } from '../session.ts';
import type { ManagedPolicy, PolicyType } from './policy-class.ts';
import { asksBounded, asksHolders, entitiesOf } from './policy-entities.ts';
import { documentOf, listedVersion, versionsOf } from './policy-versions.ts';

/** A managed policy as the connector hands it out. */
export type PolicyObject = ConnectorObject<typeof ManagedPolicy>;

/** What is not in the policy as IAM lists it. */
export type PolicyExtras = Partial<PolicyObject['attributes']>;

type Names = NamesToGet<typeof ManagedPolicy>;

const wholeArn = new RegExp(`^${policyArnPattern}$`);

/** Whether a text can be the ARN of a managed policy. AWS: API reference, arnType. */
export function isPolicyArn(text: string): boolean {
  return text.length >= 20 && text.length <= 2048 && wholeArn.test(text);
}

/**
 * Refuses a uid that no managed policy can have, before anything is sent.
 *
 * @throws ConnectorError `InvalidArgument`.
 */
export function checkPolicyUid(uid: string): void {
  if (isPolicyArn(uid)) return;
  const message = `${printable(uid)} is not the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/deploy`;
  throw new ConnectorError('InvalidArgument', `uid ${message}`, { problems: [{ path: 'uid', message }] });
}

/** Whose the policy with this ARN is. */
export function policyTypeOf(arn: string): PolicyType {
  return iamArnOf(arn)?.accountId === undefined ? 'AWS managed' : 'Customer managed';
}

/** A policy as an object of the class: its ARN is the uid. */
export function policyOf(policy: Policy, extras: PolicyExtras): PolicyObject {
  const { Arn: arn, PolicyName: name } = policy;
  if (!arn || !name) throw new ConnectorError('ConnectorIO', `AWS answered with a policy without a name or an ARN (id ${policy.PolicyId ?? 'none'})`);
  return {
    uid: arn,
    name,
    attributes: {
      PolicyId: policy.PolicyId,
      Arn: arn,
      AccountId: iamArnOf(arn)?.accountId,
      Type: policyTypeOf(arn),
      Path: policy.Path,
      DefaultVersionId: policy.DefaultVersionId,
      IsAttachable: policy.IsAttachable,
      AttachmentCount: policy.AttachmentCount ?? 0,
      PermissionsBoundaryUsageCount: policy.PermissionsBoundaryUsageCount ?? 0,
      CreatedDate: policy.CreateDate,
      UpdatedDate: policy.UpdateDate,
      ...extras,
    },
  };
}

/** One policy as it is now, with one GetPolicy; undefined when there is none. */
export async function findPolicy(session: AwsSession, arn: string, signal: AbortSignal | undefined): Promise<Policy | undefined> {
  return unlessGone(async () => (await session.iam('GetPolicy', { PolicyArn: arn }, { signal, uid: arn })).Policy);
}

/** One policy as it is now, with the calls that the names to get need and no others; undefined when there is none. */
export async function readPolicy(session: AwsSession, arn: string, names: Names, signal: AbortSignal): Promise<PolicyObject | undefined> {
  const policy = await findPolicy(session, arn, signal);
  return (
    policy && unlessGone(async () => policyOf(policy, { ...describedBy(policy, names), ...(await policyParts(session, policy, names, signal)) }))
  );
}

/** What GetPolicy says and ListPolicies does not. */
export function describedBy({ Description, Tags }: Policy, names: Names): PolicyExtras {
  const tags = tagsOf(Tags);
  return {
    Description: names.has('Description') && Description !== '' ? Description : undefined,
    Tags: names.has('Tags') && tags.length > 0 ? tags : undefined,
  };
}

/**
 * What takes calls of its own: document, versions, who has the policy.
 *
 * @param known  The document, where it is known already.
 */
export async function policyParts(session: AwsSession, policy: Policy, names: Names, signal: AbortSignal, known?: string): Promise<PolicyExtras> {
  const { Arn: arn = '', DefaultVersionId: version = 'v1' } = policy;
  const [document, versions, holders, bearers] = await Promise.all([
    names.has('PolicyDocument') ? (known ?? documentOf(session, arn, version, signal)) : undefined,
    names.has('Versions') ? versionsOf(session, arn, signal) : undefined,
    asksHolders(names) ? entitiesOf(session, arn, 'PermissionsPolicy', signal) : undefined,
    asksBounded(names) ? entitiesOf(session, arn, 'PermissionsBoundary', signal) : undefined,
  ]);
  return {
    PolicyDocument: document,
    Versions: versions?.map(listedVersion),
    Users: holders?.users,
    Groups: holders?.groups,
    Roles: holders?.roles,
    BoundedUsers: bearers?.users,
    BoundedRoles: bearers?.roles,
  };
}
