import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { accessDenied, alreadyExists, deleteConflict, quotaExceeded } from './api-error.ts';
import type { ManagedPolicy } from './entities.ts';
import { checkIdentityPolicy } from './identity-policy.ts';
import { nameKey } from './name-table.ts';
import { namedPolicy } from './named-policy.ts';
import { page } from './paging.ts';
import { arn, flag, pageFields, policyDocument, policyName, policyPath, policyPathPrefix, policyUsage, required, text } from './parameters.ts';
import { countedLength } from './policy-document.ts';
import { boundaryPolicyUses, policyUses } from './policy-uses.ts';
import { putTags, removeTags, tagKeyList, tagList, tagPage, tagsAnswer } from './tags.ts';
import type { XmlObject } from './xml.ts';

const MOST_DOCUMENT_CHARACTERS = 6144;

/** Makes a customer managed policy that is not yet in the account. */
export function newPolicy(
  account: Account,
  policy: { readonly name: string; readonly path: string; readonly description: string | undefined; readonly document: string },
): ManagedPolicy {
  const createdAt = account.clock.now();
  return {
    name: policy.name,
    arn: account.arn('policy', policy.path, policy.name),
    id: account.ids.id('ANPA'),
    path: policy.path,
    managedByAws: false,
    description: policy.description,
    createdAt,
    updatedAt: createdAt,
    tags: new Map(),
    versions: [{ id: 'v1', document: policy.document, createdAt, isDefault: true }],
    nextVersion: 2,
  };
}

const tagQuota = (account: Account) => ({ name: 'TagsPerPolicy', limit: account.quotas.tagsPerEntity });

/** AWS's own policies can be read and attached, not changed. */
export function refuseAwsPolicy(policy: ManagedPolicy): void {
  if (policy.managedByAws) throw accessDenied('You cannot edit or delete a policy that is managed by AWS.');
}

/** Checks what a managed policy may say and how long it may be. */
export function checkManagedDocument(document: string): void {
  checkIdentityPolicy(document, true);
  if (countedLength(document) > MOST_DOCUMENT_CHARACTERS) throw quotaExceeded('PolicySize', MOST_DOCUMENT_CHARACTERS);
}

/** A policy as lists show it: without description and tags. */
export function policyAnswer(account: Account, policy: ManagedPolicy): XmlObject {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.versions.find((version) => version.isDefault)?.id,
    AttachmentCount: policyUses(account, policy).length,
    PermissionsBoundaryUsageCount: boundaryPolicyUses(account, policy).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

/** Managed policies. */
export const policyActions: ActionTable = {
  CreatePolicy: action(
    {
      PolicyName: required(policyName),
      Path: policyPath,
      PolicyDocument: required(policyDocument),
      Description: text({ max: 1000 }),
      Tags: tagList,
    },
    (input, { account }) => {
      checkManagedDocument(input.PolicyDocument);
      const policy = newPolicy(account, {
        name: input.PolicyName,
        path: input.Path ?? '/',
        description: input.Description,
        document: input.PolicyDocument,
      });
      putTags(policy.tags, input.Tags, tagQuota(account));
      if (account.policies.get(policy.name)) {
        throw alreadyExists(`A policy called ${policy.name} already exists. Duplicate names are not allowed.`);
      }
      const { policiesPerAccount } = account.quotas;
      if (account.policies.size >= policiesPerAccount) throw quotaExceeded('PoliciesPerAccount', policiesPerAccount);
      account.addPolicy(policy);
      // The answer to CreatePolicy has no description; the one to GetPolicy has.
      return { Policy: { ...policyAnswer(account, policy), Tags: tagsAnswer(policy.tags) } };
    },
  ),

  GetPolicy: action({ PolicyArn: required(arn) }, (input, { account }) => {
    const policy = namedPolicy(account, input.PolicyArn);
    const answer = policyAnswer(account, policy);
    return { Policy: { ...answer, Description: policy.description, Tags: tagsAnswer(policy.tags) ?? [] } };
  }),

  ListPolicies: action(
    {
      Scope: text({ values: ['All', 'AWS', 'Local'] }),
      OnlyAttached: flag(),
      PathPrefix: policyPathPrefix,
      PolicyUsageFilter: policyUsage,
      ...pageFields,
    },
    (input, call) => {
      const { account } = call;
      const { Scope: scope = 'All', PathPrefix: prefix = '/', PolicyUsageFilter: usage } = input;
      const local = scope === 'AWS' ? [] : account.policies.sorted();
      const aws = scope === 'Local' ? [] : account.awsPolicies.sorted();
      const policies = [...local, ...aws].filter((policy) => {
        if (!policy.path.startsWith(prefix)) return false;
        const uses = usage !== 'PermissionsBoundary' ? policyUses(account, policy).length : 0;
        const bounds = usage !== 'PermissionsPolicy' ? boundaryPolicyUses(account, policy).length : 0;
        return (input.OnlyAttached !== true && usage === undefined) || uses + bounds > 0;
      });
      // Customer policies come first; both kinds may have the same name.
      const { items, end } = page(call, input, policies, (policy) => `${policy.managedByAws ? 2 : 1} ${nameKey(policy.name)}`);
      return { Policies: items.map((policy) => policyAnswer(account, policy)), ...end };
    },
  ),

  TagPolicy: action({ PolicyArn: required(arn), Tags: required(tagList) }, (input, { account }) => {
    const policy = namedPolicy(account, input.PolicyArn);
    refuseAwsPolicy(policy);
    putTags(policy.tags, input.Tags, tagQuota(account));
    return undefined;
  }),

  UntagPolicy: action({ PolicyArn: required(arn), TagKeys: required(tagKeyList) }, (input, { account }) => {
    const policy = namedPolicy(account, input.PolicyArn);
    refuseAwsPolicy(policy);
    removeTags(policy.tags, input.TagKeys);
    return undefined;
  }),

  ListPolicyTags: action({ PolicyArn: required(arn), ...pageFields }, (input, call) =>
    tagPage(call, input, namedPolicy(call.account, input.PolicyArn).tags),
  ),

  DeletePolicy: action({ PolicyArn: required(arn) }, (input, { account }) => {
    const policy = namedPolicy(account, input.PolicyArn);
    refuseAwsPolicy(policy);
    if (policyUses(account, policy).length + boundaryPolicyUses(account, policy).length > 0) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    account.deletePolicy(policy);
    return undefined;
  }),
};
